"""Pairs of opposites, and words that tell something good or bad."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from qa.prose.verifying.denials import parity_of
from qa.prose.verifying.reading import Reading
from qa.prose.verifying.roles import find_roles
from qa.words import fold, stem

# Opposites: what is said of one thing, for better "|" for worse, or more "|" less.
_AXES = """
timely, on time, prompt, promptly, swift, swiftly, quick, quickly, rapid, rapidly, punctual, fast, up to date, speedy, soon, immediate, immediately, in good time, without delay | late, delay, delayed, slow, slowly, overdue, drift, out of date, too long, lag, behind, tardy, backlog, long wait
strong, good, well, effective, effectively, robust, solid, sound, skilled, high quality, strength, excellent, exceptional, impressive, thorough, rigorous, outstanding, positive, better | weak, weakly, poor, poorly, ineffective, inadequate, thin, weakness, shortcoming, superficial, flawed, deficient, underdeveloped, failing, worse, bad, badly, unsatisfactory, mediocre
improve, improved, improving, improvement, strengthen, better, recover, recovered, progress, enhance | decline, declined, declining, deteriorate, deteriorated, deterioration, worsen, worsened, worse, weaken, gone backwards, stall, stalled, slip, slipped
increase, rise, rose, risen, grow, grew, grown, growth, more, higher, expand, widen, double, gone up, come up, went up, climb, extend, raise, up from, above, over, exceed, better than | decrease, reduce, reduction, fall, fell, fallen, fewer, less, lower, drop, shrink, shrank, shrunk, halve, cut, gone down, went down, come down, came down, down, shorten, narrow, down from, below, under, worse than
enough, sufficient, sufficiently, ample, plenty | insufficient, insufficiently, shortage, too few, too little, scarce, lack, lacking, lacks, short of, not enough
stable, stability, settled, steady, permanent, consistent, consistently | unstable, instability, unsettled, turnover, disrupted, disruption, inconsistent, inconsistently, uneven, patchy, variable, erratic, temporary
clear, clearly, clarity, precise, specific | unclear, vague, confusing, confused, ambiguous
safe, safely, secure, protected | unsafe, danger, dangerous, unprotected, at risk
manageable, reasonable, low | unmanageable, too high, excessive, heavy, overloaded, high
regular, regularly, frequent, frequently, often, routinely, routine | irregular, irregularly, infrequent, infrequently, seldom, rarely, hardly ever, sporadic, occasional, occasionally
always | never
include, included, including, involve, involved | exclude, excluded, omit, omitted, leave out, left out, miss out
accept, accepted, agree, agreed, approve, approved, support | refuse, refused, reject, rejected, oppose, opposed, decline
know, known, aware, understand, understood, familiar, recognise, recognised | unknown, unaware, unfamiliar, ignorant, ignore, ignored, overlook, overlooked
suitable, appropriate, appropriately, right | unsuitable, inappropriate, inappropriately, wrong
available, accessible | unavailable, inaccessible
complete, completed, full, fully, comprehensive, thorough, detailed | incomplete, partial, partially, missing, brief, sketchy, limited
early, earlier | late, later
start, started, begin, began, begun, launch, launched, open, opened, introduce, introduced, set up, created | stop, stopped, end, ended, close, closed, abolish, abolished, discontinue, discontinued, withdrawn, scrap, scrapped
positive, positively | negative, negatively
happy, satisfied, pleased, confident, praise, praised, appreciate, value, valued | unhappy, dissatisfied, worried, critical, criticise, criticised, complain, complained
easy, easily, simple, straightforward | hard, difficult, difficulty, struggle, struggled, complicated
ambitious, aspirational, determined | unambitious, complacent
near, nearby | far, distant, at a distance, miles away
honest, accurate, accurately, frank, realistic, candid | inaccurate, inaccurately, dishonest, misleading, over optimistic
succeed, succeeded, successful, success, achieve, achieved | fail, failed, failing, failure, unsuccessful
experienced, qualified | inexperienced, unqualified
trained | untrained
confident, confidence | unsure, uncertain, hesitant
welcome, welcomed, embraced | resist, resisted, unwelcome
listen, listened, heard, hear | unheard, ignored
follow, followed | breach, breached, disregard, disregarded
prevent, prevented, avoid, avoided, protect | cause, caused, allow, allowed, create
before, beforehand, prior to, until | after, afterwards, following, since
stay, remain, retain | leave, left, quit, depart, resign
best, highest, top, most | worst, lowest, bottom, least
increase in, gain, gained | loss, lost, lose, losing
long, longer | short, shorter
large, big, larger, bigger, major | small, smaller, little, minor
high | low
challenge, challenged, scrutinise, question | accept without question, unchallenged
proactive, proactively | reactive
lawful, legal, legally | unlawful, illegal, illegally
registered | unregistered
joined up, together, coordinated, jointly | fragmented, disjointed, separately, apart, alone
purposeful, focused, meaningful | aimless, unfocused
"""


BAD = frozenset(
    """
concern concerns risk risks problem problems gap gaps difficult difficulty struggle weak weakness poor
delay delays drift inadequate insufficient lack shortage harm unsafe danger fail fails failed failing
failure unmet neglect inconsistent variable patchy limited slow late overdue backlog underdeveloped
unclear vague thin superficial unstable disruption turnover vacancies overwhelmed excessive unsuitable
inappropriate worse worsen deteriorate decline declined criticised complaint unhappy missed
incomplete inaccurate ineffective unable rarely seldom infrequent absence serious worrying
disappointing stalled unaware overlooked ignored breakdown unregistered unlawful frustrated blunted
""".split()
)
GOOD = frozenset(
    """
good strong well effective robust timely prompt swift excellent exceptional outstanding positive
improve improved improving improvement better success successful skilled thorough impressive strength
praise praised valued appreciated confident ambitious stable settled safe sensitive thoughtful warm
kind tenacious purposeful comprehensive detailed creative committed determined sound secure happy
thrive benefit benefits rigorous careful quick manageable consistent consistently regular regularly
achieve achieved rewarding trusting trusted responsive innovative
""".split()
)


# "Not before May" is no more after May than "before May" is.
_ORDER = next(n for n, line in enumerate(_AXES.strip().splitlines()) if line.startswith("before"))


@cache
def _axis_phrases() -> tuple[dict[tuple[str, ...], tuple[tuple[int, int], ...]], int]:
    """Each phrase as stems with its axes and signs, and the words of the longest."""
    found: dict[tuple[str, ...], set[tuple[int, int]]] = {}
    for axis, line in enumerate(_AXES.strip().splitlines()):
        for sign, side in zip((1, -1), line.split("|"), strict=True):
            for phrase in side.split(","):
                stems = tuple(stem(word) for word in fold(phrase).split())
                found.setdefault(stems, set()).add((axis, sign))
    longest = max(len(phrase) for phrase in found)
    return {phrase: tuple(sorted(signs)) for phrase, signs in found.items()}, longest


def word_value(folded: str) -> int:
    """1 for a word that tells something good, -1 for something bad, 0 for any other."""
    return 1 if folded in GOOD else -1 if folded in BAD else 0


@dataclass(frozen=True, slots=True)
class Signed:
    """An opposite where a text has it, turned round where it is denied."""

    place: int  # of its first word
    length: int
    axis: int
    sign: int  # 1 for the better or more, -1 for the worse or less
    denied: bool


def opposite_of(signed: Signed) -> str:
    """The first word of the other side."""
    better, worse = _AXES.strip().splitlines()[signed.axis].split("|")
    # One that is denied has its sign turned already.
    is_better = (signed.sign > 0) != signed.denied
    return (worse if is_better else better).split(",")[0].strip()


@lru_cache(maxsize=8_192)
def find_signed(reading: Reading) -> tuple[Signed, ...]:
    """The opposites of a text, in order; the longest wording counts."""
    known, longest = _axis_phrases()
    parity = parity_of(reading)
    stems = [word.stem for word in reading.words]
    for mention in find_roles(reading.text):
        for place, word in enumerate(reading.words):
            if mention.start <= word.start < mention.end:
                stems[place] = ""  # care leavers have not left
    found: list[Signed] = []
    place = 0
    while place < len(stems):
        for length in range(min(longest, len(stems) - place), 0, -1):
            signs = known.get(tuple(stems[place : place + length]))
            if signs:
                odd = parity[place] if length == 1 else 0
                if length > 1 and stems[place] not in ("not", "without", "too"):
                    odd = parity[place]
                found += [
                    Signed(
                        place, length, axis, -sign if odd and axis != _ORDER else sign, bool(odd)
                    )
                    for axis, sign in signs
                ]
                place += length
                break
        else:
            place += 1
    return tuple(found)


@lru_cache(maxsize=8_192)
def valence(reading: Reading) -> tuple[int, int]:
    """How many words tell something good and how many something bad, denials turned round."""
    good = bad = 0
    parity = parity_of(reading)
    for place, word in enumerate(reading.words):
        value = word_value(word.folded)
        if parity[place]:
            value = -value
        good += value > 0
        bad += value < 0
    return good, bad
