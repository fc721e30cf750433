"""Whether the signs of a draft, weighed together, are enough for it to be shown.

The weights are those of a logistic function fitted to labelled sentences
(`python -m scripts.calibrate_verifying`); they are in calibration.json, their figures in
docs/decisions/0038.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qa.prose.records import Failure
from qa.prose.verifying.signs import Found, Signs

# The operating point: the share of lies that its threshold caught, cross-validated. With it a model
# that lies in every third sentence has 1.8 % of lies among what is shown; with .95, which keeps
# more of what is true, 3.2 % (docs/decisions/0038 and 0039).
CAUGHT = "0.97"
CALIBRATION = Path(__file__).with_name("calibration.json")

# What a sign that speaks against a draft is told as; any other as "content".
FAILURES: Mapping[str, Failure] = {
    "opposite": "negation",
    "turned": "negation",
    "tone": "negation",
    "denied_here": "negation",
    "denied_there": "negation",
    "due_added": "negation",
    "amount_said": "quantifier",
    "amount_left_out": "quantifier",
    "role": "role",
}


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of the signs, and from which likelihood on a draft passes."""

    weights: Mapping[str, float]
    constant: float
    enough: float  # at the operating point

    def likelihood(self, signs: Signs) -> float:
        """0..1: the logistic function of the weighed signs."""
        total = sum(weight * signs[name] for name, weight in self.weights.items())
        return 1.0 / (1.0 + math.exp(-total - self.constant))


@cache
def read_calibration(kind: str) -> Calibration:
    """That for a collection with a sentence model ("tokens"), or without ("words")."""
    values = json.loads(CALIBRATION.read_text(encoding="utf-8"))[kind]
    return Calibration(values["weights"], values["constant"], values["enough"][CAUGHT])


def weigh(found: Found, *, has_model: bool) -> tuple[Failure, str] | None:
    """What speaks most against a draft that does not pass, in a few words; None for one that does.

    Of the rules that found something, the one that weighs most is told.
    """
    known = read_calibration("tokens" if has_model else "words")
    if known.likelihood(found.signs) >= known.enough:
        return None
    against = [name for name in found.told if known.weights.get(name, 0.0) < 0]
    if not against:
        return "content", "what the cited paragraphs do not say"
    worst = min(against, key=lambda name: (known.weights[name], name))
    return FAILURES[worst], found.told[worst]
