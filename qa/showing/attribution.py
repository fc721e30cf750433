"""Whose words a report holds and under which licence: said wherever a report is shown or given out.

Of a file only its kind is known for certain. So what is said is true of reports of that kind as the
inspectorate publishes them, and claims nothing about a file that somebody else wrote, such as the
invented reports of the sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from index import Report

NOT_AFFILIATED = (
    "This service is not affiliated with the inspectorate, the government or any council."
)


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms under which words may be used again, and where they stand."""

    name: str
    address: str


OPEN_GOVERNMENT_LICENCE = Licence(
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)

_TERMS = f"Crown copyright and licensed under the {OPEN_GOVERNMENT_LICENCE.name}."
_PUBLISHERS = {"jtai": "the inspectorates"}


def attribution(report: Report) -> str:
    """Whose words a report's are, as one sentence."""
    if report.kind == "self-assessment":
        return "The council’s own account of its services: its words, and its rights in them."
    if report.kind == "other":
        return f"Reports that the inspectorate publishes are {_TERMS}"
    by = _PUBLISHERS.get(report.kind, "the inspectorate")
    return f"Reports of this kind, as published by {by}, are {_TERMS}"


def licence_of(report: Report) -> Licence | None:
    """The licence of reports of this kind as they are published; None for a council's own words."""
    return None if report.kind == "self-assessment" else OPEN_GOVERNMENT_LICENCE


def rights_to_json(report: Report) -> dict[str, Any]:
    """`attribution` and `licence` as plain values, for every record that shows a report's words."""
    licence = licence_of(report)
    return {
        "attribution": attribution(report),
        "licence": {"name": licence.name, "address": licence.address} if licence else None,
    }
