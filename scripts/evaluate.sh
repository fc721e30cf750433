#!/bin/sh
# What `make evaluate` does after set-up: index the real reports, answer every question, score.
#   sh scripts/evaluate.sh QUESTIONS.jsonl
#   BASELINE=earlier-answers.jsonl compares with an earlier run; build/answers.jsonl is the last one.
# Reports and scorers lie beside the repository, in ../shared; SHARED=folder names another place.
set -eu
cd "$(dirname "$0")/.."
questions=$1
shared=${SHARED:-../shared}

if [ ! -f "$questions" ] || [ ! -d "$shared/reports" ]; then
    echo "make evaluate needs $questions and the reports in $shared/reports: see CONTRIBUTING.md" >&2
    exit 2
fi

QA_INDEX="$PWD/build/collections/evaluation"
export QA_INDEX
answers=build/answers.jsonl
mkdir -p build

outcome=0
.venv/bin/qa index "$shared/reports" "$shared/seeds" >build/indexed.txt || outcome=$?
[ "$outcome" -le 1 ] || exit "$outcome"
tail -n 3 build/indexed.txt

.venv/bin/qa evaluate "$questions" --answers "$answers" ${BASELINE:+--baseline "$BASELINE"}
if [ -f "$shared/tools/score_answers.py" ]; then
    .venv/bin/python "$shared/tools/score_answers.py" "$answers" "$questions"
fi
