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
    GenerationGone,
    IndexBusy,
    IndexDamaged,
    IndexFolderError,
    IndexMissing,
    IndexOutOfDate,
    IndexUnreadable,
    IndexUnwritable,
    NothingToRollBack,
    StoreDamaged,
    StoreExtraMissing,
    StoreRefused,
    StoreUnavailable,
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
from index.store_address import StoreAddress, store_address

if TYPE_CHECKING:
    from index.collection import Collection
    from index.embedder import Embedder, SentenceTransformerEmbedder
    from index.encoded import EncodedText
    from index.entailment import EntailmentModel
    from index.model_folder import PACKAGED_MODEL
    from index.onnx_embedder import OnnxEmbedder, embedder_named
    from index.rolling_back import roll_back
    from index.storage import live_generation
    from index.store import Capabilities, Count, Facets, Health, OpenStore, Ranked, Store, Verified
    from index.stores import store_of
    from index.terms import terms
    from index.update import update_collection
    from index.verifying import Verification, verify_index

__all__ = [
    "PACKAGED_MODEL",
    "PRECISIONS",
    "WORD_RANKERS",
    "Capabilities",
    "Collection",
    "Count",
    "Coverage",
    "CrossEncoderMissing",
    "Embedder",
    "EmbeddingMismatch",
    "EmbeddingModelMissing",
    "EncodedText",
    "EntailmentModel",
    "Facets",
    "FileOutcome",
    "GenerationGone",
    "Health",
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
    "OpenStore",
    "Precision",
    "Ranked",
    "Report",
    "Scope",
    "SentenceTransformerEmbedder",
    "Store",
    "StoreAddress",
    "StoreDamaged",
    "StoreExtraMissing",
    "StoreRefused",
    "StoreUnavailable",
    "Verification",
    "Verified",
    "WordRanker",
    "embedder_named",
    "live_generation",
    "roll_back",
    "store_address",
    "store_of",
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
    "store_of": "index.stores",
    **dict.fromkeys(
        ("Capabilities", "Count", "Facets", "Health", "OpenStore", "Ranked", "Store", "Verified"),
        "index.store",
    ),
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
