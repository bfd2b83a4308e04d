#!/bin/sh
# The whole pipeline in one container, its page on port 8000; arguments are those of `python -m services.local run`.
#
#   docker run -p 8000:8000 fanfolio-local                                       simulated catalogues
#   docker run -p 8000:8000 fanfolio-local --catalogue live --contact you@example.org
set -eu
python3 docker/publish.py 8000 &
exec python3 -m services.local run --port 8000 --state-dir /state "$@"
