"""What in a question tells who somebody is: an address, a number of theirs.

Reports on services hold none of it, so a question needs none. Only forms that hardly anything else
has are looked for: years, dates, counts, numbers of paragraphs and references have to pass. Names
cannot be told from those of places, projects and inspectors, and are not looked for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

PersonalData = Literal["an e-mail address", "a phone number", "a National Insurance number"]

_START = r"(?<![^\W_])"  # no letter or figure before
_END = r"(?![^\W_])"

_EMAIL = re.compile(
    r"[^\W_][\w.+%'’-]{0,63}@[^\W_](?:[\w-]{0,62}\.){1,8}[^\W\d_]{2,24}(?![\w-])", re.IGNORECASE
)

# Ofcom's National Telephone Numbering Plan: 0 and nine or ten figures, the first of them none of 0,
# 4 and 6. They are parted into groups of two and more, the first of three, so that dates
# (01-03-2024) and rows of counts are none. Behind +44 they may be parted anywhere.
_PARTING = r"[ ./()-]"
_ABROAD = re.compile(
    rf"(?:\+|{_START}00){_PARTING}{{0,3}}44{_PARTING}{{0,3}}(?:0{_PARTING}{{0,3}})?"
    rf"[1-9](?:{_PARTING}{{0,3}}[0-9]){{8,9}}{_END}"
)
_NATIONAL = re.compile(
    rf"{_START}(?<![0-9][.,/:-])0[1-35789][0-9](?:[0-9]|{_PARTING}{{1,3}}(?=[0-9]{{2}})[0-9]){{7,8}}"
    rf"{_END}(?![.,][0-9])"
)

# HMRC's National Insurance Manual, NIM39110: two letters, six figures, A to D; some letters and
# pairs of them are not given out. The last letter has to be there, and an A that stands apart has
# to end the sentence: SC123456 is a children's home, and "SC123456 a home" names one.
_LAST_LETTER = rf"(?:[A-D]|[ -](?:[B-D]|A(?=\s*(?:$|[.,;:?!)])))){_END}"
_INSURANCE = re.compile(
    rf"{_START}(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?"
    rf"[0-9]{{2}}([ -]?)[0-9]{{2}}\1[0-9]{{2}}{_LAST_LETTER}",
    re.IGNORECASE,
)

_FORMS: tuple[tuple[re.Pattern[str], PersonalData], ...] = (
    (_EMAIL, "an e-mail address"),
    (_INSURANCE, "a National Insurance number"),
    (_ABROAD, "a phone number"),
    (_NATIONAL, "a phone number"),
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


def personal_data_in(text: str) -> PersonalData | None:
    """What the text holds that tells who somebody is; None where it holds nothing of the kind."""
    plain = _plain(text)
    return next((what for form, what in _FORMS if form.search(plain)), None)


def _plain(text: str) -> str:
    """The text with the plain forms of its letters, figures, dashes and gaps."""
    if text.isascii():
        return " ".join(text.split())
    compatible = unicodedata.normalize("NFKC", text).translate(_DASHES)
    figures = (str(unicodedata.decimal(one)) if one.isdecimal() else one for one in compatible)
    return " ".join("".join(figures).split())
