#!/usr/bin/env bash
# Rewrites the lock files (versions and hashes, no addresses): `make lock`.
set -euo pipefail
cd "$(dirname "$0")"
compile() { uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q "$@"; }
compile dev.in -o dev.txt
for name in local api worker aggregator client; do compile "$name.in" -c dev.txt -o "$name.txt"; done
compile emulator.in -o emulator.txt
# The page: what builds it, what tests it in a browser.
compile node.in -o node.txt
compile browser.in -c dev.txt -o browser.txt
# Containers and the cloud: the stack, the emulator with containers, the stand-in for AWS's base image. The audit.
for name in cdk e2e base audit; do compile "$name.in" -o "$name.txt"; done
compile --no-deps rie.in -o rie.txt
