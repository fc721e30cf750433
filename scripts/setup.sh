#!/bin/sh
# Finds a Python that is new enough and has set_up.py make .venv with it.
# Choose another one with PYTHON=/path/to/python; without, the one of an earlier set-up stays.
set -eu
cd "$(dirname "$0")/.."

is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

for candidate in ${PYTHON:+"$PYTHON"} .venv/bin/python python3 python3.14 python3.13 python3.12 python3.11 python; do
    if is_new_enough "$candidate"; then
        exec "$candidate" -E scripts/set_up.py "$@"
    fi
    if [ -n "${PYTHON:-}" ]; then
        echo "PYTHON=$PYTHON is no Python 3.11 or newer: name another, or none." >&2
        exit 2
    fi
done
echo "No Python 3.11 or newer was found: install one, or name it with PYTHON=/path/to/python." >&2
exit 2
