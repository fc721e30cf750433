"""Questions that suppose a grade which the record does not have."""

from __future__ import annotations

from qa.records import Filters
from tests.qa.stand_ins import ask


def test_a_false_grade_is_not_confirmed_and_the_right_one_said_first() -> None:
    answer = ask("Why was Aldermoor outstanding in 2019?")
    assert answer.status == "partial"
    assert answer.reason == (
        "The question supposes that Aldermoor was graded outstanding overall: no report in scope "
        "says so."
    )
    assert answer.sentences[0].text.startswith("Aldermoor was graded inadequate overall")


def test_the_matter_is_answered_behind_the_grade() -> None:
    answer = ask("What was said of caseloads when Aldermoor was rated outstanding in 2019?")
    assert answer.status == "partial"
    assert answer.sentences[0].kind == "record"
    assert any("Caseloads are far too high." in s.text for s in answer.sentences[1:])


def test_a_grade_of_an_area_is_supposed_too() -> None:
    answer = ask("Why is Aldermoor inadequate for leaving care?")
    assert answer.sentences[0].text.startswith("Aldermoor was graded requires improvement for care")


def test_a_grade_that_an_older_report_has_names_the_newer_one() -> None:
    answer = ask("Why is Aldermoor inadequate?")
    assert answer.status == "answered"
    assert answer.notes[0].startswith("The newest grade overall is another: good")


def test_a_move_that_never_happened_is_denied_with_the_grades() -> None:
    answer = ask("Why did Aldermoor drop from good to inadequate?")
    assert answer.status == "partial"
    assert answer.reason is not None
    assert answer.reason.endswith("show a move from good to inadequate.")
    assert len(answer.sentences) == 2
    true = ask("When did Aldermoor become good?")
    assert true.status == "answered"


def test_a_grade_in_a_filter_stays_a_condition() -> None:
    filters = Filters(grades=("outstanding",))
    assert ask("What of caseloads in Aldermoor?", filters=filters).status == "no_evidence"
