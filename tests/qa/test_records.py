"""What an answer may be: nothing unproved, nothing altered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Coverage
from qa.records import Answer, AnswerCoverage, Citation, Period, Question, Sentence, Understanding
from tests.qa.stand_ins import EVERYTHING, make_paragraph, make_report

REPORT = make_report("Aldermoor", "2024-05-13")
PARAGRAPH = make_paragraph(REPORT, "4", "Plans are clear. They are shared.")
CITATION = Citation(1, REPORT, PARAGRAPH, 0, 16)
UNDERSTANDING = Understanding("Are plans clear?", "plans clear", (), EVERYTHING)
ANSWER = Answer(
    status="answered",
    reason=None,
    understanding=UNDERSTANDING,
    sentences=(Sentence("Plans are clear.", (1,), "quote", "Aldermoor"),),
    citations=(CITATION,),
    coverage=AnswerCoverage(Coverage(1, 1, 1), 1),
)


def test_a_proved_answer_can_be_built() -> None:
    assert ANSWER.citations[0].quote == "Plans are clear."


@given(st.data())
def test_a_quote_is_the_paragraphs_own_words_in_code_points(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=1).filter(lambda words: words.strip()))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    paragraph = make_paragraph(REPORT, "9", text)
    assert Citation(1, REPORT, paragraph, start, end).quote == text[start:end]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4), (0, 999)])
def test_a_citation_outside_its_paragraph_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no part of paragraph"):
        Citation(1, REPORT, PARAGRAPH, start, end)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"sentences": (Sentence("Unproved.", (), "record", "A"),)}, "nothing proves"),
        ({"sentences": (Sentence("Plans are good.", (1,), "quote", "A"),)}, "word for word"),
        ({"sentences": (Sentence("Plans are clear.", (2,), "quote", "A"),)}, "not there"),
        ({"citations": (replace(CITATION, n=2),)}, "numbered"),
        ({"sentences": ()}, "with 0 sentences"),
        ({"reason": "because"}, "with reason"),
        ({"status": "no_evidence", "reason": "none"}, "with 1 sentences"),
        ({"status": "perhaps"}, "no status"),
        ({"status": "clarification", "reason": "which", "sentences": ()}, "choices"),
    ],
)
def test_an_answer_that_does_not_prove_itself_is_refused(
    changed: dict[str, object], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        replace(ANSWER, **changed)  # type: ignore[arg-type]


def test_a_count_may_be_proved_by_a_list() -> None:
    count = Sentence("2 reports are in scope.", (), "record", "Count", "/api/reports?kind=sif")
    assert replace(ANSWER, sentences=(count,)).sentences[0].proof


def test_a_question_names_only_parts_that_exist() -> None:
    with pytest.raises(ValueError, match="no parts"):
        Question("Why?", ignore=frozenset({"weather"}))
    with pytest.raises(ValueError, match="limit"):
        Question("Why?", limit=0)


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Period(REPORT.inspection_end, REPORT.inspection_start, "backwards")
