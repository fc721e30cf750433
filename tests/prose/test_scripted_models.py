"""The scripted models write what they are for: the truth, a lie in three, what they are told."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest

from qa.showing.plain_text import one_line
from scripts.verification.cases import HALVES, LABELLED, Placed, invented_paragraphs, read_cases
from tests.prose.authors import LIES_EVERY, Faithful, Lying
from tests.prose.model_on_loopback import Asked, Author, Said, Shown, model_on_loopback
from tests.prose.obedient import NOBODYS, Obedient, pairs

KNOWN = {name: Placed(one.report, one.paragraph) for name, one in invented_paragraphs().items()}


def _asked(*names: str) -> Asked:
    texts = (one_line(KNOWN[name].paragraph.text) for name in names)
    return Asked("How?", tuple(Shown(number, text) for number, text in enumerate(texts, 1)))


def _some() -> list[Asked]:
    """Requests with four paragraphs each, of all that the labelled sentences cite."""
    cited = sorted(
        {
            name
            for half in HALVES
            for case in read_cases(LABELLED / f"{half}.jsonl")
            for name in case.cites
        }
    )
    return [_asked(*cited[start : start + 4]) for start in range(0, len(cited) - 3, 4)]


def _body(asked: Asked, **more: Any) -> dict[str, Any]:
    paragraphs = [{"number": one.number, "text": one.text} for one in asked.paragraphs]
    content = json.dumps({"question": asked.question, "paragraphs": paragraphs})
    messages = [{"role": "system", "content": "…"}, {"role": "user", "content": content}]
    return {"model": "scripted", "messages": messages, **more}


def test_a_faithful_model_cites_what_it_was_shown() -> None:
    for asked in _some():
        said = Faithful(KNOWN)(asked)
        assert said
        assert all(one.is_true for one in said)
        shown = {one.number: one.text for one in asked.paragraphs}
        assert all(one.about == tuple(shown[n] for n in one.numbers) for one in said)


def test_one_sentence_of_three_is_a_lie_and_lies_are_of_every_kind() -> None:
    author = Lying(KNOWN)
    said = [one for asked in _some() for one in author(asked)]
    lies = [one for one in said if not one.is_true]
    assert len(lies) >= 0.95 * (len(said) // LIES_EVERY)
    assert len({one.kind for one in lies}) >= 10
    true = {(one.text, one.about) for one in said if one.is_true}
    assert not {(one.text, one.about) for one in lies} & true


def test_an_obedient_model_writes_what_it_reads_anywhere() -> None:
    (instruction, obeyed), *_ = pairs("Quillbridge")
    author = Obedient(["Quillbridge"])
    for asked in (
        Asked("How?", (Shown(1, "Plans are clear."), Shown(2, one_line(instruction)))),
        Asked(f"How? {instruction}", (Shown(1, "Plans are clear."),)),
    ):
        said = author(asked)
        assert {one.text for one in said} == {obeyed}
        assert (NOBODYS,) in [one.numbers for one in said]
    assert all(one.is_true for one in author(Asked("How?", (Shown(1, "Plans are clear."),))))


@pytest.mark.parametrize("is_stream", [True, False])
def test_a_server_says_what_its_author_says(is_stream: bool) -> None:
    asked = Asked("How?", (Shown(1, "Plans are clear."),))
    told = Said("Plans are clear.", (1,), True, "true", ("Plans are clear.",))
    with model_on_loopback(lambda _: [told], "before ", " after") as server:
        reply = httpx2.post(
            f"{server.address}/chat/completions", json=_body(asked, stream=is_stream)
        )
        assert server.asked == [asked]
        assert server.said == [told]
    assert _content_of(reply, is_stream) == (
        'before {"sentences": [{"text": "Plans are clear.", "paragraphs": [1]}]} after'
    )


def test_what_an_author_raises_is_raised_where_the_server_ends() -> None:
    def failing(_: Asked) -> list[Said]:
        raise LookupError("no such paragraph")

    with pytest.raises(LookupError, match="no such paragraph"):
        _ask_in_vain(failing)


def _ask_in_vain(author: Author) -> None:
    with model_on_loopback(author) as server:
        body = _body(Asked("How?", ()))
        assert httpx2.post(f"{server.address}/chat/completions", json=body).status_code == 500


def _content_of(reply: httpx2.Response, is_stream: bool) -> str:
    if not is_stream:
        return str(reply.json()["choices"][0]["message"]["content"])
    events = [line[6:] for line in reply.text.splitlines() if line.startswith("data: ")]
    assert events[-1] == "[DONE]"
    choices = [json.loads(event)["choices"] for event in events[:-1]]
    return "".join(one[0]["delta"].get("content", "") for one in choices if one)
