#!/bin/sh
# The whole pipeline in one container, its page on port 8000; arguments are those of `python -m services.local run`.
#
#   docker run -p 8000:8000 fanfolio-local                                       simulated catalogues
#   docker run -p 8000:8000 fanfolio-local --catalogue live --contact you@example.org
#   docker run -p 8000:8000 -p 4566:4566 fanfolio-local                          files over 4 MB, too: they go to the store
set -eu
python3 docker/publish.py 8000 4566 &
exec python3 -m services.local run --port 8000 --emulator-port 4566 --state-dir /state "$@"
