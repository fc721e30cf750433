#!/bin/sh
# Writes requirements.lock and requirements-dev.lock: exact versions and checksums for Python 3.11
# and newer on Linux and macOS. torch stays out: set_up.py says why.
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 2; }

compile() {
    uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate --no-emit-package torch \
        --output-file "$@"
}

compile requirements.lock pyproject.toml
compile requirements-dev.lock pyproject.toml --group dev --extra milvus --constraint requirements.lock
wc -l requirements.lock requirements-dev.lock
