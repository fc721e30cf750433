"""What tells who somebody is, told from what every question may hold: years, counts, references."""

from __future__ import annotations

import json
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.errors import QuestionPersonal
from qa.personal_data import personal_data_in
from qa.records import Filters, Question, Turn

QUESTIONS = Path(__file__).parents[1] / "questions"
DIGIT = st.sampled_from("0123456789")
EMAIL, PHONE, INSURANCE = (
    "an e-mail address",
    "a phone number",
    "a National Insurance number",
)

# Numbers that nobody has: Ofcom's for drama, HMRC's example, and example domains.
HELD = {
    "jane.doe@example.org": EMAIL,
    "JANE+social@mail.example.co.uk": EMAIL,
    "o'neil@duty-team.example": EMAIL,
    "jane\uff20example.org": EMAIL,
    "ja\u200bne@exam\u00adple.org": EMAIL,
    "07700 900123": PHONE,
    "07700900123": PHONE,
    "07700-900-123": PHONE,
    "07700 900 123": PHONE,
    "(020) 7946 0123": PHONE,
    "0121 496 0987": PHONE,
    "01632 960123": PHONE,
    "01632 96012": PHONE,
    "0808 157 0192": PHONE,
    "+44 7700 900123": PHONE,
    "+44 (0)20 7946 0123": PHONE,
    "+447700900123": PHONE,
    "0044 20 7946 0123": PHONE,
    "07700\u2013900\u2013123": PHONE,
    "07700\xa0900123": PHONE,
    "\u0660\u0667\u0667\u0660\u0660\u0669\u0660\u0660\u0661\u0662\u0663": PHONE,
    "07700\u2060 9\u200b00123": PHONE,
    "AB123456C": INSURANCE,
    "ab 12 34 56 c": INSURANCE,
    "AB-12-34-56-D": INSURANCE,
    "AB 123456 B": INSURANCE,
    "AB12\u00ad3456A": INSURANCE,
}
NOT_HELD = [
    "Which councils were good in 2019, 2020, 2021, 2022 and 2023?",
    "2013/14 2014/15 2015 2016 2017 2018 2019 2020",
    "paragraphs 1-57, 60-62 and 101",
    "URN SC012345 or SC123456",
    "Is SC123456 a children's home, or was SC123456 a secure one?",
    "report 50012345, reference 10206000 and 2637548",
    "between 2024-03-01 and 2024-03-05",
    "01-03-2024 05-03-2024 01/03/2024-05/03/2024 01.03.2024 01 03 2024",
    "caseloads of 12, 18, 29, 31 and 1,234,567",
    "0 1 2 3 4 5 6 7 8 9 10 11",
    "from 0900-1700, then 0830-1200",
    "0.0712345678 of them, £07,123,456,789 and 01234567890.5",
    "section 47(2), regulation 44 and grade 2a",
    "What does @OfstedNews say, 5 @ 3.50 each?",
    "at 12 34 56 and 78",
    "children aged 0-5, 5-11, 11-16 and 16-25",
    "Ofsted's 30,000 visits to 152 councils",
]


@pytest.mark.parametrize(("words", "what"), HELD.items(), ids=map(ascii, HELD))
@pytest.mark.parametrize("around", ["{}", "Is {}?", "call {}, 2 homes in 2024", "tel:{}"])
def test_it_is_found_wherever_it_stands(words: str, what: str, around: str) -> None:
    question = around.format(words)
    with pytest.raises(QuestionPersonal) as refused:
        Question(question)
    assert refused.value.found == what
    assert words not in f"{refused.value} {refused.value.args} {vars(refused.value)}"


@pytest.mark.parametrize("question", NOT_HELD)
def test_what_only_looks_like_it_passes(question: str) -> None:
    assert personal_data_in(question) is None


def test_our_questions_pass() -> None:
    files = [file.read_text(encoding="utf-8") for file in QUESTIONS.glob("*.jsonl")]
    lines = [line for text in files for line in text.splitlines()]
    assert len(lines) > 200
    for values in map(json.loads, lines):
        said = [values["question"], *(turn["content"] for turn in values.get("history") or ())]
        assert not any(map(personal_data_in, said)), values


def test_earlier_questions_and_phrases_are_looked_at_and_earlier_answers_are_not() -> None:
    number = "call 01632 960123"
    with pytest.raises(QuestionPersonal) as refused:
        Question("And in 2019?", (Turn("user", number), Turn("assistant", "No.")))
    assert (refused.value.place, str(refused.value)[:19]) == ("history", "An earlier question")
    with pytest.raises(QuestionPersonal) as refused:
        Question("And in 2019?", filters=Filters(phrase=number))
    assert refused.value.place == "filters/phrase"
    assert Question("And in 2019?", (Turn("assistant", number),)).text == "And in 2019?"


WORD = st.text(st.characters(codec="ascii", categories=["L", "Nd"]), min_size=1, max_size=12)


@given(WORD, WORD, st.sampled_from(["org", "co.uk", "gov.uk", "example"]))
def test_every_address_is_found(name: str, host: str, end: str) -> None:
    assert personal_data_in(f"What of {name}.x@{host}.{end}, then?") == EMAIL


@given(
    st.sampled_from(["0", "+44", "+44 (0)", "0044 "]),
    st.sampled_from("1235789"),
    st.lists(DIGIT, min_size=9, max_size=9),
    st.sampled_from([(10,), (4, 6), (3, 7), (2, 4, 4), (3, 3, 4), (4, 3, 3), (2, 2, 2, 2, 2)]),
    st.sampled_from([" ", "-", ".", "  "]),
)
def test_every_phone_number_is_found(
    start: str, first: str, others: list[str], groups: tuple[int, ...], mark: str
) -> None:
    figures = iter([first, *others])
    number = mark.join("".join(islice(figures, size)) for size in groups)
    assert personal_data_in(f"Was {start}{number} called in 2024?") == PHONE


@given(
    st.from_regex(r"[AEHJLMPRSTWY][ABCEHJLMPRSTWXYZ]", fullmatch=True),
    st.lists(DIGIT, min_size=6, max_size=6),
    st.sampled_from("ABCD"),
    st.sampled_from(["", " ", "-"]),
)
def test_every_insurance_number_is_found(
    letters: str, figures: list[str], last: str, mark: str
) -> None:
    pairs = ["".join(figures[at : at + 2]) for at in (0, 2, 4)]
    assert personal_data_in(f"my number: {mark.join([letters, *pairs, last])}") == INSURANCE


COUNT = st.integers(0, 10**6)


@given(st.lists(COUNT, min_size=1, max_size=12), st.sampled_from([" ", ", ", "; ", " and ", " - "]))
def test_rows_of_counts_pass(counts: list[int], mark: str) -> None:
    assert personal_data_in(f"Which have {mark.join(map(str, counts))} children?") is None


@given(
    st.lists(st.dates(date(1990, 1, 1), date(2099, 12, 31)), min_size=1, max_size=6),
    st.sampled_from(["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d%m%Y", "%Y"]),
    st.sampled_from([" ", "-", " - ", "/", ", "]),
)
@example([date(2010, 1, 1)] * 6, "%d %m %Y", " ")
def test_rows_of_dates_pass(days: list[date], form: str, mark: str) -> None:
    question = f"What was found in {mark.join(day.strftime(form) for day in days)}?"
    assert personal_data_in(question) is None


@given(st.from_regex(r"(SC|EY|VC)[0-9]{6}|[1-9][0-9]{6,9}|[A-Z]{2,4}/[0-9]{2,6}", fullmatch=True))
def test_reference_numbers_pass(reference: str) -> None:
    assert personal_data_in(f"Is {reference} a report, and {reference} another?") is None


@pytest.mark.parametrize(
    "piece", ["a.", "a@", "a-", "0", "01 ", "+44 (0) ", "AB12 34 ", "é", "a\u0301"]
)
def test_no_words_take_long_to_look_at(piece: str) -> None:
    """A body of 64 KiB takes some 80 ms at most (24 November 2026)."""
    started = perf_counter()
    personal_data_in("x@" + piece * (65_536 // len(piece)))
    assert perf_counter() - started < 5
