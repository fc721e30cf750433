"""Pages per second from a file to a document, beside pypdf's bare text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figures import Figure, at_least, seconds_of
from corpus import read_documents

PYPDF_SHARE = 4  # pypdf takes longest: it gets one in so many of the PDFs


def measure_reading(pdfs: Sequence[Path]) -> Iterator[Figure]:
    """The ratio of both rates: ours on all cores with all that we make of a page, theirs on one."""
    pages: list[int] = []
    ours = seconds_of(
        lambda: pages.extend(r.document.pages or 0 for r in read_documents(pdfs) if r.document)
    )
    theirs_pages: list[int] = []
    theirs = seconds_of(
        lambda: theirs_pages.extend(pypdf_pages(path) for path in pdfs[::PYPDF_SHARE])
    )
    our_rate, their_rate = sum(pages) / ours, sum(theirs_pages) / theirs
    yield at_least(
        f"reading {len(pdfs)} PDFs, all cores, beside pypdf's bare text on one",
        our_rate / their_rate,
        None,
        f"({our_rate:.0f} and {their_rate:.0f} pages/s)",
    )


def pypdf_pages(path: Path) -> int:
    """Extract all text with pypdf; how many pages it had, 0 where pypdf cannot read it."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        return sum(1 for page in PdfReader(path).pages if page.extract_text() is not None)
    except PyPdfError:
        return 0
