"""Sentences are read out of whatever form a model chose, and however its words were cut."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.prose.draft_reader import (
    LONGEST_SENTENCE,
    MOST_CHARACTERS,
    MOST_SENTENCES,
    MOST_SOURCES,
    DraftReader,
)
from qa.prose.records import DraftSentence

TWO = (("Plans are late.", (1,)), ("Visits are on time.", (2, 3)))
_OBJECTS = [{"text": text, "paragraphs": list(numbers)} for text, numbers in TWO]
WHOLE = json.dumps({"sentences": _OBJECTS})


def read(text: str, size: int = 0) -> list[tuple[str, tuple[int, ...]]]:
    """What is read of the text, fed in pieces of so many characters; at once where 0."""
    reader = DraftReader()
    size = size or max(len(text), 1)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    drafts = [draft for piece in pieces for draft in reader.feed(piece)] + reader.end()
    return [(draft.text, draft.sources) for draft in drafts]


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        json.dumps({"sentences": _OBJECTS}, indent=2),
        json.dumps(_OBJECTS),
        "\n".join(json.dumps(one) for one in _OBJECTS),
        f"Sure! Here it is:\n```json\n{WHOLE}\n```\nI hope that this helps.",
        f"<think>Perhaps {WHOLE.upper()} or so.</think>\n{WHOLE}",
        '{"answer": {"sentences": ' + json.dumps(_OBJECTS) + "}}",
        WHOLE[:-1] + ', {"text": "This one is cut o',
        json.dumps([{"sentence": "Plans are late.", "sources": "[1]"}])[:-1]
        + ', {"claim": "Visits are on time.", "citations": ["2", "paragraph 3"]}]',
        json.dumps(["Plans are late [1].", "Visits are on time [2, 3]."]),
        json.dumps({"sentences": ["Plans are late. [1]", "Visits are on time. [2][3]"]}),
        json.dumps({"text": "Plans are late [1]. Visits are on time [2, 3]."}),
        "Plans are late [1]. Visits are on time [2, 3].",
        "Plans are late. [1] Visits are on time. [2, 3]",
        "- Plans are late. [1]\n- Visits are on time. [2] [3]\n",
        "1. Plans are late (paragraph 1).\n2. Visits are on time (paragraphs 2 and 3).\n",
        "[1] Plans are late.\nVisits are on time [2; 3].",
        "Plans are late [1]. Visits are on time [2, 3]. This one is cut o",
    ],
)
@pytest.mark.parametrize("size", [0, 1, 2, 7])
def test_every_form_gives_the_same_two_sentences(text: str, size: int) -> None:
    assert read(text, size) == list(TWO)


def test_a_sentence_is_there_as_soon_as_it_is_complete() -> None:
    reader = DraftReader()
    end = WHOLE.index("}") + 1
    assert reader.feed(WHOLE[: end - 1]) == []
    assert reader.feed(WHOLE[end - 1 : end]) == [DraftSentence(*TWO[0])]
    plain = DraftReader()
    assert plain.feed("Plans are late [1].") == []
    assert plain.feed(" V") == [DraftSentence(*TWO[0])]


def test_two_sentences_in_one_are_two_that_cite_the_same() -> None:
    text = json.dumps({"text": "Plans are late. St. Mary visits.", "paragraphs": [4]})
    assert read(text) == [("Plans are late.", (4,)), ("St. Mary visits.", (4,))]


def test_marks_stay_and_quotes_in_strings_do_not_end_them() -> None:
    said = 'In {authority:1} it is "good" \\ so.'
    assert read(json.dumps({"text": said, "paragraphs": [1]})) == [(said, (1,))]
    assert read("It is {grade:2} in 2024 [2].") == [("It is {grade:2} in 2024.", (2,))]


def test_what_cites_nothing_is_talk_in_plain_text_and_a_sentence_in_json() -> None:
    assert read("Sure! Here is what I found. Ask me more.") == []
    assert read('{"text": "Plans are late.", "paragraphs": []}') == [("Plans are late.", ())]


def test_numbers_that_are_none_are_kept_as_one_that_nobody_has() -> None:
    text = '{"text": "Plans are late.", "paragraphs": [true, -1, 99999, 2.5, null, {"n": 1}]}'
    assert read(text) == [("Plans are late.", (0,))]


def test_sizes_are_bounded() -> None:
    many = "".join(json.dumps({"text": f"Plan {n} is late.", "paragraphs": [1]}) for n in range(99))
    assert len(read(many)) == MOST_SENTENCES
    long = json.dumps({"text": "x" * 9_000, "paragraphs": list(range(500))})
    ((text, sources),) = read(long)
    assert (len(text), len(sources)) == (LONGEST_SENTENCE, MOST_SOURCES)
    assert read(" " * MOST_CHARACTERS + WHOLE) == []
    assert len(read("{" * 60_000 + WHOLE)) <= len(TWO)
    assert read('{"a":' * 5_000 + "1" + "}" * 5_000) == []


_BITS = st.sampled_from(
    [
        '{"text": "',
        "Plans are late.",
        '", "paragraphs": [',
        "1",
        ", 2",
        "]}",
        "[1]",
        "[2, 3] ",
        ". ",
        "\n",
        "```json\n",
        "```",
        "<think>",
        "</think>",
        "\\",
        '\\"',
        "{grade:1}",
        "- ",
        "A b",
        " ",
        "]",
    ]
)


@given(st.lists(st.one_of(_BITS, st.text(max_size=4)), max_size=60), st.integers(1, 9))
def test_how_the_words_are_cut_changes_nothing(bits: list[str], size: int) -> None:
    text = "".join(bits)
    assert read(text, size) == read(text)


@given(st.integers(0, len(WHOLE)))
def test_of_what_is_cut_off_the_whole_sentences_are_left(length: int) -> None:
    ends = [place for place, letter in enumerate(WHOLE, 1) if letter == "}"][:2]
    assert read(WHOLE[:length], 3) == list(TWO)[: sum(length >= end for end in ends)]
