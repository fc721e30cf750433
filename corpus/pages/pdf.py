"""A PDF into pages of positioned lines: by pdfium, and by pypdf where pdfium cannot."""

from __future__ import annotations

from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.pages.pdfium_pages import read_pdfium_pages
from corpus.pages.records import Page


class PdfEncrypted(Exception):
    """A password is needed."""


class PdfUnreadable(Exception):
    """Neither reader can open the file."""


def read_pdf(data: bytes, *, most_pages: int) -> list[Page]:
    """The pages of a PDF, at most one more than `most_pages`, so that a caller sees there are more.

    Raises: PdfEncrypted, PdfUnreadable.
    """
    try:
        return list(islice(read_pdfium_pages(data), most_pages + 1))
    except pdfium.PdfiumError as error:
        if needs_password(error, data):
            raise PdfEncrypted from error
        return _second_reading(data, most_pages, str(error))


def needs_password(error: pdfium.PdfiumError, data: bytes) -> bool:
    """Whether a password is what pdfium lacked when it failed to open a PDF."""
    from corpus.pages.pypdf_pages import is_encrypted  # 70 ms that few files need

    return getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or is_encrypted(data)


def _second_reading(data: bytes, most_pages: int, first_error: str) -> list[Page]:
    from corpus.pages.pypdf_pages import read_pypdf_pages  # late, as above

    try:
        pages = list(islice(read_pypdf_pages(data), most_pages + 1))
    except RecursionError as error:
        raise PdfUnreadable("its structure has no end") from error
    except Exception as error:  # pypdf raises what a broken file happens to hit
        raise PdfUnreadable(first_error) from error
    if not pages:
        raise PdfUnreadable("it has no pages")
    return pages
