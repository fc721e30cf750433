"""Measures reading and searching beside what people would use instead, all in one run.

    python -m scripts.bench [FOLDER] [--files 40]

Machines differ and are shared, so the ratios matter more than the figures. Without a folder the
real reports in ../shared are taken where they lie, and the sample otherwise.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus import Document, find_files, read_documents
from index import Collection, update_collection

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = (
    "What needs to improve?",
    "How well do social workers know the children they visit?",
    "Are care leavers helped to find somewhere to live?",
    "Do managers check the quality of assessments?",
    "How quickly are strategy discussions held?",
    "What happens when children go missing?",
    "Is there enough support for foster carers?",
    "How is neglect recognised?",
)
# pypdf and the embedding take longest: they get one in so many of the PDFs.
PYPDF_SHARE, INDEXED_SHARE = 4, 8
ROUNDS = 5  # each question is asked so often; the median counts


def main() -> None:
    """Print one line per measurement."""
    parser = argparse.ArgumentParser(description="Measure reading and searching.")
    parser.add_argument("folder", nargs="?", type=Path, default=default_folder())
    parser.add_argument("--files", type=int, default=40, help="how many PDFs to read (40)")
    arguments = parser.parse_args()
    pdfs = [path for path in find_files([arguments.folder]) if path.suffix.lower() == ".pdf"]
    pdfs = pdfs[:: max(1, len(pdfs) // arguments.files)][: arguments.files]
    print(f"{len(pdfs)} PDFs of {arguments.folder}")
    documents = measure_reading(pdfs)
    measure_bm25(documents)
    measure_search(pdfs[: max(1, len(pdfs) // INDEXED_SHARE)])


def default_folder() -> Path:
    """The real reports where they lie beside the repository, else the sample."""
    real = ROOT.parent / "shared" / "reports"
    return real if real.is_dir() else ROOT / "corpus" / "sample"


def measure_reading(pdfs: Sequence[Path]) -> list[Document]:
    """Pages per second from file to document, beside pypdf's bare text."""
    started = time.perf_counter()
    documents = [reading.document for reading in read_documents(pdfs) if reading.document]
    ours = time.perf_counter() - started
    pages = sum(document.pages or 0 for document in documents)
    started = time.perf_counter()
    theirs_pages = sum(pypdf_pages(path) for path in pdfs[::PYPDF_SHARE])
    theirs = time.perf_counter() - started
    print(f"reading          {pages / ours:8.1f} pages/s  file to document, all cores")
    print(f"  pypdf          {theirs_pages / theirs:8.1f} pages/s  bare text, one core")
    print(f"  ratio          {(pages / ours) / (theirs_pages / theirs):8.1f}")
    return documents


def pypdf_pages(path: Path) -> int:
    """Extract all text with pypdf; how many pages it had, 0 where pypdf cannot read it."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return sum(1 for page in PdfReader(path).pages if page.extract_text() is not None)
    except PyPdfError:
        return 0


def measure_bm25(documents: Sequence[Document]) -> None:
    """Milliseconds for the scores of all paragraphs, beside rank_bm25, and that both agree."""
    import numpy as np
    from rank_bm25 import BM25Okapi

    from index.bm25 import EPSILON, K1, B, Bm25Ranker, count_postings
    from index.placing import placed_words
    from index.terms import terms

    term_lists = [
        terms(placed_words(document, paragraph))
        for document in documents
        for paragraph in document.paragraphs
    ]
    ours = Bm25Ranker([count_postings(term_lists)], np.ones(len(term_lists), dtype=bool))
    theirs = BM25Okapi(term_lists, k1=K1, b=B, epsilon=EPSILON)
    for question in QUESTIONS:
        query = terms(question)
        if not np.allclose(ours.scores_of(query), theirs.get_scores(query), rtol=1e-4, atol=1e-4):
            raise SystemExit(f"the scores for {question!r} differ from rank_bm25's")
    ours_ms = median_ms(lambda question: ours.scores_of(terms(question)))
    theirs_ms = median_ms(lambda question: theirs.get_scores(terms(question)))
    print(f"BM25             {ours_ms:8.2f} ms       {len(term_lists)} paragraphs, same scores")
    print(f"  rank_bm25      {theirs_ms:8.2f} ms")
    print(f"  ratio          {theirs_ms / ours_ms:8.1f}")


def measure_search(pdfs: Sequence[Path]) -> None:
    """Indexing from nothing and a whole search: filters, both rankings, fusion, rows."""
    with tempfile.TemporaryDirectory() as name:
        started = time.perf_counter()
        run = update_collection(Path(name), pdfs)
        seconds = time.perf_counter() - started
        collection = Collection.open(Path(name))
        started = time.perf_counter()
        collection.search(QUESTIONS[0])
        first = time.perf_counter() - started
        later = median_ms(collection.search)
        collection.close()
    print(f"indexing         {run.paragraphs / seconds:8.1f} paragraphs/s, reading included")
    print(f"search, first    {first * 1000:8.1f} ms       after opening")
    print(f"search, later    {later:8.1f} ms       median")


def median_ms(work: Callable[[str], object]) -> float:
    """The median time in milliseconds over all questions and rounds."""
    times = []
    for _ in range(ROUNDS):
        for question in QUESTIONS:
            started = time.perf_counter()
            work(question)
            times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
