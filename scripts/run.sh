#!/bin/sh
# What `make run` does after set-up: index a folder of reports into a collection of its own, then serve
# the page over it; with a question, answer that one and end.
#   sh scripts/run.sh FOLDER [QUESTION]
set -eu
cd "$(dirname "$0")/.."
reports=$1
question=${2:-}

if [ ! -d "$reports" ]; then
    echo "There is no folder $reports: name one with make run REPORTS=folder" >&2
    exit 2
fi

if [ "$reports" = corpus/sample ]; then
    set -- --sample
else
    # Two folders of one name get two collections: the number is a checksum of the whole path.
    place=$(cd "$reports" && pwd)
    number=$(printf '%s' "$place" | cksum | cut -d ' ' -f 1)
    set -- --index "build/collections/$(basename "$place")-$number"
    echo "This collection can be asked again: .venv/bin/ask $1 \"$2\"" >&2
fi

# 1 means that some files could not be read, which the table has told: the others can be asked.
outcome=0
.venv/bin/qa index "$@" "$reports" || outcome=$?
if [ "$outcome" -eq 3 ]; then
    # Of an older program, or damaged: this collection is of this folder, which has all that it needs.
    echo "Making the collection anew from $reports." >&2
    outcome=0
    .venv/bin/qa index --rebuild "$@" "$reports" || outcome=$?
fi
[ "$outcome" -le 1 ] || exit "$outcome"

if [ -z "$question" ]; then
    exec .venv/bin/qa serve "$@"
fi
printf '\nask "%s"\n\n' "$question" >&2
exec .venv/bin/ask "$@" "$question"
