"""Invented reports in any number, like real ones in what costs time: `python -m bench.generate`."""

from bench.generator.collection import make_index, open_embedder
from bench.generator.figures import ReportFigures
from bench.generator.questions import InventedQuestion, invent_questions

__all__ = [
    "InventedQuestion",
    "ReportFigures",
    "invent_questions",
    "make_index",
    "open_embedder",
]
