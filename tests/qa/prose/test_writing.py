"""The path of an answer through a model: what is shown, what is not, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from index import Report
from qa.prose.in_turn import checking, each
from qa.prose.language_model import Tokens
from qa.prose.page import Shown
from qa.prose.records import DraftSentence, LeanedOn, Source, Verdict
from qa.prose.sources import MOST_CHARACTERS, MOST_SOURCES, group_of, sources_of
from qa.prose.spending import Prices, SpentHere
from qa.prose.writing import MOST_FAILING, Finished, Writer
from qa.records import Answer, ModelFailure, ModelUse, Question, is_plain
from qa.sentences import Span
from tests.qa.prose.model_servers import drafted
from tests.qa.prose.stand_ins import ScriptedModel, VerbatimVerifier
from tests.qa.stand_ins import aldermoor_own_words, make_paragraph, make_report, tiny_answerer

QUESTION = Question("How is private fostering in Aldermoor and Fennick?")
ALDERMOOR = "Private fostering is well understood."
FENNICK = "Private fostering receives little attention in Fennick."
FALSE = "Private fostering is the best in the country."


def quoted(question: Question = QUESTION) -> Answer:
    return tiny_answerer().answer(question)


def steps_of(
    model: ScriptedModel, question: Question = QUESTION, **more: Any
) -> tuple[list[Shown], Finished]:
    """All that is shown on the way, and the end."""
    verifier = more.pop("verifier", VerbatimVerifier())
    answer = more.pop("answer", None) or quoted(question)
    steps = list(each(Writer(model, **more).write(question, answer, checking(verifier))))
    shown = [step for step in steps if isinstance(step, Shown)]
    (finished,) = [step for step in steps if isinstance(step, Finished)]
    assert steps[-1] is finished
    return shown, finished


def told(answer: Answer) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(s.text, s.kind, s.citations) for s in answer.sentences]


def test_what_passes_is_shown_as_written_with_the_words_that_carry_it() -> None:
    model = ScriptedModel([drafted((ALDERMOOR, [1]), (FENNICK, [2]))], tokens=Tokens(900, 60))
    shown, finished = steps_of(model)
    answer = finished.answer
    assert told(answer) == [(ALDERMOOR, "written", (1,)), (FENNICK, "written", (2,))]
    assert [c.quote for c in answer.citations] == [ALDERMOOR, FENNICK]
    assert [s.sentence for s in shown] == list(answer.sentences)
    assert [c.n for s in shown for c in s.citations] == [1, 2]
    assert answer.sentences[0].group == "Aldermoor: ILACS inspection, May 2024"
    assert answer.status == "answered"
    assert answer.coverage == quoted().coverage
    assert not finished.is_withdrawn
    use = answer.model
    assert use is not None
    assert (use.checked, use.written, use.dropped, use.replaced) == (2, 2, 0, 0)
    assert (use.tokens_in, use.tokens_out, use.cost, use.failure) == (900, 60, None, None)
    assert "2 sentences checked, all passed" in answer.notes[-1]


def test_what_fails_gives_way_to_what_it_leaned_on_or_is_left_out() -> None:
    near = "Private fostering receives very great attention in Fennick."
    drafts = drafted((ALDERMOOR, [1]), (near, [2]), ("Nothing of the kind was there.", [2]))
    drafts = (
        drafts[:-2] + ', {"text": "Checks are made on time by one worker.", "paragraphs": [1]}]}'
    )
    _, finished = steps_of(ScriptedModel([drafts]))
    assert [(text, kind) for text, kind, _ in told(finished.answer)] == [
        (ALDERMOOR, "written"),
        (FENNICK, "quote"),
        ("Checks are made on time by one worker.", "written"),
    ]
    use = finished.answer.model
    assert use is not None
    assert (use.checked, use.written, use.dropped, use.replaced) == (4, 2, 1, 1)
    assert use.failed_for == (("content", 2),)
    assert "4 sentences checked, 1 left out and 1 replaced" in finished.answer.notes[-1]


def test_a_report_that_the_model_leaves_out_is_quoted() -> None:
    shown, finished = steps_of(ScriptedModel([drafted((ALDERMOOR, [1]))]))
    text, kind, _ = told(finished.answer)[-1]
    assert (text, kind) == (quoted().sentences[-1].text, "quote")
    assert shown[-1].sentence == finished.answer.sentences[-1]
    assert finished.answer.coverage.reports_answering == 2


@pytest.mark.parametrize(
    "written",
    [
        drafted((FALSE, [1])),
        drafted((ALDERMOOR, [1]), (FALSE, [1]), (FALSE, [2])),
        drafted((ALDERMOOR, [7])),
        drafted((ALDERMOOR, [])),
        drafted((f"<b>{ALDERMOOR}</b>", [1])),
        drafted((f"{ALDERMOOR[:-1]} at http://example.org/x.", [1])),
        drafted(("It is {grade:9}.", [1]), ("It is {link:1}.", [1])),
        "rubbish",
        "",
        "Sure, I can help with that!",
        drafted(("x" * 5_000, [1])),
    ],
)
def test_of_what_cannot_be_used_nothing_is_left_and_the_quotes_stand(written: str) -> None:
    before = quoted()
    _, finished = steps_of(ScriptedModel([written]), answer=before)
    answer = finished.answer
    assert (answer.sentences, answer.citations) == (before.sentences, before.citations)
    assert answer.status == before.status
    assert answer.notes[: len(before.notes)] == before.notes
    assert "quotes the reports" in answer.notes[-1]
    assert answer.model is not None
    assert answer.model.written == answer.model.replaced == 0
    assert answer.model.dropped == answer.model.checked


def test_what_was_shown_and_stands_no_more_is_said_to_be_withdrawn() -> None:
    shown, finished = steps_of(
        ScriptedModel([drafted((ALDERMOOR, [1]), (FALSE, [1]), (FALSE, [2]))])
    )
    assert shown
    assert finished.is_withdrawn
    _, unseen = steps_of(ScriptedModel([drafted(("So it is not.", [1]))]))
    assert not unseen.is_withdrawn


@pytest.mark.parametrize(
    "failure", ["unreachable", "slow", "busy", "failed", "redirected", "cut off", "not allowed"]
)
def test_a_model_that_fails_leaves_the_quotes_and_a_note(failure: ModelFailure) -> None:
    before = quoted()
    _, finished = steps_of(ScriptedModel([], failure), answer=before)
    assert finished.answer.sentences == before.sentences
    assert finished.answer.notes[-1].startswith("The language model ")
    assert finished.answer.notes[-1].endswith("this answer quotes the reports.")
    assert finished.answer.model is not None
    assert finished.answer.model.failure == failure


def test_where_it_breaks_off_the_rest_is_quoted() -> None:
    model = ScriptedModel([drafted((FENNICK, [2]))[:-2]], "cut off")
    _, finished = steps_of(model)
    assert [(text, kind) for text, kind, _ in told(finished.answer)] == [
        (FENNICK, "written"),
        ("Private fostering is well understood. Checks are made on time by one worker.", "quote"),
    ]
    assert "broke off: what it left out is quoted" in finished.answer.notes[-1]


@pytest.mark.parametrize(
    "text",
    [
        "What grade did Aldermoor get?",  # records
        "What needs to improve in Aldermoor?",  # a list, point by point
        "How many penguins live in Aldermoor?",  # no evidence
        "What is the weather in Paris?",
        "How is Aldermoor on 3 May 2031?",
    ],
)
def test_where_there_is_nothing_to_write_no_model_is_asked(text: str) -> None:
    model = ScriptedModel([drafted((ALDERMOOR, [1]))])
    question = Question(text)
    before = quoted(question)
    shown, finished = steps_of(model, question, answer=before)
    assert not model.sent
    assert not shown
    assert finished.answer is before


def test_records_stand_in_front_as_they_are() -> None:
    question = Question("Why was Fennick rated inadequate for private fostering?")
    before = quoted(question)
    records = [s.text for s in before.sentences if s.kind == "record"]
    quote = next(s.text for s in before.sentences if s.kind == "quote")
    first = f"{quote.split('. ')[0].rstrip('.')}."
    shown, finished = steps_of(ScriptedModel([drafted((first, [1]))]), question, answer=before)
    assert records
    assert [s.text for s in finished.answer.sentences][: len(records)] == records
    assert shown[0].sentence.kind == "record"
    assert finished.answer.sentences[len(records)].kind == "written"


def test_no_more_citations_than_asked_for() -> None:
    question = replace(QUESTION, limit=1)
    drafts = drafted((ALDERMOOR, [1]), ("Checks are made on time by one worker.", [1]))
    _, finished = steps_of(ScriptedModel([drafts]), question)
    assert len(finished.answer.citations) == 1


def test_a_sentence_is_shown_once() -> None:
    drafts = drafted((ALDERMOOR, [1]), (ALDERMOOR, [1]), (FENNICK, [2]))
    _, finished = steps_of(ScriptedModel([drafts]))
    assert [text for text, *_ in told(finished.answer)] == [ALDERMOOR, FENNICK]


def test_a_model_that_only_fails_is_stopped() -> None:
    pieces = [drafted((f"{FALSE[:-1]} {n}.", [1])) for n in range(40)]
    model = ScriptedModel(pieces)
    _, finished = steps_of(model)
    assert model.is_closed
    assert finished.answer.model is not None
    assert finished.answer.model.checked == MOST_FAILING
    assert finished.answer.model.tokens_in > 100  # counted from characters


def test_who_stops_reading_stops_the_model_and_its_use_is_counted() -> None:
    uses: list[ModelUse] = []
    model = ScriptedModel([drafted((ALDERMOOR, [1])), drafted((FENNICK, [2]))])
    writer = Writer(model, observe=uses.append)
    steps = each(writer.write(QUESTION, quoted(), checking(VerbatimVerifier())))
    assert isinstance(next(steps), Shown)
    steps.close()  # type: ignore[attr-defined]
    assert model.is_closed
    assert [use.failure for use in uses] == ["stopped"]
    assert uses[0].tokens_in > 0


def test_a_budget_that_is_spent_leaves_the_quotes() -> None:
    model = ScriptedModel([drafted((ALDERMOOR, [1]), (FENNICK, [2]))], tokens=Tokens(10**6, 10**6))
    spending = SpentHere(budget=1.0, hours=1)
    prices = Prices(0.5, 1.5)
    _, first = steps_of(model, prices=prices, spending=spending)
    assert first.answer.model is not None
    assert first.answer.model.cost == 2.0
    _, second = steps_of(model, prices=prices, spending=spending)
    assert second.answer.model is None
    assert second.answer.sentences == quoted().sentences
    assert "budget" in second.answer.notes[-1]
    assert len(model.sent) == 1


class Passing:
    """Says that everything is carried, and leans on what it is told to."""

    def __init__(self, leaned_on: LeanedOn | None = None, failure: Any = None) -> None:
        self._verdict = Verdict(failure, "", leaned_on)

    def verify(self, draft: DraftSentence, sources: Sequence[Source]) -> Verdict:
        return self._verdict


def test_a_check_that_passes_everything_lets_no_markup_and_no_unknown_number_through() -> None:
    drafts = drafted(
        ("All is well [1].", [1, 9]),
        ("See www.example.org now.", [1]),
        ("Ask ada@example.org now.", [1]),
        ("Read example.org now.", [1]),
        ("Call <script>.", [1]),
        ("Hidden \u200b mark.", [1]),
        ("It got {grade:1} in {authority:1}.", [1]),
        ("All is well there.", [2]),
        ("It is so.", [1]),
        ("So it is.", [1]),
    )
    _, finished = steps_of(ScriptedModel([drafts]), verifier=Passing())
    texts = [text for text, kind, _ in told(finished.answer) if kind == "written"]
    assert texts == [
        "Hidden mark.",
        "It got good in Aldermoor.",
        "All is well there.",
        "It is so.",
        "So it is.",
    ]


def test_what_a_check_leans_on_has_to_be_there() -> None:
    report = make_report("Elsewhere", "2024-01-01")
    elsewhere = Source(1, report, make_paragraph(report, "1", "Not of this answer."))
    own = sources_of(quoted())[0]
    for leaned_on in (LeanedOn(elsewhere, Span(0, 3)), LeanedOn(own, Span(0, 9_999))):
        _, finished = steps_of(
            ScriptedModel([drafted(("It is so.", [1]))]), verifier=Passing(leaned_on)
        )
        assert finished.answer.citations[0].quote == own.paragraph.text
        _, failed = steps_of(
            ScriptedModel([drafted(("It is so.", [1]))]), verifier=Passing(leaned_on, "content")
        )
        assert failed.answer.sentences == quoted().sentences


def test_a_councils_own_words_are_not_mixed_with_findings() -> None:
    own_report, (own,) = aldermoor_own_words()
    findings = quoted()
    cited = replace(
        findings.citations[0], n=3, report=own_report, paragraph=own, start=0, end=len(own.text)
    )
    said = replace(findings.sentences[0], text=own.text, citations=(3,))
    mixed = replace(
        findings,
        sentences=(*findings.sentences, said),
        citations=(*findings.citations, cited),
    )
    drafts = drafted(("Both say so.", [1, 3]), ("It says so.", [3]), ("It is so.", [1]))
    _, finished = steps_of(ScriptedModel([drafts]), answer=mixed, verifier=Passing())
    assert finished.answer.model is not None
    assert finished.answer.model.failed_for == (("citation", 1),)
    groups = {s.text: s.group for s in finished.answer.sentences}
    assert "the council says" in groups["It says so."]


def reports_of(*whens: tuple[str, str, str]) -> list[Source]:
    made = [make_report(who, when, kind=kind) for who, when, kind in whens]
    return [Source(n, r, make_paragraph(r, str(n), "So.")) for n, r in enumerate(made, 1)]


@pytest.mark.parametrize(
    ("whens", "group"),
    [
        ([("Leeds", "2022-03-07", "ilacs")], "Leeds: ILACS inspection, March 2022"),
        (
            [("Leeds", "2022-03-07", "ilacs"), ("Leeds", "2018-03-05", "ilacs")],
            "Leeds: March 2022 and March 2018 together",
        ),
        (
            [("Leeds", "2022-03-07", "ilacs"), ("York", "2021-03-01", "ilacs")],
            "Leeds and York together",
        ),
        ([(n, "2022-03-07", "ilacs") for n in "ABCDE"], "5 authorities together"),
        (
            [(n, "2022-03-07", "self-assessment") for n in "AB"],
            "A and B together: the council says, in each self-assessment",
        ),
    ],
)
def test_a_sentence_stands_under_what_it_brings_together(
    whens: list[tuple[str, str, str]], group: str
) -> None:
    assert group_of(reports_of(*whens)) == group


def test_a_point_to_improve_says_that_it_is_one() -> None:
    report = make_report("Leeds", "2022-03-07")
    point = make_paragraph(report, "1", "Plans.", section="What needs to improve")
    assert group_of([Source(1, report, point)]).endswith(", what needs to improve")


def test_a_model_is_shown_a_bounded_part(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = quoted()
    report: Report = answer.citations[0].report
    many = [make_paragraph(report, str(n), "x" * 1_500 + ".") for n in range(1, 30)]
    long = replace(
        answer,
        citations=tuple(
            replace(answer.citations[0], n=n, paragraph=p, start=0, end=3)
            for n, p in enumerate(many, 1)
        ),
        sentences=tuple(
            replace(answer.sentences[0], text="xxx", citations=(n,)) for n in range(1, 30)
        ),
    )
    sources = sources_of(long)
    assert len(sources) <= MOST_SOURCES
    assert sum(len(source.paragraph.text) for source in sources) <= MOST_CHARACTERS
    assert [source.n for source in sources] == list(range(1, len(sources) + 1))


@pytest.mark.parametrize(
    "text",
    ["Plans are late.", "It rose by 12.5% to £3.4 million.", "Leaders, e.g. heads, act (mostly)."],
)
def test_plain_sentences_are_plain(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " So.",
        "So.\n",
        "12.",
        "[a](b)",
        "a\u200bb.",
        "**So.**",
        "# So.",
        "- So.",
        "x" * 501,
        "javascript://x y.",
        "See gov.uk now.",
        "`So.`",
        "a|b",
        "{grade:1} so.",
    ],
)
def test_markup_and_addresses_are_not(text: str) -> None:
    assert not is_plain(text)


def test_an_answer_with_a_written_sentence_needs_model_citation_and_plain_words() -> None:
    _, finished = steps_of(ScriptedModel([drafted((ALDERMOOR, [1]), (FENNICK, [2]))]))
    answer = finished.answer
    with pytest.raises(ValueError, match="without a model"):
        replace(answer, model=None)
    first = replace(answer.sentences[0], text="See <b>this</b>.")
    with pytest.raises(ValueError, match="no plain sentence"):
        replace(answer, sentences=(first, *answer.sentences[1:]))
    uncited = replace(answer.sentences[0], citations=(), proof="/api/reports")
    with pytest.raises(ValueError, match="without a model or citation"):
        replace(answer, sentences=(uncited, *answer.sentences[1:]))


def test_an_answer_tells_of_its_model_as_json() -> None:
    from qa.api.answer_schemas import Answer as Shape
    from qa.api.record_shapes import answer_whole

    _, finished = steps_of(ScriptedModel([drafted((ALDERMOOR, [1]), (FALSE, [1]), (FENNICK, [2]))]))
    values = json.loads(json.dumps(answer_whole(finished.answer)))
    Shape.model_validate(values)
    assert values["model"]["failed_for"] == {"content": 1}
    assert values["answer"][0]["kind"] == "written"
    assert answer_whole(quoted())["model"] is None
