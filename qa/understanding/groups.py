"""Which groups of authorities a question means: regions, kinds of council, statistical neighbours.

A group is a condition on a question across authorities: its members are searched together, and
nobody is told of each one what was not found. What belongs to it stands in the register.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus import Authorities, AuthorityGroup
from qa.understanding.grades import find_areas
from qa.understanding.mentions import Mention, without
from qa.understanding.places import PlaceMention
from qa.words import COMMON_WORDS, Token, content_words, fold, tokens_of

NEIGHBOURS = "neighbours"

_LONGEST = 5  # words of the longest wording of a group
# Words after which a region may stand, and nouns that may follow it.
_BEFORE = frozenset(
    "in of for from to by about across within throughout inside outside than and or but not except "
    "excluding including the all other every any which what only most is are were do does did how "
    "against between apart beyond".split()
)
_NOUNS = frozenset(
    "council councils authority authorities las la boroughs region regions area areas "
    "counties county districts unitaries towns cities".split()
)
# Words that make a region part of another body's name or of a direction.
_NOT_AFTER = frozenset(
    "police constabulary ambulance fire nhs school schools academy university hospital trust "
    "adoption lines court wide based combined safeguarding overspill street road".split()
)
_ASKING = frozenset("which what any every each no other many".split())
_DIRECTIONS = frozenset(
    "inner outer central north south east west greater northern eastern".split()
)
_MATTER = frozenset("other neighbouring different surrounding nearby bordering host".split())

_COUNCILS = r"(?:councils|authorities|boroughs|areas|places|las|counties|ones)"
_NEIGHBOURS_WORDS = r"(?:(?:statistical|nearest|closest|stat)\s+)*neighbou?rs?"
_BEFORE_PLACE = re.compile(
    rf"\b(?:the\s+)?(?:{_NEIGHBOURS_WORDS}\s+(?:of|to|for)|"
    rf"{_COUNCILS}\s+(?:that\s+are\s+|most\s+)*"
    r"(?:like|similar to|comparable (?:to|with)|resembling))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AFTER_PLACE = re.compile(rf"\s+{_NEIGHBOURS_WORDS}\b", re.IGNORECASE)
_AND_ITS_OWN = re.compile(rf"\s*(?:and|or|,)\s+(?:its|their)\s+{_NEIGHBOURS_WORDS}\b", re.I)

_AGAINST_ITS_OWN = re.compile(
    rf"\b(?:to|with|against|than|versus|vs|beside|alongside|like)\s+(?:its|their|the)\s+"
    rf"{_NEIGHBOURS_WORDS}(?:\s+(?:councils|authorities))?\b",
    re.IGNORECASE,
)
_ITS_OWN = re.compile(rf"\b(?:its|their)\s+{_NEIGHBOURS_WORDS}\b", re.IGNORECASE)
_JUDGING = frozenset("worse stack up measure compare compares compared score perform doing".split())

_EXCEPT = re.compile(
    r"(?:\b(?:apart from|except(?:ing)?(?: for)?|excluding|not including|leaving out|other than|"
    r"aside from|besides|but not(?: in)?|not in|(?:anywhere|everywhere|all|councils|authorities) "
    r"but|(?:other|else) than|beyond)|(?P<outside>\boutside(?: of)?))\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# "Children placed outside London": where they live, not which reports are meant.
_LIVING = re.compile(
    r"\b(?:plac\w+|liv\w+|mov\w+|hous\w+|accommodat\w+|homes?|sent|educat\w+|schools?|carers?)\b"
    r"(?:\s+\w+){0,3}\s*$",
    re.IGNORECASE,
)
_REGIONS = re.compile(r"\b(?:which|what|each|every|by|per|all)\s+(?:the\s+)?regions?\b", re.I)
_REST = re.compile(
    r"\b(?:the\s+)?(?:rest of (?:england|the country)|everywhere else|elsewhere|other regions)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\s*(?:,\s*|\(\s*|,?\s*in\s+)(?:the\s+)?", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|and|or|&|,\s*and)\s*(?:the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GroupMention:
    """A group of authorities where the question names it."""

    mention: Mention
    group: AuthorityGroup
    note: str | None = None  # what the register cannot tell


@dataclass(frozen=True, slots=True)
class Named:
    """The places and groups of a question, and which of them it leaves out."""

    places: tuple[PlaceMention, ...] = ()
    groups: tuple[GroupMention, ...] = ()
    left_out_places: tuple[PlaceMention, ...] = ()
    left_out_groups: tuple[GroupMention, ...] = ()
    where: tuple[Mention, ...] = ()  # regions that only say where a place is

    def mentions(self) -> list[Mention]:
        """Where all of them stand."""
        places = (*self.places, *self.left_out_places)
        groups = (*self.groups, *self.left_out_groups)
        named = (*(place.mention for place in places), *(group.mention for group in groups))
        return [*named, *self.where]


def find_groups(
    text: str,
    places: Sequence[PlaceMention],
    register: Authorities,
    spoken_of: str | None = None,
) -> Named:
    """The groups that the text names beside its places; of overlapping names the longest counts.

    `spoken_of` is the authority whose neighbours "its neighbours" are, where none is named.
    """
    neighbours = list(_neighbours(text, places, register))
    if not neighbours:
        neighbours = list(_compared(text, places, register, spoken_of))
    regions = list(_wordings(text, places, register))
    regions = [r for r in regions if not _any_holds(neighbours, r.mention)]
    regions += _everywhere_else(text, regions, register) or _each_region(text, regions, register)
    where = [region for region in regions if _says_where(text, region, places)]
    groups = [*neighbours, *(region for region in regions if region not in where)]
    # A group's mention holds the place it is told by: "neighbours of Leeds".
    kept = [p for p in places if not _any_holds(groups, p.mention)]
    named = _parted(text, kept, sorted(groups, key=lambda group: group.mention.start))
    return replace(named, where=tuple(region.mention for region in where))


def _each_region(
    text: str, named: Sequence[GroupMention], register: Authorities
) -> list[GroupMention]:
    """All regions, beside one another, where the question is for regions: "which region"."""
    found = _REGIONS.search(text)
    if found is None or named:
        return []
    members: dict[str, list[str]] = {}
    for authority in register.all:
        members.setdefault(authority.region, []).append(authority.name)
    mention = Mention(*found.span())
    return [
        GroupMention(mention, AuthorityGroup(region, "region", tuple(names)))
        for region, names in members.items()
    ]


def _everywhere_else(
    text: str, named: Sequence[GroupMention], register: Authorities
) -> list[GroupMention]:
    """Everybody outside the groups named: "London and the rest of England"."""
    found = _REST.search(text)
    if found is None or not named:
        return []
    inside = {name for region in named for name in region.group.authorities}
    others = tuple(a.name for a in register.all if a.name not in inside)
    group = AuthorityGroup("the rest of England", named[0].group.field, others)
    return [GroupMention(Mention(*found.span()), group)]


def _says_where(text: str, region: GroupMention, places: Sequence[PlaceMention]) -> bool:
    """Whether a region only says where a place is: "Camden, London", "Leeds (West Yorkshire)"."""
    return any(
        set(place.authorities) & set(region.group.authorities)
        and _WHERE.fullmatch(text[place.mention.end : region.mention.start])
        for place in places
    )


def combined(groups: Sequence[AuthorityGroup]) -> tuple[str, ...]:
    """The members that several groups mean together, in the register's order of the first.

    Groups of one sort unite ("the North East and the North West"), groups of different sorts
    narrow one another ("unitaries in the South West"); where they share nobody they unite too.
    """
    by_field: dict[str, dict[str, None]] = {}
    for group in groups:
        by_field.setdefault(_sort(group), {}).update(dict.fromkeys(group.authorities))
    sorts = list(by_field.values())
    if not sorts:
        return ()
    shared = tuple(name for name in sorts[0] if all(name in sort for sort in sorts[1:]))
    return shared or tuple(dict.fromkeys(name for sort in sorts for name in sort))


def are_of_one_sort(groups: Sequence[AuthorityGroup]) -> bool:
    """Whether the groups unite: each stands beside the others and is counted by itself."""
    return len({_sort(group) for group in groups}) == 1


def _sort(group: AuthorityGroup) -> str:
    return "region" if group.field == "la_code" else group.field


def _any_holds(groups: Sequence[GroupMention], mention: Mention) -> bool:
    return any(
        group.mention.start <= mention.start and mention.end <= group.mention.end
        for group in groups
    )


def _neighbours(
    text: str, places: Sequence[PlaceMention], register: Authorities
) -> Iterator[GroupMention]:
    """Groups told by one of their neighbours: "councils like Leeds", "Leeds and its neighbours"."""
    for place in places:
        if len(place.authorities) != 1:
            continue
        start, end = place.mention.start, place.mention.end
        before = _BEFORE_PLACE.search(text[:start])
        after = _AFTER_PLACE.match(text, end) if _is_possessive(text, place) else None
        beside = _AND_ITS_OWN.match(text, end)
        if before:
            yield _neighbour_group(place.authorities[0], Mention(before.start(), end), register)
        elif after:
            yield _neighbour_group(place.authorities[0], Mention(start, after.end()), register)
        elif beside:
            yield _neighbour_group(place.authorities[0], Mention(end, beside.end()), register)


def _compared(
    text: str, places: Sequence[PlaceMention], register: Authorities, spoken_of: str | None
) -> Iterator[GroupMention]:
    """The neighbours of the one place that is compared with them on the whole, or for an area.

    "Is Hull's rate above its statistical neighbours'?" is left to what Hull's reports say.
    """
    settled = [place for place in places if len(place.authorities) == 1]
    against = _AGAINST_ITS_OWN.search(text)
    found = against or _ITS_OWN.search(text)
    name = settled[0].authorities[0] if settled else spoken_of
    if found is None or name is None or len(settled) > 1 or (settled and against is None):
        return
    mention = Mention(*found.span())
    rest = without(text, [mention, *(place.mention for place in settled)])
    rest = without(rest, [area.mention for area in find_areas(rest)])
    if all(word in COMMON_WORDS or word in _JUDGING for word in content_words(rest)):
        both = bool(against) and not settled
        yield _neighbour_group(name, mention, register, with_itself=both)


def _is_possessive(text: str, place: PlaceMention) -> bool:
    """Whether the place is written as an owner: "Leeds's", "Leeds'"."""
    return bool(re.search(r"['’‘`]s?$", text[place.mention.start : place.mention.end])) or text[
        place.mention.end : place.mention.end + 1
    ] in ("'", "’")


def _neighbour_group(
    name: str, mention: Mention, register: Authorities, *, with_itself: bool = False
) -> GroupMention:
    """The statistical neighbours of the authority, itself among them where it is compared."""
    known = register.get(name)
    members = known.neighbours if known else ()
    note = None if members else f"The register has no statistical neighbours of {name}."
    label = f"statistical neighbours of {name}"
    if with_itself:
        label, members = f"{name} and its statistical neighbours", (name, *members)
    return GroupMention(mention, AuthorityGroup(label, NEIGHBOURS, members or (name,)), note)


def _wordings(
    text: str, places: Sequence[PlaceMention], register: Authorities
) -> Iterator[GroupMention]:
    """Regions and kinds of council by their wordings in the register."""
    known = register.groups()
    tokens = tokens_of(text)
    position = 0
    while position < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - position), 0, -1):
            span = tokens[position : position + length]
            group = known.get(" ".join(token.folded for token in span))
            if group is None or _belongs_to_place(span, places, text):
                continue
            found = _mentioned(text, tokens, position, length, group)
            if found:
                yield found
                position += length - 1
                break
        position += 1


def _belongs_to_place(span: list[Token], places: Sequence[PlaceMention], text: str) -> bool:
    """Whether an authority's name reaches beyond the wording or overlaps it."""
    for place in places:
        overlaps = place.mention.start < span[-1].end and span[0].start < place.mention.end
        inside = span[0].start <= place.mention.start and place.mention.end <= span[-1].end
        longer = fold(text[span[0].start : span[-1].end]) != fold(place.printed)
        if overlaps and not (inside and longer):
            return True
    return False


def _mentioned(
    text: str, tokens: list[Token], position: int, length: int, group: AuthorityGroup
) -> GroupMention | None:
    """The group where its wording stands for it; None where it is part of something else."""
    span = tokens[position : position + length]
    before = tokens[position - 1] if position else None
    if before is not None and re.search(r"[,;:(]", text[before.end : span[0].start]):
        before = None  # "Leeds, West Yorkshire"
    after = tokens[position + length] if position + length < len(tokens) else None
    start, end = span[0].start, _with_suffix(text, span[-1].end)
    if after is not None and after.folded in _NOT_AFTER:
        return None
    note = None
    if span[0].folded == "london" and before is not None and before.folded in _DIRECTIONS:
        start = before.start
        part = f"{before.text} {span[0].text}"
        note = (
            f"The register does not tell which boroughs are “{part}”: all of London was searched."
        )
        before = tokens[position - 2] if position > 1 else None
    if group.field == "type" or span[-1].folded in ("borough", "boroughs"):
        if not _stands_as_kind(span, before, after):
            return None
    elif note is None and not _stands_as_region(span, before, after, tokens, position, text):
        return None
    outside = _EXCEPT.search(text[:start])
    if outside and outside["outside"] and _LIVING.search(text[: outside.start()]):
        return None  # "children placed outside London"
    return GroupMention(Mention(start, end), group, note)


def _stands_as_kind(span: list[Token], before: Token | None, after: Token | None) -> bool:
    """Whether words for a kind of council mean all of that kind."""
    last = span[-1].folded
    if after is not None and after.folded == "of" and last.startswith("borough"):
        return False  # "the London Borough of Camden"
    earlier = before.folded if before else ""
    if last in ("boroughs", "councils", "districts", "authorities", "unitaries", "counties") or (
        last in ("mets", "shires")
    ):
        named = before is not None and before.is_capitalised and before.start > 0
        return earlier not in _MATTER and not (named and earlier not in _BEFORE)
    return earlier in _ASKING


def _stands_as_region(
    span: list[Token],
    before: Token | None,
    after: Token | None,
    tokens: list[Token],
    position: int,
    text: str,
) -> bool:
    """Whether words for a region mean its authorities, and not a direction or another body."""
    earlier = before.folded if before else ""
    follows = after.folded if after else ""
    adjacent = after is not None and text[span[-1].end : after.start].isspace()
    shouted = text.isupper() or text.istitle()
    if follows == "borough":
        return False  # "the London Borough of Camden"
    if follows in _NOUNS:
        return True
    if adjacent and after is not None and after.is_capitalised and not shouted:
        return False  # "London Safeguarding Children Board"
    if follows == "of" and span[-1].folded != "england":
        beyond = tokens[position + len(span) + 1 :]
        return bool(beyond) and beyond[0].folded == "england"
    if earlier in ("of", "for") and position > 2 and tokens[position - 2].is_capitalised:
        return False  # "the Mayor of London"
    if span[0].folded in _DIRECTIONS:
        return not earlier or earlier in _BEFORE
    named = before is not None and before.is_capitalised and before.start > 0
    return earlier in _BEFORE or not (named or earlier in ("pan", "adopt"))


def _with_suffix(text: str, end: int) -> int:
    """The end of the wording with "of England" or "region" behind it."""
    suffix = re.match(r"\s+(?:of\s+england|regions?)\b", text[end:], re.IGNORECASE)
    return end + suffix.end() if suffix else end


def _parted(text: str, places: Sequence[PlaceMention], groups: Sequence[GroupMention]) -> Named:
    """Which of them the question names, and which it leaves out ("except London and Kent")."""
    found: list[PlaceMention | GroupMention] = [*places, *groups]
    kept: list[PlaceMention | GroupMention] = []
    left_out: list[PlaceMention | GroupMention] = []
    previous: PlaceMention | GroupMention | None = None
    for each in sorted(found, key=lambda one: one.mention.start):
        words = _EXCEPT.search(text[: each.mention.start])
        if words and words["outside"] and _LIVING.search(text[: words.start()]):
            words = None  # "children placed outside Leeds"
        goes_on = (
            previous is not None
            and previous in left_out
            and bool(_LISTED.fullmatch(text[previous.mention.end : each.mention.start]))
        )
        if words:
            each = replace(each, mention=Mention(words.start(), each.mention.end))
        (left_out if words or goes_on else kept).append(each)
        previous = each
    return Named(
        tuple(one for one in kept if isinstance(one, PlaceMention)),
        tuple(one for one in kept if isinstance(one, GroupMention)),
        tuple(one for one in left_out if isinstance(one, PlaceMention)),
        tuple(one for one in left_out if isinstance(one, GroupMention)),
    )
