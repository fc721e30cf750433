"""One turn of the conversation as HTML: whole, or in pieces that are sent as they are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qa.web.rendering import macros
from qa.web.views import AnswerView

Piece = tuple[str, dict[str, Any]]  # the name of an event and its values


def turn_html(view: AnswerView) -> str:
    """Everything inside the turn's article."""
    return str(macros("turn.html").whole(view))


def turn_pieces(view: AnswerView) -> Iterator[Piece]:
    """`replace` and `append` say where their HTML goes, `done` how the turn ended."""
    piece = macros("turn.html")
    turn = f"turn-{view.asked.turn}"
    yield "replace", {"into": turn, "html": f"{piece.head(view)}{piece.answer_box(view)}"}
    for place, (name, sentences) in enumerate(view.groups, 1):
        heading = piece.group_heading(view, place, name)
        yield "append", {"into": f"{turn}-answer", "html": str(heading)}
        for sentence in sentences:
            html = str(piece.sentence(view, sentence))
            yield "append", {"into": f"{turn}-group-{place}", "html": html}
    yield "append", {"into": turn, "html": str(piece.foot(view))}
    yield "done", {"turn": view.asked.turn, "status": view.answer.status, "said": view.said}
