"""Answers made by code from grades, dates and counts: the side door for questions of record.

Each function gives sentences of kind "record", each with the paragraph that prints what it says,
or the list that proves it.
"""

from __future__ import annotations

from qa.citations import CitationList
from qa.open_collection import OpenCollection
from qa.record_answers.grades import answer_grades, grade_sentences
from qa.record_answers.lists import answer_authorities, answer_reports
from qa.record_answers.movers import answer_movers
from qa.record_answers.outcome import RecordOutcome, together
from qa.record_answers.title_block import answer_title_block
from qa.records import RecordQuestion, Understanding
from qa.timeline import Placed

__all__ = ["RecordOutcome", "answer_from_records", "grade_sentences"]


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


def _answer(
    asked: RecordQuestion,
    understanding: Understanding,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome | None:
    if asked.wanted == "grade":
        return answer_grades(asked, understanding, placed, collection, citations)
    if asked.wanted == "authorities":
        return answer_authorities(asked, understanding, placed, collection, citations)
    if asked.wanted == "movers":
        return answer_movers(asked, understanding, placed, collection, citations)
    if asked.wanted == "reports":
        return answer_reports(asked, placed, collection, citations)
    return answer_title_block(asked, understanding, placed, collection, citations)
