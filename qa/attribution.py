"""What every report that is shown carries: whose words it holds, and under which licence."""

from __future__ import annotations

from index import Report

NOT_AFFILIATED = (
    "This service is not affiliated with the inspectorate, the government or any council."
)


def attribution(report: Report) -> str:
    """Whose words a report's are, as one sentence."""
    if report.kind == "self-assessment":
        return "The council’s own account of its services."
    return "Contains public sector information licensed under the Open Government Licence v3.0."
