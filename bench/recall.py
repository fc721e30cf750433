"""How many of the nearest paragraphs a search by coarse codes finds, in a process of its own.

    python -m bench.recall FOLDER

asks an index of invented reports what an exact search over every vector asks too. Vectors are
invented: for real ones docs/decisions/0033 has the figures.
"""

from __future__ import annotations

import argparse
import json
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.generator import invent_questions, open_embedder
from index import Collection
from index.dense import DenseRanker
from index.segment import open_segment
from index.storage import read_manifest

NEAREST = 20


def main() -> None:
    """Print one line of JSON."""
    parser = argparse.ArgumentParser(description="Compare codes with an exact search.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", type=int, default=100)
    arguments = parser.parse_args()
    print(json.dumps({"recall": measure_recall(arguments.folder, arguments.questions)}))


def measure_recall(folder: Path, count: int) -> float:
    """The share of the 20 nearest by an exact search that are among the 20 by codes."""
    model = open_embedder(folder)
    manifest = read_manifest(folder)
    with Collection.open(folder, model) as collection:
        asked = invent_questions(model.world, collection.reports(), count)
    with ExitStack() as opened:
        stored = []
        for entry in manifest.segments:
            segment = open_segment(folder, entry, manifest.token_dimension)
            opened.callback(segment.records.close)
            stored.append(segment.vectors)
        by_codes = DenseRanker(stored, model)
        exactly = DenseRanker([replace(vectors, codes=None) for vectors in stored], model)
        everywhere = np.ones(sum(len(vectors.starts) - 1 for vectors in stored), dtype=np.bool_)
        shares = []
        for question in asked:
            found = by_codes.ask(question.words).best(everywhere, NEAREST)
            nearest = exactly.ask(question.words).best(everywhere, NEAREST)
            shares.append(len(np.intersect1d(found, nearest)) / len(nearest))
    return float(np.mean(shares))


if __name__ == "__main__":
    main()
