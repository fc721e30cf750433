"""How likely it is that a paragraph answers: one calibrated function of three signs.

`qa evaluate --calibrate` fits it; what it fitted is kept in calibration.json, and how it was
measured in docs/decisions/0023.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

CALIBRATION = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a paragraph, before it is weighed."""

    met: float  # -1..1: how near each word of the question has a word of the paragraph, in the mean
    carried: float  # 0..1: the most of the question's rare words that one sentence has
    beside: float  # 0..1: its score beside the best of its search


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the signs, and from which likelihood on a paragraph may answer."""

    weights: Signs
    constant: float
    enough: float

    def likelihood(self, signs: Signs) -> float:
        """0..1: the logistic function of the weighed signs."""
        weights = self.weights
        total = (
            self.constant
            + weights.met * signs.met
            + weights.carried * signs.carried
            + weights.beside * signs.beside
        )
        return 1.0 / (1.0 + math.exp(-total))


@cache
def calibration(sign: str) -> Calibration:
    """That for a collection whose `met` comes from "tokens", or from "dense" where it has none."""
    values = json.loads(CALIBRATION.read_text(encoding="utf-8"))
    return calibration_from_json(values[sign])


def calibration_from_json(values: Mapping[str, float]) -> Calibration:
    """The calibration that `calibration_to_json` wrote."""
    weights = Signs(**{field.name: float(values[field.name]) for field in fields(Signs)})
    return Calibration(weights, float(values["constant"]), float(values["enough"]))


def calibration_to_json(made: Calibration) -> dict[str, float]:
    """Its numbers by name, rounded to what a measurement on few hundred questions can bear."""
    numbers = {**asdict(made.weights), "constant": made.constant, "enough": made.enough}
    return {name: round(number, 3) for name, number in numbers.items()}
