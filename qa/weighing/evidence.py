"""From hits to evidence, and from evidence to a verdict: is there an answer, and if not, why not.

How likely a paragraph is to answer is told by how near its words are to the question's. Some
questions want more than words: a number, a sum of money, a person's name, a proper name, a date.
Where no paragraph has it there is no answer, however close the words are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus import GRADES, Paragraph
from index import Hit
from qa.records import Period, Status, Topic, Understanding
from qa.understanding.grades import find_areas
from qa.weighing.compounds import Nearness, has_like, rare_compound
from qa.weighing.counting import counts, what_is_counted
from qa.weighing.likelihood import Signs, calibration
from qa.weighing.topics import carried_stems, carries, most_carried, sentence_stems
from qa.weighing.wanted import (
    WANTED_WORDS,
    Want,
    has_wanted,
    what_is_wanted,
)
from qa.words import EMPTY_WORDS, fold, stem, stems_of, weight

# How many of a search's hits are weighed. With 60 every figure over 214 questions was the same, and
# a question took 4 ms longer (2026-11-24).
WEIGHED = 30

# The share of a question's telling words that stand in one sentence with the number, sum or name
# that it wants. Over 214 questions .5 and .34 gave the same figures, .25 one answer more
# (2026-11-24).
BESIDE_WANTED = 0.34
# A paragraph with a number of just what is counted answers from this share of the likelihood that
# any other has to have.
COUNTED = 0.5

# Words that only say that a number is wanted.
_COUNTING = frozenset("share percentage proportion number rate average total many pounds".split())

# Sections that tell how inspections are made and what the grades mean, in every report alike.
_ABOUT_REPORTS = re.compile(
    r"(?:contents$|areas covered by the visit|information about this inspection|"
    r"about this inspection|"
    r"what the inspection judge?ments mean|the inspection judge?ments and what they mean)",
    re.IGNORECASE,
)

# How a letter opens, wherever it stands: who came, and what was looked at.
_OPENS_LETTER = re.compile(
    r"This (?:letter|report) (?:summarises|sets out) the (?:findings|outcome) of|"
    r"(?:Her Majesty[’']s |His Majesty[’']s )?Inspectors (?:considered|looked at|evaluated|"
    r"reviewed|focused on) (?:the )?"
    r"(?:quality of work and|(?:effectiveness of the )?local authority[’']s arrangements)",
    re.IGNORECASE,
)
# A line of a table that gives a grade and nothing else.
_GRADE_LINE = re.compile(
    r"The [\w ,()’'-]{3,80} (?:is|are|requires?) (?:inadequate|good|outstanding|"
    r"improvement(?: to be good)?)\.?",
    re.IGNORECASE,
)

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
    want = what_is_wanted(understanding.question)
    searches: dict[str | None, list[Hit]] = {}
    for hit in hits:
        searches.setdefault(search_of(hit, understanding), []).append(hit)
    standards = {key: _Standard.of(found) for key, found in searches.items()}
    weighed = {hit.paragraph.id for found in searches.values() for hit in found[:WEIGHED]}
    evidence = [
        _weighed(hit, understanding, facts, want, standards[search_of(hit, understanding)])
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
    understanding: Understanding,
    facts: Sequence[Period],
    want: Want | None,
    standard: _Standard,
) -> Evidence:
    signs = Signs(
        met=hit.scores.get(standard.met_by, 0.0),
        carried=most_carried(understanding.topics, hit.paragraph.text),
        beside=hit.score / standard.best if standard.best else 0.0,
    )
    known = calibration(standard.met_by)
    enough = known.enough
    if want == "number" and what_is_counted(understanding) is not None:
        enough *= COUNTED
    return Evidence(
        hit=hit,
        search=search_of(hit, understanding),
        signs=signs,
        likelihood=known.likelihood(signs),
        enough=enough,
        missing=what_is_missing(hit.paragraph, understanding, facts, want),
        is_far=standard.met_by == "tokens" and _is_far(signs),
    )


def _is_far(signs: Signs) -> bool:
    return signs.met < NEAR_ENOUGH and signs.carried < MANY_CARRIED


def what_is_missing(
    paragraph: Paragraph, understanding: Understanding, facts: Sequence[Period], want: Want | None
) -> str | None:
    """What the question wants beside its words and the paragraph lacks; None if nothing."""
    text = paragraph.text
    if is_scaffolding(paragraph):
        return "findings"
    folded = fold(text)
    stems = set(stems_of(text))
    for name in understanding.names:
        if not _names(name, folded, stems):
            return f"“{name}”"
    if understanding.phrase and fold(understanding.phrase) not in folded:
        return f"the words “{understanding.phrase}”"
    for fact in facts:
        if not _dated(text, fact):
            return f"the date “{fact.words}”"
    pairs = [topic for topic in understanding.topics if topic.together]
    if pairs:
        section = paragraph.section or ""
        carried = carried_stems(text) | carried_stems(section)
        if not any(carries(pair, carried) for pair in pairs):
            return f"“{pairs[0].word}”"
    if want and not _wanted_beside_topic(text, understanding, want, facts):
        counted = what_is_counted(understanding) if want == "number" else None
        return f"a number of “{counted.noun}”" if counted else WANTED_WORDS[want]
    return None


def _names(name: str, folded: str, stems: set[str]) -> bool:
    """Whether a paragraph names it, hyphens and plural endings aside."""
    words = fold(name).split()
    return all(stem(word) in stems for word in words) or "".join(words) in folded.replace(" ", "")


def _dated(text: str, fact: Period) -> bool:
    """Whether the paragraph names the year of the fact, in four figures or as "March 23"."""
    when = fact.until or fact.since
    if when is None:
        return True
    return bool(_fact_pattern(when).search(text))


def _fact_pattern(when: date) -> re.Pattern[str]:
    """The month and year of a fact as reports print them, with the day before them or without."""
    day = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    year = rf"(?:{when:%Y}|[’']?{when:%y}\b)"
    return re.compile(rf"{day}(?:{when:%B}|{when:%b}\.?)[ ,]+{year}", re.IGNORECASE)


def _wanted_beside_topic(
    text: str, understanding: Understanding, want: Want, facts: Sequence[Period]
) -> bool:
    """Whether one sentence has what is wanted and enough of the words the question turns on.

    A fact's own date has to stand there too; its figures are no wanted number.
    """
    days = [day for day in (fact.until or fact.since for fact in facts) if day]
    timing = {word for period in understanding.periods for word in fold(period.words).split()}
    asking = _COUNTING | timing
    telling = [t for t in understanding.topics if _is_telling(t) and t.word not in asking]
    counted = what_is_counted(understanding) if want == "number" else None
    before = ""
    for span, stems in sentence_stems(text):
        context, before = before, text[span.start : span.end]
        sentence = before
        if not all(_fact_pattern(day).search(sentence) for day in days):
            continue
        for day in days:
            sentence = _fact_pattern(day).sub(" ", sentence)
        carried = sum(carries(topic, stems) for topic in telling)
        if counted is not None:
            if counts(sentence, counted, context):
                return True
        elif has_wanted(sentence, want) and carried >= BESIDE_WANTED * len(telling):
            return True
    return False


def _is_telling(topic: Topic) -> bool:
    """Whether the topic has a word that is not among the commonest."""
    return not topic.together and any(weight(word) >= 1.0 for word in topic.word.split())


def is_scaffolding(paragraph: Paragraph) -> bool:
    """Whether a paragraph holds no findings: title block, contents, and how reports are made.

    Its grades and dates are the records' to give; its numbers are page numbers and years.
    """
    text = paragraph.text
    if paragraph.kind == "front" or "....." in text or _OPENS_LETTER.match(text):
        return True
    if paragraph.kind == "table" and (
        _GRADE_LINE.fullmatch(text.strip()) or _is_judgement_table(text)
    ):
        return True
    return bool(_ABOUT_REPORTS.match((paragraph.section or "").strip()))


def _is_judgement_table(text: str) -> bool:
    """Whether the rows of a table, its head aside, each end with a grade."""
    rows = [row for row in text.splitlines() if "\t" in row]
    graded = [row for row in rows if row.rpartition("\t")[2].casefold().startswith(GRADES)]
    return len(rows) > 1 and len(graded) >= len(rows) - 1


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
