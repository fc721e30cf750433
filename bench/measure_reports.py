"""Measures real reports, for invented ones to follow: writes `bench/generator/reports.json`.

    python -m bench.measure_reports INDEX [--questions FILE.jsonl] [--fit SECONDS]

Numbers alone are written, no word of a report. Shares, quantiles and slopes are measured; the parts
of the vectors are fitted with --fit by trying, and otherwise stay as they are.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from bench.generator.figures import FIGURES, ReportFigures
from bench.generator.fitting import fit_geometry, followed, with_questions
from bench.generator.measuring import Neighbours, measure, measure_vectors, read_held, rounded
from index import embedder_named
from index.storage import read_manifest


def main() -> None:
    """Measure, fit, write."""
    parser = argparse.ArgumentParser(description="Measure real reports for invented ones.")
    parser.add_argument("index", type=Path)
    parser.add_argument("--questions", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--fit", type=float, default=0, metavar="SECONDS")
    arguments = parser.parse_args()
    questions = []
    if arguments.questions:
        lines = arguments.questions.read_text(encoding="utf-8").splitlines()
        questions = [json.loads(line)["question"] for line in lines]
    model = embedder_named(read_manifest(arguments.index).model)
    measured = measure(arguments.index, model, questions)
    held = read_held(arguments.index)
    figures = followed(arguments.index, held, measured, ReportFigures.read())
    if questions:
        figures = with_questions(figures, questions)
    if arguments.fit:
        wanted = measure_vectors(held.vectors, Neighbours(held.vectors, held.reports))
        figures = fit_geometry(figures, len(held.paragraphs), wanted, arguments.fit)
    written = {"followed": figures.to_json(), "measured": rounded(measured)}
    FIGURES.write_text(f"{json.dumps(written, indent=1)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
