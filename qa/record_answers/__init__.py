"""Answers made by code from grades, dates and counts: the side door for questions of record.

Each function gives sentences of kind "record", each with the paragraph that prints what it says,
or the list that proves it.
"""

from __future__ import annotations

from dataclasses import replace

from qa.composing.citations import CitationList
from qa.open_collection import OpenCollection
from qa.record_answers.grades import answer_grades, find_judgement, grade_sentences
from qa.record_answers.histories import answer_histories
from qa.record_answers.inspections import (
    answer_most_inspected,
    answer_most_led,
    answer_uninspected,
)
from qa.record_answers.lists import answer_authorities, answer_reports
from qa.record_answers.members import answer_members
from qa.record_answers.movers import answer_movers, move_words, shows_move
from qa.record_answers.outcome import RecordOutcome, together
from qa.record_answers.title_block import answer_title_block
from qa.records import RecordQuestion, Understanding
from qa.scoping.timeline import Placed

__all__ = ["RecordOutcome", "answer_from_records", "find_judgement", "grade_sentences"]


def answer_from_records(
    understanding: Understanding,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome | None:
    """What the records say, or None where the question is not one for them."""
    asked = understanding.record
    if asked is None:
        return None
    outcomes = [
        _answer(each, understanding, placed, collection, citations) for each in (asked, *asked.also)
    ]
    known = [outcome for outcome in outcomes if outcome is not None]
    # A fact that cannot be given leaves the whole question to the paragraphs.
    return together(known) if len(known) == len(outcomes) else None


def _beside_move(asked: RecordQuestion, outcome: RecordOutcome, placed: Placed) -> RecordOutcome:
    """The grades with a reason where they do not show the move that the question supposes."""
    if asked.moved is None or outcome.status != "answered":
        return outcome
    if shows_move(placed.reports, asked.areas, asked.moved):
        return outcome
    reason = (
        f"No two inspections in scope, one after the other, show a move {move_words(asked.moved)}."
    )
    return replace(outcome, status="partial", reason=reason)


def _answer(
    asked: RecordQuestion,
    understanding: Understanding,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome | None:
    if asked.wanted == "grade":
        outcome = answer_grades(asked, understanding, placed, collection, citations)
        return _beside_move(asked, outcome, placed)
    if asked.wanted == "authorities":
        return answer_authorities(asked, understanding, placed, collection, citations)
    if asked.wanted == "movers":
        return answer_movers(asked, understanding, placed, collection, citations)
    if asked.wanted == "histories":
        return answer_histories(asked, understanding, placed, collection, citations)
    if asked.wanted == "members":
        return answer_members(understanding, collection)
    if asked.wanted == "uninspected":
        return answer_uninspected(understanding, placed, collection, citations)
    if asked.wanted == "most inspected":
        return answer_most_inspected(asked, understanding, placed, collection, citations)
    if asked.wanted == "most led":
        return answer_most_led(asked, placed, collection, citations)
    if asked.wanted == "reports":
        return answer_reports(asked, placed, collection, citations)
    return answer_title_block(asked, understanding, placed, collection, citations)
