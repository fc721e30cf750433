"""Characters that are drawn as other characters, or not at all."""

from __future__ import annotations

import re

from corpus.unseen import UNSEEN

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
_UNSEEN = re.compile(f"[{UNSEEN}]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def visible_text(text: str) -> str:
    """The text as a reader sees it: ligatures spelled out, unseen characters gone."""
    if text.isascii() and not _CONTROLS.search(text):
        return text
    return _CONTROLS.sub("", _UNSEEN.sub("", text.translate(_TABLE)))
