#!/bin/sh
# `serve` (the default) runs the web server on port 8000; a handler's name runs it as Lambda would.
set -eu
if [ "${1:-serve}" != serve ]; then
    exec /lambda-entrypoint.sh "$@"
fi
if [ -n "${AWS_LAMBDA_RUNTIME_API:-}" ]; then
    exec /lambda-entrypoint.sh services.api.main.handler
fi
# No access log: addresses hold job ids, and who knows a job's id may read its dashboard.
exec python3 -m uvicorn services.api.main:app --host 0.0.0.0 --port "${PORT:-8000}" --no-server-header --no-access-log
