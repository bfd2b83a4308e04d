#!/usr/bin/env bash
# Rewrites the lock files (versions and hashes, no addresses): `make lock`.
set -euo pipefail
cd "$(dirname "$0")"
compile() { uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q "$@"; }
compile dev.in -o dev.txt
for name in local api worker aggregator; do compile "$name.in" -c dev.txt -o "$name.txt"; done
compile emulator.in -o emulator.txt
