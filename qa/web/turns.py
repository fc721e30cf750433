"""One turn of the conversation as HTML: whole, or in pieces that are sent as they are told."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

from qa.prose.page import Shown
from qa.prose.writing import Finished
from qa.records import Answer
from qa.web.rendering import macros
from qa.web.views import AnswerView, marker_view

Piece = tuple[str, dict[str, Any]]  # the name of an event and its values


def turn_html(view: AnswerView) -> str:
    """Everything inside the turn's article."""
    return str(macros("turn.html").whole(view))


def turn_pieces(view: AnswerView) -> Iterator[Piece]:
    """`replace` and `append` say where their HTML goes, `done` how the turn ended."""
    yield _opened(view)
    yield from _told(view)
    yield from _closed(view)


async def written_pieces(
    view: AnswerView,
    steps: AsyncIterator[Shown | Finished],
    viewed: Callable[[Answer], Awaitable[AnswerView]],
) -> AsyncGenerator[Piece]:
    """The same as a model writes; `view` is of the answer without it.

    What is withdrawn is replaced. `steps` are closed by whoever made them.
    """
    piece = macros("turn.html")
    turn = f"turn-{view.asked.turn}"
    yield _opened(view)
    yield "append", {"into": turn, "html": str(piece.writing(view))}
    place, group = 0, None
    async for step in steps:
        if isinstance(step, Shown):
            markers = {citation.n: marker_view(citation) for citation in step.citations}
            cited = {citation.n: citation for citation in step.citations}
            before = view.citation_by_n if place else {}
            view = replace(
                view,
                markers={**view.markers, **markers} if place else markers,
                citation_by_n={**before, **cited},
            )
            if step.sentence.group != group:
                place, group = place + 1, step.sentence.group
                html = str(piece.group_heading(view, place, group))
                yield "append", {"into": f"{turn}-answer", "html": html}
            html = str(piece.sentence(view, step.sentence))
            yield "append", {"into": f"{turn}-group-{place}", "html": html}
            continue
        view = await viewed(step.answer)
        if step.is_withdrawn or not place:
            yield _opened(view)
            for one in _told(view):
                yield one
        else:
            yield "remove", {"id": f"{turn}-writing"}
        for one in _closed(view):
            yield one


def _opened(view: AnswerView) -> Piece:
    piece = macros("turn.html")
    into = f"turn-{view.asked.turn}"
    return "replace", {"into": into, "html": f"{piece.head(view)}{piece.answer_box(view)}"}


def _told(view: AnswerView) -> Iterator[Piece]:
    piece = macros("turn.html")
    turn = f"turn-{view.asked.turn}"
    for place, (name, sentences) in enumerate(view.groups, 1):
        heading = piece.group_heading(view, place, name)
        yield "append", {"into": f"{turn}-answer", "html": str(heading)}
        for sentence in sentences:
            html = str(piece.sentence(view, sentence))
            yield "append", {"into": f"{turn}-group-{place}", "html": html}


def _closed(view: AnswerView) -> Iterator[Piece]:
    turn = f"turn-{view.asked.turn}"
    yield "append", {"into": turn, "html": str(macros("turn.html").foot(view))}
    yield "done", {"turn": view.asked.turn, "status": view.answer.status, "said": view.said}
