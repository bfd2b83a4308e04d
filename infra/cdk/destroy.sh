#!/usr/bin/env bash
# Takes a stage down: infra/cdk/destroy.sh STAGE. Asks first; YES=1 does not. The data of prod is kept.
set -euo pipefail
cd "$(dirname "$0")/../.."
stage=$1
stack=Fanfolio-$stage
export PATH=$PWD/.venv-cdk/bin:$PATH

if [ "$stage" = prod ]; then
    echo "$stack goes; its bucket and tables stay (docs/deploy.md says how to remove them)."
else
    echo "$stack goes, with all its jobs, dashboards and remembered answers."
fi
if [ "${YES:-0}" != 1 ]; then
    read -rp "Type the stage's name to go on: " answer
    [ "$answer" = "$stage" ] || { echo "Nothing was changed." >&2; exit 1; }
fi
# A bucket can be removed only when it is empty.
if [ "$stage" != prod ]; then python -m infra.cdk.empty_bucket "$stack"; fi
# What is chosen does not matter for going; the contact is asked for by every synthesis.
cd infra/cdk && node_modules/.bin/cdk destroy -c "stage=$stage" -c contact=nobody@example.org --force
