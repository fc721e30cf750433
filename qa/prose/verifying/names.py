"""Whether the authorities and other proper names of a draft are those of what it cites."""

from __future__ import annotations

import re

from qa.prose.verifying.alignment import Alignment
from qa.prose.verifying.cited import Cited
from qa.prose.verifying.reading import ATTRIBUTION, Reading, Word
from qa.understanding.expansions import ACRONYMS, expand
from qa.understanding.places import Gazetteer, find_places
from qa.words import fold, stem

# Names of the field that stand for no person and no place of their own.
_COMMON = frozenset(
    """
    ofsted council councils county borough city authority local inspectors inspector he majesty
    majestys hm hmi english england british department education dfe monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september
    october november december i christmas easter covid covid19 pandemic director directors
    children childrens services service social worker workers director chief executive lead member
    independent reviewing officer officers virtual school head gp gps nhs
    """.split()
)
# What a name of a person, body or scheme begins with: "Dr Shaw", "the Lantern project".
_CAPITAL = re.compile(r"[A-Z]")


def told_authorities(
    draft: Reading, cited: Cited, gazetteer: Gazetteer
) -> tuple[frozenset[str], ...]:
    """For each clause the cited authorities that it is about: those it names, or the clause before.

    Empty where only one authority is cited, or the draft names none.
    """
    authorities = {report.authority for report in cited.reports if report.authority}
    if len(authorities) < 2:
        return ()
    named: list[set[str]] = [set() for _ in range(draft.clauses)]
    for place in find_places(draft.text, gazetteer):
        for word in draft.words:
            if place.mention.start <= word.start < place.mention.end:
                named[word.clause] |= set(place.authorities) & authorities
    told: list[frozenset[str]] = []
    for clause, names in enumerate(named):
        told.append(frozenset(names) or (told[clause - 1] if clause else frozenset()))
    return tuple(told)


def authority_fault(alignment: Alignment, gazetteer: Gazetteer) -> str | None:
    """The authority or other name that what is cited does not have, in a few words."""
    text = alignment.draft.text
    reports = alignment.cited.reports
    authorities = {report.authority for report in reports if report.authority}
    folded = f" {fold(alignment.cited.text)} "
    taken: list[tuple[int, int]] = []
    for place in find_places(text, gazetteer):
        taken.append((place.mention.start, place.mention.end))
        if place.how == "slip" and f" {fold(place.printed)} " in folded:
            continue
        if set(place.authorities) & authorities or f" {fold(place.printed)} " in folded:
            continue
        return f"the place {place.printed!r}"
    around = f" {fold(alignment.cited.around)} "
    for name in _names(alignment.draft.words, text, taken):
        if not _is_known(name, folded, around, alignment.cited.text):
            return f"the name {name!r}"
    return None


def _names(words: tuple[Word, ...], text: str, taken: list[tuple[int, int]]) -> list[str]:
    """The capitalised words of a draft that are no place; runs of them are one name."""
    names: list[str] = []
    last = -2
    for place, word in enumerate(words):
        inside = any(start <= word.start < end for start, end in taken)
        if inside or not _CAPITAL.match(word.text) or word.folded in _COMMON | ATTRIBUTION:
            continue
        if place == 0 and not word.text.isupper() and not _second_capital(words, text):
            continue  # every sentence begins with a capital
        if place == last + 1 and names and text[words[last].end : word.start] == " ":
            names[-1] += f" {word.text}"
        else:
            names.append(word.text)
        last = place
    return names


def _second_capital(words: tuple[Word, ...], text: str) -> bool:
    """Whether a sentence opens with a name of two words: "Anna Price said"."""
    if len(words) < 2 or words[0].weight == 0 or words[0].folded in _COMMON:
        return False
    second = words[1]
    return bool(
        _CAPITAL.match(second.text)
        and not second.text.isupper()
        and text[words[0].end : second.start] == " "
        and second.folded not in _COMMON
    )


def _is_known(name: str, folded: str, around: str, printed: str) -> bool:
    wanted = fold(name)
    if f" {wanted} " in folded or f" {wanted} " in around:
        return True
    if all(_has(word, folded) or _has(word, around) for word in wanted.split()):
        return True
    for spelling in {name, name.rstrip("s"), name.upper()}:
        if any(f" {fold(meant)}" in folded + around for meant in ACRONYMS.get(spelling, ())):
            return True
    # A name in full of which the source prints the acronym: "Multi-Agency Safeguarding Hub".
    meant = {fold(words) for _, forms in expand(printed) for words in forms}
    return any(wanted in form or form in wanted for form in meant)


def _has(word: str, folded: str) -> bool:
    return f" {word} " in folded or f" {stem(word)}" in folded
