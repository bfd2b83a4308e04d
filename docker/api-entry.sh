#!/bin/sh
# `serve` (the default) runs the web server on port 8000; a handler's name runs it as Lambda would.
set -eu
if [ "${1:-serve}" != serve ]; then
    exec /lambda-entrypoint.sh "$@"
fi
if [ -n "${AWS_LAMBDA_RUNTIME_API:-}" ]; then
    exec /lambda-entrypoint.sh services.api.main.handler
fi
exec python3 -m services.api.serve --host 0.0.0.0 --port "${PORT:-8000}"
