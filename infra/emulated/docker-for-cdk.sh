#!/usr/bin/env bash
# The docker that CDK calls when it deploys to the emulator: there is no registry to log in or push to, and none is
# needed, because the emulator looks for a function's image on this machine first.
set -euo pipefail
case ${1:-} in
    login | push) exit 0 ;;
    *) exec "${FANFOLIO_DOCKER:-docker}" "$@" ;;
esac
