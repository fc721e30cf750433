"""What one turn of a conversation says by itself, part by part, before turns are joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from corpus import GRADES, OVERALL
from qa.records import DateField, Group, Period, Polarity, RecordQuestion
from qa.understanding.dates import PeriodMention, find_date_field, find_periods
from qa.understanding.grades import Found, find_areas, find_grades, find_kinds
from qa.understanding.groups import Named, are_of_one_sort, combined, find_groups
from qa.understanding.mentions import Mention, without
from qa.understanding.moves import Move, asks_for_change, find_moves
from qa.understanding.places import Gazetteer, PlaceMention, find_places
from qa.understanding.record_questions import find_record_question
from qa.words import COMMON_WORDS, content_words

_CRITICISM = re.compile(
    r"\b(?:critici[sz]\w*|told off|weak(?:ness\w*)?|failings?|failed|failing|"
    r"poor(?:ly)?(?!\s+(?:parents?|mums?|dads?|mothers?|fathers?|relatives?|child|children|kids?))|worst|"
    r"concerns?|problems?|shortcomings?|slammed|slat(?:e|ed)|bad(?:ly)?|not doing|unhappy|"
    r"struggl\w+|(?:go(?:es|ing)?|went|gone|get(?:s|ting)?|got) (?:\w+ ){0,3}wrong|"
    r"let(?:ting)? down|lacking|found wanting|(?:pulled|picked) \w* ?up|"
    r"(?:inspectors|ofsted) (?:were |was )?worried|worried inspectors)\b",
    re.IGNORECASE,
)
# What is asked about is itself bad: such words stay among those that are looked for.
_SUPPOSES_BAD = re.compile(
    r"\bnot (?:be(?:ing)? |always )?(?:getting|given|told|offered|seen|heard|done|enough|working|"
    r"turning up)\b|\b(?:does|do|did)(?:n['’]t| not) (?:\w+ )?(?:work|get)\b|"
    r"\btoo (?:long|small|few|little|late|slow|many|high|often)\b|"
    r"\b(?:is|are|was|were)(?:n['’]t| not) (?:\w+ly |being )?(?:\w+ed|\w+ing)\b|"
    r"\bnot (?:yet |being )?\w+ed (?:properly|well|enough|yet)\b|"
    r"\bneed(?:s|ed)? to improve\b|\b(?:got|get|were|was) caught\b|\bwrong with\b|"
    r"\b(?:unclear|jargon|underdeveloped|hold(?:ing)? (?:things|\w+) back)\b",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\b(?:prais\w*|strengths?|do(?:ing)? well|(?<!second )best|commended|impress\w*|"
    r"liked|inspectors like|strong(?:est)?|pleased|"
    r"(?:get(?:s|ting)?|got) (?:\w+ ){0,3}right|excel(?:s|led)?|(?:good|great) at)\b",
    re.IGNORECASE,
)
_IMPROVEMENTS = re.compile(
    r"\b(?:what|which|list|areas?|things?)\b.{0,40}"
    r"\b(?:needs?|needed|ha(?:s|ve) to|must|should|required?)\b"
    r".{0,30}\b(?:improv\w*|get better|do better|change|fix\w*)|"
    r"\bwhat (?:should|must|does|do)\b.{0,60}\bimprove\b|"
    r"\b(?:areas?|recommendations?|points?|priorities) for (?:improvement|development)\b|"
    r"\brecommendations?\b|\bneeds to improve\b",
    re.IGNORECASE,
)
_TITLES = re.compile(
    r"\b(?:the\s+)?(?:royal|london|metropolitan)\s+borough\s+of\b|\b(?:city|county)\s+of\b(?=\s*$)",
    re.IGNORECASE,
)
# "Reports published in 2024": which date counts, and no word to look for.
_PUBLISHED = re.compile(
    r"\b(?:reports?|letters?|ones|inspections?)\s+(?:that\s+(?:were|was)\s+)?published\b",
    re.IGNORECASE,
)
_AND_NOW = re.compile(
    r"\b(?:and|to|with|than|versus|vs)\s+(?:(?:what|how|where)\s+)?(?:(?:about|is|are)\s+)?"
    r"(?:it\s+|they\s+)?(?:is\s+|are\s+)?(?:now|today|at present|currently)\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"[\"“”]([^\"“”]{3,200})[\"“”]|(?<!\w)['‘](?P<single>[^'’‘]{3,60})['’](?!\w)")
_OTHER_INSPECTION = re.compile(
    r"\b(?:area send|send inspections?|send (?:and|&) ap|school inspections?|"
    r"inspections? of (?:a |the )?(?:schools?|nurser(?:y|ies)|children[’']?s homes?|colleges?)|"
    r"children[’']?s homes? inspections?|nursery inspections?|early years inspections?|cqc|"
    r"care quality commission|adult social care|hmicfrs|youth justice inspections?|"
    r"probation|prison inspections?|care home inspections?)\b",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"(?:[A-Z][\w’'-]+\s+){1,4}(?:Primary\s+|Secondary\s+|High\s+|Infant\s+|Junior\s+|Grammar\s+)?"
    r"(?:School|Academy|College|Nursery)\b"
)
_NOT_SCHOOLS = re.compile(r"\bVirtual School\b")


@dataclass(frozen=True, slots=True)
class Parts:
    """One turn, or several joined by `follow_up.carry_over`."""

    text: str
    left: str  # the text without what was understood as scope: what is asked
    places: tuple[PlaceMention, ...] = ()
    groups: tuple[Group, ...] = ()
    group_notes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    area_grades: tuple[tuple[str, str], ...] = ()
    periods: tuple[Period, ...] = ()
    date_field: DateField = "any"
    latest: bool = False
    move: Move | None = None
    last: int | None = None
    compares: bool = False
    record: RecordQuestion | None = None
    wants_improvements: bool = False
    phrase: str | None = None
    polarity: Polarity | None = None
    other_inspection: str | None = None

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities named beyond doubt, each once, in order."""
        settled = (p.authorities[0] for p in self.places if len(p.authorities) == 1)
        return tuple(dict.fromkeys(settled))


def read_parts(
    text: str, gazetteer: Gazetteer, *, today: date, spoken_of: str | None = None
) -> Parts:
    """What the text says by itself; `spoken_of` is whom "its neighbours" may mean."""
    named = find_groups(text, find_places(text, gazetteer), gazetteer.register, spoken_of)
    rest = without(text, named.mentions())
    periods = find_periods(rest, today=today)
    rest = without(rest, [found.mention for found in periods])
    rest = _PUBLISHED.sub(lambda words: " " * len(words[0]), rest)
    kinds = find_kinds(rest)
    rest = without(rest, [found.mention for found in kinds])
    moves = find_moves(rest)
    rest = without(rest, [found.mention for found in moves])
    rest = _TITLES.sub(lambda title: " " * len(title[0]), rest)
    grades = find_grades(rest)
    areas = find_areas(rest)
    grade_values, area_grades, bare = _grade_conditions(rest, grades, areas)
    in_fact = [found for found in periods if found.period.of == "fact"]
    asked_areas = _asked_areas(areas, area_grades)
    record = find_record_question(
        text,
        without(rest, [found.mention for found in (*areas, *grades)]),
        areas=asked_areas,
        grades=[grade for found in grades for grade in found.values],
        names_authority=any(place.authorities for place in named.places) and not in_fact,
        names_several=len({p.authorities for p in named.places if p.authorities}) > 1,
        names_group=bool(named.groups or named.left_out_places or named.left_out_groups),
    )
    if record is not None and record.wanted == "histories":
        grade_values, area_grades = _or_better(grade_values), _areas_or_better(area_grades)
    if record is not None and record.moved is not None:
        grade_values, area_grades = (), ()  # its grades say how it moved, not how it is now
    return Parts(
        text=text,
        left=_put_back(text, bare, in_fact),
        places=named.places,
        groups=_groups(named, gazetteer),
        group_notes=tuple(found.note for found in named.groups if found.note),
        kinds=tuple(dict.fromkeys(kind for found in kinds for kind in found.values)),
        areas=asked_areas,
        grades=grade_values,
        area_grades=area_grades,
        periods=_until_now(text, _joined_periods(text, periods)),
        date_field=find_date_field(text),
        latest=any(found.latest for found in moves),
        move=next((found.move for found in moves if found.move), None),
        last=next((found.last for found in moves if found.last), None),
        compares=bool(
            asks_for_change(text)
            or (record and record.moved)
            or (periods and _AND_NOW.search(text))
            or sum(period.of == "report" for period in _joined_periods(text, periods)) > 1
        ),
        record=record,
        wants_improvements=_wants_improvements(bare, areas),
        phrase=_phrase(text),
        polarity=_polarity(rest),
        other_inspection=_other_inspection(text),
    )


def _groups(named: Named, gazetteer: Gazetteer) -> tuple[Group, ...]:
    """The groups meant, each with those members that all conditions together leave.

    What is left out narrows the groups and places named, or everybody where none is.
    """
    groups = list(dict.fromkeys(found.group for found in named.groups))
    left_out = [name for place in named.left_out_places for name in place.authorities]
    left_out += [name for found in named.left_out_groups for name in found.group.authorities]
    without_words = [p.authorities[0] for p in named.left_out_places if p.authorities]
    without_words += [found.group.name for found in named.left_out_groups]
    if not groups and not (left_out and not any(place.authorities for place in named.places)):
        return ()
    apart = f" without {' and '.join(without_words)}" if without_words else ""
    if groups and are_of_one_sort(groups):
        sides = [(group.name, group.authorities) for group in groups]
    else:
        everybody = combined(groups) if groups else tuple(gazetteer.authorities())
        label = " · ".join(group.name for group in groups) or "every authority"
        sides = [(label, everybody)]
    return tuple(
        Group(f"{label}{apart}", tuple(name for name in members if name not in left_out))
        for label, members in sides
    )


# "Outstanding for leadership but not overall".
_BUT_NOT = re.compile(r"\b(?:but|and|though)\s+not\s+(?:for\s+|in\s+|on\s+)?(?:the\s+)?$", re.I)


def _grade_conditions(
    rest: str, grades: list[Found], areas: list[Found]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], str]:
    """Overall grades, grades of an area, and the text without either.

    A grade belongs to the area that stands right beside it ("leadership was inadequate",
    "inadequate for care leavers"); otherwise it is the overall grade.
    """
    overall: list[str] = []
    conditions: list[tuple[str, str]] = []
    used: list[Mention] = []
    for grade in grades:
        used.append(grade.mention)
        beside = next((area for area in areas if _are_beside(rest, area, grade)), None)
        if beside is None:
            overall.extend(grade.values)
            continue
        used.append(beside.mention)
        if beside.values[0] == OVERALL:
            overall.extend(grade.values)
        else:
            conditions.extend((beside.values[0], value) for value in grade.values)
    for area in areas:
        denied = _BUT_NOT.search(rest[: area.mention.start])
        if denied is None or area.mention in used or not (overall or conditions):
            continue
        used.append(Mention(denied.start(), area.mention.end))
        kept = {*overall, *(value for _, value in conditions)}
        others = [value for value in GRADES if value not in kept]
        if area.values[0] == OVERALL:
            overall.extend(others)
        else:
            conditions.extend((area.values[0], value) for value in others)
    bare = without(rest, used)
    return tuple(dict.fromkeys(overall)), tuple(dict.fromkeys(conditions)), bare


def _or_better(grades: tuple[str, ...]) -> tuple[str, ...]:
    """Outstanding beside good: whoever was "never good" was never outstanding either."""
    return ("outstanding", "good") if grades == ("good",) else grades


def _areas_or_better(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The same for each area."""
    better = {}
    for area in dict.fromkeys(area for area, _ in pairs):
        grades = tuple(grade for named, grade in pairs if named == area)
        better[area] = _or_better(grades)
    return tuple((area, grade) for area, grades in better.items() for grade in grades)


def _are_beside(rest: str, area: Found, grade: Found) -> bool:
    """Whether only joining words stand between the area and the grade."""
    first, second = sorted((area.mention, grade.mention), key=lambda mention: mention.start)
    between = rest[first.end : second.start]
    joining = re.fullmatch(
        r"\s*(?:(?:is|was|were|are|rated|judged|graded|found|to be|as|an?|for|on|in|by|the|their|"
        r"its|has been|overall|services?|provision|work|support|with|to|judge?ments?|grades?|"
        r"ratings?|came out|came back|got)\s+)*",
        between,
        re.IGNORECASE,
    )
    return joining is not None


def _asked_areas(areas: list[Found], area_grades: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The areas named; "overall" only where no other area is."""
    named = [area.values[0] for area in areas] + [area for area, _ in area_grades]
    others = [area for area in named if area != OVERALL]
    return tuple(dict.fromkeys(others or named))


def _joined_periods(text: str, found: list[PeriodMention]) -> tuple[Period, ...]:
    """The periods, with "between A and B" and "from A to B" made one."""
    periods: list[Period] = []
    position = 0
    while position < len(found):
        here = found[position]
        after = found[position + 1] if position + 1 < len(found) else None
        if after is not None and _are_ends(text, here, after):
            since, until = here.period.since, after.period.until
            if since and until and since <= until:
                words = text[here.mention.start : after.mention.end]
                periods.append(Period(since, until, words))
                position += 2
                continue
        periods.append(here.period)
        position += 1
    return tuple(periods)


def _until_now(text: str, periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """The period left open where the question sets it beside today: "in 2017, and now?"."""
    if len(periods) != 1 or periods[0].of != "report" or not _AND_NOW.search(text):
        return periods
    return (replace(periods[0], until=None),)


def _are_ends(text: str, here: PeriodMention, after: PeriodMention) -> bool:
    before = text[: here.mention.start]
    opens = re.search(r"\b(?:between|from)\s+(?:the\s+)?$", before, re.IGNORECASE)
    opened = opens or re.match(r"(?:between|from)\b", here.period.words, re.IGNORECASE)
    return bool(opened) and after.mention.start - here.mention.end < 40


def _put_back(text: str, bare: str, periods: list[PeriodMention]) -> str:
    """What is left, with the dates of facts in their place again: they are part of the matter."""
    letters = list(bare)
    for found in periods:
        span = slice(found.mention.start, found.mention.end)
        letters[span] = text[span]
    return "".join(letters)


def _wants_improvements(bare: str, areas: list[Found]) -> bool:
    """Whether the question is for the list of what needs to improve, of an area at most."""
    if not _IMPROVEMENTS.search(bare):
        return False
    asking = {"recommendations", "recommendation", "development", "list", "priorities", "points"}
    asking |= {"should", "must", "required", "require", "needed", "change", "fix", "fixed"}
    rest = without(bare, [area.mention for area in areas])
    topics = [word for word in content_words(rest) if word not in asking]
    return all(word in COMMON_WORDS for word in topics)


def tells_polarity(word: str) -> bool:
    """Whether a word only says that the bad, or the good, is asked for."""
    return word in ("wrong", "right") or bool(_CRITICISM.fullmatch(word) or _PRAISE.fullmatch(word))


def _polarity(text: str) -> Polarity | None:
    """Whether only the bad or only the good is asked for; None where neither or both."""
    criticism = _CRITICISM.search(text) or _SUPPOSES_BAD.search(text)
    praise = _PRAISE.search(text)
    if criticism and not praise:
        return "criticism"
    return "praise" if praise and not criticism else None


def _phrase(text: str) -> str | None:
    """Words in double quotation marks, to be found exactly."""
    match = _PHRASE.search(text)
    return (match[1] or match["single"]).strip() if match else None


def _other_inspection(text: str) -> str | None:
    """A kind of inspection that is not of a council, as the text words it."""
    found = _OTHER_INSPECTION.search(text) or _named_school(text)
    return found[0].strip() if found else None


def _named_school(text: str) -> re.Match[str] | None:
    """A school named in a question about an inspection of it."""
    match = _SCHOOL.search(text)
    if match is None or _NOT_SCHOOLS.search(match[0]):
        return None
    return match if re.search(r"\b(?:inspect|ofsted|rated|graded)", text, re.IGNORECASE) else None
