"""Real and invented reports side by side, as a table for `docs/benchmarks/`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.generator.collection import make_index, open_embedder
from bench.generator.figures import FIGURES
from bench.generator.measuring import measure
from bench.generator.questions import invent_questions
from index import Collection

_QUESTIONS = 200


def print_check() -> None:
    """Make as many invented paragraphs as were measured, and print both sets of figures."""
    real = json.loads(FIGURES.read_text(encoding="utf-8"))["measured"]
    count = int(real["paragraphs, reports"][0])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_index(folder, count, segment_paragraphs=count)
        model = open_embedder(folder)
        with Collection.open(folder, model) as collection:
            questions = invent_questions(model.world, collection.reports(), _QUESTIONS)
        invented = measure(folder, model, [question.sentence for question in questions])
    print("| figure | real | invented |\n| --- | --- | --- |")
    for figure, row in real.items():
        print(f"| {figure} | {_shown(row)} | {_shown(invented.get(figure, ()))} |")


def _shown(row: Sequence[float]) -> str:
    return ", ".join(f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}" for value in row)
