"""What language models may cost: prices, and a budget for some hours."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from qa.prose.language_model import Tokens

_PRICED_TOKENS = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """For a million tokens, in any one currency; both 0 where nothing is known of them."""

    sent: float = 0.0
    written: float = 0.0

    def cost(self, tokens: Tokens) -> float | None:
        """What these tokens cost; None where there are no prices."""
        if not (self.sent or self.written):
            return None
        return (tokens.sent * self.sent + tokens.written * self.written) / _PRICED_TOKENS


class Spending(Protocol):
    """What has been spent of a budget."""

    def has_left(self) -> bool:
        """Whether another answer may be paid for."""
        ...

    def add(self, cost: float) -> None:
        """Count what an answer cost."""
        ...


class Unlimited:
    """No budget: everything may be spent."""

    def has_left(self) -> bool:
        return True

    def add(self, cost: float) -> None:
        pass


NO_PRICES, UNLIMITED = Prices(), Unlimited()


class SpentHere:
    """A budget that this process alone spends from, as a command does."""

    def __init__(self, budget: float, hours: float) -> None:
        self._budget, self._seconds = budget, hours * 3600
        self._spent: deque[tuple[float, float]] = deque()  # when, and what

    def has_left(self) -> bool:
        while self._spent and self._spent[0][0] < time.monotonic() - self._seconds:
            self._spent.popleft()
        return sum(cost for _, cost in self._spent) < self._budget

    def add(self, cost: float) -> None:
        self._spent.append((time.monotonic(), cost))
