"""What a question demands of a paragraph beside its words: a name, a phrase, a date, a number.

Some questions want more than words: a number, a sum of money, a person's name, a proper name, a
date. A paragraph without it answers nothing, however close its words are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from corpus import Paragraph
from qa.records import Period, Topic, Understanding
from qa.weighing.counting import Counted, counts, what_is_counted
from qa.weighing.scaffolding import is_scaffolding
from qa.weighing.topics import carried_stems, carries, sentence_stems
from qa.weighing.wanted import WANTED_WORDS, Want, has_wanted, what_is_wanted
from qa.words import fold, stem, stems_of, weight

# The share of a question's telling words that stand in one sentence with the number, sum or name
# that it wants. Over 214 questions .5 and .34 gave the same figures, .25 one answer more
# (2026-11-24).
BESIDE_WANTED = 0.34
# Words that only say that a number is wanted.
_COUNTING = frozenset("share percentage proportion number rate average total many pounds".split())


@dataclass(frozen=True, slots=True)
class Demands:
    """What one question demands, read once for all paragraphs that are held against it."""

    names: tuple[tuple[str, tuple[str, ...]], ...]  # as asked, and its folded words
    phrase: str | None
    facts: tuple[tuple[str, re.Pattern[str] | None], ...]  # as asked, and how reports print it
    pairs: tuple[Topic, ...]  # of which one has to stand side by side
    want: Want | None
    counted: Counted | None  # what "how many" counts, where a number is wanted
    telling: tuple[Topic, ...]  # of which enough have to stand beside what is wanted

    @classmethod
    def of(cls, understanding: Understanding, facts: Sequence[Period]) -> Self:
        """The demands of a question; `facts` are the periods that date what it asks about."""
        want = what_is_wanted(understanding.question)
        timing = {word for period in understanding.periods for word in fold(period.words).split()}
        asking = _COUNTING | timing
        topics = understanding.topics
        return cls(
            names=tuple((name, tuple(fold(name).split())) for name in understanding.names),
            phrase=understanding.phrase or None,
            facts=tuple((fact.words, _pattern_of(fact)) for fact in facts),
            pairs=tuple(topic for topic in topics if topic.together),
            want=want,
            counted=what_is_counted(understanding) if want == "number" else None,
            telling=tuple(t for t in topics if _is_telling(t) and t.word not in asking),
        )

    def missing_from(self, paragraph: Paragraph) -> str | None:
        """What the paragraph lacks; None if nothing."""
        text = paragraph.text
        if is_scaffolding(paragraph):
            return "findings"
        for name, words in self.names:
            if not _names(text, words):
                return f"“{name}”"
        if self.phrase and fold(self.phrase) not in fold(text):
            return f"the words “{self.phrase}”"
        for words_of_fact, pattern in self.facts:
            if pattern is not None and not pattern.search(text):
                return f"the date “{words_of_fact}”"
        if self.pairs:
            carried = carried_stems(text) | carried_stems(paragraph.section or "")
            if not any(carries(pair, carried) for pair in self.pairs):
                return f"“{self.pairs[0].word}”"
        if self.want and not self._has_wanted_beside_topic(text, self.want):
            counted = self.counted
            return f"a number of “{counted.noun}”" if counted else WANTED_WORDS[self.want]
        return None

    def _has_wanted_beside_topic(self, text: str, want: Want) -> bool:
        """Whether one sentence has what is wanted and enough of the words the question turns on.

        A fact's own date has to stand there too; its figures are no wanted number.
        """
        dates = [pattern for _, pattern in self.facts if pattern is not None]
        before = ""
        for span, stems in sentence_stems(text):
            context, before = before, text[span.start : span.end]
            sentence = before
            if not all(pattern.search(sentence) for pattern in dates):
                continue
            for pattern in dates:
                sentence = pattern.sub(" ", sentence)
            if self.counted is not None:
                if counts(sentence, self.counted, context):
                    return True
            elif has_wanted(sentence, want):
                carried = sum(carries(topic, stems) for topic in self.telling)
                if carried >= BESIDE_WANTED * len(self.telling):
                    return True
        return False


def _names(text: str, words: Sequence[str]) -> bool:
    """Whether a paragraph names it, hyphens and plural endings aside."""
    stems = stems_of(text)
    return all(stem(word) in stems for word in words) or "".join(words) in fold(text).replace(
        " ", ""
    )


def _pattern_of(fact: Period) -> re.Pattern[str] | None:
    """How reports print the day of a fact; None where it has none."""
    when = fact.until or fact.since
    return None if when is None else _fact_pattern(when)


def _fact_pattern(when: date) -> re.Pattern[str]:
    """The month and year of a fact as reports print them, with the day before them or without."""
    day = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    year = rf"(?:{when:%Y}|[’']?{when:%y}\b)"
    return re.compile(rf"{day}(?:{when:%B}|{when:%b}\.?)[ ,]+{year}", re.IGNORECASE)


def _is_telling(topic: Topic) -> bool:
    """Whether the topic has a word that is not among the commonest."""
    return not topic.together and any(weight(word) >= 1.0 for word in topic.word.split())
