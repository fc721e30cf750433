"""The budget for language models that all processes of a service spend from."""

from __future__ import annotations

import math

from qa.http.shared_counts import SharedCounts
from qa.prose.spending import Spending
from qa.settings import Settings

_KEY = "language models"
# Counts are whole: of these in a unit of the currency. An answer of a small model costs 0.0003.
_PARTS = 10_000


class SharedSpending:
    """What was spent since the first answer of a window of so many hours."""

    def __init__(self, counts: SharedCounts, budget: float, hours: int) -> None:
        self._counts, self._parts, self._seconds = counts, budget * _PARTS, hours * 3600

    def has_left(self) -> bool:
        return self._counts.get(_KEY) < self._parts

    def add(self, cost: float) -> None:
        self._counts.incr(_KEY, self._seconds, math.ceil(cost * _PARTS))


def shared_spending(settings: Settings, counts: SharedCounts) -> Spending | None:
    """The service's budget; None where none is set."""
    if not settings.model_budget:
        return None
    return SharedSpending(counts, settings.model_budget, settings.model_budget_hours)
