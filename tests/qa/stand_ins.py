"""A collection held in lists, and two invented authorities with their invented reports.

The stand-in filters exactly and ranks by shared words, so that what these tests show is the work
of `qa` and not of an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from corpus import Judgement, Paragraph, load_authorities
from index import Coverage, Hit, Report, Scope
from qa.answering import Answerer
from qa.records import Answer, Filters, Question, Turn
from qa.understanding import Gazetteer, make_gazetteer
from qa.words import content_words, stems_of

EVERYTHING = Scope()
TODAY = date(2026, 6, 1)


class ListedCollection:
    """Reports and their paragraphs in lists; fulfils `qa.open_collection.OpenCollection`."""

    model = "shared words"

    def __init__(self, contents: Sequence[tuple[Report, Sequence[Paragraph]]]) -> None:
        in_order = sorted(contents, key=lambda pair: (_day(pair[0]), pair[0].id), reverse=True)
        self._paragraphs = {report.id: list(paragraphs) for report, paragraphs in in_order}
        self._reports = [report for report, _ in in_order]

    def reports(self, scope: Scope = EVERYTHING) -> list[Report]:
        found = [report for report in self._reports if _meets(report, scope)]
        if scope.latest_only:
            newest: dict[tuple[str | None, str], Report] = {}
            for report in self._reports:
                newest.setdefault((report.authority, report.kind), report)
            found = [report for report in found if report in newest.values()]
        return found

    def report(self, report_id: str) -> Report | None:
        return next((report for report in self._reports if report.id == report_id), None)

    def paragraphs(self, report_id: str) -> list[Paragraph]:
        return self._paragraphs.get(report_id, [])

    def paragraph(self, paragraph_id: str) -> tuple[Report, Paragraph] | None:
        for report in self._reports:
            for paragraph in self.paragraphs(report.id):
                if paragraph.id == paragraph_id:
                    return report, paragraph
        return None

    def judgements(self, scope: Scope = EVERYTHING) -> list[tuple[Report, Judgement]]:
        return [(report, j) for report in self.reports(scope) for j in report.judgements]

    def prepare(self, words: str) -> None:
        pass

    def nearness(self, words: str, hit: Hit, spans: Sequence[tuple[int, int]]) -> list[float]:
        return []

    def search(
        self, words: str, scope: Scope = EVERYTHING, limit: int = 20, looked_at: int = 50
    ) -> list[Hit]:
        wanted = {stem for word in content_words(words) for stem in stems_of(word)}
        hits = []
        for report in self.reports(scope):
            for paragraph in self.paragraphs(report.id):
                if scope.areas and paragraph.area not in scope.areas:
                    continue
                shared = len(wanted & set(stems_of(paragraph.text)))
                if shared:
                    hits.append(Hit(paragraph, report, shared / len(wanted), {"bm25": shared}))
        return sorted(hits, key=lambda hit: (-hit.score, hit.paragraph.id))[:limit]

    def encode(self, text: str) -> None:
        return None

    def rarity(self, words: str) -> float:
        return 1.0

    def coverage(self, scope: Scope = EVERYTHING) -> Coverage:
        found = self.reports(scope)
        return Coverage(len(self._reports), len(found), len({r.authority for r in found}))


def _day(report: Report) -> date:
    return report.date or date.min


def _meets(report: Report, scope: Scope) -> bool:
    graded = {(area, j.grade) for j in report.judgements for area in (j.area, *j.areas)}
    return (
        (not scope.authorities or report.authority in scope.authorities)
        and (not scope.kinds or report.kind in scope.kinds)
        and (not scope.grades or report.overall in scope.grades)
        and (not scope.area_grades or any(pair in graded for pair in scope.area_grades))
        and (not scope.report_ids or report.id in scope.report_ids)
        and _dated(report, scope)
    )


def _dated(report: Report, scope: Scope) -> bool:
    if scope.since is None and scope.until is None:
        return True
    since, until = scope.since or date.min, scope.until or date.max
    first, last = report.inspection_start, report.inspection_end
    inspected = bool(first and last and first <= until and last >= since)
    published = bool(report.published and since <= report.published <= until)
    if scope.date_field == "inspection":
        return inspected
    return published if scope.date_field == "published" else inspected or published


def make_report(authority: str, when: str, **fields: object) -> Report:
    """A report inspected for five days from `when` (ISO); any field can be named."""
    start = date.fromisoformat(when)
    slug = authority.lower().replace(" ", "-")
    values: dict[str, object] = {
        "id": f"{slug}-{fields.get('kind', 'ilacs')}-{when}",
        "source": f"{slug}/report-{when}.pdf",
        "sha256": "0" * 64,
        "title": f"Inspection of {authority}",
        "authority": authority,
        "kind": "ilacs",
        "inspection_start": start,
        "inspection_end": date.fromordinal(start.toordinal() + 4),
        "published": date.fromordinal(start.toordinal() + 60),
        "lead_inspector": "Ada Quill",
        "pages": 10,
        "overall": None,
        "judgements": (),
        "warnings": (),
        "paragraph_count": 0,
        "superseded_by": None,
    }
    values.update(fields)
    return Report(**values)  # type: ignore[arg-type]


def make_paragraph(report: Report, name: str, text: str, **fields: object) -> Paragraph:
    """A paragraph of the report; a whole number as name makes it a numbered one."""
    numbered = name.isdigit()
    values: dict[str, object] = {
        "id": f"{report.id}.{name}",
        "number": name if numbered else None,
        "section": None,
        "section_grade": None,
        "area": None,
        "page": 3,
        "kind": "numbered" if numbered else "prose",
        "text": text,
    }
    values.update(fields)
    values.setdefault("page_end", values["page"])
    return Paragraph(**values)  # type: ignore[arg-type]


def _judgements(report_id: str, **grades: str) -> tuple[Judgement, ...]:
    printed = {
        "leaders": ("impact of leaders", "The impact of leaders"),
        "help": ("help and protection", "Children who need help and protection"),
        "care": ("children in care", "Children in care"),
        "leavers": ("care leavers", "Care leavers"),
        "overall": ("overall effectiveness", "Overall effectiveness"),
    }
    return tuple(
        Judgement(area, words, grades[key], "judged", (area,), 1, f"{report_id}.table.1")
        for key, (area, words) in printed.items()
        if key in grades
    )


def _table(report: Report) -> Paragraph:
    rows = [f"{j.printed}\t{(j.grade or 'not judged').capitalize()}" for j in report.judgements]
    return make_paragraph(report, "table.1", "\n".join(rows), kind="table", page=1)


def _front(report: Report) -> Paragraph:
    text = f"Inspection of {report.authority}\nLead inspector: {report.lead_inspector}"
    return make_paragraph(report, "front.1", text, kind="front", page=1)


def _bullets(report: Report, *points: str) -> list[Paragraph]:
    heading = "What needs to improve?"
    return [
        make_paragraph(report, f"improve.{n}", point, section=heading, kind="bullet", page=2)
        for n, point in enumerate(points, 1)
    ]


def _graded(authority: str, when: str, grades: dict[str, str], **fields: object) -> Report:
    report_id = f"{authority.lower()}-ilacs-{when}"
    overall = grades.get("overall")
    judgements = _judgements(report_id, **grades)
    return make_report(authority, when, judgements=judgements, overall=overall, **fields)


def aldermoor_2019() -> tuple[Report, list[Paragraph]]:
    """A first inspection, poor in most ways, since superseded."""
    grades = {"leaders": "inadequate", "help": "inadequate", "overall": "inadequate"}
    report = _graded("Aldermoor", "2019-03-04", grades, superseded_by="aldermoor-ilacs-2024-05-13")
    texts = {
        "7": "Caseloads are far too high. The average is 29 children, and teams lack managers.",
        "12": "Private fostering checks are weak. They are often late, and few are recorded.",
    }
    numbered = [make_paragraph(report, n, text, page=4) for n, text in texts.items()]
    points = _bullets(report, "The size of caseloads.", "Checks on private fostering.")
    return report, [_front(report), _table(report), *points, *numbered]


def aldermoor_2024() -> tuple[Report, list[Paragraph]]:
    """The re-inspection, much better."""
    grades = {
        "leaders": "good",
        "help": "good",
        "care": "outstanding",
        "leavers": "requires improvement",
        "overall": "good",
    }
    report = _graded("Aldermoor", "2024-05-13", grades, lead_inspector="Bram Oke")
    texts = {
        "9": "Private fostering is well understood. Checks are made on time by one worker.",
        "21": "The Lantern panel meets every month. It tracks children who go missing from care.",
        "30": "Young people leaving care may have driving lessons. However, few hear of them.",
    }
    numbered = [make_paragraph(report, n, text, page=5) for n, text in texts.items()]
    points = _bullets(
        report,
        "The consistency of pathway plans.",
        "How well young people leaving care know their entitlements.",
    )
    return report, [_front(report), _table(report), *points, *numbered]


def aldermoor_own_words() -> tuple[Report, list[Paragraph]]:
    """What the council says of itself, undated."""
    report = make_report(
        "Aldermoor",
        "2023-04-01",
        id="aldermoor-self-assessment-1",
        kind="self-assessment",
        inspection_start=None,
        inspection_end=None,
        published=None,
        lead_inspector=None,
    )
    text = "At 31 March 2023 we had 42 children on child protection plans, 18 fewer than before."
    return report, [make_paragraph(report, "plans.1", text, kind="prose", page=None)]


def fennick_2022() -> tuple[Report, list[Paragraph]]:
    """Another authority, outstanding."""
    grades = {"leaders": "outstanding", "help": "good", "overall": "outstanding"}
    report = _graded("Fennick", "2022-09-05", grades)
    texts = {
        "5": "Caseloads are manageable and social workers stay. Supervision is regular.",
        "14": "Private fostering receives little attention in Fennick. Few schools know of it.",
    }
    numbered = [make_paragraph(report, n, text, page=6) for n, text in texts.items()]
    return report, [_front(report), _table(report), *numbered]


def tiny_collection() -> ListedCollection:
    """Two authorities, three inspections and a self-assessment."""
    return ListedCollection(
        [aldermoor_2019(), aldermoor_2024(), aldermoor_own_words(), fennick_2022()]
    )


def tiny_gazetteer() -> Gazetteer:
    """The register with the two invented authorities."""
    return make_gazetteer(load_authorities(), ["Aldermoor", "Fennick"])


def tiny_answerer() -> Answerer:
    """An answerer over the tiny collection, on a fixed day."""
    return Answerer(tiny_collection(), tiny_gazetteer(), today=TODAY)


def ask(text: str, *history: str, filters: Filters | None = None, **more: object) -> Answer:
    """The tiny collection's answer, after earlier questions in `history`."""
    turns = tuple(Turn("user", earlier) for earlier in history)
    question = Question(text, turns, filters or Filters(), **more)  # type: ignore[arg-type]
    return tiny_answerer().answer(question)


__all__ = [
    "TODAY",
    "ListedCollection",
    "aldermoor_2024",
    "ask",
    "make_paragraph",
    "make_report",
    "tiny_answerer",
    "tiny_collection",
    "tiny_gazetteer",
]
