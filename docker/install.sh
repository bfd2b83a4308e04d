#!/bin/sh
# Installs hash-pinned packages into a directory and compiles them: install-packages REQUIREMENTS TARGET
set -eu
python3 -m pip install --quiet --require-hashes --only-binary :all: --no-compile --target "$2" -r "$1"
# Commands start with the path of this stage's Python; modules are run by `python3 -m`.
rm -rf "$2/bin"
# Bytecode that is never compared with its source: nothing to look up at a cold start.
python3 -m compileall -q --invalidation-mode unchecked-hash "$2"
