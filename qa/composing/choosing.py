"""Which evidence is quoted: the likeliest, not too much of one report, nothing twice."""

from __future__ import annotations

from collections.abc import Sequence

from qa.composing.quoting import Quoting
from qa.composing.suiting import suiting
from qa.deadline import check_deadline
from qa.records import Understanding
from qa.weighing.evidence import Evidence

# How many paragraphs are quoted where `limit` does not say: a fact about one council needs few,
# a question across councils or reports needs one for each.
QUOTED_FOR_ONE = 3
QUOTED_ACROSS = 8
PER_REPORT_ACROSS = 2
# A paragraph is quoted beside the likeliest of its search only if it is at least this share as
# likely to answer (docs/decisions/0023, as for all thresholds here).
NEARLY_AS_LIKELY = 0.9
# The same across authorities, where each report has something of its own to say …
LIKELY_ACROSS = 0.7
# … and where every paragraph but the likeliest has to have some of the question's rare words in one
# sentence, and to be likely enough by itself or to have most of them.
CARRIED_BY_EXAMPLE = 0.2
LIKELY_EXAMPLE = 0.5
MOST_CARRIED = 0.7
# A side of a comparison is left out where its likeliest paragraph is less than this share as likely
# to answer as the likeliest of all sides.
LEAST_SIDE = 0.5
# An older report is left out where a current one of its authority is at least this share as likely
# to answer: what was so years ago is not asked for. Without it citation precision was .78, .69 and
# .72 on three sets of questions, with .3, .5 or .7 it is .79, .72 and .72 (2026-11-24).
STILL_SAID = 0.5


def choose(
    evidence: Sequence[Evidence], understanding: Understanding, quoting: Quoting, limit: int | None
) -> list[Evidence]:
    """The evidence to quote, likeliest first."""
    one_council = len(understanding.sides) == 1
    several_sides = understanding.compares or understanding.last or not one_council
    most = limit or (QUOTED_ACROSS if several_sides else QUOTED_FOR_ONE)
    chosen: list[Evidence] = []
    texts: set[str] = set()
    by_report: dict[str, list[Evidence]] = {}
    for item in _likely_enough(suiting(evidence, understanding, quoting), understanding):
        check_deadline()
        text, of_report = item.hit.paragraph.text, by_report.setdefault(item.hit.report.id, [])
        if text in texts or (several_sides and len(of_report) >= PER_REPORT_ACROSS):
            continue
        if _says_again(item, of_report, quoting):
            continue
        chosen.append(item)
        texts.add(text)
        of_report.append(item)
        if len(chosen) == most:
            break
    return chosen


def _says_again(item: Evidence, before: Sequence[Evidence], quoting: Quoting) -> bool:
    """Whether the sentence that answers stands in what is quoted of the same report already."""
    said = {quoting.answering_sentence(other.hit) for other in before}
    return bool(said) and quoting.answering_sentence(item.hit) in said


def _likely_enough(evidence: Sequence[Evidence], understanding: Understanding) -> list[Evidence]:
    """What is likely enough to be quoted beside the likeliest of its search, and of all."""
    evidence = _current(evidence, understanding)
    best = _best_of_each(evidence)
    top = max(best.values(), default=0.0)
    if not understanding.sides:
        return [
            item
            for item in evidence
            if item.likelihood >= LIKELY_ACROSS * best[item.search]
            and (item.likelihood == top or _is_example(item))
        ]
    enough = [
        item
        for item in evidence
        if item.likelihood >= NEARLY_AS_LIKELY * best[item.search]
        and item.likelihood >= LEAST_SIDE * top
    ]
    return sorted(enough, key=lambda item: -item.likelihood)


def _is_example(item: Evidence) -> bool:
    """Whether a paragraph says enough of what is asked to stand for its authority."""
    carried = item.signs.carried
    likely = item.likelihood >= LIKELY_EXAMPLE or carried >= MOST_CARRIED
    return likely and carried >= CARRIED_BY_EXAMPLE


def _current(evidence: Sequence[Evidence], understanding: Understanding) -> Sequence[Evidence]:
    """Without what an older report says where a newer one of its authority says it too.

    Only where no time is asked about and nothing is compared.
    """
    timed = understanding.periods or understanding.move or understanding.last
    if timed or understanding.compares:
        return evidence
    newest: dict[str | None, Evidence] = {}
    for item in evidence:
        best = newest.get(item.hit.report.authority)
        if item.hit.report.superseded_by is None and (
            best is None or item.likelihood > best.likelihood
        ):
            newest[item.hit.report.authority] = item
    return [
        item
        for item in evidence
        if item.hit.report.superseded_by is None
        or item.hit.report.authority not in newest
        or newest[item.hit.report.authority].likelihood < STILL_SAID * item.likelihood
    ]


def _best_of_each(evidence: Sequence[Evidence]) -> dict[str | None, float]:
    """The greatest likelihood of each search."""
    best: dict[str | None, float] = {}
    for item in evidence:
        best[item.search] = max(best.get(item.search, 0.0), item.likelihood)
    return best
