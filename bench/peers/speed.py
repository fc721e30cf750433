"""One peer over given paragraphs and vectors: how long it takes to index and to be asked.

    python -m bench.peers.speed PEER FOLDER SECONDS

FOLDER holds `texts.json`, `vectors.npy`, `questions.json` and `question_vectors.npy`: the same for
every peer and for us, so no model is run. Questions are asked for so many seconds, at least three.
Runs in the peers' environment; prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.memory import held_bytes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

FOUND = 20
_LEAST, _MOST = 3, 200  # questions

Search = Callable[[str], object]


class Given:
    """What is searched and asked, each text with its vector."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        self.texts: list[str] = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
        self.vectors: Vectors = np.load(folder / "vectors.npy")
        self.questions: list[str] = json.loads(
            (folder / "questions.json").read_text(encoding="utf-8")
        )
        asked = np.load(folder / "question_vectors.npy")
        self.vector_by_question = dict(zip(self.questions, asked, strict=True))

    def vectors_of(self, texts: Sequence[str]) -> Vectors:
        """The vectors of paragraphs or questions, for a peer that asks for them by their words."""
        import numpy as np

        if not hasattr(self, "_place_by_text"):
            self._place_by_text = {text: place for place, text in enumerate(self.texts)}
        return np.stack(
            [
                self.vector_by_question[text]
                if text in self.vector_by_question
                else self.vectors[self._place_by_text[text]]
                for text in texts
            ]
        )


def langchain(given: Given) -> Search:
    """BM25Retriever (rank_bm25) and FAISS in equal parts."""
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

    class Known(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            found: list[list[float]] = given.vectors_of(texts).tolist()
            return found

        def embed_query(self, text: str) -> list[float]:
            found: list[float] = given.vector_by_question[text].tolist()
            return found

    store = FAISS.from_embeddings(zip(given.texts, given.vectors, strict=True), Known())
    bm25 = BM25Retriever.from_texts(given.texts, k=FOUND)
    dense = store.as_retriever(search_kwargs={"k": FOUND})
    ensemble = EnsembleRetriever(retrievers=[bm25, dense], weights=[0.5, 0.5])
    return lambda words: ensemble.invoke(words)


def txtai(given: Given) -> Search:
    """Its hybrid with stored content, the vectors from outside."""
    from txtai import Embeddings

    def known(texts: Sequence[str]) -> Vectors:  # it takes a function, and no method
        return given.vectors_of(texts)

    embeddings = Embeddings(method="external", transform=known, hybrid=True, content=True)
    embeddings.index([(str(place), text) for place, text in enumerate(given.texts)])
    return lambda words: embeddings.search(words, FOUND)


def haystack(given: Given) -> Search:
    """The in-memory store's BM25 and embedding retrievers, joined by reciprocal ranks."""
    from haystack import Document
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import (
        InMemoryBM25Retriever,
        InMemoryEmbeddingRetriever,
    )
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
    store.write_documents(
        [
            Document(id=str(place), content=text, embedding=vector.tolist())
            for place, (text, vector) in enumerate(zip(given.texts, given.vectors, strict=True))
        ]
    )
    bm25 = InMemoryBM25Retriever(store, top_k=FOUND)
    dense = InMemoryEmbeddingRetriever(store, top_k=FOUND)
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=FOUND)

    def search(words: str) -> object:
        vector = given.vector_by_question[words].tolist()
        found = [bm25.run(query=words), dense.run(query_embedding=vector)]
        return joiner.run(documents=[one["documents"] for one in found])

    return search


def bm25s_alone(given: Given) -> Search:
    """bm25s by words alone."""
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(given.texts, show_progress=False), show_progress=False)

    def search(words: str) -> object:
        tokens = bm25s.tokenize([words], show_progress=False)
        return index.retrieve(tokens, k=FOUND, show_progress=False)

    return search


def faiss_alone(given: Given) -> Search:
    """FAISS's flat index by vectors alone."""
    import faiss

    index = faiss.IndexFlatIP(given.vectors.shape[1])
    index.add(given.vectors)
    return lambda words: index.search(given.vector_by_question[words][None], FOUND)


PEERS: dict[str, Callable[[Given], Search]] = {
    "langchain": langchain,
    "txtai": txtai,
    "haystack": haystack,
    "bm25s": bm25s_alone,
    "faiss": faiss_alone,
}


def measure(peer: str, folder: Path, seconds: float) -> dict[str, Any]:
    """Seconds to index, milliseconds of each question, memory held at the end."""
    given = Given(folder)
    before = held_bytes()
    started = time.perf_counter()
    search = PEERS[peer](given)
    building = time.perf_counter() - started
    search(given.questions[-1])  # the first question may have something to load
    times: list[float] = []
    until = time.perf_counter() + seconds
    for question in given.questions[:_MOST]:
        if len(times) >= _LEAST and time.perf_counter() > until:
            break
        started = time.perf_counter()
        search(question)
        times.append(1000 * (time.perf_counter() - started))
    return {"building": building, "times": times, "held_bytes": held_bytes() - before}


def main() -> None:
    """Measure one peer. What it prints itself goes to stderr: stdout is for the line."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as lines:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        lines.write(json.dumps(measure(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))) + "\n")


if __name__ == "__main__":
    main()
