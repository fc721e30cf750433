"""Whether every number of a draft stands in what it cites and means the same there."""

from __future__ import annotations

import re

from qa.prose.verifying.alignment import Alignment
from qa.prose.verifying.dates import without_dates
from qa.prose.verifying.quantities import Quantity, find_quantities

# How far "about" and "nearly" may be from a figure: "nearly two thirds" for 63 per cent.
NEARLY, NEARLY_SHARE = 0.08, 0.045
# And "over": nobody who reads 92 per cent is misled by "more than nine in ten".
BEYOND, BEYOND_SHARE = 0.25, 0.08


# How far a share of a few parts may be from the percentage that it rounds.
ROUNDED = 0.02


def plain_bound(quantity: Quantity) -> bool:
    """Whether a number is told as it is."""
    return quantity.bound in ("exact", "about")


def number_fault(alignment: Alignment) -> str | None:
    """The number that the cited paragraphs do not have, in a few words."""
    if moves_wrongly(alignment.draft.text) or compares_wrongly(alignment.draft.text):
        return "a rise that falls, or the reverse"
    for ours in find_quantities(without_dates(alignment.draft.text), both=False):
        text = alignment.cited_text_for(ours.start)
        theirs = find_quantities(without_dates(text))
        same = [other for other in theirs if means(ours, other)]
        if ours.parts and not same:
            counts = {other.value for other in theirs if other.kind == "count"}
            if set(ours.parts) <= counts:
                continue
        if not same:
            if ours.is_one and _has_single(text):
                continue
            if ours.value == 2 and ours.kind == "count" and _PAIR.search(text):
                continue
            return f"the number {_printed(alignment.draft.text, ours)!r}"
        if not any(_counts_same(ours, other) for other in same) and _is_swapped(ours, same, theirs):
            return f"what the number {_printed(alignment.draft.text, ours)!r} counts"
    return None


_MOVES = re.compile(
    r"\b(?:(?P<up>r[io]se[ns]?|rising|increas\w+|grow\w*|grew|up|doubl\w+|climb\w*|"
    r"rais\w+|higher|gone up|went up|expand\w+)|"
    r"(?P<down>f[ae]ll\w*|decreas\w+|reduc\w+|drop\w*|declin\w+|cut|lower\w*|"
    r"shr[aiu]nk\w*|halv\w+|down))\b"
    r"(?P<between>[^.;]{0,60}?)\bfrom (?P<first>[^.;]{1,60}?) to (?P<second>[^.;]{1,40})",
    re.IGNORECASE,
)


def moves_wrongly(text: str) -> bool:
    """Whether a text says that something rose from more to less, or fell from less to more."""
    plain = without_dates(text)
    for match in _MOVES.finditer(plain):
        first, second = find_quantities(match["first"]), find_quantities(match["second"])
        if not first or not second or first[0].kind != second[0].kind:
            continue
        if (
            re.search(r"\bnot\b|n[’']t\b|\bby\b", match["between"])
            or first[0].value == second[0].value
        ):
            continue
        if (first[0].value < second[0].value) != bool(match["up"]):
            return True
    return False


_FROM = re.compile(r"\b(?P<way>up|down)\s+from\s+(?=\S*\d|[a-z])", re.IGNORECASE)


def compares_wrongly(text: str) -> bool:
    """Whether a text has a number "up from" a greater one, or "down from" a smaller one."""
    plain = without_dates(text)
    for match in _FROM.finditer(plain):
        before = find_quantities(plain[: match.start()], both=False)
        behind = find_quantities(plain[match.end() : match.end() + 40], both=False)
        if not behind:
            continue
        same = [one for one in before if one.kind == behind[0].kind]
        if not same or same[-1].value == behind[0].value:
            continue
        is_up = same[-1].value > behind[0].value
        greater = any(one.value > behind[0].value for one in same)
        if is_up != (match["way"].lower() == "up") and (len(same) == 1 or not greater):
            return True
    return False


_PAIR = re.compile(r"\b(?:both|pair|couple|twice|neither)\b", re.IGNORECASE)


def _printed(text: str, quantity: Quantity) -> str:
    return text[quantity.start : quantity.end]


def _has_single(text: str) -> bool:
    folded = f" {text.casefold()} "
    return any(f" {word} " in folded for word in ("a", "an", "single", "one", "1", "another"))


def means(ours: Quantity, other: Quantity) -> bool:
    """Whether one number carries another: the same kind and value, on the same side of it."""
    kinds = {ours.kind, other.kind}
    if len(kinds) > 1 and not kinds <= {"days", "every"} and not kinds <= {"times", "count"}:
        return False
    share = ours.kind == "share"
    gap = ours.value - other.value
    scale = 1.0 if share else max(abs(other.value), 1e-9)
    # "Nine in ten" for 91 per cent, "a third" for 34.
    if share and ours.is_round and abs(gap) <= ROUNDED and plain_bound(ours) and plain_bound(other):
        return True
    equal = abs(gap) <= (
        0.006 if share else 0.03 * scale if ours.kind in ("days", "every") else 1e-6
    )
    below = NEARLY_SHARE if share else NEARLY * scale
    beyond = BEYOND_SHARE if share else BEYOND * scale
    plain = other.bound in ("exact", "about", "within", "after")
    if {ours.bound, other.bound} == {"within", "after"}:
        return False
    match ours.bound:
        case "exact" | "within" | "after":
            return equal and (
                plain
                or (other.bound == "most" and ours.kind == "days")
                or (other.bound == "over" and ours.bound == "after")
            )
        case "about":
            return (plain or other.bound == "nearly") and abs(gap) <= below
        case "nearly":
            return (equal and other.bound in ("nearly", "about", "under")) or (
                plain and -1e-9 <= gap <= below and not (equal and other.bound == "exact")
            )
        case "over":
            return (equal and (other.bound == "over" or (ours.kind == "days" and plain))) or (
                plain and -beyond <= gap < 0 and not equal
            )
        case "least":
            return (equal and other.bound in ("over", "least", "exact")) or (
                plain and -beyond <= gap <= 0
            )
        case "under":
            return (equal and other.bound in ("under", "nearly", "most")) or (
                plain and 0 < gap <= beyond and not equal
            )
        case "most":
            return (equal and other.bound in ("under", "most", "exact", "within", "nearly")) or (
                plain and 0 <= gap <= beyond
            )


def _counts_same(ours: Quantity, other: Quantity) -> bool:
    if not ours.counted or not other.counted:
        return True
    return bool(ours.counted & other.counted)


def _is_swapped(ours: Quantity, same: list[Quantity], theirs: tuple[Quantity, ...]) -> bool:
    """Whether what a number counts is counted by another number in what is cited."""
    return any(
        other not in same and other.kind == ours.kind and ours.counted & other.counted
        for other in theirs
    )
