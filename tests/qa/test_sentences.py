"""Sentences: exact offsets whatever the text, and ends where a reader sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.sentences import sentence_pieces, split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@given(st.text(alphabet="aB1 .!?\n•’”é\U0001f600()", max_size=200))
def test_pieces_join_to_the_text_again(text: str) -> None:
    pieces = sentence_pieces(text)
    assert "".join(text[start:end] for start, end in pieces) == text


@given(st.text(max_size=200))
def test_spans_lie_in_order_and_hold_every_letter(text: str) -> None:
    spans = split_sentences(text)
    ends = [0]
    for span in spans:
        assert ends[-1] <= span.start < span.end <= len(text)
        ends.append(span.end)
    kept = "".join(text[span.start : span.end] for span in spans)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One thing. Another thing.", ["One thing.", "Another thing."]),
        ("Is it so? It is! Good.", ["Is it so?", "It is!", "Good."]),
        (
            "Plans, e.g. for school, are late. Few help.",
            ["Plans, e.g. for school, are late.", "Few help."],
        ),
        ("Dr. Shaw led it. St. Helens did not.", ["Dr. Shaw led it.", "St. Helens did not."]),
        ("J. Quill wrote it. We agree.", ["J. Quill wrote it.", "We agree."]),
        ("Turnover is 16.7%. The rate fell.", ["Turnover is 16.7%.", "The rate fell."]),
        ("They said ‘enough.’ Then they left.", ["They said ‘enough.’", "Then they left."]),
        ("It ended in care etc. and then at home.", ["It ended in care etc. and then at home."]),
        (
            "Three points: • The first. • The second.",
            ["Three points:", "The first.", "The second."],
        ),
        ("A heading\nA line under it.", ["A heading", "A line under it."]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_end_where_a_reader_sees_it(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
