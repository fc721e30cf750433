"""Numbers as a text means them: value, what is counted, and on which side of the value.

"63%", "nearly two thirds", "three in ten", "over 30 children", "a dozen", "every three weeks" and
"£2,000" are quantities; dates are taken out before (`dates.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from qa.prose.verifying.reading import Word, read_text

Bound = Literal["exact", "about", "nearly", "over", "under", "least", "most", "within", "after"]
Kind = Literal["count", "share", "money", "days", "every", "times", "ordinal", "distance"]

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12}
_FRACTIONS = {
    "half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5,
    "sixth": 1 / 6, "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10,
    "twentieth": 1 / 20,
}  # fmt: skip
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twelfth": 12,
}  # fmt: skip
_DAYS = {
    "minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30.4,
    "year": 365, "decade": 3650,
}  # fmt: skip
# How often, in days from one time to the next.
_EVERY = {
    "hourly": 1 / 24, "daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 30.4,
    "bimonthly": 60.8,
    "quarterly": 91, "termly": 122, "yearly": 365, "annual": 365, "annually": 365,
}  # fmt: skip

_WORD_NUMBER = (
    rf"(?:(?:{'|'.join([*_UNITS, *_TENS])})|(?<=a\s)(?:{'|'.join(_SCALES)}))"
    rf"(?:[\s-]+(?:and\s+)?(?:{'|'.join([*_UNITS, *_TENS, *_SCALES])})\b)*"
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}|\b{_WORD_NUMBER}\b)"
_FRACTION = "|".join(_FRACTIONS)
_UNIT = "|".join(_DAYS)

_PATTERN = re.compile(
    rf"""
    \b(?P<birthday>twenty-(?:first|fifth)|eighteenth|sixteenth|nineteenth)\b(?=\s+birthday)
    | (?P<every>\b(?:{"|".join(_EVERY)})\b)
    | \b(?:every|each|once\ (?:a|per|every)|(?:a|per)(?=\ (?:{_UNIT})\b)(?<=\btime\ a)|per)\s+
      (?:(?P<every_n>{_NUMBER}|other|second|few)\s+)?(?P<every_unit>{_UNIT})s?\b(?!-old)
    | \b(?P<of>{_NUMBER})(?:\s+|-)
      (?:in|(?:\w+\s+){{0,2}}(?:out\ )?of(?:\s+(?!about|over|nearly)[a-z’']+){{0,2}})(?:\s+|-)
      (?:every\s+)?(?P<whole>{_NUMBER})\b
      (?!\s+(?:working\s+)?(?:{_UNIT})s?\b|,?\s*(?:19|20)\d\d|\s?%|\s+per\s?cent)
    | \b(?P<of_noun>one|two|three|four|five|six|seven|eight|nine)\s+
      (?:[a-z-]+\s+){{1,3}}(?:in|out\ of)(?:\s+every)?\s+
      (?P<whole_noun>two|three|four|five|six|seven|eight|nine|ten|twenty|100|10|20)\b
      (?=\s*(?:[,.;]|$)
        |\s+(?:is|are|was|were|has|have|had|do|does|did|there|who
        |still|waits?|lives?|said|says?)\b)
    | \b(?P<a_unit>an?)\s+
      (?:full\s+|whole\s+|further\s+|single\s+|working\s+|calendar\s+)?(?P<one_unit>{_UNIT})\b(?!-|\s+(?:ago|before|earlier|later)\b)
    | \b(?:(?P<parts>{_NUMBER}|an?|one)(?:\s+|-))?(?P<fraction>{_FRACTION})s?\b
    | (?P<money>£\s?(?:{_DIGITS})(?:\s?(?:m|bn|k|million|billion|thousand)\b)?)
    | (?P<percent>{_NUMBER})\s?(?:%|per\s?cent\b|percentage\ points?\b)
    | \b(?P<ordinal_digits>\d+)(?:st|nd|rd|th)\b
    | (?P<times>\b(?:twice|thrice|double[ds]?|doubling|treble[ds]?|triple[ds]?
        |halve[ds]?|halving)\b)
    | \b(?P<ordinal>second|fourth|twelfth)\b(?!-)
    | (?P<number>{_NUMBER})(?:\s*(?P<scale>m|bn|k)\b)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE: tuple[tuple[Bound, str], ...] = (
    (
        "least",
        r"at least|no fewer than|no less than|not less than|a minimum of|minimum of|or more than",
    ),
    (
        "most",
        r"at most|up to(?! the age| age)|no more than|not more than|a maximum of|"
        r"no later than|no longer than",
    ),
    (
        "nearly",
        r"nearly|almost|close to|just under|not quite|approaching|just short of|"
        r"virtually|just below",
    ),
    (
        "over",
        r"over|more than|above|exceed\w*|in excess of|upwards of|just over|"
        r"longer than|greater than|beyond|older than|higher than",
    ),
    ("under", r"under|fewer than|less than|below|shorter than|lower than|younger than|well under"),
    (
        "about",
        r"about|around|approximately|roughly|some|circa|an average of|on average|in the region of",
    ),
    ("within", r"within|inside"),
    ("after", r"after|later than"),
)
_BEFORE_PATTERN = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{bound}>{words})" for bound, words in _BEFORE)
    + r")\s+(?:the\s+|their\s+|his\s+|her\s+|age\s+(?:of\s+)?|a\s+|an\s+|all\s+|of\s+|every\s+)*$",
    re.IGNORECASE,
)
_AFTER_PATTERN = re.compile(
    rf"\s*(?:(?:working\s+)?(?:{_UNIT})s?\s+|miles?\s+|per\s?cent\s+|of\s+them\s+)?(?:"
    r"(?P<least>at least|at a minimum|or (?:more|longer|older|over|later|above)|"
    r"and (?:over|above)|plus\b)|"
    r"(?P<most>at (?:the )?most|at a maximum|or (?:less|fewer|under|younger|below))|"
    r"(?P<about>or so\b))",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|none|never|nobody|neither|without)\b[^.;,]{0,80}$", re.IGNORECASE
)
_BIRTHDAY = re.compile(r"\s+birthday", re.IGNORECASE)
_NTH_YEAR = re.compile(r"\s+year\b", re.IGNORECASE)
_TIMES = {"twice": 2, "thrice": 3, "doubl": 2, "trebl": 3, "tripl": 3, "halv": 0.5}
_NO_NUMBER_ONE = re.compile(r"(?:no|any|every|some|each|the|this|that|which)\s+$", re.IGNORECASE)
_ONE_OF = re.compile(
    r"\s+(?:another|of|or|and|by|day|such|who|that|which|is|was)\b|\s*[-,.;]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it means."""

    value: float  # shares 0..1; spans of time in days; money in pounds
    kind: Kind
    bound: Bound
    counted: frozenset[str]  # keys of the words behind it that say what is counted
    start: int
    end: int
    is_one: bool = False  # "one", which stands for "a" as often as for 1
    parts: tuple[float, float] | None = None  # of "two of the eleven"
    is_round: bool = False  # a share told in a few parts: "nine in ten", "a third"


@lru_cache(maxsize=8_192)
def find_quantities(text: str, *, both: bool = True) -> tuple[Quantity, ...]:
    """The quantities of a text in order; `text` has its dates blanked out.

    "Two of the eleven" is a share, and with `both` the two counts besides.
    """
    return tuple(_found(text, both=both))


def _share_of_whole(match: re.Match[str], text: str, *, both: bool) -> Iterator[Quantity]:
    names = ("of", "whole") if match["whole"] else ("of_noun", "whole_noun")
    part, whole = (_number(match[name]) for name in names)
    counted = _counted(text, match.end())
    counts = [
        Quantity(
            value,
            "count",
            _bound(text, match.start(name), match.end(name)),
            counted,
            *match.span(name),
        )
        for name, value in zip(names, (part, whole), strict=True)
    ]
    if not 0 < part < whole:
        yield from counts
        return
    bound = _bound(text, match.start(), match.end())
    yield Quantity(
        round(part / whole, 6),
        "share",
        bound,
        counted,
        *match.span(),
        parts=(part, whole),
        is_round=whole in (3, 4, 5, 10, 20),
    )
    if both:
        yield from counts


def _found(text: str, *, both: bool) -> Iterator[Quantity]:
    for match in _PATTERN.finditer(text):
        read = _value(match, text)
        if read is None:
            continue
        if match["whole"] or match["whole_noun"]:
            yield from _share_of_whole(match, text, both=both)
            continue
        value, kind = read
        end = match.end()
        if kind == "ordinal" and _BIRTHDAY.match(text, end):
            kind = "count"
        if kind == "ordinal" and _NTH_YEAR.match(text, end):
            # In her eighth year: for more than seven.
            yield Quantity((value - 1) * 365, "days", "over", frozenset(), match.start(), end)
        if kind == "count":
            value, kind, end = _with_unit(text, value, end)
        counted = frozenset() if kind in ("every", "ordinal") else _counted(text, end)
        yield Quantity(
            round(value, 6), kind, _bound(text, match.start(), end), counted,
            match.start(), end, match[0].lower() == "one", is_round=bool(match["fraction"]),
        )  # fmt: skip


def _value(match: re.Match[str], text: str) -> tuple[float, Kind] | None:
    """What is matched, as a value of a kind; None where it is no number here."""
    if match["every"]:
        return _EVERY[match["every"].lower()], "every"
    if match["every_unit"]:
        return _every(match)
    if match["whole"] or match["whole_noun"]:
        return 0.0, "share"  # read by _share_of_whole
    if match["one_unit"]:
        if re.search(r"\b(?:once|twice|times)\s+$", text[: match.start()], re.IGNORECASE):
            return _DAYS[match["one_unit"].lower()], "every"
        return _DAYS[match["one_unit"].lower()], "days"
    if match["fraction"]:
        return _fraction(match, text)
    if match["money"]:
        return _money(match["money"]), "money"
    if match["percent"]:
        return _number(match["percent"]) / 100, "share"
    if match["ordinal_digits"]:
        return float(match["ordinal_digits"]), "ordinal"
    if match["birthday"]:
        return {
            "twenty-first": 21.0,
            "twenty-fifth": 25.0,
            "eighteenth": 18.0,
            "sixteenth": 16.0,
            "nineteenth": 19.0,
        }[match["birthday"].lower()], "count"
    if match["ordinal"]:
        return float(_ORDINALS[match["ordinal"].lower()]), "ordinal"
    if match["times"]:
        word = match["times"].lower()
        return next(value for stem, value in _TIMES.items() if word.startswith(stem)), "times"
    printed = match["number"]
    if printed.lower() == "one" and (
        _NO_NUMBER_ONE.search(text[: match.start()]) or _ONE_OF.match(text, match.end())
    ):
        return None
    scale = {"m": 1e6, "bn": 1e9, "k": 1e3}.get((match["scale"] or "").lower(), 1)
    return _number(printed) * scale, "count"


def _every(match: re.Match[str]) -> tuple[float, Kind]:
    printed = (match["every_n"] or "one").lower()
    if printed == "few":
        return _DAYS[match["every_unit"].lower()] * 3, "every"
    number = 2.0 if printed in ("other", "second") else _number(printed)
    return _DAYS[match["every_unit"].lower()] * number, "every"


def _fraction(match: re.Match[str], text: str) -> tuple[float, Kind] | None:
    """A share; "the third visit" is an ordinal, "second half of the year" no number."""
    name = match["fraction"].lower()
    parts = (match["parts"] or "").lower()
    if not parts and name not in ("half", "halves"):
        of_them = re.match(r"s?\s+of\b", text[match.start() + len(name) :])
        if name in _ORDINALS and not of_them:
            return float(_ORDINALS[name]), "ordinal"
        return (_FRACTIONS[name], "share") if of_them else None
    if name in ("half", "halves") and re.match(
        r"(?:\s+(?:a\s+)?(?:day|year|hour|term)|-)", text[match.end() :]
    ):
        return None
    if name in ("half", "halves") and re.search(
        r"\b(?:and a|first|second|past|other)\s+$", text[: match.start()], re.I
    ):
        return None
    return _FRACTIONS[name] * (1.0 if parts in ("a", "an", "one", "") else _number(parts)), "share"


def _money(printed: str) -> float:
    found = re.match(rf"£\s?({_DIGITS})\s?(\w*)", printed)
    assert found is not None  # the pattern that found it
    scale = {"m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9, "k": 1e3, "thousand": 1e3}
    return _number(found[1]) * scale.get(found[2].lower(), 1.0)


def _number(printed: str) -> float:
    """The value of figures or of number words."""
    if printed[0].isdigit():
        return float(printed.replace(",", ""))
    total = current = 0.0
    for word in re.findall(r"[a-z]+", printed.lower()):
        if word in _UNITS or word in _TENS:
            current += _UNITS.get(word, _TENS.get(word, 0))
        elif word in _SCALES:
            current = (current or 1) * _SCALES[word]
            if _SCALES[word] >= 1_000:
                total, current = total + current, 0.0
    return total + current


def _with_unit(text: str, value: float, end: int) -> tuple[float, Kind, int]:
    """A count of days or weeks is a span of time, one of miles a distance."""
    unit = re.match(
        rf"(?:\s+and a half)?[\s-]+(?:working\s+|calendar\s+|school\s+|consecutive\s+|"
        rf"successive\s+|full\s+|further\s+|more\s+|whole\s+)?({_UNIT})s?\b(?!-olds?|"
        rf"(?<=year)\s+olds?|(?<=years)\s+olds?)",
        text[end:],
        re.I,
    )
    if unit:
        if "and a half" in unit[0]:
            value += 0.5
        return value * _DAYS[unit[1].lower()], "days", end + unit.end()
    miles = re.match(r"[\s-]+(miles?|kilomet\w+|km)\b", text[end:], re.I)
    if miles:
        return value, "distance", end + miles.end()
    times = re.match(r"[\s-]+(times|fold)\b", text[end:], re.I)
    if times:
        return value, "times", end + times.end()
    pounds = re.match(r"\s+pounds\b", text[end:], re.I)
    if pounds:
        return value, "money", end + pounds.end()
    return value, "count", end


def _bound(text: str, start: int, end: int) -> Bound:
    after = _AFTER_PATTERN.match(text, end)
    if after and after.lastgroup:
        return after.lastgroup  # type: ignore[return-value]
    before = _BEFORE_PATTERN.search(text[max(0, start - 40) : start])
    if before and before.lastgroup:
        bound: Bound = before.lastgroup  # type: ignore[assignment]
        if bound == "over" and _DENIED.search(text[max(0, start - 95) : start]):
            return "most"  # "none has more than 12"
        return bound
    return "exact"


def _counted(text: str, end: int) -> frozenset[str]:
    """The keys of the first words behind a number that say what is counted, up to grammar."""
    behind = re.split(r"[.;:,()–—]", text[end : end + 80])[0]
    words: list[Word] = []
    for word in read_text(behind).words:
        if word.folded in _PASSED and not words:
            continue
        if not word.weight and word.folded not in _PEOPLE:
            break
        words.append(word)
    return frozenset().union(*(word.keys for word in words[:3])) if words else frozenset()


# "Two of the eleven", "12 more posts".
_PASSED = frozenset("of the its their these those his her all more other further such new".split())
_PEOPLE = frozenset("people person".split())
