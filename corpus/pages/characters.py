"""Characters that are drawn as other characters, or not at all."""

from __future__ import annotations

import re

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_SPACES = dict.fromkeys("\xa0\u2002\u2003\u2007\u2009\u202f\u3000", " ")
_TABLE = str.maketrans(_LIGATURES | _SPACES)
# Soft hyphens, zero-width marks, direction overrides, tag characters: no reader sees them, some
# are used to hide words from readers and show them to machines.
_UNSEEN = re.compile(
    "[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def visible_text(text: str) -> str:
    """The text as a reader sees it: ligatures spelled out, unseen characters gone."""
    if text.isascii() and not _CONTROLS.search(text):
        return text
    return _CONTROLS.sub("", _UNSEEN.sub("", text.translate(_TABLE)))
