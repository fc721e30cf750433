"""Which searches a question needs, and their hits in one order.

One search for most questions. Questions that compare reports, or name several authorities, search
each report or authority by itself and take turns, so that no side crowds out the other. Questions
across authorities search all reports at once and put first what their paragraphs say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest

from corpus import Paragraph
from index import Hit, Report, Scope
from qa.composing.quoting import best_sentence, sentence_worths
from qa.deadline import check_deadline
from qa.open_collection import OpenCollection
from qa.records import Period, Understanding
from qa.scoping.timeline import Placed
from qa.weighing.demands import Demands
from qa.weighing.polarity import is_improvement_heading, suits_polarity
from qa.weighing.scaffolding import is_scaffolding
from qa.weighing.topics import AskedTopics

# How many paragraphs one search brings: 99 % of answerable development questions have a hit in the
# first 50 (measured before this program was written, FINDINGS 5).
SEARCHED = 60
# What a superseded report's paragraph counts beside a current one, where no time is asked about.
# 0.65 to 0.8 do equally well on the development questions: docs/decisions/0020, 2026-11-22.
SUPERSEDED = 0.75
# How many paragraphs of a report's opening summary an overview quotes, and how many characters one
# has to have: shorter ones are headings and lines that lead into a table.
OPENING = 3
SAYS_MUCH = 120
_FOOTNOTE = re.compile(r"\d+\s+Ofsted produces")
# Across authorities every report may answer: how many paragraphs such a search brings, how many of
# them get a second look, and how many are read for what they say. Up to 250 looked at, 220 brought
# and 60 read give the same within .02; docs/decisions/0028 has the measurements (2026-11-24).
SEARCHED_ACROSS = 100
LOOKED_AT_ACROSS = 100
READ_ACROSS = 40
# What a sentence with all words that the question turns on adds to a score in 0..1, and what a
# paragraph counts that lacks what is wanted, or praises where criticism is asked for. Each without
# the others: docs/decisions/0028.
CARRIES = 0.2
LACKS = 0.5
UNFIT = 0.7
# How many reports a comparison looks at one by one; nobody reads more sides of a change.
SIDES = 8


def find_hits(
    understanding: Understanding, placed: Placed, collection: OpenCollection
) -> list[Hit]:
    """The paragraphs that may answer, best first; none where nothing is in scope."""
    if not placed.reports:
        return []
    if not understanding.sides:
        return _find_across(understanding, placed, collection)
    scopes = _scopes(understanding, placed)
    found = [list(collection.search(understanding.words, scope, SEARCHED)) for scope in scopes]
    hits = found[0] if len(found) == 1 else take_turns(found)
    return hits if _is_timed(understanding, placed) else newer_first(hits)


def _find_across(
    understanding: Understanding, placed: Placed, collection: OpenCollection
) -> list[Hit]:
    """The hits where any authority may answer, one of each report before its others."""
    words, scope = understanding.words, placed.scope
    hits = collection.search(words, scope, SEARCHED_ACROSS, LOOKED_AT_ACROSS)
    if not _is_timed(understanding, placed):
        hits = newer_first(hits)
    best, rest = hits[:READ_ACROSS], hits[READ_ACROSS:]
    return spread([*answering_first(best, understanding, placed.facts), *rest])


def answering_first(
    hits: Sequence[Hit], understanding: Understanding, facts: Sequence[Period]
) -> list[Hit]:
    """The hits in the order of their scores and of what their paragraphs say.

    What carries the words that the question turns on comes forward; what lacks a name, number or
    date that is wanted goes back, and so does praise where criticism is asked for, and criticism
    where praise is. The scores stay those of the search: the likelihood is fitted to them.
    """
    demands, asked = Demands.of(understanding, facts), AskedTopics.of(understanding.topics)
    weighed = []
    for hit in hits:
        check_deadline()
        score = hit.score + CARRIES * asked.most_carried(hit.paragraph.text)
        if demands.missing_from(hit.paragraph):
            score *= LACKS
        if understanding.polarity is not None:
            text = hit.paragraph.text
            worths = partial(sentence_worths, text, understanding, demands.want)
            span = best_sentence(text, worths)
            if not suits_polarity(hit.paragraph, span, understanding):
                score *= UNFIT
        weighed.append((score, hit))
    weighed.sort(key=lambda pair: (-pair[0], pair[1].paragraph.id))
    return [hit for _, hit in weighed]


def _is_timed(understanding: Understanding, placed: Placed) -> bool:
    """Whether the question says which reports it means, or wants old beside new."""
    scope = placed.scope
    dated = scope.since or scope.until or scope.report_ids or scope.latest_only
    return bool(dated or understanding.compares or understanding.last)


def newer_first(hits: Sequence[Hit]) -> list[Hit]:
    """The hits with those of superseded reports set back."""
    weighed = [
        replace(hit, score=hit.score * SUPERSEDED) if hit.report.superseded_by else hit
        for hit in hits
    ]
    return sorted(weighed, key=lambda hit: (-hit.score, hit.paragraph.id))


def _scopes(understanding: Understanding, placed: Placed) -> list[Scope]:
    """The scope whole, or cut into sides that are searched in turn."""
    authorities = understanding.sides
    if authorities and (understanding.compares or understanding.last):
        sides = placed.reports[:SIDES]
        if len(sides) > 1:
            return [replace(placed.scope, report_ids=(report.id,)) for report in sides]
    if len(authorities) > 1:
        return [replace(placed.scope, authorities=(name,)) for name in authorities]
    return [placed.scope]


def take_turns(rankings: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The rankings merged by taking the first of each, then the second of each, and so on."""
    rows = zip_longest(*rankings)
    return [hit for row in rows for hit in row if hit is not None]


def spread(hits: Sequence[Hit], *, per_report: int = 1) -> list[Hit]:
    """The hits with at most `per_report` of one report before the others have had their turn."""
    first: list[Hit] = []
    rest: list[Hit] = []
    seen: dict[str, int] = {}
    for hit in hits:
        count = seen.get(hit.report.id, 0)
        (first if count < per_report else rest).append(hit)
        seen[hit.report.id] = count + 1
    return first + rest


def improvement_paragraphs(report: Report, collection: OpenCollection) -> list[Paragraph]:
    """What the report lists under "What needs to improve" or as its recommendations."""
    return [
        paragraph
        for paragraph in collection.paragraphs(report.id)
        if paragraph.kind != "table" and is_improvement_heading(paragraph.section)
    ]


def opening_paragraphs(report: Report, collection: OpenCollection) -> list[Paragraph]:
    """The summary a report opens with: what stands before its list of improvements and findings."""
    opening: list[Paragraph] = []
    for paragraph in collection.paragraphs(report.id):
        if paragraph.kind == "numbered" or is_improvement_heading(paragraph.section):
            break
        if _is_summary(paragraph):
            opening.append(paragraph)
    return opening[:OPENING]


def section_opening(report: Report, area: str, collection: OpenCollection) -> list[Paragraph]:
    """What a report's findings on an area open with."""
    paragraphs = collection.paragraphs(report.id)
    findings = [p for p in paragraphs if p.area == area and p.kind in ("numbered", "prose")]
    return [p for p in findings if not is_scaffolding(p)][:OPENING]


def _is_summary(paragraph: Paragraph) -> bool:
    """Whether a paragraph of a report's first pages says something of its own."""
    says_much = paragraph.kind in ("prose", "bullet") and len(paragraph.text) >= SAYS_MUCH
    return says_much and not is_scaffolding(paragraph) and not _FOOTNOTE.match(paragraph.text)
