"""What a server sends is read or passed over; nothing of it raises."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.prose.completion_events import LONGEST_LINE, Event, LineReader, read_event, read_reply


def delta(**values: object) -> str:
    return "data: " + json.dumps({"choices": [{"delta": values, "finish_reason": None}]})


@pytest.mark.parametrize(
    ("line", "event"),
    [
        (delta(content="Plans "), Event(text="Plans ")),
        (delta(role="assistant", content=None), Event()),
        (delta(reasoning_content="hm"), Event(thinks=True)),
        ("data:[DONE]", Event(is_end=True)),
        ('data: {"choices": [{"delta": {}, "finish_reason": "length"}]}', Event(ended="length")),
        (
            'data: {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 2}}',
            Event(tokens=(9, 2)),
        ),
        ('data: {"error": {"message": "no"}}', Event(is_error=True)),
        ('data: {"choices": [{"message": {"content": "All."}}]}', Event(text="All.")),
        ('data: {"choices": "none", "usage": {"prompt_tokens": -1}}', Event()),
    ],
)
def test_events_are_read(line: str, event: Event) -> None:
    assert read_event(line) == event


@pytest.mark.parametrize("line", [": ping", "event: message", "", "data: ", "data: {", "data: 7"])
def test_what_says_nothing_is_passed_over(line: str) -> None:
    assert read_event(line) is None


@given(st.text(max_size=80))
def test_nothing_raises(text: str) -> None:
    read_reply(text)
    read_event(f"data: {text}")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "choices",
                        "delta",
                        "content",
                        "usage",
                        "error",
                        "prompt_tokens",
                        "completion_tokens",
                        "message",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_values_raise(values: object) -> None:
    read_reply(json.dumps(values))


@given(st.lists(st.sampled_from(["a", "é", "\n", "\r\n", "𝄞"]), max_size=30), st.integers(1, 5))
def test_lines_are_the_same_however_bytes_are_cut(bits: list[str], size: int) -> None:
    data = "".join(bits).encode()
    reader = LineReader()
    lines = [
        line for start in range(0, len(data), size) for line in reader.feed(data[start:][:size])
    ]
    assert [*lines, *reader.end()] == lines_of(data)


def lines_of(data: bytes) -> list[str]:
    lines = [line.removesuffix("\r") for line in data.decode().split("\n")]
    rest = data.decode().split("\n")[-1]
    return lines[:-1] + ([rest] if rest else [])


def test_a_line_without_an_end_is_not_kept() -> None:
    reader = LineReader()
    reader.feed(b"x" * LONGEST_LINE)
    with pytest.raises(ValueError, match="without an end"):
        reader.feed(b"x")
