"""What must hold for every answer, looked up in the collection that it was made from.

Each rule is a generator of breaches in words; an answer that keeps the rules has none. The answer
is taken as JSON, as a program outside would see it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from corpus import GRADES, OVERALL, Paragraph
from index import Report, Scope
from qa.open_collection import OpenCollection
from qa.records import STATUSES

Values = dict[str, Any]

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
# The end of "4 to 8 March 2024", "28 October to 8 November 2024", and each day before a "to".
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}})\b")
_FIRST_DAY = re.compile(
    rf"\b(\d{{1,2}})(?: ({'|'.join(_MONTHS)}))?(?: (\d{{4}}))? to (\d{{1,2}} \w+ \d{{4}})\b"
)
_GRADE = re.compile(rf"\b(?:{'|'.join(sorted(GRADES, key=len, reverse=True))})\b")
_COUNT = re.compile(r"^(\d+) ")


def breaches(answer: Values, collection: OpenCollection) -> list[str]:
    """Everything in the answer that breaks a rule."""
    return [f"{rule.__name__}: {told}" for rule in RULES for told in rule(answer, collection)]


def citations_are_found_again(answer: Values, collection: OpenCollection) -> Iterator[str]:
    """Numbers run from 1; each quote stands in a paragraph of the collection, with its record."""
    for name in ("citations", "related"):
        cited = answer[name]
        if [citation["n"] for citation in cited] != list(range(1, len(cited) + 1)):
            yield f"{name} are numbered {[citation['n'] for citation in cited]}"
        for citation in cited:
            yield from _of_citation(citation, collection)


def sentences_are_proved(answer: Values, collection: OpenCollection) -> Iterator[str]:
    """Every sentence has a citation or a list; quotes are verbatim; nothing is cited in vain."""
    quote_by_n = {citation["n"]: citation["quote"] for citation in answer["citations"]}
    used: set[int] = set()
    for sentence in answer["answer"]:
        numbers = sentence["citations"]
        used |= set(numbers)
        if not numbers and not sentence.get("proof"):
            yield f"nothing proves {sentence['text']!r}"
        if set(numbers) - set(quote_by_n):
            yield f"no citations {sorted(set(numbers) - set(quote_by_n))}"
        if sentence["kind"] not in ("quote", "record"):
            yield f"{sentence['kind']!r} without a language model"
        if sentence["kind"] == "quote" and sentence["text"] not in map(quote_by_n.get, numbers):
            yield f"not word for word: {sentence['text']!r}"
    if set(quote_by_n) - used:
        yield f"citations that no sentence uses: {sorted(set(quote_by_n) - used)}"


def records_say_what_the_reports_do(answer: Values, collection: OpenCollection) -> Iterator[str]:
    """A record's grades and dates are those of the reports it cites, or of the list it names."""
    cited_by_n = {citation["n"]: citation for citation in answer["citations"]}
    for sentence in answer["answer"]:
        if sentence["kind"] != "record":
            continue
        cited = [cited_by_n[n] for n in sentence["citations"] if n in cited_by_n]
        reports = [collection.report(citation["report_id"]) for citation in cited]
        held = [report for report in reports if report is not None]
        if held:
            yield from _wrong_dates(sentence["text"], held)
            yield from _wrong_grades(sentence["text"], held)


def grades_are_printed_in_the_quote(answer: Values, collection: OpenCollection) -> Iterator[str]:
    """A grade in a sentence that cites judgements stands in the words it cites."""
    cited_by_n = {citation["n"]: citation for citation in answer["citations"]}
    for sentence in answer["answer"]:
        cited = [cited_by_n[n] for n in sentence["citations"] if n in cited_by_n]
        if sentence["kind"] != "record" or not all(_cites_judgement(c, collection) for c in cited):
            continue
        quoted = " ".join(" ".join(citation["quote"].casefold().split()) for citation in cited)
        for grade in _GRADE.findall(sentence["text"]) if cited else ():
            if grade not in quoted:
                yield f"{grade!r} is not in {quoted!r}"


def counts_are_those_of_their_list(answer: Values, collection: OpenCollection) -> Iterator[str]:
    """A count's link parses, and its list has as many reports or authorities."""
    for sentence in answer["answer"]:
        counted = _COUNT.match(sentence["text"])
        if sentence.get("proof") is None:
            continue
        link = urlsplit(sentence["proof"])
        filters = parse_qsl(link.query, strict_parsing=True) if link.query else []
        if link.path not in ("/api/reports", "/api/judgements"):
            yield f"no list at {sentence['proof']}"
        elif counted and sentence["group"] == "Count":
            yield from _wrong_count(int(counted[1]), link.path, filters, collection)


def a_councils_own_words_are_labelled(answer: Values, collection: OpenCollection) -> Iterator[str]:
    """Words of a self-assessment stand under a heading that says whose they are."""
    kind_by_n = {citation["n"]: citation["kind"] for citation in answer["citations"]}
    for sentence in answer["answer"]:
        own = "self-assessment" in [kind_by_n.get(n) for n in sentence["citations"]]
        labelled = "the council says" in sentence["group"] or sentence["kind"] == "record"
        if own and not labelled:
            yield f"not labelled: {sentence['text']!r} under {sentence['group']!r}"


def status_reason_and_choices_agree(answer: Values, collection: OpenCollection) -> Iterator[str]:
    """A reason where it is not answered, sentences where it is, choices for a clarification."""
    status, reason = answer["status"], answer["reason"]
    if status not in STATUSES:
        yield f"no such status: {status}"
    if (status == "answered") != (reason is None):
        yield f"{status} with the reason {reason!r}"
    if reason is not None and not (reason[:1].isupper() or reason[:1] == "“"):
        yield f"no sentence: {reason!r}"
    if reason is not None and reason[-1:] not in ".?”":
        yield f"no sentence: {reason!r}"
    if bool(answer["answer"]) != (status in ("answered", "partial")):
        yield f"{status} with {len(answer['answer'])} sentences"
    if (status == "clarification") != (len(answer["choices"]) > 1):
        yield f"{status} with {len(answer['choices'])} choices"
    if answer["related"] and status != "no_evidence":
        yield f"{status} with related paragraphs"


def coverage_adds_up(answer: Values, collection: OpenCollection) -> Iterator[str]:
    """No part of the collection is larger than the whole, and what answers was searched."""
    told = answer["coverage"]
    whole, scope = told["reports_in_collection"], told["reports_in_scope"]
    answering = {citation["report_id"] for citation in answer["citations"]}
    if whole != len(collection.reports()):
        yield f"{whole} reports in a collection of {len(collection.reports())}"
    if told["reports_answering"] != len(answering):
        yield f"{told['reports_answering']} reports answering, {len(answering)} cited"
    if not len(answering) <= scope <= whole:
        yield f"{len(answering)} answering of {scope} in scope of {whole}"
    if not min(scope, 1) <= told["authorities_in_scope"] <= scope:
        yield f"{told['authorities_in_scope']} authorities with {scope} reports"


def it_is_plain_json(answer: Values, collection: OpenCollection) -> Iterator[str]:
    """Written and read back it is the same, and its times add up."""
    if json.loads(json.dumps(answer)) != answer:
        yield "not the same after a round trip"
    times = answer["timing_ms"]
    parts = sum(times[name] for name in ("understand", "embed", "retrieve", "answer"))
    if min(times.values()) < 0 or abs(times["total"] - parts) > 0.05:
        yield f"times do not add up: {times}"


RULES: tuple[Callable[[Values, OpenCollection], Iterator[str]], ...] = (
    citations_are_found_again,
    sentences_are_proved,
    records_say_what_the_reports_do,
    grades_are_printed_in_the_quote,
    counts_are_those_of_their_list,
    a_councils_own_words_are_labelled,
    status_reason_and_choices_agree,
    coverage_adds_up,
    it_is_plain_json,
)


def _of_citation(citation: Values, collection: OpenCollection) -> Iterator[str]:
    found = collection.paragraph(citation["paragraph_id"])
    if found is None:
        yield f"no paragraph {citation['paragraph_id']}"
        return
    if not citation["quote"] or (
        citation["quote"] != citation["text"][citation["start"] : citation["end"]]
    ):
        yield f"{citation['paragraph_id']}: {citation['quote']!r} is not where it should be"
    for name, value in _printed(*found).items():
        if citation[name] != value:
            yield f"{citation['paragraph_id']}: {name} is {citation[name]!r}, not {value!r}"


def _printed(report: Report, paragraph: Paragraph) -> Values:
    """What a citation has to say of its paragraph and report."""
    return {
        "report_id": report.id,
        "source": report.source,
        "authority": report.authority,
        "kind": report.kind,
        "title": report.title,
        "published": _iso(report.published),
        "inspection_start": _iso(report.inspection_start),
        "inspection_end": _iso(report.inspection_end),
        "overall": report.overall,
        "superseded_by": report.superseded_by,
        "number": paragraph.number,
        "section": paragraph.section,
        "section_grade": paragraph.section_grade,
        "page": paragraph.page,
        "text": paragraph.text,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _wrong_dates(text: str, reports: Sequence[Report]) -> Iterator[str]:
    known = {d for r in reports for d in (r.inspection_start, r.inspection_end, r.published)}
    for day in _days(text):
        if day not in known:
            yield f"{day} in {text!r} is no date of {[report.id for report in reports]}"


def _days(text: str) -> Iterator[date]:
    """Every day that the text names, the first of a range with what the last has of it."""
    for number, month, year in _DAY.findall(text):
        yield date(int(year), _MONTHS.index(month) + 1, int(number))
    for number, month, year, last in _FIRST_DAY.findall(text):
        _, last_month, last_year = last.split()
        place = _MONTHS.index(month or last_month) + 1
        yield date(int(year or last_year), place, int(number))


def _wrong_grades(text: str, reports: Sequence[Report]) -> Iterator[str]:
    known = {judgement.grade for report in reports for judgement in report.judgements}
    known |= {report.overall for report in reports}
    for grade in _GRADE.findall(text):
        if grade not in known:
            yield f"{grade!r} in {text!r} is no grade of {[report.id for report in reports]}"


def _cites_judgement(citation: Values, collection: OpenCollection) -> bool:
    report = collection.report(citation["report_id"])
    return report is not None and citation["paragraph_id"] in {
        judgement.paragraph_id for judgement in report.judgements
    }


def _wrong_count(
    counted: int, path: str, filters: Sequence[tuple[str, str]], collection: OpenCollection
) -> Iterator[str]:
    scope = _scope(filters)
    if path == "/api/reports":
        found = len(collection.reports(scope))
    else:
        found = len({report.authority for report, _ in collection.judgements(scope)})
    moved = "grade" not in dict(filters) and path == "/api/judgements"
    # The list behind a movement has every authority's grades: those that moved are some of them.
    if counted > found if moved else counted != found:
        yield f"{counted} counted, {found} in the list {dict(filters)}"


def _scope(filters: Sequence[tuple[str, str]]) -> Scope:
    """The filters of a link, which are those of the commands.

    Raises: ValueError for a name that is no filter.
    """
    many: dict[str, list[str]] = {}
    for name, value in filters:
        many.setdefault(name, []).append(value)
    graded = [value.rpartition("=") for value in many.pop("grade", [])]
    since, until = many.pop("since", [None])[0], many.pop("until", [None])[0]
    scope = Scope(
        authorities=tuple(many.pop("authority", ())),
        kinds=tuple(many.pop("kind", ())),
        areas=tuple(many.pop("area", ())),
        grades=tuple(grade for area, _, grade in graded if area in ("", OVERALL)),
        area_grades=tuple((area, grade) for area, _, grade in graded if area not in ("", OVERALL)),
        since=date.fromisoformat(since) if since else None,
        until=date.fromisoformat(until) if until else None,
        latest_only=many.pop("latest", ["false"])[0] == "true",
        report_ids=tuple(many.pop("report", ())),
    )
    if many:
        raise ValueError(f"no filters: {sorted(many)}")
    return scope
