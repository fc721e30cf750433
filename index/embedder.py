"""Texts -> unit vectors: the role, and a sentence model run by torch in it.

The usual one is in `index/onnx_embedder.py` and needs no torch. This one defines what the vectors
should be, and serves collections that were built with it. No code from a model; torch loads at the
first text.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import EmbeddingModelMissing
from index.model_folder import (
    PACKAGED_MODEL,
    find_model_folder,
    seen_words,
    stay_offline,
    weights_sha256,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.encoded import Encoded, EncodedQuery, EncodedText, Tokens, Vectors

BATCH_SIZE = 32


# Questions whose encoding is kept: the sides of a comparison are searched with the same words.
QUESTIONS_KEPT = 64


class QueryEncoder(Protocol):
    """What a ranker needs of an embedder."""

    @property
    def dimension(self) -> int:
        """Numbers in each vector."""

    def encode_query(self, words: str) -> EncodedQuery:
        """A question's vector and tokens."""


class PieceEncoder(QueryEncoder, Protocol):
    """A query encoder that can also say where in a text the pieces are of which it keeps tokens."""

    def piece_spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each piece whose token is kept, in the order of the tokens."""


def encode_alone(embedder: PieceEncoder, text: str) -> EncodedText:
    """A text's vector and tokens, each token with its place in the text."""
    from index.encoded import EncodedText

    found = embedder.encode_query(text)
    spans = tuple(embedder.piece_spans(text)) if len(found.tokens) else ()
    return EncodedText(found.vector, found.tokens, spans)


class QueryMemory:
    """A query encoder that encodes the same words once."""

    def __init__(self, embedder: PieceEncoder) -> None:
        self._embedder = embedder
        self.piece_spans = embedder.piece_spans
        self.encode_query: Callable[[str], EncodedQuery] = lru_cache(QUESTIONS_KEPT)(
            embedder.encode_query
        )

    @property
    def dimension(self) -> int:
        """Numbers in each vector."""
        return self._embedder.dimension


class Embedder(Protocol):
    """Turns texts into vectors of length 1."""

    @property
    def name(self) -> str:
        """What a person calls the model."""

    @property
    def sha256(self) -> str:
        """Of the weights: two embedders with the same checksum give the same vectors."""

    @property
    def dimension(self) -> int:
        """Numbers in each vector."""

    @property
    def window_words(self) -> int:
        """About how many words of a text it sees; it ignores the rest."""

    @property
    def token_dimension(self) -> int:
        """Numbers in the vector of each word piece; 0 for a model that gives none."""

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        """The texts' vectors and tokens; what a text gives depends on that text alone."""

    def encode_query(self, words: str) -> EncodedQuery:
        """A question's vector and tokens."""

    def piece_spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each piece of a text whose token is kept, in the tokens' order."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model from this machine, run by torch.

    Raises: EmbeddingModelMissing when its folder, its weights or its library are not there.
    """

    def __init__(self, name: str = PACKAGED_MODEL) -> None:
        self.name = name
        self._lock = threading.Lock()

    @cached_property
    def folder(self) -> Path:
        """Where the model's files lie."""
        return find_model_folder(self.name)

    @cached_property
    def sha256(self) -> str:
        """Of the weights, all files in the order of their names."""
        return weights_sha256(self.folder, self.name)

    @cached_property
    def dimension(self) -> int:
        """Numbers in each vector."""
        return int(self._model.get_embedding_dimension())

    @cached_property
    def window_words(self) -> int:
        """About how many words of a text the model sees."""
        return seen_words(self._model.max_seq_length or 512)

    @property
    def token_dimension(self) -> int:
        """None: who wants a second look uses the exported model."""
        return 0

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        """Encode with every core this process may use."""
        from index.encoded import Encoded

        vectors = self._encode("encode_document", list(texts), threads=core_count())
        return Encoded(vectors, *_no_tokens(len(texts)))

    def encode_query(self, words: str) -> EncodedQuery:
        """Encode on one thread: with another program at work two took 198 ms, one 14 ms."""
        from index.encoded import EncodedQuery

        vectors = self._encode("encode_query", [words], threads=1)
        return EncodedQuery(vectors[0], _no_tokens(0)[0].astype("float32"), ())

    def piece_spans(self, text: str) -> list[tuple[int, int]]:
        """None: this model gives no tokens."""
        return []

    def _encode(self, method: str, texts: list[str], threads: int) -> Vectors:
        model = self._model
        import numpy as np
        import torch

        with self._lock:  # the number of threads is torch's, not ours
            if torch.get_num_threads() != threads:
                torch.set_num_threads(threads)
            found = getattr(model, method)(
                texts,
                batch_size=BATCH_SIZE,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        vectors: Vectors = np.asarray(found, dtype=np.float32).reshape(len(texts), self.dimension)
        return vectors

    @cached_property
    def _model(self) -> Any:
        _ = self.sha256  # refuses changed weights before they are loaded
        stay_offline()
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        try:
            from sentence_transformers import SentenceTransformer
            from transformers.utils import logging

            # Loading takes a second and needs no bar.
            logging.disable_progress_bar()  # type: ignore[no-untyped-call]
            return SentenceTransformer(
                str(self.folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:  # the libraries find many words for a folder that is unfit
            raise EmbeddingModelMissing(self.name, str(error)) from error


def _no_tokens(texts: int) -> tuple[Tokens, NDArray[np.int64]]:
    import numpy as np

    return np.zeros((0, 0), np.int8), np.zeros(texts, np.int64)


def core_count() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
