"""A question as the page carries it: into a form and back, with parts taken off and added."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qa.records import PARTS, Choice
from qa.understanding.filter_words import FilterWords
from qa.visible import as_asked
from qa.web.asked import Asked, AskForm

_LETTERS = st.characters(exclude_categories=("C", "Z"))
WORD = st.text(_LETTERS, min_size=1, max_size=12).map(as_asked).filter(bool)
WORDS = st.lists(WORD, max_size=3).map(tuple)
ASKED = st.builds(
    Asked,
    question=WORD,
    history=WORDS,
    filters=st.builds(
        FilterWords,
        authorities=WORDS,
        kinds=WORDS,
        areas=WORDS,
        grades=WORDS,
        since=st.none() | WORD,
        until=st.none() | WORD,
        latest_only=st.booleans(),
    ),
    ignore=st.lists(st.sampled_from(PARTS), max_size=3, unique=True).map(tuple),
    turn=st.integers(1, 10_000),
)


@given(ASKED)
def test_the_fields_of_a_form_ask_the_same_again(asked: Asked) -> None:
    values: dict[str, object] = {}
    for name, value in asked.fields():
        if name in ("question", "turn", "since", "until", "latest"):
            values[name] = value
        else:
            values.setdefault(name, []).append(value)  # type: ignore[attr-defined]
    assert Asked.from_form(AskForm.model_validate(values)) == asked


@given(ASKED, st.sampled_from(PARTS))
def test_a_part_that_is_taken_off_is_gone_whoever_set_it(asked: Asked, part: str) -> None:
    left = asked.without(part)
    assert part in left.ignore
    assert left.without(part) == left
    of_part = {"authorities": "authorities", "kinds": "kinds", "since": "since"}
    if part in of_part:
        assert not getattr(left.filters, of_part[part])


def test_a_choice_and_a_facet_become_filters() -> None:
    asked = Asked("How good is it in Newtown?")
    chosen = asked.choosing(Choice("authorities", "Newtown upon Sea", "Newtown upon Sea"))
    assert chosen.filters.authorities == ("Newtown upon Sea",)
    assert asked.narrowed("kinds", "ilacs") == replace(asked, filters=FilterWords(kinds=("ilacs",)))
