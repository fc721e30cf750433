"""Numbers are chosen as a sequence: what belongs to it is found, what breaks it is not taken."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.numbering import Candidate, choose_numbers, find_number


def _printed(line: int, value: int, *, left: float | None = 72.0) -> Candidate:
    """A candidate that looks as paragraph numbers do."""
    return Candidate(line, value, left, has_dot=True, has_tab=True, after_sentence=True)


def _accidental(line: int, value: int) -> Candidate:
    """A number that running text happens to begin a line with."""
    return Candidate(line, value, 106.0, has_dot=True, has_tab=False, after_sentence=False)


@given(count=st.integers(1, 120), left=st.sampled_from([None, 72.0]))
def test_a_plain_sequence_is_taken_whole(count: int, left: float | None) -> None:
    candidates = [_printed(i, i + 1, left=left) for i in range(count)]
    assert choose_numbers(candidates) == {i: i + 1 for i in range(count)}


@given(
    count=st.integers(3, 60),
    intruders=st.dictionaries(st.integers(0, 59), st.integers(1, 150), max_size=12),
)
def test_numbers_in_running_text_are_left_there(count: int, intruders: dict[int, int]) -> None:
    candidates: list[Candidate] = []
    wanted: dict[int, int] = {}
    for value in range(1, count + 1):
        wanted[len(candidates)] = value
        candidates.append(_printed(len(candidates), value))
        if value - 1 in intruders:
            candidates.append(_accidental(len(candidates), intruders[value - 1]))
    assert choose_numbers(candidates) == wanted


@given(first=st.integers(2, 80), second=st.integers(2, 80))
def test_a_part_that_numbers_anew_is_kept(first: int, second: int) -> None:
    values = [*range(1, first + 3), *range(1, second + 3)]
    candidates = [_printed(i, value) for i, value in enumerate(values)]
    assert list(choose_numbers(candidates).values()) == values


@given(count=st.integers(4, 60), skipped=st.integers(2, 59))
def test_a_number_that_print_skipped_is_skipped(count: int, skipped: int) -> None:
    values = [value for value in range(1, count + 1) if value != skipped]
    candidates = [_printed(i, value) for i, value in enumerate(values)]
    assert list(choose_numbers(candidates).values()) == values


@given(st.lists(st.builds(_accidental, st.just(0), st.integers(1, 200)), max_size=30))
def test_each_line_is_chosen_once_and_values_are_the_candidates(found: list[Candidate]) -> None:
    candidates = [_accidental(i, candidate.value) for i, candidate in enumerate(found)]
    chosen = choose_numbers(candidates)
    assert all(candidates[line].value == value for line, value in chosen.items())


def test_what_begins_with_a_number() -> None:
    for text in ("12. Children", "- 1. Children", "3) Children", "146.Ensure that", "14 Children"):
        assert find_number(text) is not None, text
    for text in ("2.1 Adoption", "3. Our vision.......6", "31% of children", "5 children", "2020"):
        assert find_number(text) is None, text
