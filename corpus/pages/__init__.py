"""Files into pages of positioned lines, or lines with marks. Knows formats, not inspections."""

from corpus.pages.pdf import PdfEncrypted, PdfUnreadable, read_pdf
from corpus.pages.records import Line, Page, Span
from corpus.pages.text import TextLine, read_text_lines, unseen_in_text

__all__ = [
    "Line",
    "Page",
    "PdfEncrypted",
    "PdfUnreadable",
    "Span",
    "TextLine",
    "read_pdf",
    "read_text_lines",
    "unseen_in_text",
]
