"""Kinds of report, areas of judgement and grades, as questions word them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import (
    ADOPTION,
    CARE_LEAVERS,
    CHILDREN_IN_CARE,
    GRADES,
    HELP_AND_PROTECTION,
    LEADERS,
    OVERALL,
    SAFEGUARDING_BOARD,
)
from qa.understanding.mentions import Mention

# Words that narrow a question to kinds of report. Plain "inspection" and "report" do not.
_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"ilacs(?: inspections?| reports?)?", ("ilacs",)),
    (r"focus(?:s)?ed visits?(?: letters?| reports?)?", ("focused-visit",)),
    (r"monitoring visits?(?: letters?| reports?)?", ("monitoring-visit",)),
    (
        r"self[- ](?:assessments?|evaluations?)|"
        r"(?:council|authority)['’]s own (?:report|words|account)|"
        r"(?<=council )says? (?:of|about) (?:itself|themselves|its own work|their own work)",
        ("self-assessment",),
    ),
    (r"sifs?|single inspections?(?: framework)?", ("sif",)),
    (r"jtais?|joint targeted area inspections?", ("jtai",)),
    (r"safeguarding and looked[- ]after(?: children)?(?: services)? inspections?", ("slac",)),
    (r"full inspections?|standard inspections?", ("ilacs", "sif", "slac")),
)

# Words for the areas of judgement, the longest first where one holds another.
_AREAS: tuple[tuple[str, str], ...] = (
    (r"overall effectiv\w*ness|overall|as a whole|in general", OVERALL),
    (
        r"(?:the )?impact of leaders(?: on social work practice(?: with children and families)?)?|"
        r"leadership(?:,? management and governance)?|leaders(?! of)|governance",
        LEADERS,
    ),
    (
        r"(?:children who need )?help and protection|(?:child )?protection services|"
        r"child protection|children in need of help(?: and protection)?|"
        r"safeguarding(?! (?:children )?board)",
        HELP_AND_PROTECTION,
    ),
    (
        r"(?:children |young people )?leaving care|care[- ]leavers?(?:['’])?|"
        r"care[- ]experienced (?:young )?(?:people|adults)",
        CARE_LEAVERS,
    ),
    (
        r"children in care|looked[- ]after (?:children|kids|youngsters)|children looked[- ]after|"
        r"(?:children )?looked[- ]after(?: children)? and achieving permanence|"
        r"achieving permanence|kids in care|in[- ]care services",
        CHILDREN_IN_CARE,
    ),
    (r"adoption(?: performance| services?)?", ADOPTION),
    (
        r"(?:local )?safeguarding (?:children )?board|lscbs?|safeguarding children['’]?s? board",
        SAFEGUARDING_BOARD,
    ),
)

_GRADE = (
    r"outstanding|good|requires?(?:[- ]| some )?improvement(?: to be good)?|adequate|inadequate|ri"
)
_GRADED = (
    r"(?:is |was |are |were |been |being |currently |all |both |as |to be |found |rated |judged |"
    r"graded |only |now |overall |came out |came back )"
)
_BEFORE_GRADE = re.compile(
    r"\b(?:rated|judged|graded|found(?: to be)?|judgements? (?:of|was|is)|grade (?:of|was|is)|"
    r"rating (?:of|was|is)|got|an?|to be|overall grade|as)\s+(?:an?\s+|as\s+|overall\s+)?$",
    re.IGNORECASE,
)
_AFTER_GRADE = re.compile(
    r"\s+(?:overall|(?:local )?authorit(?:y|ies)|councils?|rated|boroughs?|rating|judgements?|"
    r"judgments?|grades?|for (?:leadership|leaders|the impact|overall|help|children in "
    r"care|care leavers|adoption)|in (?:all|every))\b",
    re.IGNORECASE,
)
# "Is it good?" and, of a place that was understood before and has left blanks, "Is      good?".
_OF_AUTHORITY = re.compile(
    r"\b(?:is|was|are|were)\s(?:\s{2,}|(?:it|they|the (?:council|authority|borough))\s+)"
    r"(?:(?:all|both|ever|now|still|already|also|just|only)\s+)?$",
    re.IGNORECASE,
)
# "Are any councils inadequate?"
_OF_COUNCILS = re.compile(
    r"\b(?:is|are|were|was)\b.{0,60}\b(?:council|authorit(?:y|ies)|borough|la|unitar(?:y|ies)|"
    r"count(?:y|ies))s?\s+(?:(?:all|both|ever|now|still|currently|yet)\s+)?$|"
    r"(?:\s{4,}|\b(?:councils?|authorit(?:y|ies)|boroughs?)\s(?:that\s|which\s)?)(?:is|are|was|were)\s+"
    r"(?:(?:all|both|ever|now|still|currently|yet)\s+)?$",
    re.IGNORECASE,
)
_HAVE_BEEN = re.compile(r"\bha(?:ve|s|d)\s+(?:always|never|ever|once)\s+been\s+$", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(
    r"\s*(?:$|[?.!,;]|(?:and|or)\b(?! (?:why|how)\b(?!\s*\??\s*$))|(?:then|now|when|twice|since)\b|"
    r"\w+ times\b|in (?:\d{4}|\s{2,}))",
    re.IGNORECASE,
)
# "Inadequate services for care leavers": a grade that stands before what it grades.
_GRADED_WORK = re.compile(
    r"\s+(?:services?|provision|work|support|judge?ments?|grades?|ratings?)\s+"
    r"(?:for|to|in|on|with)\s+",
    re.IGNORECASE,
)
_RUN = re.compile(
    rf"\b(?:{_GRADE})(?:\s*(?:,|/|&|\bor\b|\bnor\b|\band\b)\s*(?:{_GRADE}))*\b", re.IGNORECASE
)
# "Not good", "aren't rated good", "neither good nor outstanding".
_NOT = re.compile(
    r"(?P<not>\bnot\b|\bneither\b|(?<=[a-z])n['’]?t\b|\banything but\b)\s+"
    r"(?:(?:yet|currently|all|now|been|being|be|rated|judged|graded|found|to|as|an?|either|overall|"
    r"considered)\s+)*$",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:(?P<below>below|worse than|less than|lower than)|"
    r"(?P<above>above|better than|higher than)|(?P<least>at least|no worse than))\s+$",
    re.IGNORECASE,
)
_OR_BETTER = re.compile(r"\s+or (?P<dir>better|above|higher|worse|below|lower)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A kind, area or grade where the question names it."""

    mention: Mention
    values: tuple[str, ...]


def find_kinds(text: str) -> list[Found]:
    """The kinds of report that the text names, in order."""
    return _find(_KINDS, text)


def find_areas(text: str) -> list[Found]:
    """The areas of judgement that the text names, in order; the first reading of a place counts."""
    return _find(tuple((pattern, (area,)) for pattern, area in _AREAS), text)


def find_grades(text: str) -> list[Found]:
    """The grades that the text uses as judgements: "rated inadequate", not "a good school".

    "Good or better" gives both grades, "not good" and "below good" those below it, "not
    inadequate" the others.
    """
    return list(_grades(text))


def grade_named(words: str) -> str | None:
    """The grade that the words are, or None where they are anything else."""
    found = re.fullmatch(rf"\s*(?:{_GRADE})\s*", words, re.IGNORECASE)
    return _canonical_grade(words.strip()) if found else None


def _grades(text: str) -> Iterator[Found]:
    """Each run of grades ("good or outstanding") that stands as judgements, with what it means."""
    for match in _RUN.finditer(text):
        named = [word for word in re.findall(rf"\b(?:{_GRADE})\b", match[0], re.I) if word != "ri"]
        if not named:
            continue
        negated = _NOT.search(text[: match.start()])
        compared = _COMPARED.search(text[: match.start()])
        plain = _without_negation(text, negated)
        better = _OR_BETTER.match(text, match.end())
        after = _AFTER_GRADE.match(text, match.end()) or _stands_before_area(text, match)
        after = after or _stands_before_group(text, match)
        bounded = compared and _CLAUSE_ENDS.match(text, match.end())
        if not (better or after or bounded or _is_judged(plain, match)):
            continue
        grades = tuple(_canonical_grade(word) for word in named)
        start = match.start()
        end = better.end() if better else match.end()
        if compared:
            start, values = compared.start(), _compared(grades[0], compared)
        else:
            values = _or_better(grades[-1], better) if better else grades
        if negated:
            start = min(start, negated.start("not"))
            # "Not good" falls short of good: outstanding is no answer to it.
            kept = GRADES[GRADES.index("good") :] if values == ("good",) else GRADES
            values = tuple(grade for grade in kept if grade not in values)
        yield Found(Mention(start, end), tuple(dict.fromkeys(values)))


def _without_negation(text: str, negated: re.Match[str] | None) -> str:
    """The text, of the same length, as if it did not say "not"."""
    if negated is None:
        return text
    start, end = negated.span("not")
    return text[:start] + " " * (end - start) + text[end:]


def _compared(grade: str, match: re.Match[str]) -> tuple[str, ...]:
    """The grades below, above or from the named one on."""
    place = GRADES.index(grade)  # best first
    if match["below"]:
        return GRADES[place + 1 :]
    return GRADES[: place + 1] if match["least"] else GRADES[:place]


def _stands_before_group(text: str, match: re.Match[str]) -> bool:
    """Whether the grade stands before a place or group understood before: "outstanding      "."""
    blank = re.match(r"\s{6,}(?=\w)", text[match.end() :])
    return bool(blank) and match[0].lower() not in ("good", "adequate")


def _stands_before_area(text: str, match: re.Match[str]) -> bool:
    """Whether the grade stands before an area of judgement, or before the work in one."""
    work = _GRADED_WORK.match(text, match.end())
    if work is None and match[0].lower() in ("good", "adequate"):
        return False  # "good leadership" is praise as often as a grade
    rest = text[work.end() if work else match.end() :].lstrip()
    return any(
        re.match(pattern, rest, re.IGNORECASE) for pattern, area in _AREAS if area != OVERALL
    )


def _is_judged(text: str, match: re.Match[str]) -> bool:
    """Whether the words before the grade make it a judgement and not an everyday word."""
    earlier = text[: match.start()]
    if (_OF_AUTHORITY.search(earlier) or _OF_COUNCILS.search(earlier)) and _CLAUSE_ENDS.match(
        text, match.end()
    ):
        return True
    # What was understood before has left blanks behind: "is          inadequate".
    before = " ".join(text[: match.start()].split()) + " "
    asks = re.search(r"\b(?:is|was|are|were)\b[^.?!]*$", before, re.IGNORECASE)
    if asks and _ends_with_area(before) and _CLAUSE_ENDS.match(text, match.end()):
        return True  # "Was leadership good?"
    if _HAVE_BEEN.search(before) and _CLAUSE_ENDS.match(text, match.end()):
        return True
    word = match[0].lower()
    if re.match(r"inadequate|outstanding|ri\b|require", word):
        plain = re.search(rf"\b{_GRADED}$", before, re.IGNORECASE)
        return bool(_BEFORE_GRADE.search(before) or plain or _ends_with_area(before))
    return bool(re.search(r"\b(?:rated|judged|graded)[,:]?\s+(?:as\s+|overall\s+)?$", before, re.I))


def _ends_with_area(words: str) -> bool:
    """Whether an area of judgement ends the words: "Was leadership" inadequate?"""
    return any(
        re.search(rf"(?<!\w)(?:{pattern})\s*$", words, re.IGNORECASE) for pattern, _ in _AREAS
    )


def _or_better(grade: str, match: re.Match[str] | None) -> tuple[str, ...]:
    if match is None:
        return (grade,)
    place = GRADES.index(grade)  # best first
    if match["dir"].lower() in ("better", "above", "higher"):
        return GRADES[: place + 1]
    return GRADES[place:]


def _canonical_grade(printed: str) -> str:
    word = printed.lower()
    return "requires improvement" if word.startswith("require") or word == "ri" else word


def _find(table: tuple[tuple[str, tuple[str, ...]], ...], text: str) -> list[Found]:
    """Each entry of the table found in the text, without overlaps, in order of the text."""
    found: list[Found] = []
    for pattern, values in table:
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE):
            if all(match.end() <= f.mention.start or match.start() >= f.mention.end for f in found):
                found.append(Found(Mention(*match.span()), values))
    return sorted(found, key=lambda f: f.mention.start)
