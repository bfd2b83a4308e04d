#!/usr/bin/env bash
# The real stack on the AWS emulator, its functions running as containers.
#
#   infra/emulated/stage.sh stay                     deploy, say where it answers, stay until Ctrl-C
#   infra/emulated/stage.sh run COMMAND [ARGUMENT …] deploy, run a command that finds it by environment variables, destroy
set -euo pipefail
cd "$(dirname "$0")/../.."
source docker/engine.sh

stage=${STAGE:-local}
cdk=$PWD/infra/cdk/node_modules/.bin/cdk
logs=$PWD/build/emulated
children=()

main() {
    trap 'trap - INT TERM; clean_up' EXIT
    trap 'exit 130' INT TERM
    rm -rf "$logs"
    mkdir -p "$logs"
    start_docker
    step "Docker is there" ; base=$(base_image) ; step "base image"
    start_emulator
    start_simulator
    deploy
    case $1 in
        stay) stay ;;
        run) shift; "$@"; step "checks"; undeploy ;;
    esac
}

start_emulator() {
    bridge=$(docker network inspect bridge --format '{{(index .IPAM.Config 0).Gateway}}')
    bridge=${bridge:-172.17.0.1}
    read -r emulator_port simulator_port < <(.venv/bin/python -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*(one.getsockname()[1] for one in sockets))')
    export AWS_ENDPOINT_URL=http://127.0.0.1:$emulator_port
    export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
    export AWS_EC2_METADATA_DISABLED=true NO_PROXY=127.0.0.1,localhost,$bridge no_proxy=127.0.0.1,localhost,$bridge
    unset AWS_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN
    start emulator "$emulator_port" .venv-e2e/bin/python infra/emulated/emulator.py "$emulator_port" 127.0.0.1 "$bridge"
}

start_simulator() {
    # Both addresses are the bridge's, so that this machine sees what the containers see.
    export FANFOLIO_E2E_SIMULATOR=http://$bridge:$simulator_port
    start simulator "$simulator_port" .venv/bin/python -m infra.emulated.simulator "$simulator_port" "$bridge"
}

start() {
    local name=$1 port=$2
    shift 2
    setsid "$@" > "$logs/$name.log" 2>&1 < /dev/null &
    children+=($!)
    for _ in $(seq 200); do
        if (exec 3<> "/dev/tcp/$bridge/$port") 2>/dev/null; then return; fi
        kill -0 $! 2>/dev/null || break
        sleep 0.1
    done
    tail -5 "$logs/$name.log" >&2
    stop "The $name did not start: its log is $logs/$name.log."
}

run_cdk() {
    local what=$1
    shift
    (cd infra/cdk && PATH="$PWD/../../.venv-cdk/bin:$PATH" CDK_DOCKER="$PWD/../emulated/docker-for-cdk.sh" "$cdk" "$@" \
        < /dev/null > "$logs/cdk-$what.log" 2>&1) || { tail -30 "$logs/cdk-$what.log" >&2; stop "cdk $what failed: its log is $logs/cdk-$what.log."; }
}

context() {
    printf -- '-c\n%s\n' "stage=$stage" "contact=${CONTACT:-local@example.org}" "baseImage=$base" \
        "architecture=$([ "$(uname -m)" = aarch64 ] && echo arm64 || echo x86_64)" \
        "openLibraryUrl=http://$bridge:$simulator_port" "googleBooksUrl=http://$bridge:$simulator_port" \
        "${extra_context[@]}"
}

deploy() {
    # Few at once: a worker that starts on a crowded machine for as long as it may run is taken for dead.
    local extra_context=(${STAGE_CONTEXT:-maxConcurrency=3})
    mapfile -t chosen < <(context)
    run_cdk bootstrap bootstrap --app "" --output "$logs/bootstrap" "aws://000000000000/us-east-1"
    step "emulator is bootstrapped"
    run_cdk deploy deploy "${chosen[@]}" --output "$logs/cdk.out" --require-approval never --outputs-file "$logs/outputs.json"
    step "stack is deployed"
    export FANFOLIO_E2E_STACK=Fanfolio-$stage
    FANFOLIO_E2E_URL=$(.venv/bin/python - "$logs/outputs.json" "$AWS_ENDPOINT_URL" <<'PYTHON'
import json, sys
outputs = next(iter(json.load(open(sys.argv[1])).values()))
api_id = outputs["Url"].split("//")[1].split(".")[0]
print(f"{sys.argv[2]}/_aws/execute-api/{api_id}/$default")
PYTHON
    )
    export FANFOLIO_E2E_URL FANFOLIO_E2E_OUTPUTS=$logs/outputs.json FANFOLIO_E2E_VARIABLES=$logs/fanfolio.env
    .venv/bin/python -m infra.emulated.variables "$FANFOLIO_E2E_STACK" "http://$bridge:$emulator_port" \
        > "$FANFOLIO_E2E_VARIABLES"
}

undeploy() {
    .venv-cdk/bin/python -m infra.cdk.empty_bucket "$FANFOLIO_E2E_STACK" > "$logs/empty.log" 2>&1 \
        || stop "The bucket could not be emptied: $(tail -1 "$logs/empty.log")"
    run_cdk destroy destroy "${chosen[@]}" --output "$logs/cdk.out" --force
    step "stack is destroyed"
}

stay() {
    cat <<TEXT

The stack is deployed onto the emulator, its functions run as containers:

  API                 $FANFOLIO_E2E_URL
  emulated AWS        AWS_ENDPOINT_URL=$AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1
  resources           $FANFOLIO_E2E_OUTPUTS
  logs                $logs, and \`docker logs\` of the functions' containers
  try it              curl -F file=@services/local/sample/library.csv $(printf '%q' "$FANFOLIO_E2E_URL/v1/jobs")
  API under uvicorn   docker run -p 8000:8000 --env-file ${FANFOLIO_E2E_VARIABLES#"$PWD/"} fanfolio-api
  to stop             Ctrl-C (everything is forgotten)

TEXT
    while kill -0 "${children[0]}" 2>/dev/null; do sleep 1; done
    stop "The emulator has ended: its log is $logs/emulator.log."
}

# Nothing outlives this: the children first, in order, then what they left.
clean_up() {
    docker_answers && keep_container_logs
    for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
    for child in "${children[@]}"; do
        for _ in $(seq 100); do kill -0 "$child" 2>/dev/null || break; sleep 0.1; done
        kill -9 "$child" 2>/dev/null || true
    done
    docker_answers && remove_images
    stop_docker
}

# The emulator removes containers when it stops, and with them what functions had to say.
keep_container_logs() {
    local container
    for container in $(docker ps -aq --filter label=ministack); do
        docker logs "$container" > "$logs/function-$container.log" 2>&1 || true
    done
}

# What CDK has built and tagged for a registry that does not exist, and containers that a killed emulator left.
remove_images() {
    local image images
    images=$(docker image ls --format '{{.Repository}}:{{.Tag}}' | grep -E '^(000000000000\.dkr\.ecr\.|cdkasset-fanfolio-)' || true)
    for image in $images; do
        docker ps -aq --filter "ancestor=$image" | xargs -r "$FANFOLIO_DOCKER" rm -f >/dev/null 2>&1 || true
        docker image rm -f "$image" >/dev/null 2>&1 || true
    done
}

step() { printf '  %-28s %4d s\n' "$1" "$SECONDS"; }

main "$@"
