"""A plain text or Markdown file into lines with what their marks say. Such files have no pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.pages.characters import tell_unseen, visible_text

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_BOLD_LINE = re.compile(r"(?:\*{2,3}|__)([^*_].*?)(?:\*{2,3}|__)\W{0,2}")
_RULE = re.compile(r"(?:[-*_=]\s?){3,}")
_ITEM = re.compile(r"<li\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|br|p|sup|sub|span|a|ul|ol|li|div|table|thead|tbody|tr|td|th|h[1-6]|img|hr)"
    r"\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_LINK = re.compile(r"!?\[([^\]\n]{0,300})\]\((?:[^()\s]{0,500})\)")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)")
_STAR = re.compile(r"[*+]\s+(?=\S)")
_MARK_AND_TAB = re.compile(r"(?:[^\w\s]\s?)?(?:\d{1,3}[.)]?)?(?<=\S)\t")
_TABLE_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*\|?")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank."""

    text: str  # without marks
    indent: int  # columns of white before it
    blank_before: int  # blank lines above it
    level: int  # of a Markdown heading: 1 to 6; 0 for others
    bold: bool  # the whole line is marked as bold
    cells: tuple[str, ...]  # of a row: two or more, some may be empty


def read_text_lines(data: bytes) -> list[TextLine]:
    """The lines of a text file: UTF-8 or UTF-16 with its mark, else Windows-1252.

    Raises: ValueError where the bytes are no text.
    """
    lines: list[TextLine] = []
    blank = 0
    for line in visible_text(_pages_parted(_decode(data))).splitlines():
        read = None if _is_mark_only(line) else _read_line(line, blank)
        if read is None:
            blank += 1
        else:
            lines.append(read)
            blank = 0
    return lines


def unseen_in_text(data: bytes) -> str | None:
    """Which characters of a text file are not drawn, in words; None where all are.

    Raises: ValueError where the bytes are no text.
    """
    return tell_unseen(_pages_parted(_decode(data)))


def _pages_parted(text: str) -> str:
    return text.replace("\f", "\n\n\n")


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    if b"\x00" in data:
        raise ValueError("the bytes hold zeros: this is no text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _is_mark_only(line: str) -> bool:
    stripped = line.strip()
    return bool(_RULE.fullmatch(stripped) or _TABLE_RULE.fullmatch(stripped))


def _read_line(line: str, blank: int) -> TextLine | None:
    stripped = line.strip(" \r\n")
    if not stripped:
        return None
    heading = _HEADING.fullmatch(stripped)
    bold = _BOLD_LINE.fullmatch(stripped)
    cells = _cells(stripped)
    text = _plain(heading.group(2) if heading else stripped)
    if not text:
        return None
    return TextLine(
        text=text,
        indent=len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()),
        blank_before=blank,
        level=len(heading.group(1)) if heading else 0,
        bold=bool(bold and "**" not in bold.group(1).replace("****", " ")),
        cells=cells,
    )


def _cells(stripped: str) -> tuple[str, ...]:
    if stripped.count("|") >= 2 and stripped.startswith("|"):
        parts = stripped.strip("|").split("|")
    elif "\t" in stripped and not _MARK_AND_TAB.match(stripped):
        parts = stripped.split("\t")
    else:
        return ()
    return tuple(_plain(part) for part in parts)


def _plain(text: str) -> str:
    """The words of a line without Markdown's and HTML's marks."""
    text = _STAR.sub("• ", text, count=1) if _STAR.match(text) else text
    text = text.replace("****", " ")  # bold that ends where other bold begins
    text = _TAG.sub(" ", _ITEM.sub(" • ", _LINK.sub(r"\1", text)))
    return " ".join(_EMPHASIS.sub("", text).split())
