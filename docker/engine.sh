# Sourced by the scripts here (bash, from the project's root): finds Docker, installs and starts it where that is
# possible, and says in a sentence where it is not.

export DOCKER_BUILDKIT=1

stop() {
    echo "$*" >&2
    exit 1
}

have() { type -P "$1" >/dev/null; }

install_package() {
    have apt-get || stop "$1 is missing, and this machine has no apt-get to install it with: please install it."
    [ "$(id -u)" = 0 ] || stop "$1 is missing: install it (apt-get install $1), or run this as root."
    echo "Installing $1 …" >&2
    local apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update >/dev/null 2>&1 || true
    DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y --no-install-recommends "$1" >/dev/null 2>&1 \
        || stop "apt-get could not install $1."
}

# A client that has lost its build plug-in cannot build; Debian's own client, where it is, needs none.
docker_client() {
    if [ -x /usr/bin/docker ] && ! docker buildx version >/dev/null 2>&1; then echo /usr/bin/docker; else echo docker; fi
}

docker() { command "${FANFOLIO_DOCKER:-docker}" "$@"; }

docker_answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

# Makes Docker usable or stops with the reason. A daemon started here is stopped by stop_docker.
start_docker() {
    have docker || install_package docker.io
    if ! docker_answers; then
        have dockerd || install_package docker.io
        have iptables || install_package iptables
        [ "$(id -u)" = 0 ] || stop "Docker does not answer: start it, or run this as root."
        start_daemon
    fi
    FANFOLIO_DOCKER=$(docker_client)
    export FANFOLIO_DOCKER
}

start_daemon() {
    local log=build/dockerd.log
    mkdir -p build
    # A session of its own: it outlives an interrupt long enough to be stopped in order.
    setsid dockerd > "$log" 2>&1 < /dev/null &
    FANFOLIO_DOCKERD=$!
    for _ in $(seq 60); do
        docker_answers && return
        kill -0 "$FANFOLIO_DOCKERD" 2>/dev/null || break
        sleep 0.5
    done
    stop "Docker cannot run on this machine. The last words of its daemon: $(tail -2 "$log")"
}

stop_docker() {
    [ -n "${FANFOLIO_DOCKERD:-}" ] || return 0
    kill "$FANFOLIO_DOCKERD" 2>/dev/null || return 0
    for _ in $(seq 40); do kill -0 "$FANFOLIO_DOCKERD" 2>/dev/null || return 0; sleep 0.5; done
}

PUBLIC_BASE=public.ecr.aws/lambda/python:3.13
STAND_IN_BASE=fanfolio-base:python3.13

# Prints the base image to build over: BASE_IMAGE if given, AWS's where it can be had, else the stand-in.
base_image() {
    if [ -n "${BASE_IMAGE:-}" ]; then
        echo "$BASE_IMAGE"
    elif docker image inspect "$PUBLIC_BASE" >/dev/null 2>&1 || timeout 120 docker pull -q "$PUBLIC_BASE" >/dev/null 2>&1; then
        echo "$PUBLIC_BASE"
    else
        echo "$PUBLIC_BASE cannot be pulled here: building over a stand-in." >&2
        docker/base/build.sh "$STAND_IN_BASE"
        echo "$STAND_IN_BASE"
    fi
}
