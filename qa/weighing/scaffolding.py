"""What every report says alike: title block, contents, how inspections are made. No findings."""

from __future__ import annotations

import re

from corpus import GRADES, Paragraph

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
