"""Prints what the packaged check of a model's sentences catches and keeps, by kind.

    python -m scripts.verification [--half calibration|held-out] [--wrong]

`--wrong` lists the cases that it is wrong about: of the first half alone, since nobody should tune
the check by what is in the second.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from index import Collection
from qa.prose.verifying import make_verifier
from scripts.verification.cases import HALVES, LABELLED, read_cases
from scripts.verification.measuring import index_invented_reports, judge, sources_of, table_of


def main() -> None:
    """Index the invented reports, verify every case, print."""
    parser = argparse.ArgumentParser(description="Measure the check of a model's sentences.")
    parser.add_argument("--half", choices=HALVES, help="only this half")
    parser.add_argument("--wrong", action="store_true", help="list what it is wrong about")
    arguments = parser.parse_args()
    halves = [arguments.half] if arguments.half else HALVES
    with tempfile.TemporaryDirectory() as folder:
        index_invented_reports(Path(folder))
        with Collection.open(Path(folder)) as collection:
            verifier, source = make_verifier(collection), sources_of(collection)
            for half in halves:
                judged = judge(verifier, read_cases(LABELLED / f"{half}.jsonl"), source)
                print(*table_of(half, judged), sep="\n")
                if arguments.wrong and half == "calibration":
                    for one in judged:
                        if not one.is_right:
                            print(f"  {one.case.id} | {one.verdict.failure} | {one.case.text}")


if __name__ == "__main__":
    main()
