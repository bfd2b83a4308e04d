#!/bin/sh
# As AWS's: inside Lambda the runtime's client runs alone, elsewhere its emulator runs it and listens on port 8080.
set -eu
if [ $# -ne 1 ]; then
    echo "Give the handler as the only argument, for example services.worker.main.handler" >&2
    exit 142
fi
export _HANDLER="$1"
if [ -z "${AWS_LAMBDA_RUNTIME_API:-}" ]; then
    exec /usr/local/bin/aws-lambda-rie /var/runtime/bootstrap
fi
exec /var/runtime/bootstrap
