"""Whole answers over the tiny collection: what is said, cited and left unsaid."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answering import Answerer, within_conversation
from qa.errors import QuestionEmpty, QuestionTooLong
from qa.records import STATUSES, Filters, Question, Turn
from scripts.soak.hard_questions import GOAL_SECONDS, hard_questions, seconds_for
from tests.qa.stand_ins import (
    TODAY,
    ListedCollection,
    aldermoor_2024,
    ask,
    make_paragraph,
    tiny_gazetteer,
)


def said(question: str, *history: str, **more: object) -> list[str]:
    answer = ask(question, *history, **more)  # type: ignore[arg-type]
    return [sentence.text for sentence in answer.sentences]


def test_what_needs_to_improve_is_the_newest_list_point_by_point() -> None:
    answer = ask("What needs to improve in Aldermoor?")
    assert [sentence.text for sentence in answer.sentences] == [
        "The consistency of pathway plans.",
        "How well young people leaving care know their entitlements.",
    ]
    assert {citation.report.id for citation in answer.citations} == {"aldermoor-ilacs-2024-05-13"}


def test_what_needs_to_improve_for_an_area_is_that_part_of_the_list() -> None:
    assert said("What needs to improve for young people leaving care in Aldermoor?") == [
        "How well young people leaving care know their entitlements."
    ]


def test_what_needs_to_improve_everywhere_takes_each_newest_list() -> None:
    answer = ask("What needs to improve?")
    assert {c.report.id for c in answer.citations} == {"aldermoor-ilacs-2024-05-13"}


def test_how_a_council_is_doing_is_its_grade_and_opening() -> None:
    summary = "Services are strong and leaders know them well. " * 4
    report, paragraphs = aldermoor_2024()
    opening = make_paragraph(report, "summary.1", summary)
    collection = ListedCollection([(report, [*paragraphs[:2], opening, *paragraphs[2:]])])
    answer = Answerer(collection, tiny_gazetteer(), today=TODAY).answer(
        Question("How is Aldermoor doing?")
    )
    assert [sentence.kind for sentence in answer.sentences] == ["record", "quote"]
    assert answer.sentences[1].text.count("Services are strong") == 2


def test_a_change_on_the_whole_sets_the_grades_beside_one_another() -> None:
    answer = ask("How has Aldermoor changed since its last inspection?")
    graded = [sentence for sentence in answer.sentences if sentence.kind == "record"]
    assert len({sentence.group for sentence in graded}) == 2
    numbers = [n for sentence in answer.sentences for n in sentence.citations]
    assert numbers == sorted(numbers)


def test_what_needed_to_improve_follows_the_year() -> None:
    assert said("What needed to improve in Aldermoor in 2019?") == [
        "The size of caseloads.",
        "Checks on private fostering.",
    ]


def test_newer_reports_stand_first_and_superseded_ones_are_named() -> None:
    answer = ask("What was private fostering like in Aldermoor in 2019 and in 2024?")
    groups = [sentence.group for sentence in answer.sentences]
    assert groups[0] == "Aldermoor: ILACS inspection, May 2024"
    assert groups[-1] == "Aldermoor: ILACS inspection, March 2019"
    assert any("superseded" in note for note in answer.notes)


def test_an_older_report_answers_where_the_newest_is_silent() -> None:
    answer = ask("What are caseloads like in Aldermoor?")
    assert {c.report.id for c in answer.citations} == {"aldermoor-ilacs-2019-03-04"}
    assert any("superseded" in note for note in answer.notes)


def test_a_sentence_brings_the_one_it_leans_on() -> None:
    (text,) = said("How often are private fostering checks late in Aldermoor, 2019 report?")[-1:]
    assert text == "Private fostering checks are weak. They are often late, and few are recorded."


def test_a_change_shows_both_sides() -> None:
    answer = ask("Has private fostering in Aldermoor improved since 2019?")
    assert {c.report.id for c in answer.citations} == {
        "aldermoor-ilacs-2024-05-13",
        "aldermoor-ilacs-2019-03-04",
    }


def test_a_councils_own_words_are_labelled() -> None:
    answer = ask("How many children were on child protection plans in Aldermoor at 31 March 2023?")
    assert answer.status == "answered"
    assert "the council says" in answer.sentences[0].group


def test_a_councils_own_words_are_left_out_when_inspectors_are_asked_about() -> None:
    question = "How many children did Ofsted find on child protection plans in Aldermoor?"
    assert ask(question).status == "no_evidence"


def test_a_fact_of_another_date_is_no_answer() -> None:
    answer = ask("How many children were on child protection plans in Aldermoor at 31 March 2021?")
    assert answer.status == "no_evidence"
    assert answer.reason is not None
    assert "31 March 2021" in answer.reason


@pytest.mark.parametrize(
    ("question", "status", "reason"),
    [
        ("What is the Lantern panel in Fennick?", "no_evidence", ""),
        ("How many children went missing in Aldermoor?", "no_evidence", "number"),
        ("Who is the director of children's services in Aldermoor?", "no_evidence", ""),
        ("What grade did Aldermoor get in 2031?", "no_evidence", "newest it holds"),
        ("What is Leeds rated?", "no_evidence", "holds no report on Leeds"),
        ("What did inspectors say about Cardiff?", "out_of_scope", "Wales"),
        ("What's the weather in Aldermoor?", "out_of_scope", "no weather"),
        ("Write me a short poem about Aldermoor", "out_of_scope", "no texts"),
        ("How are care leavers helped in Guildford?", "out_of_scope", "Surrey"),
        ("What did the area SEND inspection of Aldermoor find?", "out_of_scope", "another kind"),
        ("How are care leavers helped in Sussex?", "clarification", "East Sussex or West Sussex"),
    ],
)
def test_what_cannot_be_answered_says_why(question: str, status: str, reason: str) -> None:
    answer = ask(question)
    assert answer.status == status
    assert answer.reason is not None
    assert reason in answer.reason
    assert not answer.sentences


def test_a_question_about_two_places_one_elsewhere_is_partly_answered() -> None:
    answer = ask("Compare private fostering in Aldermoor and Cardiff")
    assert answer.status == "partial"
    assert answer.reason is not None
    assert "Cardiff" in answer.reason


def test_an_authority_without_reports_makes_the_answer_partial() -> None:
    answer = ask("Compare private fostering in Aldermoor and Leeds")
    assert answer.status == "partial"
    assert answer.reason == "No report on Leeds is in scope."


def test_an_authority_that_is_silent_makes_the_answer_partial() -> None:
    answer = ask("Driving lessons for young people in Aldermoor and in Fennick")
    assert answer.status == "partial"
    assert answer.reason == "No report on Fennick was found to speak of this."


def test_a_change_with_one_side_is_partial() -> None:
    answer = ask("How have driving lessons in Aldermoor changed since 2019?")
    assert answer.status == "partial"
    assert "no change can be shown" in (answer.reason or "")


def test_a_filter_that_matches_nothing_finds_nothing() -> None:
    answer = ask("What is private fostering like?", filters=Filters(authorities=("Leeds",)))
    assert answer.status == "no_evidence"
    assert answer.coverage.searched.reports_in_scope == 0


def test_a_filter_overrides_the_words() -> None:
    filters = Filters(authorities=("Fennick",))
    answer = ask("What is private fostering like in Aldermoor?", filters=filters)
    assert {citation.report.authority for citation in answer.citations} == {"Fennick"}


def test_an_ignored_part_is_left_out() -> None:
    ignored = ask("Private fostering in Aldermoor?", ignore=frozenset({"authorities"}))
    assert {citation.report.authority for citation in ignored.citations} == {"Aldermoor", "Fennick"}


def test_a_limit_limits_the_citations() -> None:
    assert len(ask("What is private fostering like in Aldermoor?", limit=1).citations) == 1


def test_coverage_counts_what_was_searched() -> None:
    coverage = ask("What is private fostering like in Aldermoor?").coverage
    assert coverage.searched.reports_in_collection == 4
    assert coverage.searched.reports_in_scope == 3
    assert coverage.reports_answering == 1


def test_an_answer_across_councils_takes_each_in_turn() -> None:
    answer = ask("Which councils have weak private fostering?")
    assert {c.report.authority for c in answer.citations} == {"Aldermoor", "Fennick"}


@pytest.mark.parametrize("text", ["", "   ", "?!"])
def test_no_question_is_refused(text: str) -> None:
    with pytest.raises(QuestionEmpty):
        ask(text)


def test_too_long_a_question_is_refused_with_its_length() -> None:
    with pytest.raises(QuestionTooLong, match=r"2,001 characters and the limit is 2,000"):
        ask("w" * 2_001)


def test_follow_ups_keep_the_matter_and_say_so() -> None:
    answer = ask("What about Fennick?", "What is private fostering like in Aldermoor?")
    assert {citation.report.authority for citation in answer.citations} == {"Fennick"}
    assert "topics" in answer.understanding.from_history


def test_a_follow_up_moves_along_the_inspections() -> None:
    answer = ask("and at the next inspection after that?", "What was Aldermoor rated in 2019?")
    (sentence,) = answer.sentences
    assert sentence.text.startswith("Aldermoor was graded good overall")


FRAGMENTS = st.sampled_from(
    "what how many which councils Aldermoor Fennick Kingston Sussex Cardiff Reading in 2019 since "
    "between and before 31 March 2023 the last inspection latest rated inadequate for leadership "
    "care leavers LADO cops “ ” \" ' ’s ? ! - – 16-17s £ % why ever next previous".split()
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(FRAGMENTS, max_size=14).map(" ".join)),
    st.lists(st.lists(FRAGMENTS, max_size=8).map(" ".join), max_size=2),
)
def test_any_words_get_an_answer_that_proves_itself(text: str, earlier: list[str]) -> None:
    try:
        answer = ask(text, *earlier)
    except QuestionEmpty:
        return
    assert answer.status in STATUSES
    for citation in answer.citations:
        assert citation.quote == citation.paragraph.text[citation.start : citation.end]


@pytest.mark.parametrize("word", ["in ", "the 2019 ", "A ", "rated good ", "“x ", "and in the "])
def test_the_longest_question_is_understood_in_time(word: str) -> None:
    text = (word * 2_000)[:2_000]
    started = perf_counter()
    ask(text)
    assert perf_counter() - started < 3


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("What has changed in Aldermoor?", {"record"}),
        ("What has to change in Aldermoor?", {"quote"}),
        ("Give me an overview of Aldermoor's inspection", {"record"}),
    ],
)
def test_change_improvement_and_overview_are_told_apart(question: str, kinds: set[str]) -> None:
    assert {sentence.kind for sentence in ask(question).sentences} == kinds


def test_and_why_adds_what_the_newest_report_opens_with() -> None:
    answer = ask("Is Aldermoor still inadequate, and why?")
    assert answer.sentences[0].kind == "record"
    assert answer.sentences[0].text.startswith("No: Aldermoor was graded good overall")


def test_of_a_long_conversation_the_newest_turns_are_read() -> None:
    question = Question("and?", history=tuple(Turn("user", letter * 10) for letter in "abcde"))
    kept = within_conversation(question, 10).history
    assert [turn.content for turn in kept] == ["d" * 10, "e" * 10]


def test_a_turn_too_long_to_have_been_asked_is_passed_over() -> None:
    turns = (Turn("user", "Leeds"), Turn("user", "x" * 11), Turn("assistant", "y"))
    assert within_conversation(Question("and?", history=turns), 10).history == turns[:1]


@pytest.mark.slow
def test_no_question_or_conversation_takes_long_to_read(sample_answerer: Answerer) -> None:
    asked = list(hard_questions())[::5]
    took = {name: seconds_for(sample_answerer, question) for name, question in asked}
    assert max(took.values()) < GOAL_SECONDS, max(took, key=lambda name: took[name])
