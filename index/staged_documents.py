"""What a run has read, on the disk until it is written to a segment.

Which copy of a report counts is known only when all files were read; a million paragraphs would be
2 GB until then. Here they take a place in a table each.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from corpus import Document, document_from_json, document_to_json

Key = tuple[str, str]  # the path of a file, and the id of a report in it


class _Place(NamedTuple):
    start: int  # bytes
    size: int
    paragraphs: int


class StagedDocuments:
    """Documents by file and report, in a file of the staging area."""

    def __init__(self, folder: Path) -> None:
        self._stream = (folder / "staging" / "documents.jsonl").open("w+b")
        self._places: dict[str, dict[str, _Place]] = {}  # by path, then by report id

    def close(self) -> None:
        self._stream.close()

    def __contains__(self, key: Key) -> bool:
        path, report_id = key
        return report_id in self._places.get(path, ())

    def add(self, path: str, document: Document) -> None:
        """Keep a document, in the place of one of the same file and id."""
        line = json.dumps(document_to_json(document), ensure_ascii=False).encode()
        start = self._stream.seek(0, 2)
        self._stream.write(line)
        place = _Place(start, len(line), len(document.paragraphs))
        self._places.setdefault(path, {})[document.id] = place

    def forget(self, path: str) -> None:
        """Keep no document of this file."""
        self._places.pop(path, None)

    def paragraphs(self, key: Key) -> int:
        """How many paragraphs a document has."""
        path, report_id = key
        return self._places[path][report_id].paragraphs

    def read(self, keys: Iterable[Key]) -> Iterator[Document]:
        """These documents, one at a time."""
        for path, report_id in keys:
            start, size, _ = self._places[path][report_id]
            self._stream.seek(start)
            yield document_from_json(json.loads(self._stream.read(size)))
