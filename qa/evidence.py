"""From hits to evidence, and from evidence to a verdict: is there an answer, and if not, why not.

A hit is evidence by the share of the question's words that its paragraph carries. Some questions
want more than words: a number, a sum of money, a person's name, a proper name, a date. Where no
paragraph has it there is no answer, however close the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corpus import Paragraph
from index import Hit
from qa.records import Period, Status, Topic, Understanding
from qa.sentences import Span, split_sentences
from qa.understanding.grades import find_areas
from qa.wanted import WANTED_WORDS, Want, has_wanted, what_is_wanted
from qa.words import (
    ABOUT_WHOM,
    EMPTY_WORDS,
    STOP_WORDS,
    fold,
    pairs_of,
    stem,
    stem_pair,
    stems_of,
    weight,
)

# A paragraph may answer when it carries this share of the question's words or is near in meaning:
# its cosine, times MEANING, reaches the same figure. MEANING belongs to the packaged model; both
# were chosen on the development questions and 32 of our own: docs/decisions/0021, 2026-11-22.
ENOUGH = 0.54
MEANING = 1.2
# Beside that: a paragraph that carries less than MOST_OF_MATTER of the question's telling words,
# weighed by how rare they are, has to be at least this near in meaning. Chosen on the same
# questions and 24 more that no report answers: docs/decisions/0021, 2026-11-22.
NEAR_WITH_LITTLE = 0.41
MOST_OF_MATTER = 0.6

# Words that only say that a number is wanted.
_COUNTING = frozenset("share percentage proportion number rate average total many pounds".split())

# Sections that tell how inspections are made and what the grades mean, in every report alike.
_ABOUT_REPORTS = re.compile(
    r"(?:contents$|information about this inspection|about this inspection|"
    r"what the inspection judge?ments mean|the inspection judge?ments and what they mean)",
    re.IGNORECASE,
)


_NO_MATTER = "The question names no matter to look for: say what about, such as care leavers."


@dataclass(frozen=True, slots=True)
class Evidence:
    """A hit beside the question: how much of it the paragraph carries, and what it lacks."""

    hit: Hit
    carried: float  # 0..1: the share of the question's words, weighed
    strength: float  # 0..1: `carried`, or nearness in meaning; what is compared with ENOUGH
    missing: str | None = None  # what the question wants and the paragraph lacks
    off_matter: bool = False  # near in meaning, and without what the question turns on

    @property
    def may_answer(self) -> bool:
        """Whether the paragraph has what the question wants and enough of its words."""
        return self.missing is None and self.strength >= ENOUGH and not self.off_matter


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the evidence answers, and the reason where it does not."""

    status: Status
    reason: str | None
    evidence: tuple[Evidence, ...]  # what may answer, best first


def weigh(
    hits: Sequence[Hit], understanding: Understanding, facts: Sequence[Period]
) -> list[Evidence]:
    """Each hit as evidence, in the hits' order."""
    want = what_is_wanted(understanding.question)
    return [_weighed(hit, understanding, facts, want) for hit in hits]


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


def share_carried(topics: Iterable[Topic], stems: frozenset[str]) -> float:
    """The weighed share of the topics whose words are among the stems; 0 without topics."""
    total = carried = 0.0
    for topic in topics:
        worth = _topic_weight(topic)
        total += worth
        if carries(topic, stems):
            carried += worth
    return carried / total if total else 0.0


def carries(topic: Topic, stems: frozenset[str]) -> bool:
    """Whether the word, or all the words of one of its alternatives, is among the stems."""
    if topic.together:
        return stem_pair(topic.word) in stems
    phrases = (topic.word, *topic.alternatives)
    return any(set(_phrase_stems(phrase)) <= stems for phrase in phrases)


@lru_cache(maxsize=8_192)
def sentence_stems(text: str) -> tuple[tuple[Span, frozenset[str]], ...]:
    """The sentences of a paragraph with the stems of their words."""
    return tuple(
        (span, _carried_stems(text[span.start : span.end])) for span in split_sentences(text)
    )


def _carried_stems(text: str) -> frozenset[str]:
    """The stems of a text's words, and its pairs of neighbours."""
    stems = stems_of(text)
    return frozenset(stems) | pairs_of(stems)


def _topic_weight(topic: Topic) -> float:
    if topic.together:
        return 1.0
    return max((weight(word) for word in topic.word.split()), default=1.0)


def _weighed(
    hit: Hit, understanding: Understanding, facts: Sequence[Period], want: Want | None
) -> Evidence:
    text = hit.paragraph.text
    stems = _carried_stems(text) | _carried_stems(hit.paragraph.section or "")
    carried = share_carried(understanding.topics, stems)
    meaning = max(0.0, hit.scores.get("dense", 0.0))
    strength = max(carried, min(1.0, MEANING * meaning))
    missing = _missing(hit.paragraph, understanding, facts, want)
    return Evidence(hit, carried, strength, missing, _is_off_matter(understanding, stems, meaning))


def _is_off_matter(understanding: Understanding, stems: frozenset[str], meaning: float) -> bool:
    """Whether a paragraph speaks of the same people and of another matter.

    "Do care leavers own pets?" is near to every paragraph on care leavers, but turns on pets.
    """
    matter = [t for t in understanding.topics if _is_telling(t) and t.word not in ABOUT_WHOM]
    if not matter:
        return False
    carried = sum(topic.worth for topic in matter if carries(topic, stems))
    share = carried / max(sum(topic.worth for topic in matter), 1e-9)
    return share < MOST_OF_MATTER and meaning < NEAR_WITH_LITTLE


def _missing(
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
        carried = _carried_stems(text) | _carried_stems(section)
        if not any(carries(pair, carried) for pair in pairs):
            return f"“{pairs[0].word}”"
    if want and not _wanted_beside_topic(text, understanding.topics, want, facts):
        return WANTED_WORDS[want]
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
    text: str, topics: Sequence[Topic], want: Want, facts: Sequence[Period]
) -> bool:
    """Whether one sentence has what is wanted and most of the words the question turns on.

    A fact's own date has to stand there too; its figures are no wanted number.
    """
    days = [day for day in (fact.until or fact.since for fact in facts) if day]
    asking = _COUNTING | {word for fact in facts for word in fold(fact.words).split()}
    telling = [t for t in topics if _is_telling(t) and t.word not in asking]
    for span, stems in sentence_stems(text):
        sentence = text[span.start : span.end]
        if not all(_fact_pattern(day).search(sentence) for day in days):
            continue
        for day in days:
            sentence = _fact_pattern(day).sub(" ", sentence)
        carried = sum(carries(topic, stems) for topic in telling)
        if has_wanted(sentence, want) and 2 * carried >= len(telling):
            return True
    return False


def _is_telling(topic: Topic) -> bool:
    """Whether the topic has a word that is not among the commonest."""
    return not topic.together and any(weight(word) >= 1.0 for word in topic.word.split())


def is_scaffolding(paragraph: Paragraph) -> bool:
    """Whether a paragraph holds no findings: title block, contents, and how reports are made.

    Its grades and dates are the records' to give; its numbers are page numbers and years.
    """
    if paragraph.kind == "front" or "....." in paragraph.text:
        return True
    return bool(_ABOUT_REPORTS.match((paragraph.section or "").strip()))


def _why_not(evidence: Sequence[Evidence], understanding: Understanding) -> str:
    """One sentence on what was looked for and not found."""
    if not evidence:
        return "No paragraph in scope has any of these words."
    near = [item for item in evidence if item.strength >= ENOUGH and item.missing]
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
    return any(carries(topic, _carried_stems(item.hit.paragraph.text)) for item in evidence)


@lru_cache(maxsize=4_096)
def _phrase_stems(phrase: str) -> tuple[str, ...]:
    words = fold(phrase).split()
    telling = [word for word in words if word not in STOP_WORDS] or words
    return tuple(stem(word) for word in telling)
