#!/usr/bin/env bash
# Builds the stand-in base image: docker/base/build.sh [TAG]. Needs root (debootstrap) and package mirrors, no registry.
# An image that was built from the same files is kept.
set -euo pipefail
cd "$(dirname "$0")/../.."
source docker/engine.sh

tag=${1:-fanfolio-base:python3.13}
suite=trixie  # the Debian whose Python is 3.13
# Where this machine's own packages come from.
mirror=${DEBIAN_MIRROR:-$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null \
    | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -1 | tr -d ' ' || true)}
mirror=${mirror:-http://deb.debian.org/debian}

main() {
    local inputs
    inputs=$({ cat docker/base/* requirements/base.txt requirements/rie.txt; configuration_of_pip; configuration_of_npm; } \
        | sha256sum | cut -c1-16)
    if [ "$(docker image inspect --format '{{index .Config.Labels "fanfolio.inputs"}}' "$tag" 2>/dev/null)" = "$inputs" ]; then
        echo "The stand-in base $tag is there already." >&2
        return
    fi
    [ "$(id -u)" = 0 ] || stop "The stand-in base image is made by debootstrap, which needs root: run this as root, or" \
        "where public.ecr.aws can be reached."
    have debootstrap || install_package debootstrap
    context=$(mktemp -d)
    trap 'rm -rf "$context"' EXIT
    make_root_filesystem
    fetch_interface_emulator
    cp docker/base/{bootstrap,lambda-entrypoint.sh} "$context"
    cp requirements/base.txt "$context/requirements.txt"
    # Behind a mirror or a private authority pip needs inside what it needs outside.
    cp "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" "$context/ca-certificates.crt"
    configuration_of_pip > "$context/pip.conf"
    configuration_of_npm > "$context/npmrc"
    docker build --quiet --label "fanfolio.inputs=$inputs" --tag "$tag" --file docker/base/Dockerfile "$context" >/dev/null
}

make_root_filesystem() {
    echo "Making a small Debian for the stand-in base image (about a minute) …" >&2
    debootstrap --variant=minbase --include=ca-certificates,python3,python3-pip "$suite" "$context/root" "$mirror" \
        > "$context/debootstrap.log" 2>&1 || { tail -20 "$context/debootstrap.log" >&2; stop "debootstrap has failed."; }
    # Nothing of this is needed to run Python.
    rm -rf "$context"/root/var/{cache/apt,lib/apt/lists,log,cache/debconf}/* "$context"/root/usr/share/{doc,man,locale,info}/*
    # The client writes bytecode that the real base image has already.
    chroot "$context/root" python3 -m compileall -q /usr/lib/python3.13 >/dev/null || true
    tar -C "$context/root" --exclude=./dev --exclude=./proc --exclude=./sys -cf "$context/rootfs.tar" .
    rm -rf "$context/root"
}

fetch_interface_emulator() {
    local machine
    case $(uname -m) in x86_64) machine=x86_64 ;; aarch64) machine=arm64 ;; *) stop "No runtime interface emulator for $(uname -m)." ;; esac
    python3 -m pip download --quiet --quiet --disable-pip-version-check --no-deps --require-hashes \
        -r requirements/rie.txt -d "$context/wheel"
    python3 - "$context"/wheel/*.whl "samcli/local/rapid/aws-lambda-rie-$machine" "$context/aws-lambda-rie" <<'PYTHON'
import sys, zipfile
wheel, member, target = sys.argv[1:]
open(target, "wb").write(zipfile.ZipFile(wheel).read(member))
PYTHON
}

configuration_of_pip() {
    local index
    index=${PIP_INDEX_URL:-$(python3 -m pip config get global.index-url 2>/dev/null || true)}
    echo "[global]"
    [ -z "$index" ] || echo "index-url = $index"
}

configuration_of_npm() {
    local registry
    registry=${npm_config_registry:-$(npm config get registry 2>/dev/null || true)}
    [ -z "$registry" ] || echo "registry=$registry"
}

FANFOLIO_DOCKER=${FANFOLIO_DOCKER:-$(docker_client)}
main
