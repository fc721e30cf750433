"""This program, as `qa index` and `qa evaluate` run it, spoken to like a peer.

The variant is the precision of the vectors: "int8" is the default.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.peers.chunks import Reply
from bench.peers.conversation import Ask, speak

if TYPE_CHECKING:
    from index import Precision


class Ours:
    """Builds and opens a collection."""

    def __init__(self, variant: str) -> None:
        self.precision: Precision = "fp32" if variant == "fp32" else "int8"
        self.opened = ExitStack()  # never closed: for as long as the process lives

    def build(self, files: Sequence[Path], folder: Path) -> int:
        from index import update_collection

        return update_collection(folder, files, precision=self.precision).paragraphs

    def open(self, folder: Path) -> Ask:
        from qa.assembly import open_answerer
        from qa.evaluation.lines import line_of, line_to_json
        from qa.records import Question, Turn
        from qa.settings import Settings

        answerer = self.opened.enter_context(open_answerer(Settings(index=folder)))

        def ask(question: Mapping[str, Any]) -> Reply:
            turns = question.get("history") or ()
            history = tuple(Turn(turn["role"], turn["content"]) for turn in turns)
            asked = Question(question["question"], history)
            answer = answerer.answer(asked, always_rank=True)
            line = line_to_json(line_of(question["id"], answer))
            return Reply(line["answered"], tuple(line["retrieved"]))

        return ask


if __name__ == "__main__":
    speak(Ours)
