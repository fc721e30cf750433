"""Running headers, footers and page numbers: what a page repeats and no reader reads.

Footers come first in the text of many reports, and inside the paragraphs that cross a page; they
are known by where they stand and by coming back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.pages.records import Line, Page

# Share of the page's height at its top and bottom in which furniture stands. Footers of the
# reports lie in the last 6 %, the body ends above 93.5 %.
_MARGIN = 0.1
# A line that comes back on this share of the pages (and on two at least) is furniture.
_SHARE_OF_PAGES = 0.3
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–]?\s*(\d{1,3})(?:\s*of\s*\d{1,3})?\s*[-–]?", re.IGNORECASE
)


def without_furniture(pages: Sequence[Page]) -> list[list[Line]]:
    """The lines of each page that are no running header, footer or page number."""
    repeated = _repeated(pages)
    return [
        [line for line in page.lines if not _is_furniture(line, page, repeated)] for page in pages
    ]


def _repeated(pages: Sequence[Page]) -> set[str]:
    """Texts, digits folded, that return in the margins of several pages."""
    pages_by_text: dict[str, set[int]] = defaultdict(set)
    for page in pages:
        for line in page.lines:
            if _in_margin(line, page):
                pages_by_text[_fold(line.text)].add(page.number)
    least = max(2, round(_SHARE_OF_PAGES * len(pages)))
    return {text for text, numbers in pages_by_text.items() if len(numbers) >= least}


def _is_furniture(line: Line, page: Page, repeated: set[str]) -> bool:
    if not _in_margin(line, page):
        return False
    return _fold(line.text) in repeated or _PAGE_NUMBER.fullmatch(line.text) is not None


def _in_margin(line: Line, page: Page) -> bool:
    return line.baseline > page.height * (1 - _MARGIN) or line.baseline < page.height * _MARGIN


def _fold(text: str) -> str:
    """The text with every number alike, and without the page number at its end or beginning."""
    words = re.sub(r"^\d{1,3}\s+|\s+\d{1,3}$", "", text.lower())
    return re.sub(r"\d+", "#", words)
