"""Whether a grade that a draft tells as a judgement is the one that the report gives.

"Judged good" is looked up in the record; "good progress" is an everyday word and left to the
checks of polarity and content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import OVERALL
from index import Report
from qa.prose.verifying.alignment import Alignment
from qa.prose.verifying.cited import Cited
from qa.prose.verifying.dates import find_dates
from qa.understanding.grades import find_areas, find_grades
from qa.understanding.places import Gazetteer, find_places

_GRADE = r"outstanding|good|requir(?:es?|ed|ing) improvement(?: to be good)?|adequate|inadequate"
# A grade as a judgement, in ways that questions do not word it.
_JUDGED = re.compile(
    rf"\b(?:judge[ds]?|judging|rate[ds]?|rating|grade[ds]?|grading|judge?ments?|"
    rf"mark(?:ed)?|award(?:ed)?)\b"
    rf"(?:[^.;]{{0,80}}?)\b(?P<after>{_GRADE})\b"
    rf"|\b(?P<before>{_GRADE})\s+(?:overall|rating|judge?ment|grade|mark)\b"
    rf"|\b(?:from|to)\s+(?P<moved>{_GRADE})(?=\s+(?:to|from|in|at|overall|for|since|"
    rf"by)\b|\s*[.,;]|$)"
    rf"|\boverall(?: effectiveness)?\s+(?:is|was|as|remains?|stays?|at)?\s*(?P<overall>{_GRADE})\b"
    rf"|\b(?P<named>requir(?:es?|ed|ing) improvement to be good)\b",
    re.IGNORECASE,
)
# "Inadequate" and "outstanding" of the whole of a council or of an area's services.
_OF_SERVICES = re.compile(
    r"\b(?:services?|councils?|authorit(?:y|ies)|leadership|leaders|provision|"
    r"effectiveness|help|care|"
    r"protection|adoption|board)\s+(?:(?:is|are|was|were|remains?|remained|became|"
    r"becomes?|as|now|still|"
    r"also|both|all|overall|be|to be|found|being)\s+)+(?P<grade>outstanding|"
    r"requir(?:es?|ed|ing) improvement|inadequate)\b",
    re.IGNORECASE,
)

# What tells of an inspection before, whose grade only the words of a report give.
_OF_BEFORE = re.compile(
    r"\b(?:was|were|had|been|became|moved|improved|declined|fell|rose|changed|previous(?:ly)?|earlier|"
    r"formerly|last|before|since|from|then|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def grade_fault(alignment: Alignment, gazetteer: Gazetteer) -> str | None:
    """The grade that neither the records nor the words of what is cited give."""
    text, cited = alignment.draft.text, alignment.cited
    told = list(told_grades(text))
    if any(source.paragraph.kind == "table" for source in cited.sources) or told:
        told = _with_plain(text, told)
    areas: set[str] = set()
    before = 0
    for grade, start, end in told:
        part = _Part(text, before, start, end)
        areas = part.areas() or areas
        reports = part.reports(cited, gazetteer)
        was_so = bool(_OF_BEFORE.search(text))
        if not _is_given(grade, areas, cited, reports, was_so=was_so):
            return f"the grade {grade!r}"
        before = end
    return None


def _with_plain(text: str, told: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The grades told, and those that end a clause: beside a judgement these are judgements too."""
    by_start = {start: (grade, start, end) for grade, start, end in told}
    for match in _PLAIN.finditer(text):
        by_start.setdefault(
            match.start("grade"), (_canonical(match["grade"]), *match.span("grade"))
        )
    return [by_start[start] for start in sorted(by_start)]


_PLAIN = re.compile(
    rf"\b(?:is|are|was|were|as|and|be|both|overall|to|from|of)\s+(?P<grade>{_GRADE})"
    rf"(?=\s*(?:[,.;]|$|(?:and|but|although|though|while|whereas|in|for|to|from|overall|since)\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Part:
    """The stretch of a draft that one grade is told in, from the grade before it on."""

    text: str
    first: int
    start: int
    end: int

    @property
    def before(self) -> str:
        """From the grade before, or the last mark, to the grade."""
        stretch = self.text[self.first : self.start]
        marks = [m.end() for m in _PARTS.finditer(stretch)]
        last = marks[-1] if marks else 0
        return stretch[last:] if find_areas(stretch[last:]) or self.first == 0 else stretch

    @property
    def _last_part(self) -> str:
        """From the last mark to the grade."""
        return _PARTS.split(self.text[self.first : self.start])[-1]

    @property
    def after(self) -> str:
        """From the grade to the next mark."""
        mark = _PARTS.search(self.text, self.end)
        return self.text[self.end : mark.start() if mark else len(self.text)]

    @property
    def _long_after(self) -> str:
        """The same, "and" within it: "for children who need help and protection"."""
        mark = re.compile(r"[,;:]|\b(?:while|whereas|but|although|though)\b", re.I).search(
            self.text, self.end
        )
        return self.text[self.end : mark.start() if mark else len(self.text)]

    def areas(self) -> set[str]:
        """The areas that the grade is told of: those nearest before it, else behind it."""
        named: list[str] = []
        stretch = ""
        for stretch in (self._last_part[-200:], self.after, self._long_after, self.before):
            named = [area for found in find_areas(stretch) for area in found.values]
            if named:
                break
        if len(named) > 1 and OVERALL in named and not re.search(r"\band\b", stretch):
            named = [area for area in named if area != OVERALL]
        return set(named)

    def reports(self, cited: Cited, gazetteer: Gazetteer) -> tuple[Report, ...]:
        """The cited reports that the stretch names by place or year; else all of them."""
        for stretch in (self.after, self._last_part, self.before, self.text[: self.end]):
            places = {a for p in find_places(stretch, gazetteer) for a in p.authorities}
            years = {when.year for when in find_dates(stretch) if when.year}
            found = [r for r in cited.reports if not places or r.authority in places]
            dated = [r for r in found if not years or years & _years(r)]
            if places or years:
                return tuple(dated or found) or cited.reports
        return cited.reports


def _years(report: Report) -> set[int]:
    days = (report.inspection_start, report.inspection_end, report.published)
    return {day.year for day in days if day}


_PARTS = re.compile(r"[,;:]|\b(?:while|whereas|but|although|though|and)\b", re.IGNORECASE)


def told_grades(text: str) -> Iterator[tuple[str, int, int]]:
    """The grades that a text tells as judgements, with where."""
    told: dict[int, tuple[str, int, int]] = {}
    for found in find_grades(text):
        for match in re.finditer(rf"\b(?:{_GRADE})\b", text, re.IGNORECASE):
            if found.mention.start <= match.start() < found.mention.end:
                told[match.start()] = (_canonical(match[0]), *match.span())
    for pattern in (_JUDGED, _OF_SERVICES):
        for match in pattern.finditer(text):
            name = match.lastgroup or ""
            told[match.start(name)] = (_canonical(match[name]), *match.span(name))
    yield from (told[start] for start in sorted(told))


def _canonical(printed: str) -> str:
    word = printed.lower()
    return "requires improvement" if word.startswith("requir") else word


def _is_given(
    grade: str, areas: set[str], cited: Cited, reports: tuple[Report, ...], *, was_so: bool
) -> bool:
    """Whether a report gives the grade for one of the areas, or the cited words do.

    Of what is so now (not `was_so`) the record alone tells.
    """
    for report in reports:
        given = _given(report)
        named = areas & given.keys()
        if named:
            if all(grade in given[area] for area in named):
                return True
        elif (not areas and grade in given.get(OVERALL, set())) or (
            not areas
            and any(
                grade == s.paragraph.section_grade
                for s in cited.sources
                if s.report.id == report.id
            )
        ):
            return True
    if any(areas & _given(report).keys() for report in reports):
        # Only running text may tell another grade than the record: that of an earlier inspection.
        return was_so and _stands_beside(grade, areas, cited, running=True)
    return _stands_beside(grade, areas, cited, running=False)


def _given(report: Report) -> dict[str, set[str]]:
    """The grades of each area of a report."""
    given: dict[str, set[str]] = {}
    for judgement in report.judgements:
        for area in {judgement.area, *judgement.areas}:
            if judgement.grade:
                given.setdefault(area, set()).add(judgement.grade)
    if report.overall:
        given.setdefault(OVERALL, set()).add(report.overall)
    return given


def _stands_beside(grade: str, areas: set[str], cited: Cited, *, running: bool) -> bool:
    """Whether a cited line prints the grade, with the area where one is named.

    With `running` the rows of tables do not count.
    """
    pattern = re.compile(_as_printed(grade), re.IGNORECASE)
    for source in cited.sources:
        if running and source.paragraph.kind in ("table", "front"):
            continue
        lines = source.paragraph.text.splitlines() or [source.paragraph.text]
        for line in lines:
            if not pattern.search(line):
                continue
            found = {area for words in find_areas(line) for area in words.values}
            if not areas or not found or areas & found:
                return True
    return False


def _as_printed(grade: str) -> str:
    if grade == "requires improvement":
        return r"\brequir(?:es?|ed|ing) improvement\b"
    return rf"\b{grade}\b"
