"""START READING HERE: from a question to a cited answer, step by step.

    understand ─▶ place in time ─▶ records?  ─▶ find ─▶ weigh and decide ─▶ compose

Each step takes plain records and gives plain records. No step may say anything that has no
citation: `Answer` cannot be built that way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from corpus import FULL_INSPECTIONS, OVERALL, Paragraph
from index import Hit, Report
from qa.composing.citations import CitationList
from qa.composing.compose import compose, compose_improvements, compose_overview
from qa.composing.drafting import RETRIEVED, Draft, each_once
from qa.deadline import check_deadline
from qa.errors import QuestionEmpty, QuestionTooLong
from qa.finding import find_hits, improvement_paragraphs, opening_paragraphs, section_opening
from qa.open_collection import OpenCollection
from qa.record_answers import RecordOutcome, answer_from_records, grade_sentences
from qa.records import (
    Answer,
    GradeMove,
    Question,
    RecordQuestion,
    Sentence,
    Timing,
    Turn,
    Understanding,
)
from qa.scoping.premises import (
    question_for_grades,
    why_not_confirmed,
    with_newer_grade,
    without_premise,
)
from qa.scoping.scope_reasons import (
    why_no_question_for_reports,
    why_not_yet,
    why_nothing_in_scope,
    why_out_of_scope,
)
from qa.scoping.succession import across_changes, beyond_own_reports
from qa.scoping.timeline import Placed, place_in_time
from qa.scoping.wording import beside_collection
from qa.understanding import Gazetteer, understand
from qa.weighing.evidence import decide, names_area, names_no_matter, weigh

# What is asked of the whole collection: a condition on grades narrows the answer, not the search.
_OVER_ALL = ("authorities", "movers", "histories", "uninspected", "members")
# How many authorities' lists of what needs to improve one answer shows.
MOST_LISTS = 6
# How much of a conversation is read, in questions of the greatest length: a turn of 2,000
# characters takes up to 0.2 s (what is hardest to read, two cores, 24 November 2026), and forty
# turns of people's questions are shorter together.
CONVERSATION_QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class Searched:
    """A question's search, before anything is decided about its answer."""

    understanding: Understanding
    placed: Placed
    hits: list[Hit]  # best first


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers questions from one opened collection. Made by `assembly.open_answerer`."""

    collection: OpenCollection
    gazetteer: Gazetteer
    question_characters: int = 2_000
    today: date | None = None  # None: the day of the question

    def understand(self, question: Question) -> Understanding:
        """What the question asks of this collection."""
        question = within_conversation(question, self.question_characters)
        understanding = understand(question, self.gazetteer, today=self.today or date.today())
        understanding = beside_collection(understanding, self.collection)
        if question.filters.authorities:  # a filter means what it says
            return understanding
        return across_changes(understanding, self.collection, self.gazetteer.register)

    def search(self, question: Question) -> Searched | None:
        """What a search for the question finds; None where its answer would need no search."""
        understanding = self.understand(question)
        placed = place_in_time(understanding, self.collection)
        needs_none = (
            understanding.record is not None
            or understanding.wants_improvements
            or bool(understanding.choices)
            or names_no_matter(understanding)
            or why_out_of_scope(understanding) is not None
        )
        if needs_none or not placed.reports:
            return None
        return Searched(understanding, placed, find_hits(understanding, placed, self.collection))

    def answer(self, question: Question, *, always_rank: bool = False) -> Answer:
        """The answer, whatever its status.

        `always_rank` ranks paragraphs for questions of record too, which the answer does not need
        and which would load the model: evaluation compares them.

        Raises: QuestionEmpty, QuestionTooLong; OutOfTime under a deadline.
        """
        check_question(question.text, self.question_characters)
        started = perf_counter()
        understanding = self.understand(question)
        register = self.gazetteer.register
        understood = perf_counter()
        answer = _answer(question, understanding, self.collection)
        if answer.status == "no_evidence" and not question.filters.authorities:
            wider = beyond_own_reports(understanding, self.collection, register)
            again = _answer(question, wider, self.collection) if wider else answer
            answer = again if again.sentences else answer
        if always_rank and understanding.record is not None:
            answer = _with_ranking(answer, self.collection)
        ended = perf_counter()
        embed, retrieve = answer.timing.embed, answer.timing.retrieve
        timing = Timing(
            understand=(understood - started) * 1000,
            embed=embed,
            retrieve=retrieve,
            answer=(ended - understood) * 1000 - embed - retrieve,
            total=(ended - started) * 1000,
        )
        return replace(answer, timing=timing)


def check_question(text: str, limit: int) -> None:
    """Refuse what is no question.

    Raises: QuestionEmpty, QuestionTooLong.
    """
    if not any(letter.isalnum() for letter in text):
        raise QuestionEmpty
    if len(text) > limit:
        raise QuestionTooLong(len(text), limit)


def within_conversation(question: Question, limit: int) -> Question:
    """The question with the asker's newest turns, as many as are read.

    A turn of more than `limit` characters was never a question here, and is passed over.
    """
    kept: list[Turn] = []
    characters = 0
    for turn in reversed(question.history):
        if turn.role != "user" or len(turn.content) > limit:
            continue
        characters += len(turn.content)
        if characters > CONVERSATION_QUESTIONS * limit:
            break
        kept.append(turn)
    return replace(question, history=tuple(reversed(kept)))


def _answer(question: Question, understanding: Understanding, collection: OpenCollection) -> Answer:
    """The steps in order; each may end the journey."""
    check_deadline()
    unasked = understanding.record is None and understanding.polarity is None
    if understanding.groups and unasked and names_no_matter(understanding):
        understanding = replace(understanding, record=_of_group(understanding))
    placed = place_in_time(understanding, collection)
    draft = Draft(understanding, placed, collection)
    if reason := why_not_yet(question.text):
        return draft.without_sentences("no_evidence", reason)
    if reason := why_no_question_for_reports(question.text):
        return draft.without_sentences("out_of_scope", reason)
    if understanding.choices:
        return draft.without_sentences("clarification", _which_one(understanding))
    if reason := why_out_of_scope(understanding):
        return draft.without_sentences("out_of_scope", reason)
    listed = understanding.record is not None and understanding.record.wanted in _OVER_ALL
    if not listed and not (question.filters.grades or question.filters.area_grades):
        asked = without_premise(understanding, placed, collection)
        if asked is not None:
            return _unconfirmed(question, understanding, asked, collection)
        understanding = with_newer_grade(understanding, placed, collection)
        draft = Draft(understanding, placed, collection)
    if not placed.reports and not listed:
        return draft.without_sentences(
            "no_evidence", why_nothing_in_scope(understanding, collection)
        )
    citations = CitationList()
    record = answer_from_records(understanding, placed, collection, citations)
    if record is not None:
        record = _with_reasons(record, draft, citations, question.limit)
        if understanding.record is not None and understanding.record.and_findings:
            return _with_findings(record, draft, citations, question.limit)
        return draft.from_records(record, citations)
    return _from_findings(draft, citations, question.limit)


def _from_findings(draft: Draft, citations: CitationList, limit: int | None) -> Answer:
    """The answer from what reports say: a list of improvements, an overview, paragraphs."""
    understanding = draft.understanding
    if understanding.wants_improvements:
        improvements = _improvements(draft, citations, limit)
        if improvements is not None:
            return improvements
    if understanding.scope.authorities and names_no_matter(understanding):
        overview = _overview(draft, citations, limit)
        if overview is not None:
            return overview
    return _from_paragraphs(draft, citations, limit)


def _of_group(understanding: Understanding) -> RecordQuestion:
    """What "how are London boroughs doing?" asks: their grades, or whose grades have changed."""
    beside = re.search(r"\bcompar|\bversus\b|\bvs\b", understanding.question, re.IGNORECASE)
    if understanding.compares and not beside:
        return RecordQuestion("movers", moved=GradeMove("same", negated=True))
    return RecordQuestion("grade")


def _unconfirmed(
    question: Question, supposed: Understanding, asked: Understanding, collection: OpenCollection
) -> Answer:
    """The grades there are, before what reports say to a question that supposes another one."""
    placed = place_in_time(asked, collection)
    draft = Draft(asked, placed, collection)
    citations = CitationList()
    grades = replace(asked, record=question_for_grades(supposed))
    outcome = answer_from_records(grades, placed, collection, citations)
    found = _from_findings(draft, citations, question.limit)
    if outcome is None or not outcome.sentences:
        return found
    said = {sentence.text for sentence in outcome.sentences}
    findings = [sentence for sentence in found.sentences if sentence.text not in said]
    return replace(
        found,
        status="partial",
        reason=why_not_confirmed(supposed),
        sentences=(*outcome.sentences, *findings),
        citations=citations.all(),
        related=(),
        notes=tuple(dict.fromkeys((*found.notes, *outcome.notes))),
    )


def _with_findings(
    record: RecordOutcome, draft: Draft, citations: CitationList, limit: int | None
) -> Answer:
    """The grades of an area, newest first, and behind them what reports say of it."""
    graded = draft.from_records(record, citations)
    if not graded.sentences:
        return _from_findings(draft, citations, limit)
    found = _from_findings(draft, citations, limit)
    said = {sentence.text for sentence in graded.sentences}
    findings = [sentence for sentence in found.sentences if sentence.text not in said]
    return replace(
        graded,
        sentences=(*graded.sentences, *findings),
        citations=citations.all(),
        retrieved=found.retrieved or graded.retrieved,
        notes=tuple(dict.fromkeys((*graded.notes, *found.notes))),
        coverage=draft.coverage_of(citations.all()),
        timing=found.timing,
    )


def _with_reasons(
    record: RecordOutcome, draft: Draft, citations: CitationList, limit: int | None
) -> RecordOutcome:
    """The grades of a council with what its newest report opens with, where "why" was asked too.

    The report's own opening tells of the overall grade, a section's opening of that area's.
    """
    asked = draft.understanding.record
    if asked is None or not asked.asks_why or not draft.understanding.sides:
        return record
    if record.status != "answered":
        return record
    newest = [report for report in draft.placed.reports if report.kind in FULL_INSPECTIONS][:1]
    area = next((area for area in asked.areas if area != OVERALL), None)
    openings = [
        (report, section_opening(report, area, draft.collection))
        if area
        else (report, opening_paragraphs(report, draft.collection))
        for report in newest
    ]
    reasons = compose_overview(openings, citations, limit)
    return replace(record, sentences=(*record.sentences, *reasons))


def _with_ranking(answer: Answer, collection: OpenCollection) -> Answer:
    """The answer with what a search finds ranked behind what it cites."""
    understanding = answer.understanding
    hits = find_hits(understanding, place_in_time(understanding, collection), collection)
    found = [*answer.retrieved, *((hit.report, hit.paragraph) for hit in hits)]
    return replace(answer, retrieved=each_once(found)[:RETRIEVED])


def _which_one(understanding: Understanding) -> str:
    names = [choice.label for choice in understanding.choices]
    return f"This can mean {', '.join(names[:-1])} or {names[-1]}. Say which one."


def _improvements(draft: Draft, citations: CitationList, limit: int | None) -> Answer | None:
    """Each authority's newest list of what needs to improve; None where no report has one."""
    lists: dict[str | None, tuple[Report, list[Paragraph]]] = {}
    by_inspectors_first = sorted(draft.placed.reports, key=lambda r: r.kind == "self-assessment")
    for report in by_inspectors_first:
        if report.authority not in lists and len(lists) < MOST_LISTS:
            paragraphs = improvement_paragraphs(report, draft.collection)
            if draft.understanding.areas_named:
                paragraphs = [p for p in paragraphs if names_area(p, draft.understanding)]
            if paragraphs:
                lists[report.authority] = (report, paragraphs)
    if not lists:
        return None
    sentences = compose_improvements(list(lists.values()), citations, limit)
    draft = draft.noting(_first_of(draft.placed.reports, MOST_LISTS))
    retrieved = [(report, paragraph) for report, some in lists.values() for paragraph in some]
    return draft.answered(sentences, citations, retrieved)


def _overview(draft: Draft, citations: CitationList, limit: int | None) -> Answer | None:
    """How an authority is doing on the whole: its grade, and what its newest report opens with.

    Where a change is asked about, every grade of the newest inspections beside one another.
    """
    reports = _overview_reports(draft)
    newest = list({report.authority: report for report in reversed(reports)}.values())[::-1]
    openings = [(report, opening_paragraphs(report, draft.collection)) for report in newest]
    sentences: list[Sentence] = []
    for report in reports:
        areas = _overview_areas(report, draft)
        sentences += grade_sentences(report, areas, draft.collection, citations)
        own = [opening for opening in openings if opening[0] is report]
        sentences += compose_overview(own, citations, limit)
    if not sentences:
        return None
    draft = draft.noting(_first_of(draft.placed.reports, MOST_LISTS))
    retrieved = [(report, p) for report, paragraphs in openings for p in paragraphs]
    return draft.answered(tuple(sentences), citations, retrieved)


def _first_of(reports: Sequence[Report], shown: int) -> str | None:
    """A note where an answer shows only the newest of the authorities in scope."""
    authorities = {report.authority for report in reports}
    if len(authorities) <= shown:
        return None
    return f"The newest {shown} of {len(authorities)} authorities in scope are shown."


def _overview_reports(draft: Draft) -> list[Report]:
    """Each authority's newest full inspection; for a change its newest two, or as many as asked."""
    understanding = draft.understanding
    wanted = understanding.last or (2 if understanding.compares else 1)
    kept: dict[str | None, list[Report]] = {}
    for report in draft.placed.reports:
        if report.kind not in (understanding.scope.kinds or FULL_INSPECTIONS):
            continue
        if report.authority in kept or len(kept) < MOST_LISTS:
            kept.setdefault(report.authority, []).append(report)
    return [report for reports in kept.values() for report in reports[:wanted]]


def _overview_areas(report: Report, draft: Draft) -> tuple[str, ...]:
    if not (draft.understanding.compares or draft.understanding.last):
        return (OVERALL,)
    judged = dict.fromkeys(judgement.area for judgement in report.judgements)
    return (OVERALL, *(area for area in judged if area != OVERALL))


def _from_paragraphs(draft: Draft, citations: CitationList, limit: int | None) -> Answer:
    """Search, weigh, decide, compose."""
    check_deadline()
    started = perf_counter()
    draft.collection.prepare(draft.understanding.words)
    embedded = perf_counter()
    hits = find_hits(draft.understanding, draft.placed, draft.collection)
    found = perf_counter()
    check_deadline()
    nearness = draft.collection.nearness
    evidence = weigh(hits, draft.understanding, draft.placed.facts, nearness)
    verdict = decide(evidence, draft.understanding)
    retrieved = [(hit.report, hit.paragraph) for hit in hits[:RETRIEVED]]
    if verdict.status != "answered":
        answer = draft.without_sentences(verdict.status, verdict.reason or "", hits, retrieved)
    else:
        sentences = compose(
            verdict.evidence, draft.understanding, draft.collection, citations, limit
        )
        answer = draft.answered(sentences, citations, retrieved)
    timing = Timing(embed=(embedded - started) * 1000, retrieve=(found - embedded) * 1000)
    return replace(answer, timing=timing)
