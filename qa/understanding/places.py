"""Which authorities a question names: by name, short name or small slip of the pen.

Names that are also English words ("Reading", "Bury") count only where they stand as a name. A
short name that several councils share gives choices; nothing is guessed. Places that have no such
reports are found here too, so that no other place answers for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus import Authorities
from qa.understanding.elsewhere import WANTS_CAPITAL, places_elsewhere
from qa.understanding.mentions import Mention
from qa.words import STOP_WORDS, Token, fold, tokens_of

_ENGLISH_WORDS = frozenset({"barking", "bath", "beds", "bury", "reading"})
# "Kingston upon Hull" goes by "Hull", so the bare word means the other one; the answer says so.
_USUAL = frozenset({"kingston"})
_ORGANISATIONS = frozenset(
    "police constabulary university college hospital airport prison forest united coldfield "
    "road street house".split()
)
_COUNCIL_WORDS = frozenset(
    "council councils borough county city lscb mbc la local authority childrens children "
    "was is has had did does 2010 2011".split()
)
_PREPOSITIONS = frozenset("in at for of about from to by did does is was has and or than".split())

# Slips are looked for only in words of this length; shorter ones are near too many words.
_SLIP_LETTERS = 5
# English words one or two letters away from a name, which a slip must not be taken for: all such
# words of 204 reports are among them.
_NEAR_NAMES = frozenset(
    """
    leads needs reads lends survey surveys narrow dealing healing sealing feeling leading hearing
    having people seven today forget garden gardens midway afford small viral button barest
    border borders driven doing enough though cover covers overs bright brighten broken burnt
    dudley harsh hardly haring caring sharing boring during never bolton bolted salary stock
    kinship chester bonded hidden holding oldest olden wigan began begun token taken luting
    merits merited camped campus sutured suits slough sought essay essays norm morning evening
    darling starling western eastern northern southern central center centre medial media medway
    trained traffic rural rutted surely surrey history county country counties councils worked
    homes homeless kidney kingdom richer richest rich poor poorly pools pooled poole hearts
    staff backing eating easing barring
    """.split()
)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Every name a place can have in a question. Made by `make_gazetteer`."""

    register: Authorities
    # Folded name -> the authorities it can mean, the usual one first; none for places elsewhere.
    meant_by_name: Mapping[str, tuple[str, ...]]
    longest: int  # words of the longest name
    # The names that others may be slips of, with what they mean: by `_kin` of their words.
    slipped: Mapping[tuple[str, int], tuple[tuple[str, tuple[str, ...]], ...]]

    def authorities(self) -> list[str]:
        """The full name of every authority, in alphabetical order."""
        return sorted({name for meant in self.meant_by_name.values() for name in meant})


def make_gazetteer(register: Authorities, also: Iterable[str] = ()) -> Gazetteer:
    """The names of the register, of places elsewhere, and of `also`: authorities on no list.

    One of `also` that joins two places ("Fernholt and Penmarsh") is known by either, too.
    """
    names: dict[str, tuple[str, ...]] = dict.fromkeys(places_elsewhere(), ())
    for name, authorities in register.names().items():
        names[name] = tuple(authority.name for authority in authorities)
    for name in also:
        for part in (name, *re.split(r"\s+and\s+|,\s*", name)):
            if fold(part):
                names.setdefault(fold(part), (name,))
    slipped: dict[tuple[str, int], list[tuple[str, tuple[str, ...]]]] = {}
    for name, meant in names.items():
        if _tells_of_slips(name, meant):
            slipped.setdefault(_kin(name), []).append((name, meant))
    longest = max(len(name.split()) for name in names)
    return Gazetteer(register, names, longest, {kin: tuple(some) for kin, some in slipped.items()})


def _kin(words: str) -> tuple[str, int]:
    """What a slip leaves as it was: the first letter, and how many words there are."""
    return words[:1], words.count(" ")


def _tells_of_slips(name: str, meant: tuple[str, ...]) -> bool:
    """Short names beside the full one ("Cambs") are too near other words."""
    return len(name) > _SLIP_LETTERS or (
        len(name) == _SLIP_LETTERS and any(fold(full) == name for full in meant)
    )


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a question. Exactly one of `authorities` and `elsewhere` is filled."""

    mention: Mention
    printed: str
    authorities: tuple[str, ...] = ()  # several: one name that several councils share
    elsewhere: str | None = None  # the place's own name
    area: str | None = None  # the council or nation that `elsewhere` lies in
    how: str = "name"  # "name", "usual" (the likelier of two) or "slip"


def find_places(text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    """The places that the text names, in order. Of overlapping names the longest counts."""
    tokens = tokens_of(text)
    found = list(_named(text, tokens, gazetteer))
    taken = {i for _, span in found for i in span}
    slips = list(_slips(text, tokens, taken, gazetteer, anything_named=bool(found)))
    # "Kensigton and Chelsea" is one place, though "Chelsea" alone is a name too.
    named = [place for place, _ in found if not any(_holds(slip, place) for slip in slips)]
    return sorted([*named, *slips], key=lambda place: place.mention.start)


def _holds(slip: PlaceMention, place: PlaceMention) -> bool:
    return slip.mention.start <= place.mention.start and place.mention.end <= slip.mention.end


def _named(
    text: str, tokens: list[Token], gazetteer: Gazetteer
) -> Iterator[tuple[PlaceMention, range]]:
    """Places by exact name, with the positions of their tokens."""
    names, longest = gazetteer.meant_by_name, gazetteer.longest
    position = 0
    while position < len(tokens):
        for length in range(min(longest, len(tokens) - position), 0, -1):
            span = range(position, position + length)
            name = " ".join(tokens[i].folded for i in span)
            if name in names and _stands_as_name(text, tokens, span, name):
                yield _place(text, tokens, span, name, names[name]), span
                position += length
                break
        else:
            position += 1


def _place(
    text: str, tokens: list[Token], span: range, name: str, meant: tuple[str, ...]
) -> PlaceMention:
    first, last = tokens[span[0]], tokens[span[-1]]
    mention = Mention(first.start, last.end)
    printed = text[first.start : last.start + len(last.text)]
    if not meant:
        place, area = places_elsewhere()[name]
        return PlaceMention(mention, printed, elsewhere=place, area=area)
    if len(meant) > 1 and name in _USUAL:
        return PlaceMention(mention, printed, meant[:1], how="usual")
    return PlaceMention(mention, printed, meant)


def _stands_as_name(text: str, tokens: list[Token], span: range, name: str) -> bool:
    """Whether the words at `span` are the place, not an English word or another body's name."""
    before = tokens[span[0] - 1].folded if span[0] else ""
    after = tokens[span[-1] + 1] if span[-1] + 1 < len(tokens) else None
    if before == "new" or (after is not None and after.folded in _ORGANISATIONS):
        return False
    first = tokens[span[0]]
    if name in WANTS_CAPITAL:
        return first.is_capitalised
    if name not in _ENGLISH_WORDS:
        return True
    follows = after.folded if after else ""
    if follows in ("council", "borough"):
        return True
    ends = not follows or follows.isdigit() or not text[tokens[span[-1]].end :][:1].isspace()
    if not first.is_capitalised:
        # Only a question without any capital may write the name small, and not "reading".
        small = text == text.lower() and name != "reading"
        return small and (ends or before in _PREPOSITIONS)
    if span[0] == 0:
        return ends or _is_possessive(text, tokens[span[-1]]) or follows in _COUNCIL_WORDS
    return not (after is not None and after.is_capitalised and follows in ("recovery", "agency"))


def _is_possessive(text: str, token: Token) -> bool:
    return token.end - token.start > len(token.text)


def _slips(
    text: str,
    tokens: list[Token],
    taken: set[int],
    gazetteer: Gazetteer,
    *,
    anything_named: bool,
) -> Iterator[PlaceMention]:
    """Authorities whose name is written with a small slip; each must be the only one so near."""
    position = 0
    while position < len(tokens):
        for length in (3, 2, 1):
            span = range(position, position + length)
            if span[-1] >= len(tokens) or (length == 1 and taken & set(span)):
                continue
            if not _may_be_slip(tokens, span, anything_named=anything_named):
                continue
            name = _nearest(" ".join(tokens[i].folded for i in span), gazetteer)
            if name:
                first, last = tokens[span[0]], tokens[span[-1]]
                printed = text[first.start : last.start + len(last.text)]
                yield PlaceMention(Mention(first.start, last.end), printed, (name,), how="slip")
                position += length - 1
                break
        position += 1


def _may_be_slip(tokens: list[Token], span: range, *, anything_named: bool) -> bool:
    """Whether the words look like a name: a capital, or where a place would stand."""
    first = tokens[span[0]]
    words = [tokens[i].folded for i in span]
    if any(len(word) < _SLIP_LETTERS for word in (words[0], words[-1])):
        return False
    if words[0] in STOP_WORDS or any(word in _NEAR_NAMES for word in words):
        return False
    if first.text.isupper() or "&" in first.text:
        return False  # an acronym: "CAMHS" is not "Cambs"
    if first.is_capitalised and span[0] > 0:
        return True
    if anything_named:
        return False
    before = tokens[span[0] - 1].folded if span[0] else ""
    return before in _PREPOSITIONS or span[0] == 0


def _nearest(words: str, gazetteer: Gazetteer) -> str | None:
    """The only authority whose name is a slip away: one letter, two in a name of nine or more."""
    from rapidfuzz.distance import OSA

    if words in gazetteer.meant_by_name:
        return None  # the name itself, which does not stand for the place here
    near: set[tuple[str, ...]] = set()
    for name, meant in gazetteer.slipped.get(_kin(words), ()):
        allowed = 2 if len(name) >= 9 else 1
        if OSA.distance(words, name, score_cutoff=allowed) <= allowed:
            near.add(meant)
    if len(near) != 1:
        return None
    meant = near.pop()
    return meant[0] if len(meant) == 1 else None
