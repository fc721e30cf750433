"""A second look by a cross-encoder that the user names: it reads question and paragraph together.

Better models of this kind are dear: some 20 ms a paragraph, torch, and a model that no package
carries. So it is an option, beside the look at the token vectors and after it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from corpus import Paragraph
from index.errors import CrossEncoderMissing, EmbeddingModelMissing
from index.model_folder import find_model_folder, refuse_pickles, stay_offline
from index.ranker import Rows, Scores

BATCH_SIZE = 32


class CrossEncoderLook:
    """Scores pairs of a question and a paragraph with a model from this machine.

    Every score raises CrossEncoderMissing where the model is not there or not of this kind.
    """

    name = "cross-encoder"

    def __init__(self, model: str, read: Callable[[Rows], Sequence[Paragraph]]) -> None:
        """`model` is a folder or a name in the local cache of the hub; `read` gives paragraphs."""
        self.model = model
        self._read = read
        self._lock = threading.Lock()

    def scores(self, words: str, rows: Rows) -> Scores | None:
        """What the model says of each row, higher is better; its scale is the model's own."""
        if not len(rows):
            return None
        pairs = [(words, paragraph.text) for paragraph in self._read(rows)]
        with self._lock:
            found = self._loaded.predict(pairs, batch_size=BATCH_SIZE, show_progress_bar=False)
        scores: Scores = np.asarray(found, dtype=np.float64)
        if scores.shape != (len(rows),):
            raise CrossEncoderMissing(self.model, "it gives more than one score for a pair")
        return scores

    @cached_property
    def _loaded(self) -> Any:
        return load_cross_encoder(self.model)


def load_cross_encoder(model: str, setting: str = "QA_CROSS_ENCODER") -> Any:
    """The model of this name as sentence-transformers has it, without code or pickles of its own.

    Raises: CrossEncoderMissing, which names the setting that named the model.
    """
    stay_offline()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        folder = find_model_folder(model)
        refuse_pickles(folder, model)
        from sentence_transformers import CrossEncoder

        return CrossEncoder(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as error:  # the libraries find many words for a folder that is unfit
        found = error.found if isinstance(error, EmbeddingModelMissing) else str(error)
        raise CrossEncoderMissing(model, found, setting) from error
