"""Texts -> unit vectors by ONNX Runtime: a question loads no torch.

Each text goes through the model by itself. An 8-bit model takes the scale of its numbers from the
whole of what it is given, so in a batch a text's vector would depend on its neighbours; alone, it
depends on the text. Indexing uses all cores by giving each one a text of its own.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any

from index.embedder import Embedder, SentenceTransformerEmbedder, core_count
from index.errors import EmbeddingModelMissing
from index.model_folder import PACKAGED_MODEL, seen_words
from index.onnx_export import Announce, ExportRecord, open_export
from index.records import PRECISIONS, Precision
from index.terms import is_term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from index.encoded import Encoded, EncodedQuery, Vectors


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


class OnnxEmbedder:
    """A sentence-transformers model from this machine, exported once and run by ONNX Runtime.

    `model` is the packaged name, a folder, or a name in the local cache of the hub. The export is
    made at the first text where it is missing, after `announce` was told.

    Raises: EmbeddingModelMissing when the model is not there or not of a form that can be exported.
    """

    def __init__(
        self,
        model: str = PACKAGED_MODEL,
        precision: Precision = "int8",
        announce: Announce = _tell,
    ) -> None:
        self.model = model
        self.precision = precision
        self._announce = announce
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """Model and precision: `embedder_named` makes this embedder of it again."""
        return f"{self.model}{_suffix(self.precision)}"

    @property
    def sha256(self) -> str:
        """Of the exported file, which names the tokenizer and the weights it was made of."""
        return self._loaded[0].model_sha256

    @property
    def dimension(self) -> int:
        """Numbers in each vector."""
        return int(self._loaded[1].get_outputs()[0].shape[1])

    @property
    def window_words(self) -> int:
        """About how many words of a text the model sees."""
        return seen_words(self._loaded[0].pieces)

    @property
    def token_dimension(self) -> int:
        """Numbers in the vector of each word piece; 0 where the model has no projection."""
        tokens = self._loaded[1].get_outputs()[1:]
        return int(tokens[0].shape[1]) if tokens else 0

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        """Encode with every core this process may use, a text on each."""
        from index.encoded import join_encoded, to_tokens

        with ThreadPoolExecutor(core_count()) as pool:
            found = list(pool.map(self.encode_query, texts))
        parts = [(one.vector, to_tokens(one.tokens)) for one in found]
        return join_encoded(parts, self.dimension, self.token_dimension)

    def encode_query(self, words: str) -> EncodedQuery:
        """Encode on one thread."""
        import numpy as np

        from index.encoded import EncodedQuery

        _, session, tokenizer = self._loaded
        pieces = tokenizer.encode(words)
        found = session.run(None, {"input_ids": np.array([pieces.ids], dtype=np.int64)})
        vector: Vectors = found[0][0]
        if len(found) == 1:
            return EncodedQuery(vector, np.zeros((0, 0), np.float32), ())
        kept, their_words = _telling_pieces(words, pieces)
        tokens: NDArray[np.float32] = found[1][kept]
        return EncodedQuery(vector, tokens, their_words)

    def piece_spans(self, text: str) -> list[tuple[int, int]]:
        """Start and end of each piece whose token is kept, in the order of the tokens."""
        pieces = self._loaded[2].encode(text)
        offsets = pieces.offsets  # the library makes this list anew each time it is asked for
        return [offsets[place] for place in _telling_pieces(text, pieces)[0]]

    @property
    def _loaded(self) -> tuple[ExportRecord, Any, Any]:
        with self._lock:  # threads of a service may ask first at the same time
            return self._load

    @cached_property
    def _load(self) -> tuple[ExportRecord, Any, Any]:
        """The export's record, the session that runs it, and its tokenizer."""
        export = open_export(self.model, self.precision, self._announce)
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EmbeddingModelMissing(self.name, str(error)) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # more cores are used by more texts
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors only
        try:
            # Of bytes, never of a path: so ONNX Runtime opens no other file that the model names.
            session = onnxruntime.InferenceSession(
                export.model, options, providers=["CPUExecutionProvider"]
            )
            tokenizer = Tokenizer.from_str(export.tokenizer.decode())
        except Exception as error:  # the libraries have errors of their own for each fault
            raise EmbeddingModelMissing(self.name, f"its export: {error}") from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(export.record.pieces)
        return export.record, session, tokenizer


def _telling_pieces(text: str, pieces: Any) -> tuple[list[int], tuple[str, ...]]:
    """The places of the word pieces that belong to a search term, and the word of each."""
    spans: dict[int, tuple[int, int]] = {}
    word_ids = pieces.word_ids
    for word, (start, end) in zip(word_ids, pieces.offsets, strict=True):
        if word is not None:
            spans[word] = (spans.get(word, (start, end))[0], end)
    word_by_id = {word: text[start:end] for word, (start, end) in spans.items()}
    telling = {word for word, printed in word_by_id.items() if is_term(printed)}
    kept = [place for place, word in enumerate(word_ids) if word in telling]
    return kept, tuple(word_by_id[word_ids[place]] for place in kept)


def embedder_named(name: str) -> Embedder:
    """The embedder whose name an index remembers; nothing is loaded yet."""
    for precision in PRECISIONS:
        if name.endswith(_suffix(precision)):
            return OnnxEmbedder(name.removesuffix(_suffix(precision)), precision)
    return SentenceTransformerEmbedder(name)


def embedder_for(model: str | None, precision: Precision, *, rebuild: bool) -> Embedder:
    """The model of a collection; the packaged one in this precision where all is embedded anew.

    `model` is None for a collection that is not there yet.
    """
    name = model or PACKAGED_MODEL
    is_packaged = name == PACKAGED_MODEL or name.startswith(f"{PACKAGED_MODEL}:")
    if is_packaged and (model is None or rebuild):
        return OnnxEmbedder(PACKAGED_MODEL, precision)
    return embedder_named(name)


def _suffix(precision: Precision) -> str:
    return f":onnx-{precision}"
