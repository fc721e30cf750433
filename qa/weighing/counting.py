"""What "how many" counts, and whether a number of a sentence counts it.

Reports are full of numbers. "How many foster carers are there?" is answered by "210 foster
carers" and "the number of foster carers rose to 210", not by "the 12 foster carers we met" or by
"ten children live with foster carers". The grammar here is that of such phrases: a number with what
it counts behind it, in front of it, or joined to it by "is" and "rose to".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.records import Topic, Understanding
from qa.slips import asked_in_full
from qa.weighing.topics import carried_stems, carries
from qa.weighing.wanted import without_dates_and_ages, without_lengths_of_time
from qa.words import fold, stem, weight

# Words for the same people or things, of which any may be counted.
SAME: tuple[tuple[str, ...], ...] = (
    ("children", "child", "young people", "young person", "kids", "youngsters", "teenagers"),
    (
        "foster carers",
        "fostering households",
        "foster households",
        "fostering families",
        "foster carer households",
        "foster parents",
        "foster families",
    ),
    (
        "care leavers",
        "care experienced young people",
        "care experienced adults",
        "care experienced young adults",
        "young people leaving care",
    ),
    ("adopters", "adoptive families", "adoptive parents", "adopter households"),
    ("staff", "workers", "employees", "practitioners"),
    ("cases", "caseload", "caseloads"),
    ("directors", "dcs", "dcss", "directors of childrens services"),
    ("homes", "home"),
)
# Children in care are named in many orders of the same words.
_IN_CARE = re.compile(
    r"\b(?:in (?:\w+ )?care|look(?:ed|s|ing)? after|cared for|lac|cla)\b(?! leavers)", re.IGNORECASE
)

_QUESTION = re.compile(
    r"\bhow many (?:more |different |new |of (?:the|its|their|those|these|[\w ]{2,20}['’]s) )?(.+?)"
    r"(?=\s(?:does|do|did|has|have|had|is|are|was|were|can|could|will|would|in|at|of|on|got|get|"
    r"who|that|which|with|for|from|by|to|a|an|per|the|went|left|there|been|being|without)\b"
    r"|[,?.;:]|$)",
    re.IGNORECASE,
)
_PLURALS = frozenset("children people men women staff personnel siblings".split())

# What a question says of what it counts without narrowing it: "how many homes does it run?".
_SAYS_NOTHING = frozenset(
    """
    run runs running operate operates operating employ employs employed work works working live
    lives living hold holds support supports supporting serve serves provide provides total
    altogether overall exactly roughly approximately number numbers average time moment year years
    month months responsible own owns open keep keeps kept council councils authority authorities
    area borough county city service services department look looks looking after
    """.split()
)

_TOKEN = re.compile(
    r"[A-Za-z]+ty-(?:one|two|three|four|five|six|seven|eight|nine)\b|£?\d[\d,]*(?:\.\d+)?(?:\s?%)?|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]"
)
_COUNT = re.compile(
    r"\d[\d,]*|none|no|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|"
    r"dozens?|hundreds?|thousands?",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\d[\d,.]*\s?%|half|quarters?|thirds?|fifths?|tenths?", re.IGNORECASE)
# Between a number and what it counts none of these may stand: they begin something else.
_BREAKS = frozenset(
    """
    about across after against along among and-then as at because before between but by during for
    from if in into on onto over since than through to under until up when where which while who
    whom whose with within without that
    am are be been being can could did do does had has have is may might must should was were will
    would ceased live lived remain remained
    """.split()
)
_COPULAS = frozenset("are is was were be been".split())
_PEOPLE = frozenset("children people workers staff cases members adults carers".split())
# What may stand between a noun and its number: "carers have risen from 180 to about 210".
_LEADS_TO_NUMBER = frozenset(
    """
    is are was were be been being at of to from by around approximately about currently now average
    averaging averages averaged between rose risen rise rises increased increase fell fallen
    reduced decreased dropped grown grew stands stood has have had over under just nearly almost up
    down only some the an a total more than
    """.split()
)
_NUMBER_OF = frozenset("number numbers total cohort population".split())
# How many words from its number what is counted may stand.
BEHIND = 7
IN_FRONT = 12

# The inspectors' own sample is no count of anything.
_SAMPLED = re.compile(
    r"\b(?:inspectors?|we) (?:\w+ ){0,2}(?:met|spoke|saw|visited|interviewed|reviewed|sampled|"
    r"tracked|looked)\b|\bspok(?:e|en) (?:to|with)\b|\b(?:met|meeting) with\b|\bsampled?\b|"
    r"\b(?:seen|visited|met|reviewed|tracked) by inspectors\b|\bwho (?:met|spoke)\b|\bresponded\b|"
    r"\bsurvey\w*\b|\bcases? (?:seen|sampled|tracked)\b",
    re.IGNORECASE,
)
# A whole is told so, in front of its number: "there are", "supports", "a cohort of".
_WHOLE = re.compile(
    r"\b(?:there (?:are|were|is|was|be)|ha(?:s|ve|d)|serv(?:es?|ing)|support(?:s|ed|ing)?|"
    r"work(?:s|ed|ing)? with|responsib\w+(?: \w+)? (?:for|to)|operat(?:es?|ed|ing)|"
    r"r[au]n(?:s|ning)?|employ(?:s|ed|ing)?|compris(?:es?|ed|ing)|consist(?:s|ed|ing)? of|"
    r"(?:knows?|known|aware) of|cohort of|total of|number of|group of|of the|of its|of their|its|"
    r"their|all|maintain(?:s|ed)?|own(?:s|ed)?|"
    r"look(?:s|ed|ing)? after|(?:support|services?|help) to)(?: [\w,]+){0,3}\W*$",
    re.IGNORECASE,
)
# … and is not narrowed behind what is counted.
_NARROWED = re.compile(
    r"\s*(?:who|whose|that|with|without|waiting|undertaking|attending|placed|approved for|"
    r"remain\w*|under \w+ arrangements|in (?:higher|further|such|custody|prison|education|"
    r"apprentice\w*|employment|staying|the (?:last|past)|placements?|residential|full)|"
    r"at university|subject|"
    r"to [a-z]+|for whom|not |missing|ceas\w*|becam\w*|becom\w*|return\w*|left )",
    re.IGNORECASE,
)
# "The 23 carers in the city are visited", "twelve are known to the council".
_DEFINITE = re.compile(r"\b(?:the|its|their|all) (?:\w+ )?$", re.IGNORECASE)
_ARE_THERE = re.compile(
    r"\s*(?:are|were|is|was) (?:now |currently )?"
    r"(?:known|run|open|available|in place|registered|employed|based|owned)\b"
)
_DOES = re.compile(r"\s*(?:have|has|had|do|does|did|can|could|will|went|are|were|is|was) ")
_AGED = re.compile(
    r"(?: and young people)?\s*\(?(?:who (?:are|were) )?(?:aged|over|under|between)\s"
    r"(?:[^.;:]*?\d+(?:\s*years?)?|the age of)\)?",
    re.IGNORECASE,
)
_CARE_BEHIND = re.compile(
    r"^\s*(?:who )?(?:are |were |is |was )?(?:currently |being )*"
    r"(?:looked after|in (?:\w+ )?care|cared for)\b"
)
_LIVES_THERE = re.compile(r"(?:\s*\w+){0,2}\s*(?:are|were)? ?liv(?:e|ed|ing) in [A-Z]")
_ADDED = frozenset("additional further more new another extra prospective other last".split())


@dataclass(frozen=True, slots=True)
class Counted:
    """What a question counts, and what it says of it."""

    noun: str  # as asked: "foster carers"
    names: tuple[tuple[str, ...], ...]  # the stems of each word for it, in their order
    modifiers: tuple[Topic, ...]  # what stands in front of it in the question: "agency"
    said: tuple[Topic, ...]  # what is asked of it: "left", "are adopted"
    is_whole: bool  # whether all there are is asked for: "how many social workers are there?"
    in_care: bool  # whether children in care are meant
    of_inspectors: bool  # asks what inspectors met or saw


@dataclass(frozen=True, slots=True)
class _Word:
    text: str  # as printed
    stem: str  # empty for a punctuation mark
    start: int
    end: int


def what_is_counted(understanding: Understanding) -> Counted | None:
    """What "how many" counts; None where nothing is counted."""
    match = _QUESTION.search(asked_in_full(understanding.question))
    if match is None:
        return None
    known = set(fold(understanding.words).split())
    words = [word for word in match[1].split() if set(fold(word).split()) <= known]
    phrases = _noun_phrases(words)
    if not phrases:
        return None
    own = {part for phrase in phrases for word in phrase for part in fold(word).split()}
    topics = [topic for topic in understanding.topics if not topic.together]
    in_care = bool(_IN_CARE.search(understanding.question)) and bool(own & _CHILDREN)
    of_care = {"care", "looked", "look", "looking", "cared"} if in_care else set()
    timing = {word for period in understanding.periods for word in fold(period.words).split()}
    known_for = own | of_care | timing | _SAYS_NOTHING
    others = [topic for topic in topics if not set(topic.word.split()) <= known_for]
    return Counted(
        noun=" and ".join(" ".join(phrase) for phrase in phrases),
        names=tuple(name for phrase in phrases for name in _names_of(phrase, topics)),
        modifiers=tuple(_modifiers(phrases, topics, of_care)),
        said=tuple(topic for topic in others if _tells(topic)),
        is_whole=not others,
        in_care=in_care,
        of_inspectors=bool(_SAMPLED.search(understanding.question)),
    )


_CHILDREN = frozenset("children kids youngsters teenagers people lac cla".split())


def _tells(topic: Topic) -> bool:
    return any(weight(word) >= 1.0 for word in topic.word.split())


def _noun_phrases(words: Sequence[str]) -> list[list[str]]:
    """The nouns counted, each with what stands in front of it: up to its last plural."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word.casefold() in ("and", "or", "&"):
            parts.append([])
        else:
            parts[-1].append(word)
    phrases = []
    for part in parts:
        plurals = [place for place, word in enumerate(part) if _is_plural(word)]
        if part:
            phrases.append(part[: plurals[-1] + 1] if plurals else part)
    return phrases


def _is_plural(word: str) -> bool:
    folded = word.casefold()
    ends = folded.endswith("s") and not folded.endswith(("ss", "us", "is", "'s", "’s"))
    return ends or folded in _PLURALS


def _names_of(phrase: Sequence[str], topics: Sequence[Topic]) -> list[tuple[str, ...]]:
    """The words that may be counted: the noun, with the word before it, and others for the same."""
    words = fold(" ".join(phrase)).split()
    pair, noun = " ".join(words[-2:]), words[-1]
    known_as = {pair, noun} if len(words) == 1 or noun in _CHILDREN else {pair}
    names = [" ".join(words)]
    for same in SAME:
        if known_as & set(same):
            names += same
    for topic in topics:
        if noun in topic.word.split():
            names += topic.alternatives
    # "Family workers" are no social workers; "regular members" may be "members who come regularly".
    names.append(pair if any(weight(word) < 1.0 for word in words[-2:]) else noun)
    stems = (tuple(stem(word) for word in fold(name).split()) for name in names)
    return list(dict.fromkeys(stems))


def _modifiers(
    phrases: Sequence[Sequence[str]], topics: Sequence[Topic], left: set[str]
) -> Iterator[Topic]:
    """The topics in front of the noun: all of several have to be there, commonest ones aside."""
    front = {part for phrase in phrases for word in phrase[:-1] for part in fold(word).split()}
    for topic in topics:
        words = set(topic.word.split())
        if words <= front - left and _tells(topic):
            yield topic


def counts(sentence: str, counted: Counted, before: str = "") -> bool:
    """Whether a number of the sentence counts what is asked for.

    What is said of it may stand in the sentence before: "Care leavers live well. It owns 21 flats."
    """
    if not counted.of_inspectors and _SAMPLED.search(sentence):
        return False
    stems = carried_stems(sentence)
    if counted.in_care and not _IN_CARE.search(sentence):
        return False
    if not all(carries(topic, stems) for topic in counted.modifiers):
        return False
    around = stems | carried_stems(before)
    if counted.said and not any(carries(topic, around) for topic in counted.said):
        return False
    text = without_dates_and_ages(sentence)
    if not any(name[-1] in _TIMES for name in counted.names):
        text = without_lengths_of_time(text)
    words = _words(text)
    found = _found(words, counted)
    return any(not counted.is_whole or _is_of_whole(text, words, *each, counted) for each in found)


_TIMES = frozenset(stem(word) for word in "minutes hours days weeks months years".split())


def _words(text: str) -> list[_Word]:
    found = []
    for match in _TOKEN.finditer(text):
        if match[0] in "-–—":
            continue
        is_word = match[0][0].isalpha()
        stemmed = stem(fold(match[0])) if is_word else ""
        found.append(_Word(match[0], stemmed, match.start(), match.end()))
    return found


def _found(words: Sequence[_Word], counted: Counted) -> Iterator[tuple[int, int, int]]:
    """Each number that counts it: its place, and where what is counted begins and ends."""
    places = [
        (start, start + len(name))
        for start in range(len(words))
        for name in counted.names
        if _stands_at(words, start, name)
    ]
    for place, word in enumerate(words):
        if not _is_number(words, place, counted):
            continue
        for start, end in places:
            behind = start > place and _counts_behind(words, place, start, word)
            if behind or (end <= place and _counts_in_front(words, place, start, end)):
                yield place, start, end


def _stands_at(words: Sequence[_Word], start: int, name: tuple[str, ...]) -> bool:
    if len(words) < start + len(name):
        return False
    if any(words[start + i].stem != part for i, part in enumerate(name)):
        return False
    return not words[start + len(name) - 1].text.endswith(("’s", "'s"))


def _is_number(words: Sequence[_Word], place: int, counted: Counted) -> bool:
    text = words[place].text
    before = words[place - 1].text.casefold() if place else ""
    if before == "per" or text.startswith("£"):
        return False
    if _SHARE.fullmatch(text):
        return not counted.is_whole
    if not _COUNT.fullmatch(text):
        return text.casefold() == "one" and before in ("only", "just", "is", "was")
    is_share = before in ("in", "of") and place > 1 and _is_figure(words[place - 2].text)
    return not (is_share and counted.is_whole)


def _is_figure(text: str) -> bool:
    return bool(_COUNT.fullmatch(text)) or text.casefold() == "one"


def _counts_behind(words: Sequence[_Word], place: int, start: int, number: _Word) -> bool:
    """Whether what stands behind the number leads to what is counted."""
    between = list(words[place + 1 : start])
    if between and between[0].text == "(":
        closing = next((i for i, w in enumerate(between) if w.text == ")"), None)
        between = between[closing + 1 :] if closing is not None else between
    if len(between) > BEHIND:
        return False
    if number.text.casefold() == "no" and (between or not _is_plural(words[start].text)):
        return False
    for i, word in enumerate(between):
        text = word.text.casefold()
        if text == "after" and i and between[i - 1].text.casefold() == "looked":
            continue  # "134 looked after children"
        if text in _COPULAS and i and between[i - 1].text.casefold() in _PEOPLE:
            return len(between) - i <= 3 and not any(
                w.text.casefold() in _BREAKS for w in between[i + 1 :]
            )
        if text == "of" and i and between[i - 1].text.casefold() not in _NUMBER_OF:
            return False
        if text in _BREAKS or (not word.stem and text not in "‘’“”'\"%,") or _is_figure(text):
            return False
        if text == "," and i + 1 < len(between) and between[i + 1].text.casefold() == "and":
            return False
    return True


def _counts_in_front(words: Sequence[_Word], place: int, start: int, end: int) -> bool:
    """Whether what is counted leads to the number: "carers (210)", "the number of carers is 9"."""
    between = [word.text.casefold() for word in words[end:place]]
    if between and between[-1] == "(" and len(between) <= 4:
        return True
    behind = words[place + 1].text.casefold() if place + 1 < len(words) else ""
    ends = place + 1 == len(words) or not words[place + 1].stem or behind in _BREAKS | {"and", "of"}
    front = {word.text.casefold() for word in words[max(0, start - 4) : start]}
    if front & _NUMBER_OF and len(between) <= IN_FRONT and ";" not in between:
        return ends
    leads = all(
        text in _LEADS_TO_NUMBER
        or text == ","
        or text[0].isdigit()
        or (text == "and" and i and between[i - 1][0].isdigit())  # "between 15 and 20"
        for i, text in enumerate(between)
    )
    return bool(between) and leads and ends and len(between) <= BEHIND


def _is_of_whole(
    text: str, words: Sequence[_Word], place: int, start: int, end: int, counted: Counted
) -> bool:
    """Whether the number is of all there are, and not of some who do or have something."""
    number = words[place]
    inside = {word.text.casefold() for word in words[place + 1 : start]}
    if inside & (_ADDED - set(counted.noun.casefold().split())):
        return False
    between = [word.text.casefold() for word in words[place + 1 : start]]
    if _COPULAS & set(between):
        return True
    front = text[: number.start][-60:]
    of_children = not counted.in_care and bool(_CHILDREN & set(fold(counted.noun).split()))
    if of_children and _IN_CARE.search(text):
        return False
    behind = text[words[end - 1].end :] if start > place else text[number.end :]
    behind = _AGED.sub("", behind, count=1) if _AGED.match(behind) else behind
    if counted.in_care:
        return not _NARROWED.match(_CARE_BEHIND.sub("", behind, count=1))
    if start < place:
        return not _NARROWED.match(text[words[end - 1].end :])
    if of_children and _LIVES_THERE.match(behind):
        return True
    if _NARROWED.match(behind):
        return False
    if _DEFINITE.search(front) or _ARE_THERE.match(behind):
        return True
    return bool(_WHOLE.search(front)) and not _DOES.match(behind)
