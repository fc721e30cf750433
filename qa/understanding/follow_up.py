"""What a question leaves unsaid because an earlier turn said it.

Only the asker's own turns count: what an assistant answered is not what was asked. Everything
carried over is named, so that it can be shown and taken off.
"""

from __future__ import annotations

import re
from dataclasses import replace

from qa.records import RecordQuestion
from qa.understanding.grade_moves import find_direction
from qa.understanding.grades import find_areas, grade_named
from qa.understanding.mentions import without
from qa.understanding.parts import Parts, tells_polarity
from qa.words import COMMON_WORDS, content_words

_OPENS = re.compile(
    r"\s*(?:ok(?:ay)?,?\s+|so,?\s+|right,?\s+|thanks?,?\s+)*"
    r"(?:and|but|also|then|why|what about|how about|same (?:for|question)|or|ok|what of)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|those|these|this|there|one|ones|he|she|his|her|same|"
    r"any (?:better|worse|bigger|different))\b",
    re.IGNORECASE,
)
# "What did they say about ...": those who say it are the inspectors, whoever was spoken of before.
_INSPECTORS = re.compile(
    r"\bthey\s+(?:say|said|find|found|think|thought|report|reported|note|noted|mention|mentioned|"
    r"conclude|concluded|write|wrote|see|saw)\b",
    re.IGNORECASE,
)
# The same without "there", which points to a place.
_POINTS_TO_MATTER = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|those|these|this|one|ones|he|she|his|her|same|"
    r"any (?:better|worse|bigger|different))\b",
    re.IGNORECASE,
)
_ANY_MORE = re.compile(r"\bany (?:better|worse|bigger|smaller|stronger|weaker)\b", re.IGNORECASE)
_SMALL = frozenset("and or ok so what about which how are the ones is were was".split())
_ACROSS = re.compile(
    r"\b(?:which|what|other|any|all|every|most|how many)\s+(?:\w+\s+)?(?:councils|authorities|"
    r"boroughs|places|areas|reports|las)\b|\b(?:nationally|across england|everywhere|anywhere|"
    r"in england)\b",
    re.IGNORECASE,
)


def carry_over(earlier: Parts, own: Parts) -> tuple[Parts, tuple[str, ...]]:
    """The question joined with what came before, and the names of the parts that came from there.

    A question that stands by itself keeps only its own words; where it names no place and does not
    ask about all of them, the place of the conversation is still meant.
    """
    if not _leans(own):
        return _with_place(earlier, own)
    joined, from_history = _with_place(earlier, own)
    joined, more = _with_time(earlier, joined)
    from_history += more
    if not own.places and not own.groups:
        joined, more = _with_conditions(earlier, joined)
        from_history += more
    return _with_matter(earlier, own, joined, from_history)


def _leans(own: Parts) -> bool:
    """Whether the question cannot be understood without an earlier one."""
    if _OPENS.match(own.text) or not _topics(own):
        named = own.places or own.groups
        return own.record is None or not named or bool(_OPENS.match(own.text))
    left = _INSPECTORS.sub("", own.left)
    return bool(_POINTS_BACK.search(left)) and len(own.text.split()) <= 14


def _topics(parts: Parts) -> list[str]:
    """The words of a turn that name a matter of their own; an area alone narrows another's."""
    rest = without(parts.left, [found.mention for found in find_areas(parts.left)])
    words = [word for word in content_words(rest) if word not in COMMON_WORDS]
    return [word for word in words if not (parts.polarity and tells_polarity(word))]


def _with_place(earlier: Parts, own: Parts) -> tuple[Parts, tuple[str, ...]]:
    if own.places or own.groups or _ACROSS.search(own.text):
        return own, ()
    carried: tuple[str, ...] = ("authorities",) if earlier.places else ()
    if earlier.groups:
        carried = (*carried, "groups")
    return (
        replace(
            own,
            places=earlier.places,
            groups=earlier.groups,
            group_notes=earlier.group_notes,
        ),
        carried,
    )


def _with_conditions(earlier: Parts, joined: Parts) -> tuple[Parts, tuple[str, ...]]:
    """The kinds and grades of the earlier turn where the question names none."""
    carried: tuple[str, ...] = ()
    if earlier.kinds and not joined.kinds:
        joined, carried = replace(joined, kinds=earlier.kinds), (*carried, "kinds")
    if earlier.grades and not joined.grades:
        joined, carried = replace(joined, grades=earlier.grades), (*carried, "grades")
    if earlier.area_grades and not joined.area_grades:
        joined = replace(joined, area_grades=earlier.area_grades)
        carried = (*carried, "area_grades")
    return joined, carried


def _with_time(earlier: Parts, joined: Parts) -> tuple[Parts, tuple[str, ...]]:
    """The time of the earlier turn where the question names none; a move starts from it."""
    if joined.periods or joined.latest or joined.last:
        return joined, ()
    periods = tuple(period for period in earlier.periods if period.of == "report")
    carried: tuple[str, ...] = ("since", "until") if periods else ()
    if earlier.latest and not periods:
        return replace(joined, latest=joined.move is None), ("latest_only",)
    move = joined.move
    if move is None and earlier.move:
        move = earlier.move
    return replace(joined, periods=periods, move=move, date_field=earlier.date_field), carried


def _has_own_matter(earlier: Parts, own: Parts) -> bool:
    """Whether the question changes the matter: "what about supervision?", "and care leavers?".

    An area alone changes it only where the earlier matter was not about another area, and words
    that point back ("are they supported?") never do.
    """
    if _POINTS_TO_MATTER.search(own.left) or re.search(r"\bwhy\b", own.text, re.IGNORECASE):
        return False
    return bool(_topics(own)) or bool(own.areas and not earlier.areas)


def _bare_grade(own: Parts) -> str | None:
    """The grade that is all a question says: "and good?"."""
    words = " ".join(word for word in own.left.lower().split() if word.strip("?.,") not in _SMALL)
    return grade_named(words.strip(" ?.,!"))


def _with_record(
    earlier: Parts, own: Parts, joined: Parts, record: RecordQuestion
) -> tuple[Parts, tuple[str, ...]]:
    """The earlier question of record for another place, area or grade.

    "Which are inadequate?" keeps its grades ("and in London?"); of one council it becomes the
    question for its grade ("and in Hull?").
    """
    areas = own.areas or earlier.areas
    if record.wanted in ("authorities", "histories") and own.places and not own.groups:
        supposed = (*earlier.grades, *(grade for _, grade in earlier.area_grades))
        record = RecordQuestion("grade", areas, tuple(supposed))
        return replace(joined, record=record, areas=areas), ("record",)
    if record.wanted in ("authorities", "histories") and record.extreme is None:
        bare = _bare_grade(own)
        grades = own.grades or ((bare,) if bare else earlier.grades)
        named = earlier.area_grades
        if bare or own.areas:
            named = tuple((area, bare or grade) for area, grade in named)
        if own.areas:
            some = grades or tuple(dict.fromkeys(grade for _, grade in named))
            named = tuple((area, grade) for area in own.areas for grade in some)
        if named:
            grades = ()
        joined = replace(joined, grades=grades, area_grades=named, areas=areas)
        joined = replace(joined, record=replace(record, areas=areas))
        return joined, ("record",) if bare else ("grades", "record")
    direction = find_direction(own.text) if record.wanted == "movers" else None
    if direction is not None:
        return replace(joined, record=replace(record, moved=direction)), ("record",)
    if record.wanted == "movers" and own.areas:
        return replace(joined, record=replace(record, areas=own.areas), areas=areas), ("record",)
    if own.areas:
        record = RecordQuestion("grade", own.areas)
    return replace(joined, record=record, areas=areas), ("record",)


def _compares_places(earlier: Parts, own: Parts) -> bool:
    """Whether "any bigger?" sets another authority beside the earlier one, not new beside old."""
    other = set(own.authorities) - set(earlier.authorities)
    return bool(other and earlier.authorities and _ANY_MORE.search(own.text))


def _with_matter(
    earlier: Parts, own: Parts, joined: Parts, from_history: tuple[str, ...]
) -> tuple[Parts, tuple[str, ...]]:
    """The earlier turn's matter, in front of the question's own words where it has some."""
    if own.record is not None and own.record.wanted != "grade":
        return joined, from_history
    asks_why = bool(re.search(r"\bwhy\b", own.text, re.IGNORECASE))
    leans = not _topics(own) or _bare_grade(own) or find_direction(own.text)
    if earlier.record is not None and not asks_why and leans:
        joined, more = _with_record(earlier, own, joined, earlier.record)
        return joined, (*from_history, *more)
    if own.record is not None and own.areas:
        return joined, from_history
    left = f"{earlier.left.strip()} {own.left.strip()}".strip()
    if left == own.left.strip() or _has_own_matter(earlier, own):
        return joined, from_history
    return (
        replace(
            joined,
            left=left,
            record=None,
            areas=own.areas or earlier.areas,
            wants_improvements=own.wants_improvements
            or (earlier.wants_improvements and not _topics(own)),
            compares=own.compares and joined.move is None and not _compares_places(earlier, own),
        ),
        (*from_history, "topics"),
    )
