"""When an inspection was made and published, from the title block or a letter's opening."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath

from corpus.interpret.dates import find_dates, find_range
from corpus.interpret.kinds import LETTER_KINDS

_INSPECTED = re.compile(
    r"(?:inspection|visit|review)\s*dates?\s*[:.]?\s*(?P<rest>.*)", re.IGNORECASE
)
_PUBLISHED = re.compile(
    r"(?:report\s+)?(?:published|publication date|date published)\s*[:.]?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_VISITED = re.compile(
    r"\b(?:visit|inspection|review)\b[^.]{0,200}?\bon (?P<rest>\d[^.]{3,60}?(?:19|20)\d\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:between|from) (?P<rest>\d{1,2}[^.]{3,60}?(?:19|20)\d\d)", re.IGNORECASE
)
_ONLY_DATE = re.compile(r"\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ (?:19|20)\d\d")
_DATE_IN_NAME = re.compile(r"(\d{1,2})[-_ ]+([a-z]{3,9})[-_ ]+((?:19|20)\d\d)", re.IGNORECASE)
_ISO_IN_NAME = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")


def tells_date(line: str) -> bool:
    """Whether a line of a title block does nothing but tell a date."""
    labels = (_INSPECTED, _PUBLISHED)
    return any(label.match(line) for label in labels) or bool(_ONLY_DATE.fullmatch(line))


def find_inspected(
    lines: Sequence[str], opening: Sequence[str], kind: str
) -> tuple[date, date] | None:
    """First and last day of the inspection: after its label, or in the opening's sentence.

    Two visits of one inspection make one span. A self-assessment is no inspection.
    """
    found = _after_label(_INSPECTED, lines)
    if found or kind == "self-assessment":
        return found
    prose = " ".join(opening)
    for pattern in (_VISITED, _BETWEEN):
        match = pattern.search(prose)
        if match:
            return find_range(match["rest"])
    return None


def find_published(lines: Sequence[str], kind: str) -> date | None:
    """The day of publication as printed; a letter's own date is its day of publication."""
    days = _after_label(_PUBLISHED, lines)
    if days:
        return days[0]
    if kind in LETTER_KINDS:
        for line in lines:
            own = find_dates(line) if _ONLY_DATE.fullmatch(line.strip()) else []
            if own:  # "31 June 2022" is printed as a date and is none
                return own[0]
    return None


def published_in_name(source: str) -> date | None:
    """The day of publication that a file's name carries: "...---13-january-2025.pdf"."""
    name = PurePath(source).stem
    iso = _ISO_IN_NAME.search(name)
    if iso:
        try:
            return date.fromisoformat(iso.group())
        except ValueError:
            return None
    match = _DATE_IN_NAME.search(name)
    found = find_dates(" ".join(match.groups())) if match else []
    return found[0] if found else None


def _after_label(label: re.Pattern[str], lines: Sequence[str]) -> tuple[date, date] | None:
    """The days after a label, on its line or the two lines below it."""
    for index, line in enumerate(lines):
        match = label.search(line)
        if match is None:
            continue
        days = find_range(match["rest"])
        # A range may be broken over two lines: "7 November 2022 to" / "18 November 2022".
        if days is None or match["rest"].rstrip().endswith(("to", "-", "–", "and", ",")):
            below = _until_label(lines[index + 1 : index + 3])
            days = find_range(" ".join([match["rest"], *below]))
        if days:
            return days
    return None


def _until_label(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if ":" in line or not re.search(r"\d", line):
            break
        kept.append(line)
    return kept
