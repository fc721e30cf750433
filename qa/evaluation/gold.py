"""Questions to evaluate with, and the paragraphs that are known to answer them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.errors import QuestionPersonal, QuestionsUnreadable
from qa.records import Question, Turn


@dataclass(frozen=True, slots=True)
class GoldEntry:
    """A paragraph that answers. Entries of one group are alternatives for one part."""

    file: str
    paragraph: str | None
    quote: str
    group: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question of a file, with what is known about its answer, if anything is."""

    id: str
    question: Question
    type: str
    answerable: bool | None  # None: nothing is known
    gold: tuple[GoldEntry, ...]
    exhaustive: bool  # whether no other paragraph answers


def read_questions(path: Path) -> list[GoldQuestion]:
    """The questions of a file of JSON lines; blank lines are passed over.

    Raises: QuestionsUnreadable.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsUnreadable(str(path), str(error)) from error
    questions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            questions.append(_question(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError, QuestionPersonal) as error:
            raise QuestionsUnreadable(f"{path}:{number}", f"not a question ({error})") from error
    if not questions:
        raise QuestionsUnreadable(str(path), "no questions")
    return questions


def _question(values: Mapping[str, Any]) -> GoldQuestion:
    history = tuple(Turn(turn["role"], turn["content"]) for turn in values.get("history") or ())
    gold = values.get("gold") or ()
    return GoldQuestion(
        id=str(values["id"]),
        question=Question(str(values["question"]), history),
        type=str(values.get("type", "question")),
        answerable=values.get("answerable"),
        gold=tuple(_entry(entry, place) for place, entry in enumerate(gold)),
        exhaustive=values.get("exhaustive", True) is not False,
    )


def _entry(values: Mapping[str, Any], place: int) -> GoldEntry:
    paragraph = values.get("paragraph")
    return GoldEntry(
        file=str(values.get("file") or ""),
        paragraph=None if paragraph is None else str(paragraph),
        quote=str(values.get("quote") or ""),
        group=str(values.get("group", f"entry {place}")),
    )
