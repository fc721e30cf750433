"""Names that stay: a report's id from what it is, a paragraph's from its report and number."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date


def report_id(
    authority: str | None, kind: str, day: date | None, *, title: str | None, sha256: str
) -> str:
    """The same id for every copy and re-issue of a report.

    Without an authority the title stands in its place, without a date eight digits of the checksum.
    """
    place = slug(authority or title or "report", longest=60)
    return f"{place}-{kind}-{day.isoformat() if day else sha256[:8]}"


class ParagraphIds:
    """Gives each paragraph of a report its id, in the order of reading."""

    def __init__(self, report: str) -> None:
        self._report = report
        self._given: Counter[str] = Counter()

    def numbered(self, number: str) -> str:
        """The id of a numbered paragraph; a number that comes again gets a suffix."""
        self._given[number] += 1
        times = self._given[number]
        return f"{self._report}.{number}" if times == 1 else f"{self._report}.{number}-{times}"

    def in_section(self, section: str | None, kind: str) -> str:
        """The id of a paragraph without a number: its place in its section."""
        name = slug(section or kind, longest=48)
        key = f"{name}."
        self._given[key] += 1
        return f"{self._report}.{name}.{self._given[key]}"


def slug(words: str, *, longest: int) -> str:
    """Words as lower-case letters, digits and hyphens, cut at a word's end."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"['’]", "", plain)
    plain = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(plain) > longest:
        plain = plain[:longest].rsplit("-", 1)[0]
    return plain or "section"
