"""A text as the checks read it: words with their keys, clauses, and the stretches that are negated.

Two words say the same where they share a key: a stem, or the number of a row of the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qa.prose.verifying.vocabulary import phrase_rows
from qa.words import STOP_WORDS, Token, stem, tokens_of

# Grammar alone; "not", "no", "all" and the like are looked at by checks of their own.
_GRAMMAR = frozenset(
    """
    a an the this that these those it its itself he she they them their theirs his her him hers we
    us our you your i me my and or but nor so yet if then than as at by for from in into of off on
    onto out over to up upon with within without about above across after again against along also
    although among around because been before behind below beneath beside besides between beyond
    both despite down during each either else except few first how however is are was were be being
    am do does did doing done has have had having can could may might must shall should will would
    not no never only just very too more most much many some any all every none there here when
    where whether which while who whom whose why what once since such through throughout till
    toward towards under until via per s t re ve ll d m own same other others another one ones
    themselves themself himself herself ourselves everyone everybody everything someone somebody
    something anyone anything nobody nothing always often sometimes usually rarely seldom
    neither nearly almost about whereas though even still
    """.split()
)

# Words that carry little by themselves: light verbs and the scaffolding of a finding.
_LIGHT = frozenset(
    """
    make makes made making take takes taken took taking give gives given gave giving get gets got
    getting go goes going went gone come comes came coming keep keeps kept put puts show shows
    shown showed use uses used using provide provides provided providing ensure ensures ensured
    ensuring need needs needed thing things way ways kind place places part parts area areas work
    works working worked case cases matter matters include includes included including become
    becomes became set sets overall generally particularly especially respect aspect aspects
    regard order result results lead leads led able means mean level levels number time times
    people person well also both effectively range terms example experience experiences within
    them remain remains remained continue continues continued offer offers offered seem seems
    appear appears tend tends want wants say says said tell tells told report reports reported
    describe describes described feel feels felt find finds found note notes noted see sees saw
    seen know knows known hold holds held carry carries carried undertake undertakes undertaken
    service services issue issues situation situations process processes local team teams
    """.split()
)

# Who looked and how it is told: true of every paragraph of an inspectorate's report.
ATTRIBUTION = frozenset(
    """
    inspector inspectors inspection inspections inspected ofsted report reports reported reporting
    found find finding findings noted note judged judge judgement concluded observed identified
    visit letter according says states stated stating said describes described
    """.split()
)

_CLAUSE_MARK = re.compile(r"[,;:()–—]|\s-\s|\.\s")
# A word that opens another clause, whatever stands around it.
_OPENERS = frozenset(
    "but although though however while whereas because unless despite yet so which who whose where "
    "when since until if after before due owing thanks despite".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and what it can be met by."""

    text: str
    start: int
    end: int
    folded: str
    stem: str
    keys: frozenset[str]  # its stem, and the rows of the vocabulary it belongs to
    clause: int  # counted from 0
    weight: float  # 0 for grammar and attribution, little for light words, else 1

    @property
    def is_number(self) -> bool:
        """Whether it is a number in figures or one word."""
        return any(key.startswith("=") for key in self.keys)

    @property
    def tells(self) -> bool:
        """Whether it has to be carried at all."""
        return self.weight > 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its words in order."""

    text: str
    words: tuple[Word, ...]
    clauses: int

    def folded(self, start: int = 0, end: int | None = None) -> str:
        """The folded words of a stretch, parted by one space."""
        return " ".join(word.folded for word in self.words[start:end])


@lru_cache(maxsize=8_192)
def read_text(text: str) -> Reading:
    """The text as the checks read it."""
    tokens = _parted(text)
    stems = [stem(token.folded) for token in tokens]
    rows = phrase_rows(tuple(stems))
    clauses = list(_clause_numbers(text, tokens))
    words = tuple(
        Word(
            token.text,
            token.start,
            token.end,
            token.folded,
            stems[place],
            frozenset({stems[place], *rows.get(place, ()), *_number_key(token.folded)}),
            clauses[place],
            _weight(token.folded, bool(rows.get(place))),
        )
        for place, token in enumerate(tokens)
    )
    return Reading(text, words, clauses[-1] + 1 if clauses else 0)


_NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80"}


def _number_key(folded: str) -> tuple[str, ...]:
    """What a number word and its figures share."""
    if folded.isdigit():
        return (f"={folded}",)
    return (f"={_NUMBERS[folded]}",) if folded in _NUMBERS and folded != "one" else ()


def _parted(text: str) -> list[Token]:
    """The tokens, a contracted "not" as a word of its own: "don't" gives "do" and "not"."""
    found: list[Token] = []
    for token in tokens_of(text):
        contracted = re.fullmatch(r"(\w+?)(n['’‘`]t)", token.text, re.IGNORECASE)
        if token.folded == "cannot":
            found.append(Token(token.text[:3], token.start, token.start + 3, "can"))
            found.append(Token("not", token.start + 3, token.end, "not"))
        elif contracted:
            middle = token.start + len(contracted[1])
            verb = {"wo": "will", "ca": "can", "sha": "shall"}.get(
                contracted[1].lower(), contracted[1].lower()
            )
            found.append(Token(contracted[1], token.start, middle, verb))
            found.append(Token(contracted[2], middle, token.end, "not"))
        else:
            found.append(token)
    return found


def _weight(folded: str, has_row: bool) -> float:
    if folded in _GRAMMAR or folded in ATTRIBUTION or folded.isdigit():
        return 0.0
    if folded in _LIGHT:
        return 0.25
    if len(folded) == 1 or folded in STOP_WORDS:
        return 0.25 if has_row else 0.0
    return 1.0


_ASIDE = re.compile(
    r",\s+(?:however|therefore|though|of course|for example|in turn|also),", re.IGNORECASE
)


def without_asides(text: str) -> str:
    """The text, of the same length, with blanks for what parts no clause: ", however,"."""
    return _ASIDE.sub(lambda match: " " * len(match[0]), text)


def _clause_numbers(text: str, tokens: list[Token]) -> Iterator[int]:
    clause = 0
    whole, text = text, without_asides(text)
    for place, token in enumerate(tokens):
        if place:
            between = text[tokens[place - 1].end : token.start]
            folded = [one.folded for one in tokens[place : place + 3]]
            is_cause = folded[:2] == ["as", "a"] and folded[2:] in (["result"], ["consequence"])
            is_aside = whole[token.start] != text[token.start]
            if not is_aside and (
                _CLAUSE_MARK.search(between) or token.folded in _OPENERS or is_cause
            ):
                clause += 1
        yield clause
