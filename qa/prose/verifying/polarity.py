"""Whether a draft affirms what its source affirms and denies what it denies.

Looked at are the stretches that a word such as "not" or "without" denies; pairs of opposites
("timely", "late"); and, where neither speaks, whether a sentence tells something good or bad.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from qa.prose.verifying.alignment import ALIKE, Alignment
from qa.prose.verifying.cited import CitedSentence
from qa.prose.verifying.reading import Reading, without_asides
from qa.prose.verifying.quantities import find_quantities
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

# What denies the words behind it, up to the end of its clause.
_DENIES = re.compile(
    r"\b(?:not(?! (?:only|just|merely))|n[’']t|never|no(?! (?:doubt|matter|later|sooner|fewer|less|more than|one (?:else )?knows better))|none|nobody|nothing|nowhere|neither|nor|without|"
    r"hardly|barely|scarcely|rarely|seldom|cannot|unable|"
    r"lack(?:s|ed|ing)?(?: of)?|absence of|fail(?:s|ed|ing)? to|failure to|failures? (?:in|of)|"
    r"(?<!a )(?<!the )(?<!past )(?<!last )(?<!in )(?:too |very )?few(?! (?:weeks|days|months|years|hours))(?!er)|(?<!a )(?:too |very )little|insufficient\w*|no longer|yet to|"
    r"stop(?:s|ped)?|ceased?|avoid(?:s|ed|ing)?|prevent(?:s|ed|ing)?|free (?:of|from)|instead of|rather than|short(?:age)? of|"
    r"refus\w+ to|neglect\w* to|unlikely|far from|"
    r"declin\w+ to|(?<!go )(?<!goes )(?<!went )(?<!gone )(?<!going )(?<!reported )(?<!being )missing(?=\s*(?:[.,;]|$|for\b|in\b|when\b|from (?!home|care|school|education|their))))\b",
    re.IGNORECASE,
)
# The words before these are denied: "supervision is lacking".
_DENIES_BEFORE = re.compile(
    r"\b(?:is|are|was|were|remains?|often|sometimes|still)\s+(?:still\s+|often\s+|sometimes\s+|largely\s+|too often\s+|also\s+)?(?:lacking|missing(?! from (?:home|care|school|education))|unavailable|neglected|overlooked|left out|excluded|omitted|ignored)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[,;:.()–—]|\b(?:but|although|though|however|while|whereas|because|so that|which|who|whose|where|when|after|before|if|unless|until|and (?:the|a|an|they|their|it|this|these|some|many|most|all|his|her)|or)\b",
    re.IGNORECASE,
)
DENIED_WORDS = 12
# "Lack of" and the like deny a noun.
NOMINAL_WORDS = 5
_NOMINAL = re.compile(
    r"lack(?:s|ed|ing)?(?: of)?|absence of|short(?:age)? of|insufficient\w*|free (?:of|from)|failures? (?:in|of)",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"nothing|nobody|none|nowhere", re.IGNORECASE)
# Words that deny whom or what, so that what they deny stands before the source's "not".
_SUBJECT = re.compile(r"(?:too |very )?few|no|none|nobody|neither", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|means?|meant|le(?:d|ads?)|causes?|results?|makes?|made)\b",
    re.IGNORECASE,
)

_BAD = """
concern concerns risk risks problem problems gap gaps difficult difficulty struggle weak weakness poor
delay delays drift inadequate insufficient lack shortage harm unsafe danger fail fails failed failing
failure unmet neglect inconsistent variable patchy limited slow late overdue backlog underdeveloped
unclear vague thin superficial unstable disruption turnover vacancies overwhelmed excessive unsuitable
inappropriate worse worsen deteriorate decline declined criticised complaint unhappy missed
incomplete inaccurate ineffective unable rarely seldom infrequent absence serious worrying
disappointing stalled unaware overlooked ignored breakdown unregistered unlawful frustrated blunted
""".split()
_GOOD = """
good strong well effective robust timely prompt swift excellent exceptional outstanding positive
improve improved improving improvement better success successful skilled thorough impressive strength
praise praised valued appreciated confident ambitious stable settled safe sensitive thoughtful warm
kind tenacious purposeful comprehensive detailed creative committed determined sound secure happy
thrive benefit benefits rigorous careful quick manageable consistent consistently regular regularly
achieve achieved rewarding trusting trusted responsive innovative
""".split()


@dataclass(frozen=True, slots=True)
class Denial:
    """A word that denies, with the places of the words it denies."""

    printed: str
    words: tuple[int, ...]


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


@dataclass(frozen=True, slots=True)
class Signed:
    """An opposite where a text has it, turned round where it is denied."""

    place: int  # of its first word
    length: int
    axis: int
    sign: int  # 1 for the better or more, -1 for the worse or less
    denied: bool


@lru_cache(maxsize=8_192)
def find_denials(reading: Reading) -> tuple[Denial, ...]:
    """The words that deny, with what each denies."""
    text = without_asides(reading.text)
    found = []
    for match in _DENIES.finditer(text):
        end = _ENDS.search(text, match.end())
        stop = end.start() if end else len(text)
        most = DENIED_WORDS
        if _NOMINAL.fullmatch(match[0]):
            # "A lack of homes means that" denies the homes and not what they mean.
            verb = _VERB.search(text, match.end())
            stop, most = min(stop, verb.start() if verb else stop), NOMINAL_WORDS
        inside = [
            place for place, word in enumerate(reading.words) if match.end() <= word.start < stop
        ]
        inside = inside[:most]
        if _OBJECT.fullmatch(match[0]):
            # "Had heard nothing": the verb before is denied too.
            before = [p for p, word in enumerate(reading.words) if word.end <= match.start()]
            inside = before[-2:] + inside
        found.append(Denial(match[0], tuple(inside)))
    for match in _DENIES_BEFORE.finditer(text):
        start = max((m.end() for m in _ENDS.finditer(text, 0, match.start())), default=0)
        inside = [
            place for place, word in enumerate(reading.words) if start <= word.start < match.start()
        ]
        found.append(Denial(match[0], tuple(inside[-DENIED_WORDS:])))
    return tuple(found)


@lru_cache(maxsize=8_192)
def _parity(reading: Reading) -> tuple[int, ...]:
    """For each word, whether it is denied an odd number of times: 0 or 1."""
    counts = [0] * len(reading.words)
    for denial in find_denials(reading):
        for place in denial.words:
            counts[place] += 1
    return tuple(count % 2 for count in counts)


@lru_cache(maxsize=8_192)
def find_signed(reading: Reading) -> tuple[Signed, ...]:
    """The opposites of a text, in order; the longest wording counts."""
    known, longest = _axis_phrases()
    parity = _parity(reading)
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
    parity = _parity(reading)
    for place, word in enumerate(reading.words):
        value = 1 if word.folded in _GOOD_SET else -1 if word.folded in _BAD_SET else 0
        if parity[place]:
            value = -value
        good += value > 0
        bad += value < 0
    return good, bad


_GOOD_SET, _BAD_SET = frozenset(_GOOD), frozenset(_BAD)


_AS_MUCH = re.compile(r"\bas \w+(?: \w+)? as\b|\bequally\b|\bthe same as\b|\bno (?:more|less|better|worse)\b", re.IGNORECASE)
_MORE_THAN = re.compile(r"\b(?:more|less|fewer|\w+er)(?: \w+){0,2} than\b", re.IGNORECASE)


def _compares_otherwise(draft: str, home: str) -> bool:
    """Whether one of the two finds as much where the other finds more or less."""
    if _MORE_THAN.search(draft) and not find_quantities(draft):
        return bool(_AS_MUCH.search(home)) and not _MORE_THAN.search(home)
    return False


def negation_fault(alignment: Alignment) -> str | None:
    """What a draft denies and its source does not, or the reverse, in a few words."""
    near = " ".join(sentence.text for sentence in alignment.all_homes())
    if _compares_otherwise(alignment.draft.text, near):
        return "a difference, where the source finds none"
    for clause in range(alignment.draft.clauses):
        home = alignment.home_sentences(clause)
        if not home:
            continue
        fault = (
            _opposite(alignment, clause, home)
            or _denied_here(alignment, clause, home)
            or _denied_there(alignment, clause, home)
        )
        if fault:
            return fault
    return None


def _in_clause(alignment: Alignment, place: int, clause: int) -> bool:
    return alignment.draft.words[place].clause == clause


def _opposite(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """A word of the draft of which its home has only the opposite, where the words around meet."""
    draft = alignment.draft
    for place in dict.fromkeys(signed.place for signed in find_signed(draft)):
        stem_here = draft.words[place].stem
        if not _in_clause(alignment, place, clause) or any(
            word.stem == stem_here for sentence in home for word in sentence.reading.words
        ):
            continue  # the word itself: whether it is denied is looked at below
        ours = [signed for signed in find_signed(draft) if signed.place == place]
        theirs = _signed_around(alignment, place)
        agreeing = {(o.axis, o.sign) for o in ours} & {(t.axis, t.sign) for t in theirs}
        against = {(o.axis, -o.sign) for o in ours} & {(t.axis, t.sign) for t in theirs}
        if against and not agreeing and not any(sentence.to_improve for sentence in home):
            return f"the opposite of {draft.words[place].text!r}"
    return _turned(alignment, clause, home) or _unlike_in_tone(alignment, clause, home)


# How far from a word that meets the draft an opposite may stand in another clause: "the year before".
BESIDE = 3


def _signed_around(alignment: Alignment, place: int) -> list[Signed]:
    """The opposites of the source in or beside the clauses that meet the words around one."""
    around = alignment.clauses_around(place)
    met = [(m.sentence, m.place) for m in alignment.around(place)]
    found = []
    for number in sorted({sentence for sentence, _ in around}):
        reading = alignment.cited.sentences[number].reading
        found += [
            signed
            for signed in find_signed(reading)
            if (number, reading.words[signed.place].clause) in around
            or any(s == number and abs(p - signed.place) <= BESIDE for s, p in met)
        ]
    return found


_PREFIX = re.compile(r"(?:un|in|im|ir|il|dis|non|mis)(?=[a-z]{4})")


def _turned(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """A word that is the source's but for a prefix that denies: "insensitive" for "sensitive"."""
    draft = alignment.draft
    parity = _parity(draft)
    stems = {word.stem for sentence in home for word in sentence.reading.words}
    for place, word in enumerate(draft.words):
        if word.clause != clause or word.stem in stems or parity[place]:
            continue
        bare = _PREFIX.sub("", word.folded, count=1)
        if bare != word.folded and stem(bare) in stems:
            if not any(_is_denied(sentence.reading, stem(bare)) for sentence in home):
                return f"the opposite of {word.text!r}"
        for sentence in home:
            for other, theirs in enumerate(sentence.reading.words):
                their_bare = _PREFIX.sub("", theirs.folded, count=1)
                if (
                    their_bare != theirs.folded
                    and stem(their_bare) == word.stem
                    and not _parity(sentence.reading)[other]
                ):
                    return f"the opposite of {word.text!r}"
    return None


def _is_denied(reading: Reading, wanted: str) -> bool:
    parity = _parity(reading)
    return any(parity[place] for place, word in enumerate(reading.words) if word.stem == wanted)


def _unlike_in_tone(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """A word that praises where the home only finds fault, or the other way round."""
    if any(sentence.to_improve for sentence in home):
        return None
    good = sum(valence(sentence.reading)[0] for sentence in home)
    bad = sum(valence(sentence.reading)[1] for sentence in home)
    stems = {word.stem for sentence in home for word in sentence.reading.words}
    parity = _parity(alignment.draft)
    for place, word in enumerate(alignment.draft.words):
        if word.clause != clause or word.stem in stems:
            continue
        value = 1 if word.folded in _GOOD_SET else -1 if word.folded in _BAD_SET else 0
        value = -value if parity[place] else value
        if value > 0 and bad and not good:
            return f"{word.text!r}, where the source tells something bad"
        if value < 0 and good and not bad and not find_denials_of(home):
            return f"{word.text!r}, where the source tells something good"
    return None


def find_denials_of(home: list[CitedSentence]) -> bool:
    """Whether any sentence denies something."""
    return any(find_denials(sentence.reading) for sentence in home)


def _signs(reading: Reading, places: tuple[int, ...]) -> set[tuple[int, int]]:
    return {(s.axis, s.sign) for s in find_signed(reading) if s.place in places}


def _denied_here(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """A denial of the draft that its home does not make in any way."""
    draft = alignment.draft
    for denial in find_denials(draft):
        inside = [place for place in denial.words if _in_clause(alignment, place, clause)]
        telling = [place for place in inside if draft.words[place].tells]
        if not telling:
            continue
        if any(sentence.to_improve for sentence in home):
            continue
        is_subject = _SUBJECT.fullmatch(denial.printed) is not None
        if not _explained(
            alignment, draft, tuple(inside), tuple(telling), home, is_subject=is_subject
        ):
            return f"{denial.printed!r} denies what the source says"
    return None


def _explained(
    alignment: Alignment,
    draft: Reading,
    inside: tuple[int, ...],
    telling: tuple[int, ...],
    home: list[CitedSentence],
    *,
    is_subject: bool,
) -> bool:
    """Whether the home of a clause says in any way what a denial of it says."""
    ours = _signs(draft, inside)
    around = alignment.clauses_around(telling[0], reach=8)
    near = {(s.axis, s.sign) for s in _signed_around(alignment, telling[0])}
    against = {(axis, -sign) for axis, sign in ours} & near
    if ours & near and not against:
        return True
    told = {m.sentence for place in telling if (m := alignment.met[place]) is not None}
    for number, sentence in _numbered(alignment, home):
        if told and number not in told:
            continue
        denials = find_denials(sentence.reading)
        denied = {place for one in denials for place in one.words}
        words = sentence.reading.words
        if is_subject and any(
            (m := alignment.met[place]) is not None
            and m.sentence == number
            and m.place in denied
            and m.strength >= ALIKE
            for place in telling
        ):
            return True
        if denials and _meets_affirmed(alignment, telling, sentence, denied):
            continue
        if any(
            (number, words[place].clause) in around
            for one in denials
            for place in one.words
            if words[place].tells
        ) and not (ours & {(axis, -sign) for axis, sign in near} and not ours & near):
            return True
        for place in telling:
            met = alignment.met[place]
            if (
                met is not None
                and alignment.cited.sentences[met.sentence] is sentence
                and met.place in denied
                and met.strength >= ALIKE
            ):
                return True
        if against:
            return False
        if denials and not _meets_affirmed(alignment, telling, sentence, denied):
            return True
        # No denial in so many words: then something bad has to be told, and not of other words.
        if valence(sentence.reading)[1] and not _meets_affirmed(
            alignment, telling, sentence, denied
        ):
            return True
        if (_UN.search(sentence.text) or _LESS.search(sentence.text)) and not _meets_affirmed(alignment, telling, sentence, denied):
            return True
    return False


def _numbered(alignment: Alignment, home: list[CitedSentence]) -> list[tuple[int, CitedSentence]]:
    sentences = alignment.cited.sentences
    return [(number, s) for number, s in enumerate(sentences) if any(s is h for h in home)]


_LESS = re.compile(r"\b\w{3,}less\b", re.IGNORECASE)
_UN = re.compile(
    r"\b(?:un(?!it|ion|der|iversit|iform|accompanied|iq|ti)\w{4,}|in(?:complete|consist|effect|accura|appropr|sufficien|adequa|frequen)\w*|"
    r"ir(?:reg|resp)\w+|dis(?:rupt|satisf|agree|continu|regard)\w+|waive\w*|exempt\w*|(?:stay|keep|kept)s? away|free[sd]?(?: \w+){0,4} from|no longer|declin\w+|refus\w+|reject\w*|"
    r"only|otherwise|empty|vacan\w+|exclu\w+|omit\w*|stood still|too|miss|misses|missed|below|behind|nobody|zero)\b",
    re.IGNORECASE,
)


def _meets_affirmed(
    alignment: Alignment, telling: tuple[int, ...], sentence: CitedSentence, denied: set[int]
) -> bool:
    """Whether the source says, of its own words and without denying them, what is denied here."""
    roles = find_roles(alignment.draft.text)
    words = alignment.draft.words
    telling = tuple(
        place
        for place in telling
        if not any(role.start <= words[place].start < role.end for role in roles)
    ) or telling
    affirmed = [
        place
        for place in telling
        if (m := alignment.met[place]) is not None
        and m.strength >= 0.9
        and alignment.cited.sentences[m.sentence] is sentence
        and m.place not in denied
    ]
    if telling[0] in affirmed:
        return True
    return len(affirmed) >= 0.75 * len(telling)


def _denied_there(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """A denial of the source that a draft which uses the same words leaves out."""
    draft = alignment.draft
    ours_denied = {place for denial in find_denials(draft) for place in denial.words}
    ours_signs = {(s.axis, s.sign) for s in find_signed(draft)}
    words = [place for place, word in enumerate(draft.words) if word.clause == clause]
    for number, sentence in _numbered(alignment, home):
        for denial in find_denials(sentence.reading):
            theirs = [p for p in denial.words if sentence.reading.words[p].weight >= 1]
            theirs = theirs or [p for p in denial.words if sentence.reading.words[p].tells]
            heads = [p for p in denial.words if sentence.reading.words[p].tells][:1]
            theirs = sorted({*theirs, *heads})
            if not theirs:
                continue
            meeting = [
                place
                for place in words
                if (m := alignment.met[place]) is not None
                and alignment.cited.sentences[m.sentence] is sentence
                and m.place in theirs
                and m.strength >= 0.8
                and draft.words[place].tells
            ]
            covered = {alignment.met[place].place for place in meeting}  # type: ignore[union-attr]
            enough = 1 if len(theirs) == 1 else max(2, (len(theirs) + 1) // 2)
            if len(covered) < enough and not _has_head(alignment, sentence, theirs, meeting, words):
                continue
            first = next(p for p in denial.words if sentence.reading.words[p].tells)
            head = sentence.reading.words[first]
            if not any(head.stem == draft.words[place].stem for place in meeting) and len(
                covered
            ) < 0.75 * len(theirs):
                continue  # other words may say the same without a denial
            if any(place in ours_denied for place in meeting):
                continue
            if _signs(sentence.reading, denial.words) & ours_signs:
                continue
            if _denies_otherwise(draft, [place for place in words if place not in meeting]):
                continue
            return f"the source denies it ({denial.printed!r})"
    return None


def _has_head(
    alignment: Alignment,
    sentence: CitedSentence,
    theirs: list[int],
    meeting: list[int],
    words: list[int],
) -> bool:
    """Whether a clause has the very word that is denied, and something like what is said of it."""
    draft = alignment.draft
    head = sentence.reading.words[theirs[0]]
    of_head = [place for place in meeting if draft.words[place].stem == head.stem]
    if not of_head:
        return False
    telling = [place for place in words if draft.words[place].tells]
    if draft.words[of_head[0]].folded == head.folded and of_head[0] == telling[0]:
        return True  # "no adoption" and "an adoption": both begin with what they speak of
    before = range(max(0, theirs[0] - 5), theirs[0])
    rest = {*theirs[1:], *before}
    return any(
        (m := alignment.met[place]) is not None
        and m.place in rest
        and m.strength >= (0.4 if m.place in theirs else 0.95)
        and sentence.reading.words[m.place].clause == head.clause
        and alignment.cited.sentences[m.sentence] is sentence
        for place in telling
    )


def _denies_otherwise(draft: Reading, words: list[int]) -> bool:
    """Whether a clause tells something bad or denies in a way that has no word of denial."""
    if not words:
        return False
    text = draft.text[draft.words[words[0]].start : draft.words[words[-1]].end]
    parity = _parity(draft)
    bad = any(draft.words[place].folded in _BAD_SET and not parity[place] for place in words)
    return bad or bool(_UN.search(text)) or bool(find_denials_in(draft, words))


def find_denials_in(draft: Reading, words: list[int]) -> list[Denial]:
    """The denials of a draft that reach into a clause."""
    inside = set(words)
    return [denial for denial in find_denials(draft) if inside & set(denial.words)]
