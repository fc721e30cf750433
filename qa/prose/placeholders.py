"""Grades, dates and names in a model's sentence: marks that code replaces, from the records.

A model writes `{date:2}`; the month and year of paragraph 2's report are put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa.prose.records import Source

_MARK = re.compile(r"\{\s*([a-z_ ]{1,20}?)\s*:\s*(\d{1,3})\s*\}")


class MarkUnknown(ValueError):
    """A mark without a value: of no paragraph that the sentence cites, or of nothing recorded."""


def filled(text: str, sources: Sequence[Source]) -> str:
    """The text with the values of its marks; `sources` are those that the sentence cites.

    Raises: MarkUnknown.
    """
    source_by_n = {source.n: source for source in sources}

    def value(found: re.Match[str]) -> str:
        name, source = found[1].replace(" ", "_"), source_by_n.get(int(found[2]))
        words = _VALUES[name](source) if source and name in _VALUES else None
        if words is None:
            raise MarkUnknown(found[1])
        return words

    return _MARK.sub(value, text)


def _date(source: Source) -> str | None:
    report = source.report
    when = report.inspection_end or report.inspection_start or report.published
    return f"{when:%B %Y}" if when else None


_VALUES: dict[str, Callable[[Source], str | None]] = {
    "authority": lambda source: source.report.authority,
    "date": _date,
    "grade": lambda source: source.report.overall,
    "section_grade": lambda source: source.paragraph.section_grade,
}
