"""Ways to make a true sentence say what its paragraphs do not carry.

Each takes a sentence and what its paragraphs say, and gives false sentences, the likeliest first.
It gives none rather than one that could still be true: a number put in stands nowhere in the
paragraphs, a role neither, a quantity becomes more or the contrary.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from scripts.verification.ground import Ground
from scripts.verification.numbers_said import (
    FIGURE,
    IN_WORDS,
    OF_MANY,
    PART,
    PARTS,
    WORD,
    WORDS_OF,
    is_said,
)
from scripts.verification.swaps import ANTONYMS, DIRECTIONS, OUTSIDE, QUANTITIES, ROLES

Corruption = Callable[[str, Ground, random.Random], Iterator[str]]

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_UNIT = re.compile(r"\b(minute|hour|day|week|month|year)(s?)\b")
# What stands before a unit of time where it measures.
_MEASURED = re.compile(
    r"(?:\d|\b(?:a|an|each|every|last|past|first|working|same|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve)) $",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:within|than|over|under|least|most|up to|for|after|heard \w+)(?: the| about)?"
    r"(?: [\w.]+){1,2} $"
)
_EVERY = ("daily", "weekly", "fortnightly", "monthly", "yearly")
# Before a number these leave it true when it is moved: "more than 30" holds of 40 too.
_BOUND = re.compile(r"\b(?:than|over|above|under|below|least|most|exceed|beyond|within)\s+£?$")
_GRADES = ("outstanding", "good", "inadequate")
_GRADE = re.compile(
    rf"(?<!to be )\b(?:{'|'.join(_GRADES)})\b|(?<=judged to be )\b(?:{'|'.join(_GRADES)})\b"
)
# After these a word stays: "looked after", "to be good", "a few", "compared with".
_KEEPING = {
    "after": ("looked ", "look "),
    "few": ("a ", "too "),
    "good": ("to be ",),
    "with": ("compared ", "together ", "contact "),
    "dropped": ("has ", "have ", "had "),
    "rose": ("has ", "have ", "had "),
    "experienced": ("have ", "has ", "had "),
    "short": ("in ", "too "),
    "long": ("too ", "as "),
}
_STAYS = re.compile(r"(?:above|below) all\b|with(?:out)? \w+ing\b")
_LINKING = r"is|are|was|were|can|could|should|will|must|would"
_NO_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|neither|nor|without|few|hardly)\b", re.I)


def other_number(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """Another figure, number word or share."""
    made = []
    for found in chain(OF_MANY.finditer(text), PART.finditer(text)):
        shares = [words for words, part in PARTS.items() if not is_said(part, ground.numbers)]
        shares += [
            f"{few} in {many}"
            for few, many in (("two", "five"), ("one", "six"), ("three", "ten"), ("four", "five"))
            if not is_said(IN_WORDS[few] / IN_WORDS[many], ground.numbers)
        ]
        if text[found.end() :].startswith(" of ") or text[found.end() :].startswith(" the "):
            shares = [words for words in shares if " in " not in words]
        if shares and not text[: found.start()].endswith(("two-", "three-")):
            made.append(_put(text, found, chance.choice(shares)))
    for found in FIGURE.finditer(text):
        if _can_move(text, found) and not _YEAR.fullmatch(found[0]):
            made.append(_put(text, found, _another_figure(found[0], ground, chance)))
    for found in WORD.finditer(text):
        if _can_move(text, found) and IN_WORDS[found[0].lower()] > 1:
            value = _another(IN_WORDS[found[0].lower()], ground, chance)
            made.append(_put(text, found, WORDS_OF.get(value, str(value))))
    chance.shuffle(made)
    yield from made


def other_direction(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """Over for under, risen for fallen."""
    made = list(_swapped(text, DIRECTIONS, chance))
    for found in re.finditer(
        r"\bat (?:least|most)(?= (?:\d|once|twice|a |an |every|annually|half))", text
    ):
        made.append(_put(text, found, "at most" if found[0] == "at least" else "at least"))
    for found in re.finditer(r"\b(?:over|under)(?= £?\d| (?:half|a (?:third|quarter)))", text):
        made.append(_put(text, found, "under" if found[0] == "over" else "over"))
    chance.shuffle(made)
    yield from made


def other_date(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """Another year or month, another length of time, another frequency."""
    made = []
    for found in _YEAR.finditer(text):
        if text.startswith(("-", "–"), found.end()):
            continue
        years = [int(found[0]) + step for step in (-4, -3, -2, -1, 1, 2, 3)]
        years = [year for year in years if not ground.says(str(year))]
        if years:
            made.append(_put(text, found, str(chance.choice(years))))
    for found in re.finditer(rf"\b(?:{'|'.join(_MONTHS)})\b", text):
        months = [month for month in _MONTHS if not ground.says(month)]
        made.append(_put(text, found, chance.choice(months)))
    for found in _UNIT.finditer(text):
        before = text[: found.start()]
        if not _MEASURED.search(before) or text.startswith("-", found.end()):
            continue
        if _AT_MOST.search(before):
            continue  # what takes place within two hours takes place within two days
        units = [u for u in ("day", "week", "month", "year") if not ground.says(u)]
        units = [u for u in units if not ground.says(u + "s")]
        if units:
            made.append(_put(text, found, chance.choice(units) + found[2]))
    for found in re.finditer(rf"\b(?:{'|'.join(_EVERY)})\b", text, re.IGNORECASE):
        times = [word for word in _EVERY if not ground.says(word) and word != found[0].lower()]
        made.append(_put(text, found, chance.choice(times)))
    chance.shuffle(made)
    yield from made


def other_grade(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """Another grade where one is given: after "judged", or where the record of grades is cited."""
    if (
        not re.search(r"\b(?:judged|graded|rated|grade|overall)\b", text)
        and "\t" not in ground.text
    ):
        return
    made = []
    for found in _GRADE.finditer(text):
        grades = [grade for grade in _GRADES if grade != found[0]]
        made += [_put(text, found, grade) for grade in grades]
    for found in re.finditer(rf"\bis (?:{'|'.join(_GRADES)})\b", text):
        made.append(_put(text, found, "requires improvement to be good"))
    for found in re.finditer(r"\brequires improvement(?: to be good)?\b", text):
        said = "" if text[: found.start()].endswith("grade was ") else "is "
        made += [_put(text, found, f"{said}{grade}") for grade in _GRADES]
    chance.shuffle(made)
    yield from made


def other_authority(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """Another place's name for the one that is told of, or set before a sentence without any."""
    places = [place for place in ground.places if not ground.says(place)]
    if not places:
        return
    named = [place for place in ground.authorities if place in text]
    for place in named:
        yield text.replace(place, chance.choice(places))
    if not named:
        yield f"In {chance.choice(places)}, {_lowered(text)}"


def other_polarity(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """Denied, no longer denied, or the contrary word."""
    made = [*_without_negation(text), *_swapped(text, ANTONYMS, chance)]
    if not _NO_NEGATION.search(text):
        made += _negated(text)
    chance.shuffle(made)
    yield from made


def other_quantity(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """More of them, or hardly any: some become most, few many, often always."""
    made = []
    taken: set[int] = set()
    for few, more in sorted(QUANTITIES, key=lambda one: -len(one[0])):
        for found in re.finditer(rf"\b{few}\b", text, re.IGNORECASE):
            if taken.isdisjoint(range(*found.span())) and _counts(text, found):
                taken |= set(range(*found.span()))
                made.append(_put(text, found, chance.choice(more)))
    unhedged = re.sub(r"\b(?:nearly|almost|mostly|mainly) (?=[a-z])", "", text, count=1)
    if unhedged != text and re.search(r"(?:nearly|almost) (?:all|every|always|no)\b", text):
        made.append(unhedged)
    chance.shuffle(made)
    yield from made


def other_role(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
    """Somebody else did it, or it was done to somebody else, whom the paragraphs do not name."""
    made = []
    for group in ROLES:
        others = [
            other[0]
            for other in ROLES
            if other is not group and not any(ground.says(name) for name in _also_single(other))
        ]
        for name in sorted(group, key=len, reverse=True):
            found = re.search(
                rf"(?<!-)(?<!foster )(?<!young )\b{name}\b(?!['’]| care| hub| station| notif)",
                text,
                re.IGNORECASE,
            )
            if found and others:
                made.append(_put(text, found, chance.choice(others)))
                break
    chance.shuffle(made)
    yield from made


def outside_fact(half: str) -> Corruption:
    """Content that the paragraph does not have, hung on before the full stop."""

    def corrupt(text: str, ground: Ground, chance: random.Random) -> Iterator[str]:
        yield f"{text.rstrip('.')}{chance.choice(OUTSIDE[half])}."

    return corrupt


def corruptions_of(half: str) -> Mapping[str, Corruption]:
    """Those that both halves have, by kind. "wrong report" changes no word: see `labelling.py`."""
    return {
        "number": other_number,
        "direction": other_direction,
        "date": other_date,
        "grade": other_grade,
        "authority": other_authority,
        "polarity": other_polarity,
        "quantifier": other_quantity,
        "role": other_role,
        "outside fact": outside_fact(half),
    }


def _put(text: str, found: re.Match[str], words: str) -> str:
    """The text with other words at the match, capital where there was one."""
    if found[0][0].isupper() and words[0].islower():
        words = words[0].upper() + words[1:]
    if re.search(r"\b[Aa]n? $", text[: found.start()]):
        article = re.sub(r"n? $", "n " if words[0] in "aeiou" else " ", text[: found.start()])
        return article + words + text[found.end() :]
    return text[: found.start()] + words + text[found.end() :]


def _lowered(text: str) -> str:
    """With a small letter at the start."""
    return text if text.startswith("English ") else text[0].lower() + text[1:]


def _can_move(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start()], text[found.end() :]
    if _BOUND.search(before) or re.match(
        r"-|\.\d| in \w+\b(?= (?:chil|care))|(?:st|nd|rd|th)\b", after
    ):
        return False
    return not OF_MANY.match(text, found.start()) and not re.search(r"\b\w+ in $", before)


def _another(value: int, ground: Ground, chance: random.Random) -> int:
    """A number of about the size that is nowhere said."""
    reach = max(3, value // 3)
    near = [value + step for step in range(-reach, reach + 1)]
    fit = [one for one in near if one > 1 and one != value and not is_said(one, ground.numbers)]
    return chance.choice(fit or [value * 3 + 1])


def _another_figure(figure: str, ground: Ground, chance: random.Random) -> str:
    """Another figure in the same dress."""
    pound, bare = ("£", figure[1:]) if figure.startswith("£") else ("", figure)
    if "." in bare:
        whole, _, rest = bare.partition(".")
        return f"{pound}{int(whole) + chance.choice((1, 2, 3))}.{rest}"
    value = int(bare.replace(",", ""))
    other = _another(value, ground, chance)
    return f"{pound}{other:,}" if "," in bare else f"{pound}{other}"


def _swapped(text: str, pairs: tuple[tuple[str, ...], ...], chance: random.Random) -> Iterator[str]:
    """The text with one word of a pair put for the other, at each place."""
    made = []
    for one, other in pairs:
        for here, there in ((one, other), (other, one)):
            for found in re.finditer(rf"(?<!-)\b{here}\b(?!-)", text, re.IGNORECASE):
                before, after = text[: found.start()], text[found.end() :]
                kept = ("not ", *_KEEPING.get(here, ()))
                if not before.endswith(kept) and not _STAYS.match(f"{here}{after}"):
                    made.append(_put(text, found, there))
    chance.shuffle(made)
    yield from made


def _without_negation(text: str) -> Iterator[str]:
    """What was denied is told as so."""
    for pattern, instead in (
        (r"\b(is|are|was|were|has|have|had|can|could|should|will|would)( \w+)? not\b", r"\1\2"),
        (r"\b(?:do|does) not (?=\w)", ""),
        (r"\bdid not (?=\w)", "did "),
        (r"\bnever\b", "always"),
        (r"\bno longer\b", "still"),
        (r"\bno (?=\w+s\b)", "many "),
        (r"\bno (?=\w)", "a "),
        (r"\bnobody\b", "everybody"),
        (r"\bno one\b", "everyone"),
        (r"\bnone\b", "all"),
        (r"\bneither (\w+) nor\b", r"both \1 and"),
        (r"\bwithout\b(?! \w+ing\b)", "with"),
    ):
        made = re.sub(pattern, instead, text, count=1)
        if made != text:
            yield made


def _negated(text: str) -> Iterator[str]:
    """What was told as so is denied."""
    for found in re.finditer(rf"\b(?:{_LINKING})\b(?! (?:not|no|only|all|more|still)\b)", text):
        yield _put(text, found, f"{found[0]} not")
    for found in re.finditer(
        r"\b(has|have|had)\b(?= (?:\w+ed|been|found|put|grown|left|made)\b)", text
    ):
        yield _put(text, found, f"{found[0]} not")


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether the word counts something here, and is no part of "at all" or "at least some"."""
    before, after = text[: found.start()].lower(), text[found.end() :]
    if re.match(r" (?:\w+ly\b|but\b|other\b|\d|as\b)", after) or before.endswith("as "):
        return False
    if found[0].lower() in ("each", "every", "any") and not re.match(
        r" (?!on |and |from |against |signed |with )[a-z]", after
    ):
        return False
    if found[0].lower() == "every" and WORD.match(after.strip()):
        return False
    if found[0].lower() in ("most", "all", "few", "some", "any", "half") and before.endswith(
        ("at ", "the ", "than ", "a ", "too ", "above ", "as ", "of ")
    ):
        return False
    return not before.endswith(("not ", "nearly ", "almost ", "hardly "))


def _also_single(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield name
        yield name.removesuffix("s")
