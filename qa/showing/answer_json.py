"""An `Answer` as plain values, in the shape that programs rely on (`ask --json`)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from qa.records import Answer, Citation, ModelUse, Sentence, Understanding
from qa.showing.attribution import rights_to_json
from qa.showing.links import paragraph_link


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The answer ready for `json.dumps`: dates are ISO strings, order is the answer's."""
    return {
        "status": answer.status,
        "reason": answer.reason,
        "question": answer.understanding.question,
        "understood": understanding_to_json(answer.understanding),
        "answer": [sentence_to_json(sentence) for sentence in answer.sentences],
        "citations": [citation_to_json(citation) for citation in answer.citations],
        "choices": [asdict(choice) for choice in answer.choices],
        "related": [citation_to_json(citation) for citation in answer.related],
        "coverage": {
            **asdict(answer.coverage.searched),
            "reports_answering": answer.coverage.reports_answering,
        },
        "notes": list(answer.notes),
        "model": _model_to_json(answer.model) if answer.model else None,
        "timing_ms": {name: round(ms, 2) for name, ms in asdict(answer.timing).items()},
    }


def understanding_to_json(understanding: Understanding) -> dict[str, Any]:
    """How the question was understood, part by part."""
    scope = understanding.scope
    return {
        "authorities": list(scope.authorities),
        "groups": [group.name for group in understanding.groups],
        "kinds": list(scope.kinds),
        "areas": list(_areas(understanding)),
        "grades": list(scope.grades),
        "area_grades": [list(pair) for pair in scope.area_grades],
        "since": scope.since.isoformat() if scope.since else None,
        "until": scope.until.isoformat() if scope.until else None,
        "date_field": scope.date_field,
        "latest_only": scope.latest_only,
        "phrase": understanding.phrase,
        "polarity": understanding.polarity,
        "expanded": {word: list(meant) for word, meant in understanding.expanded},
        "from_history": list(understanding.from_history),
    }


def citation_to_json(citation: Citation) -> dict[str, Any]:
    """A citation with everything a reader needs to find and date its words."""
    report, paragraph = citation.report, citation.paragraph
    return {
        "n": citation.n,
        "paragraph_id": paragraph.id,
        "report_id": report.id,
        "source": report.source,
        "authority": report.authority,
        "kind": report.kind,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
        "inspection_start": _iso(report.inspection_start),
        "inspection_end": _iso(report.inspection_end),
        "overall": report.overall,
        "number": paragraph.number,
        "section": paragraph.section,
        "section_grade": paragraph.section_grade,
        "page": paragraph.page,
        "text": paragraph.text,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "superseded_by": report.superseded_by,
        "link": paragraph_link(report.id, paragraph.id),
        **rights_to_json(report),
    }


def _model_to_json(use: ModelUse) -> dict[str, Any]:
    cost = None if use.cost is None else round(use.cost, 6)
    return {
        **asdict(use),
        "failed_for": dict(use.failed_for),
        "cost": cost,
        "seconds": round(use.seconds, 2),
    }


def sentence_to_json(sentence: Sentence) -> dict[str, Any]:
    """A sentence with what proves it."""
    values: dict[str, Any] = {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "kind": sentence.kind,
        "group": sentence.group,
    }
    if sentence.proof:
        values["proof"] = sentence.proof
    return values


def _areas(understanding: Understanding) -> tuple[str, ...]:
    """The areas a filter names, else those a question for grades asks about."""
    if understanding.scope.areas or understanding.record is None:
        return understanding.scope.areas
    return understanding.record.areas


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
