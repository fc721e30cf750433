"""Grades: what an authority was judged to be, in one inspection or over several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from urllib.parse import urlencode

from corpus import FULL_INSPECTIONS, GRADES, OVERALL, Judgement, area_of_words
from index import Report
from qa.composing.citations import CitationList
from qa.labels import area_words, listed, report_label, report_words, who_words
from qa.open_collection import OpenCollection
from qa.record_answers.outcome import RecordOutcome
from qa.record_answers.proofs import cite_judgement
from qa.records import RecordQuestion, Sentence, Understanding
from qa.scoping.timeline import Placed

# How many inspections one answer lists; an authority has had at most six since 2009.
MOST_INSPECTIONS = 12
# More notes on single inspections than these are gathered into one of each kind.
MOST_NOTES = 6
# The longest list an answer prints; the proof behind a count holds all of them.
LONGEST_LIST = 25


def answer_grades(
    asked: RecordQuestion,
    understanding: Understanding,
    placed: Placed,
    collection: OpenCollection,
    citations: CitationList,
) -> RecordOutcome:
    """The grades asked for, newest inspection first, one sentence for each inspection and area."""
    graded = [report for report in placed.reports if report.judgements]
    reports, notes = _wanted_reports(asked, graded, understanding)
    if asked.every_area and len(reports) > MOST_INSPECTIONS:
        asked = replace(asked, every_area=False)
        notes.append("Only the overall grades are shown: ask about an area for its grades.")
    sentences = _counts(asked, understanding, reports)
    missing: list[str] = []
    told: list[str] = []
    if len(reports) > LONGEST_LIST:
        notes.append(f"The first {LONGEST_LIST} are shown, newest first.")
    for report in reports[:LONGEST_LIST]:
        areas = _areas(asked, report)
        found = [(area, find_judgement(report, area)) for area in areas]
        supposed = asked.supposed if len(reports) == 1 else ()
        sentences += grade_sentences(report, areas, collection, citations, supposed)
        missing += [
            f"{report_words(report)} gives no grade for {area_words(a)}" for a, j in found if not j
        ]
        for _, judgement in found:
            told += _judgement_notes(judgement, report) if judgement else []
    told = list(dict.fromkeys(told))
    notes += told if len(told) <= MOST_NOTES else _gathered(told)
    return _outcome(sentences, missing, graded, placed, tuple(dict.fromkeys(notes)))


def _gathered(told: Sequence[str]) -> list[str]:
    """The notes on many inspections in a sentence for each kind of note."""
    merged = sum(note.startswith("In ") for note in told)
    old = len(told) - merged
    notes = []
    if merged:
        notes.append(
            f"In {merged} of these inspections one grade was given for two areas together."
        )
    if old:
        notes.append(f"{old} of these inspections have been superseded by later ones.")
    return notes


def _counts(
    asked: RecordQuestion, understanding: Understanding, reports: Sequence[Report]
) -> list[Sentence]:
    """How many of a group have which grade, best first; nothing where no group is meant."""
    if not understanding.groups or len(reports) < 2 or asked.every_area:
        return []
    sentences = []
    members = {name for group in understanding.groups for name in group.authorities}
    beside = [report for report in reports if report.authority not in members]
    rows = [
        (f"{group.name} ({len(group.authorities)} authorities)", group.authorities)
        for group in understanding.groups
    ]
    if beside:
        everybody = tuple(report.authority or "" for report in reports)
        rows = [(who_words(understanding), everybody)]
    for area, (who, names) in product(asked.areas or (OVERALL,), rows):
        own = [report for report in reports if report.authority in names]
        found = [find_judgement(report, area) for report in own]
        graded = [judgement.grade for judgement in found if judgement and judgement.grade]
        if not graded:
            continue
        counts = [f"{graded.count(g)} {g}" for g in GRADES if g in graded]
        what = "overall" if area == OVERALL else f"for {area_words(area)}"
        text = f"Of {len(graded)} reports on {who}: {listed(counts)} {what}."
        filters = [("area", area), *(("authority", name) for name in names)]
        proof = "/api/judgements?" + urlencode(filters)
        sentences.append(Sentence(text, (), "record", "Count", proof))
    return sentences


def _areas(asked: RecordQuestion, report: Report) -> tuple[str, ...]:
    """The areas asked about; every one that the report judges where all grades are wanted."""
    if asked.every_area:
        return tuple(dict.fromkeys(judgement.area for judgement in report.judgements))
    return asked.areas or (OVERALL,)


def grade_sentences(
    report: Report,
    areas: Sequence[str],
    collection: OpenCollection,
    citations: CitationList,
    supposed: Sequence[str] = (),
) -> list[Sentence]:
    """A sentence for each area the report judges; "Yes" or "No" where grades were supposed."""
    sentences = []
    for area in areas:
        judgement = find_judgement(report, area)
        if judgement is None:
            continue
        numbers = cite_judgement(report, judgement, collection, citations)
        text = _sentence(report, judgement, area, supposed)
        proof = None if numbers else _proof(report, area)
        sentences.append(Sentence(text, numbers, "record", report_label(report), proof))
    return sentences


def find_judgement(report: Report, area: str) -> Judgement | None:
    """The report's judgement for the area, a merged one included."""
    for judgement in report.judgements:
        if judgement.area == area:
            return judgement
    merged = (j for j in report.judgements if area in j.areas)
    parted = (j for j in report.judgements if _is_overall_of(j, area))
    return next(merged, None) or next(parted, None)


def _is_overall_of(judgement: Judgement, area: str) -> bool:
    """Whether it is the overall grade of a report's part: "looked after children: overall ..."."""
    part, _, rest = judgement.area.partition(": ")
    return rest == OVERALL and area_of_words(part) == area


def _wanted_reports(
    asked: RecordQuestion, graded: Sequence[Report], understanding: Understanding
) -> tuple[list[Report], list[str]]:
    """All inspections where a time or a change is asked about, else each authority's newest.

    Where the newest gives no grade for the area, because frameworks have changed, the newest that
    gives one is meant.
    """
    dated = bool(understanding.periods or understanding.move or understanding.last)
    scoped = understanding.scope.since or understanding.scope.until
    compares = understanding.compares and not understanding.groups
    if dated or scoped or compares:
        return list(graded if understanding.groups else graded[:MOST_INSPECTIONS]), []
    newest: dict[str | None, Report] = {}
    for report in sorted(graded, key=lambda r: r.kind not in FULL_INSPECTIONS):
        newest.setdefault(report.authority, report)
    notes = _judging(asked, graded, newest)
    older = len(graded) - len(newest)
    if older and not notes and not understanding.latest_inspection:
        plural = "inspections" if older > 1 else "inspection"
        which = "This is the newest grade" if len(newest) == 1 else "These are the newest grades"
        notes.append(
            f"{which} in the collection; {older} earlier {plural} can be asked about by year."
        )
    return list(newest.values()), notes


def _judging(
    asked: RecordQuestion, graded: Sequence[Report], newest: dict[str | None, Report]
) -> list[str]:
    """Put in place of the newest reports older ones that judge the area; say so in notes."""
    notes = []
    for area in asked.areas[:1]:
        for who, report in list(newest.items()):
            if find_judgement(report, area):
                continue
            own = [r for r in graded if r.authority == who and find_judgement(r, area)]
            if own:
                newest[who] = own[0]
                words = report_words(report)
                notes.append(
                    f"{words[0].upper()}{words[1:]} gives no grade for {area_words(area)}."
                )
    return notes


def _sentence(report: Report, judgement: Judgement, area: str, supposed: Sequence[str]) -> str:
    who = report.authority or report.title or report.id
    what = "overall" if area == OVERALL else f"for {area_words(area)}"
    where = f"in {report_words(report)}"
    if judgement.grade is None:
        return f"{who} was not given a grade {what} {where}: it was not judged."
    text = f"{who} was graded {judgement.grade} {what} {where}."
    if supposed:
        text = f"{'Yes' if judgement.grade in supposed else 'No'}: {text}"
    return text


def _judgement_notes(judgement: Judgement, report: Report) -> list[str]:
    notes = []
    if judgement.status == "merged":
        notes.append(
            f"In {report_words(report)} one grade was given for {listed(list(judgement.areas))} "
            "together."
        )
    if report.superseded_by:
        words = report_words(report)
        notes.append(f"{words[0].upper()}{words[1:]} has been superseded by a later inspection.")
    return notes


def _outcome(
    sentences: Sequence[Sentence],
    missing: Sequence[str],
    graded: Sequence[Report],
    placed: Placed,
    notes: tuple[str, ...],
) -> RecordOutcome:
    if not graded:
        count = len(placed.reports)
        which = (
            "The report in scope gives"
            if count == 1
            else f"None of the {count} reports in scope gives"
        )
        none = "no grades." if count == 1 else "grades."
        return RecordOutcome("no_evidence", reason=f"{which} {none}", notes=notes)
    if not sentences:
        return RecordOutcome("no_evidence", reason=_because(missing), notes=notes)
    if missing:
        return RecordOutcome("partial", tuple(sentences), _because(missing), notes)
    return RecordOutcome("answered", tuple(sentences), notes=notes)


def _because(missing: Sequence[str]) -> str:
    text = "; ".join(missing)
    return f"{text[0].upper()}{text[1:]}."


def _proof(report: Report, area: str) -> str:
    return "/api/judgements?" + urlencode({"report": report.id, "area": area})
