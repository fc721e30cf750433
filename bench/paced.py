"""The invented model at the pace of the packaged one, for whole questions to invented reports.

Where a question lies among invented paragraphs only the invented model knows; how long a question
takes to encode only the packaged one. So each question is encoded by both, the packaged model being
given an English one of usual length, because invented words fall into many more pieces.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import cycle
from pathlib import Path

from bench.generator import open_embedder
from bench.generator.model import InventedEmbedder
from bench.questions import OF_USUAL_LENGTH
from index import OnnxEmbedder
from index.encoded import EncodedQuery

_REMEMBERED = 1_024  # questions: more than a benchmark asks


class PacedEmbedder(InventedEmbedder):
    """Gives what the invented model gives, and takes as long as the packaged one."""

    def __init__(self, invented: InventedEmbedder) -> None:
        super().__init__(invented.world, invented.name, invented.sha256)
        self._packaged = OnnxEmbedder()
        self._english = cycle(OF_USUAL_LENGTH)
        self._invented = lru_cache(_REMEMBERED)(super().encode_query)

    def encode_query(self, words: str) -> EncodedQuery:
        """Both; what the invented one gives counts, and only the packaged one's time, each time."""
        self._packaged.encode_query(next(self._english))
        return self._invented(words)


def open_paced(folder: Path) -> PacedEmbedder:
    """For an index of invented reports."""
    return PacedEmbedder(open_embedder(folder))
