"""Whether one text follows from another, by a cross-encoder that the user names.

Such models are trained for natural language inference and give a likelihood for each of three
labels. No package carries a good one, so it is an option: one more check of what a language model
wrote.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import Any

from index.cross_encoder import load_cross_encoder
from index.errors import CrossEncoderMissing

SETTING = "QA_NLI"


class EntailmentModel:
    """Says how likely it is that a text follows from another. Threads may share one.

    Every answer raises CrossEncoderMissing where the model is not there or not of this kind.
    """

    def __init__(self, model: str) -> None:
        """`model` is a folder or a name in the local cache of the hub."""
        self.model = model
        self._lock = threading.Lock()

    def likelihood(self, text: str, follows: str) -> float:
        """0..1: how likely `follows` is, given `text`."""
        import numpy as np

        with self._lock:
            scores = self._loaded.predict([(text, follows)], show_progress_bar=False)[0]
        scores = np.asarray(scores, dtype=np.float64)
        if scores.shape != (len(self._labels),):
            raise CrossEncoderMissing(self.model, "it does not score its labels", SETTING)
        weighed = np.exp(scores - scores.max())
        return float(weighed[self._entailment] / weighed.sum())

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        names = self._loaded.model.config.id2label
        return tuple(str(names[number]).casefold() for number in sorted(names))

    @cached_property
    def _entailment(self) -> int:
        found = [n for n, label in enumerate(self._labels) if label.startswith("entail")]
        if len(found) != 1:
            raise CrossEncoderMissing(self.model, "it has no label for entailment", SETTING)
        return found[0]

    @cached_property
    def _loaded(self) -> Any:
        return load_cross_encoder(self.model, SETTING)
