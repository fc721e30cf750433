"""Answers as the lines of a file (`qa evaluate --answers`): made, written and read back.

What is scored is the line and not the answer behind it, so that an earlier run's file gives the
same figures again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus import Paragraph
from index import Report
from qa.errors import AnswersUnreadable
from qa.records import Answer


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph that was cited or found."""

    sources: tuple[str, ...]  # the report's file, then other files that hold a copy of it
    paragraph: str | None  # its printed number
    text: str


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """What is kept of the answer to one question; items stand best first."""

    id: str
    answered: bool
    status: str
    answer: str  # its sentences, or the reason why there are none
    citations: tuple[Item, ...]
    retrieved: tuple[Item, ...]
    timing_ms: Mapping[str, float]

    def says_the_same(self, other: AnswerLine) -> bool:
        """Whether a reader sees no difference: status, words and cited paragraphs are equal."""
        return (self.status, self.answer) == (other.status, other.answer) and [
            (item.sources[:1], item.paragraph) for item in self.citations
        ] == [(item.sources[:1], item.paragraph) for item in other.citations]


def line_of(question_id: str, answer: Answer) -> AnswerLine:
    """The answer to the question of this id, as a line."""
    return AnswerLine(
        id=question_id,
        answered=answer.status in ("answered", "partial"),
        status=answer.status,
        answer=" ".join(sentence.text for sentence in answer.sentences) or answer.reason or "",
        citations=_items((citation.report, citation.paragraph) for citation in answer.citations),
        retrieved=_items(answer.retrieved),
        timing_ms={name: round(ms, 2) for name, ms in asdict(answer.timing).items()},
    )


def line_to_json(line: AnswerLine) -> dict[str, Any]:
    """The line ready for `json.dumps`."""
    return {
        "id": line.id,
        "answered": line.answered,
        "status": line.status,
        "answer": line.answer,
        "citations": [_item_to_json(item, n) for n, item in enumerate(line.citations, 1)],
        "retrieved": [_item_to_json(item, n) for n, item in enumerate(line.retrieved, 1)],
        "timing_ms": dict(line.timing_ms),
    }


def read_lines(path: Path) -> dict[str, AnswerLine]:
    """The answers of an earlier run by the id of their question.

    Raises: AnswersUnreadable.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersUnreadable(str(path), str(error)) from error
    found = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer = _line(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise AnswersUnreadable(f"{path}:{number}", f"not an answer ({error})") from error
        found[answer.id] = answer
    if not found:
        raise AnswersUnreadable(str(path), "no answers")
    return found


def item_of(report: Report, paragraph: Paragraph) -> Item:
    """A paragraph of a report as an item."""
    return Item((report.source, *report.aliases), paragraph.number, paragraph.text)


def _items(found: Iterable[tuple[Report, Paragraph]]) -> tuple[Item, ...]:
    return tuple(item_of(report, paragraph) for report, paragraph in found)


def _item_to_json(item: Item, rank: int) -> dict[str, Any]:
    source, *aliases = item.sources
    values = {"source": source, "paragraph": item.paragraph, "text": item.text, "rank": rank}
    return {**values, "aliases": aliases} if aliases else values


def _line(values: Mapping[str, Any]) -> AnswerLine:
    return AnswerLine(
        id=str(values["id"]),
        answered=bool(values["answered"]),
        status=str(values.get("status", "")),
        answer=str(values.get("answer") or ""),
        citations=tuple(_item(item) for item in values.get("citations") or ()),
        retrieved=tuple(_item(item) for item in values.get("retrieved") or ()),
        timing_ms={name: float(ms) for name, ms in (values.get("timing_ms") or {}).items()},
    )


def _item(values: Mapping[str, Any]) -> Item:
    paragraph = values.get("paragraph")
    sources = (values.get("source"), *(values.get("aliases") or ()))
    return Item(
        sources=tuple(str(source or "") for source in sources),
        paragraph=None if paragraph is None else str(paragraph),
        text=str(values.get("text") or ""),
    )
