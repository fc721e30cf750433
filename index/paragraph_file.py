"""The paragraphs of a segment as lines of JSON, read one by one from a file checked block by block.

Line n is the paragraph of row n, as `qa read` prints it; where each begins is kept in an array.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus import Paragraph, paragraph_from_json, paragraph_to_json
from index.blocks import BlockedFile


def paragraph_lines(paragraphs: Sequence[Paragraph]) -> Iterator[bytes]:
    """Each paragraph as a line, in their order."""
    for paragraph in paragraphs:
        yield json.dumps(paragraph_to_json(paragraph), ensure_ascii=False).encode() + b"\n"


class ParagraphFile:
    """Paragraphs by row. Every reading raises IndexDamaged where its bytes are not as written."""

    def __init__(self, file: BlockedFile, starts: NDArray[np.int64]) -> None:
        self._file = file
        self._starts = starts  # shape (paragraphs + 1,): line n is starts[n]:starts[n + 1]

    def __len__(self) -> int:
        return len(self._starts) - 1

    def read(self, rows: Sequence[int]) -> list[Paragraph]:
        """The paragraphs of these rows, in this order."""
        if not rows:
            return []
        starts, ends = self._starts[rows], self._starts[np.asarray(rows) + 1]
        self._file.check(starts, ends)
        content = self._file.content
        places = zip(starts.tolist(), ends.tolist(), strict=True)
        # Read as one list: beginning anew for each line would take a third of the reading.
        lines = b",".join([content[start:end] for start, end in places])
        return [paragraph_from_json(values) for values in json.loads(b"[%b]" % lines)]

    def row_of(self, paragraph_id: str, first: int, end: int) -> int | None:
        """The row of the paragraph of this id among those from `first` to `end`, or None."""
        wanted = json.dumps(paragraph_id, ensure_ascii=False).encode()
        lines = self._file.read(int(self._starts[first]), int(self._starts[end]))
        for row, line in enumerate(bytes(lines).splitlines(), first):
            # The words of a paragraph may name another's id, so its own is looked at.
            if wanted in line and json.loads(line)["id"] == paragraph_id:
                return row
        return None
