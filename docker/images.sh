#!/usr/bin/env bash
# Builds all images and prints their sizes: docker/images.sh [TARGET …]. BASE_IMAGE and PLATFORM may be set.
set -euo pipefail
cd "$(dirname "$0")/.."
source docker/engine.sh

# What an image may add to its base, uncompressed.
limit_mb=250

main() {
    trap stop_docker EXIT
    start_docker
    local base target started status=0
    base=$(base_image)
    started=$SECONDS
    for target in "$@"; do
        docker build --quiet ${PLATFORM:+--platform "$PLATFORM"} --file docker/Dockerfile --target "$target" \
            --build-arg "BASE_IMAGE=$base" --build-arg "REVISION=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" \
            --tag "fanfolio-$target" . >/dev/null
    done
    echo "Built over $base in $((SECONDS - started)) s:"
    printf '  %-12s %9s %10s\n' image size "over base"
    for target in "$@"; do print_size "$target" "$base" || status=1; done
    [ $status = 0 ] || stop "An image adds more than $limit_mb MB to its base: see docker/Dockerfile for what is copied."
}

print_size() {
    local own base_size
    own=$(docker image inspect --format '{{.Size}}' "fanfolio-$1")
    base_size=$(docker image inspect --format '{{.Size}}' "$2")
    printf '  %-12s %6d MB %7d MB\n' "$1" $((own / 1000000)) $(((own - base_size) / 1000000))
    # `local` carries the emulator as well and is never deployed.
    [ "$1" = local ] || [ $(((own - base_size) / 1000000)) -lt $limit_mb ]
}

[ $# -gt 0 ] || set -- api worker aggregator local
main "$@"
