"""What a peer found, and the line that the scorer takes. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

FOUND = 20  # as many as `qa evaluate` writes and the scorer reads


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a file, as a peer cuts it: its words and the file's path."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What one system answered: its best chunks first, and whether it answered at all."""

    answered: bool
    retrieved: tuple[Mapping[str, Any], ...]  # the contract's items: source, paragraph, text, rank


def asked_words(question: Mapping[str, Any]) -> str:
    """The words that a peer is asked: a follow-up has the questions before it in front.

    The peers know no conversation; this is the least a user would do for them.
    """
    turns = question.get("history") or ()
    before = [turn["content"] for turn in turns if turn["role"] == "user"]
    return " ".join([*before, question["question"]])


def reply_of(chunks: Sequence[Chunk]) -> Reply:
    """The best chunks as a reply. A retriever knows no paragraphs and never abstains."""
    items = tuple(
        {"source": chunk.source, "paragraph": None, "text": chunk.text, "rank": rank}
        for rank, chunk in enumerate(chunks[:FOUND], 1)
    )
    return Reply(bool(items), items)


def answer_line(question_id: str, reply: Reply) -> dict[str, Any]:
    """One line of a file of answers, in the contract's shape."""
    return {"id": question_id, "answer": "", "citations": [], **asdict(reply)}
