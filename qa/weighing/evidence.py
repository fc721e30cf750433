"""From hits to evidence, and from evidence to a verdict: is there an answer, and if not, why not.

How likely a paragraph is to answer is told by how near its words are to the question's. Where no
paragraph has what the question demands beside them (`demands.py`) there is no answer, however close
the words are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus import Paragraph
from index import Hit
from qa.records import Period, Status, Topic, Understanding
from qa.understanding.grades import find_areas
from qa.weighing.compounds import Nearness, has_like, rare_compound
from qa.weighing.demands import Demands
from qa.weighing.likelihood import Signs, calibration
from qa.weighing.topics import AskedTopics, carried_stems, carries
from qa.words import EMPTY_WORDS

# How many of a search's hits are weighed. With 60 every figure over 214 questions was the same, and
# a question took 4 ms longer (2026-11-24).
WEIGHED = 30

# A paragraph with a number of just what is counted answers from this share of the likelihood that
# any other has to have.
COUNTED = 0.5

# The likeliest paragraph of 218 questions was nearer than this, but for one that had all words of a
# follow-up (.41); the next had .49. "Bee keeping in Barnsley" has .31 to .45 (development questions
# and sets A and B, 2026-11-24).
NEAR_ENOUGH, MANY_CARRIED = 0.46, 0.5

_NO_MATTER = "The question names no matter to look for: say what about, such as care leavers."


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit beside the question: how likely it is that it answers, and what it lacks."""

    hit: Hit
    search: str | None  # names the search that found it, where there were several
    signs: Signs
    likelihood: float  # 0..1
    enough: float  # the likelihood from which on a paragraph may answer
    missing: str | None = None  # what the question wants and the paragraph lacks
    # Few words of the question, and none near them: the best of a search may be far all the same.
    is_far: bool = False

    @property
    def may_answer(self) -> bool:
        """Whether the paragraph has what the question wants and is likely enough to answer."""
        return self.missing is None and self.likelihood >= self.enough and not self.is_far


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the evidence answers, and the reason where it does not."""

    status: Status
    reason: str | None
    evidence: tuple[Evidence, ...]  # what may answer, best first


def weigh(
    hits: Sequence[Hit],
    understanding: Understanding,
    facts: Sequence[Period],
    nearness: Nearness | None = None,
) -> list[Evidence]:
    """The best hits of each search as evidence, in the hits' order.

    `nearness` tells how near words are to stretches of a hit's paragraph.
    """
    demands, asked = Demands.of(understanding, facts), AskedTopics.of(understanding.topics)
    searches: dict[str | None, list[Hit]] = {}
    for hit in hits:
        searches.setdefault(search_of(hit, understanding), []).append(hit)
    standards = {key: _Standard.of(found) for key, found in searches.items()}
    weighed = {hit.paragraph.id for found in searches.values() for hit in found[:WEIGHED]}
    evidence = [
        _weighed(hit, asked, demands, search_of(hit, understanding), standards)
        for hit in hits
        if hit.paragraph.id in weighed
    ]
    return _without_strangers(evidence, understanding, nearness) if nearness else evidence


def _without_strangers(
    evidence: Sequence[Evidence], understanding: Understanding, nearness: Nearness
) -> list[Evidence]:
    """The evidence; what lacks the rare word of a compound, and anything like it, lacks that."""
    compound = rare_compound(understanding)
    if compound is None:
        return list(evidence)
    return [
        replace(item, missing=f"“{compound.words}”")
        if item.may_answer and not has_like(compound, item.hit, nearness)
        else item
        for item in evidence
    ]


def search_of(hit: Hit, understanding: Understanding) -> str | None:
    """What names the search that found it: sides of a comparison and authorities have their own.

    Across all authorities there is one search, of two years as of one.
    """
    if understanding.sides and (understanding.compares or understanding.last):
        return hit.report.id
    return hit.report.authority if len(understanding.sides) > 1 else None


@dataclass(frozen=True, slots=True)
class _Standard:
    """What the hits of one search are measured against."""

    met_by: str  # the score that `Signs.met` is: "tokens", or "dense" where there was no other
    best: float  # the best score of the whole search

    @classmethod
    def of(cls, hits: Sequence[Hit]) -> _Standard:
        met_by = "tokens" if any("tokens" in hit.scores for hit in hits) else "dense"
        return cls(met_by, max(hit.score for hit in hits))


def decide(evidence: Sequence[Evidence], understanding: Understanding) -> Verdict:
    """Answered where some paragraph may answer; else a reason that names what is not there."""
    if names_no_matter(understanding):
        return Verdict("no_evidence", _NO_MATTER, ())
    answering = tuple(item for item in evidence if item.may_answer)
    if answering:
        return Verdict("answered", None, answering)
    return Verdict("no_evidence", _why_not(evidence, understanding), ())


def names_no_matter(understanding: Understanding) -> bool:
    """Whether nothing is left that could be looked for: "How is Leeds doing?"."""
    if understanding.names or understanding.phrase or understanding.areas_named:
        return False
    words = (word for topic in understanding.topics for word in topic.word.split())
    return all(word in EMPTY_WORDS for word in words)


def names_area(paragraph: Paragraph, understanding: Understanding) -> bool:
    """Whether a paragraph is about an area that the question names, by its words."""
    found = {area for words in find_areas(paragraph.text) for area in words.values}
    return bool(found & set(understanding.areas_named))


def _weighed(
    hit: Hit,
    asked: AskedTopics,
    demands: Demands,
    search: str | None,
    standards: Mapping[str | None, _Standard],
) -> Evidence:
    standard = standards[search]
    signs = Signs(
        met=hit.scores.get(standard.met_by, 0.0),
        carried=asked.most_carried(hit.paragraph.text),
        beside=hit.score / standard.best if standard.best else 0.0,
    )
    known = calibration(standard.met_by)
    enough = known.enough
    if demands.counted is not None:
        enough *= COUNTED
    return Evidence(
        hit=hit,
        search=search,
        signs=signs,
        likelihood=known.likelihood(signs),
        enough=enough,
        missing=demands.missing_from(hit.paragraph),
        is_far=standard.met_by == "tokens" and _is_far(signs),
    )


def _is_far(signs: Signs) -> bool:
    return signs.met < NEAR_ENOUGH and signs.carried < MANY_CARRIED


def _why_not(evidence: Sequence[Evidence], understanding: Understanding) -> str:
    """One sentence on what was looked for and not found."""
    if not evidence:
        return "No paragraph in scope has any of these words."
    near = [item for item in evidence if item.likelihood >= item.enough and item.missing]
    absent = near[0].missing if near else _name_nowhere(evidence, understanding)
    if absent:
        return f"No paragraph in scope that fits the question gives {absent}."
    words = [t.word for t in understanding.topics if not _anywhere(t, evidence)]
    if words:
        quoted = ", ".join(f"“{word}”" for word in words[:3])
        return f"No paragraph in scope is about {quoted}."
    return "No paragraph in scope brings these words together."


def _name_nowhere(evidence: Sequence[Evidence], understanding: Understanding) -> str | None:
    for name in understanding.names:
        if all(item.missing == f"“{name}”" for item in evidence):
            return f"“{name}”"
    return None


def _anywhere(topic: Topic, evidence: Sequence[Evidence]) -> bool:
    return any(carries(topic, carried_stems(item.hit.paragraph.text)) for item in evidence)
