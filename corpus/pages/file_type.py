"""What a file's first bytes say it is, whatever its name claims."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKUP = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|\?xml)",
    re.IGNORECASE | re.DOTALL,
)
_SIGNATURES = (
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"{\\rtf", "a rich text document"),
    (b"SQLite format 3", "a database"),
)


@dataclass(frozen=True, slots=True)
class FileType:
    """The kind of bytes a file holds."""

    name: str
    is_pdf: bool = False
    is_text: bool = False


def file_type(data: bytes) -> FileType:
    """The kind of bytes. A PDF's mark may stand anywhere in the first 1,024.

    Source: ISO 32000-1, annex H, implementation note 13.
    """
    if b"%PDF-" in data[:1024]:
        return FileType("a PDF", is_pdf=True)
    if _MARKUP.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return FileType("a web page")
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return FileType(name)
    if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return FileType("of an unknown kind")
    return FileType("text", is_text=True)
