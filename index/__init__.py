"""From paragraphs to ranked hits; knows nothing of answers. The names other rooms may use.

Whatever needs NumPy, FAISS, ONNX Runtime or torch is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from index.errors import (
    CrossEncoderMissing,
    EmbeddingMismatch,
    EmbeddingModelMissing,
    IndexBusy,
    IndexDamaged,
    IndexFolderError,
    IndexMissing,
    IndexOutOfDate,
    IndexUnreadable,
    IndexUnwritable,
    NothingToRollBack,
)
from index.records import (
    PRECISIONS,
    WORD_RANKERS,
    Coverage,
    FileOutcome,
    Hit,
    IndexRun,
    Precision,
    Report,
    Scope,
    WordRanker,
)

if TYPE_CHECKING:
    from index.collection import Collection
    from index.embedder import Embedder, SentenceTransformerEmbedder
    from index.encoded import EncodedText
    from index.entailment import EntailmentModel
    from index.model_folder import PACKAGED_MODEL
    from index.onnx_embedder import OnnxEmbedder, embedder_named
    from index.rolling_back import roll_back
    from index.storage import live_generation
    from index.terms import terms
    from index.update import update_collection
    from index.verifying import Verification, verify_index

__all__ = [
    "PACKAGED_MODEL",
    "PRECISIONS",
    "WORD_RANKERS",
    "Collection",
    "Coverage",
    "CrossEncoderMissing",
    "Embedder",
    "EmbeddingMismatch",
    "EmbeddingModelMissing",
    "EncodedText",
    "EntailmentModel",
    "FileOutcome",
    "Hit",
    "IndexBusy",
    "IndexDamaged",
    "IndexFolderError",
    "IndexMissing",
    "IndexOutOfDate",
    "IndexRun",
    "IndexUnreadable",
    "IndexUnwritable",
    "NothingToRollBack",
    "OnnxEmbedder",
    "Precision",
    "Report",
    "Scope",
    "SentenceTransformerEmbedder",
    "Verification",
    "WordRanker",
    "embedder_named",
    "live_generation",
    "roll_back",
    "terms",
    "update_collection",
    "verify_index",
]

_HOME_BY_NAME = {
    "Collection": "index.collection",
    "Embedder": "index.embedder",
    "EncodedText": "index.encoded",
    "EntailmentModel": "index.entailment",
    "OnnxEmbedder": "index.onnx_embedder",
    "PACKAGED_MODEL": "index.model_folder",
    "SentenceTransformerEmbedder": "index.embedder",
    "embedder_named": "index.onnx_embedder",
    "live_generation": "index.storage",
    "roll_back": "index.rolling_back",
    "terms": "index.terms",
    "Verification": "index.verifying",
    "update_collection": "index.update",
    "verify_index": "index.verifying",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME_BY_NAME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_BY_NAME[name]), name)
