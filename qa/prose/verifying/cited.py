"""What a draft sentence cites, as the checks read it: sentences with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index import Report
from qa.prose.records import Source
from qa.prose.verifying.reading import Reading, read_text
from qa.sentences import Span, split_sentences
from qa.weighing.polarity import is_improvement_heading


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of a cited paragraph."""

    source: Source
    span: Span
    reading: Reading
    place_by_key: Mapping[str, tuple[int, ...]]  # the places of the words that have a key
    before: Reading | None  # the sentence before it in the paragraph
    to_improve: bool  # stands in a list of what is to be improved

    @property
    def text(self) -> str:
        """Its words."""
        return self.reading.text


@dataclass(frozen=True)
class Cited:
    """The paragraphs that a sentence cites."""

    sources: tuple[Source, ...]
    sentences: tuple[CitedSentence, ...]

    @cached_property
    def text(self) -> str:
        """All that is printed in them."""
        return "\n".join(source.paragraph.text for source in self.sources)

    @cached_property
    def reading(self) -> Reading:
        """The same, read."""
        return read_text(self.text)

    @cached_property
    def around(self) -> str:
        """What stands over them: headings, the report's title, authority and people."""
        return "\n".join(_around(source) for source in self.sources)

    @cached_property
    def around_keys(self) -> frozenset[str]:
        """The keys of the words around them."""
        return frozenset().union(*(word.keys for word in read_text(self.around).words))

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """The reports that are cited, each once."""
        return tuple({source.report.id: source.report for source in self.sources}.values())

    def only(self, authority: str) -> Cited:
        """The same without what other authorities' reports say."""
        return Cited(
            tuple(s for s in self.sources if s.report.authority == authority),
            tuple(s for s in self.sentences if s.source.report.authority == authority),
        )


def read_cited(sources: Sequence[Source]) -> Cited:
    """The paragraphs cut into sentences, in order."""
    sentences = [sentence for source in sources for sentence in _sentences(source)]
    return Cited(tuple(sources), tuple(sentences))


def _sentences(source: Source) -> list[CitedSentence]:
    improving = is_improvement_heading(source.paragraph.section) or is_improvement_heading(
        source.paragraph.subsection
    )
    found = []
    before: Reading | None = None
    for span, text in _split(source.paragraph.text):
        reading = read_text(text)
        found.append(
            CitedSentence(
                source,
                span,
                reading,
                _places(reading),
                before,
                improving and not tells_something(text),
            )
        )
        before = reading
    return found


_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|stood|took|takes)\b", re.IGNORECASE
)
_WITHIN = re.compile(
    r"\b(?:that|which|who|whom|what|how|whether|when|where|if|as|so)\s+(?:\S+\s+){0,4}$",
    re.IGNORECASE,
)


def tells_something(text: str) -> bool:
    """Whether an item of a list is a whole sentence, and names no more than what is to improve."""
    return any(not _WITHIN.search(text[: m.start()]) for m in _FINITE.finditer(text))


@lru_cache(maxsize=1_024)
def _split(text: str) -> tuple[tuple[Span, str], ...]:
    return tuple((span, text[span.start : span.end]) for span in split_sentences(text))


@lru_cache(maxsize=4_096)
def _places(reading: Reading) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for place, word in enumerate(reading.words):
        for key in word.keys:
            found.setdefault(key, []).append(place)
    return {key: tuple(places) for key, places in found.items()}


def _around(source: Source) -> str:
    report, paragraph = source.report, source.paragraph
    parts = (
        paragraph.section,
        paragraph.subsection,
        paragraph.area,
        report.title,
        report.authority,
        report.lead_inspector,
        report.kind.replace("-", " "),
    )
    return "\n".join(part for part in parts if part)
