"""Whether a draft affirms what its source affirms and denies what it denies: one sign each.

Looked at are the stretches that a word such as "not" or "without" denies; pairs of opposites
("timely", "late"); and, where neither speaks, whether a sentence tells something good or bad.
"""

from __future__ import annotations

import re

from qa.prose.verifying.alignment import ALIKE, Alignment
from qa.prose.verifying.cited import CitedSentence
from qa.prose.verifying.denials import SUBJECT, Denial, find_denials, parity_of
from qa.prose.verifying.opposites import BAD, GOOD, Signed, find_signed, valence
from qa.prose.verifying.quantities import find_quantities
from qa.prose.verifying.reading import Reading
from qa.prose.verifying.roles import find_roles
from qa.words import stem

_AS_MUCH = re.compile(
    r"\bas \w+(?: \w+)? as\b|\bequally\b|\bthe same as\b|\bno (?:more|less|better|worse)\b",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(r"\b(?:more|less|fewer|\w+er)(?: \w+){0,2} than\b", re.IGNORECASE)


def compares_otherwise(alignment: Alignment) -> bool:
    """Whether a draft finds more or less where its source finds as much."""
    draft = alignment.draft.text
    home = " ".join(sentence.text for sentence in alignment.all_homes())
    if _MORE_THAN.search(draft) and not find_quantities(draft):
        return bool(_AS_MUCH.search(home)) and not _MORE_THAN.search(home)
    return False


def _in_clause(alignment: Alignment, place: int, clause: int) -> bool:
    return alignment.draft.words[place].clause == clause


def opposite_told(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
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
    return None


# How far from a word that meets the draft an opposite may stand in another clause, as in "the
# year before".
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


def turned_round(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """A word that is the source's but for a prefix that denies: "insensitive" for "sensitive"."""
    draft = alignment.draft
    parity = parity_of(draft)
    stems = {word.stem for sentence in home for word in sentence.reading.words}
    for place, word in enumerate(draft.words):
        if word.clause != clause or word.stem in stems or parity[place]:
            continue
        bare = _PREFIX.sub("", word.folded, count=1)
        if (
            bare != word.folded
            and stem(bare) in stems
            and not any(_is_denied(sentence.reading, stem(bare)) for sentence in home)
        ):
            return f"the opposite of {word.text!r}"
        for sentence in home:
            for other, theirs in enumerate(sentence.reading.words):
                their_bare = _PREFIX.sub("", theirs.folded, count=1)
                if (
                    their_bare != theirs.folded
                    and stem(their_bare) == word.stem
                    and not parity_of(sentence.reading)[other]
                ):
                    return f"the opposite of {word.text!r}"
    return None


def _is_denied(reading: Reading, wanted: str) -> bool:
    parity = parity_of(reading)
    return any(parity[place] for place, word in enumerate(reading.words) if word.stem == wanted)


def unlike_in_tone(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """A word that praises where the home only finds fault, or the other way round."""
    if any(sentence.to_improve for sentence in home):
        return None
    good = sum(valence(sentence.reading)[0] for sentence in home)
    bad = sum(valence(sentence.reading)[1] for sentence in home)
    stems = {word.stem for sentence in home for word in sentence.reading.words}
    parity = parity_of(alignment.draft)
    for place, word in enumerate(alignment.draft.words):
        if word.clause != clause or word.stem in stems:
            continue
        value = 1 if word.folded in GOOD else -1 if word.folded in BAD else 0
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


def denied_here(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """A denial of the draft that its home does not make in any way."""
    draft = alignment.draft
    for denial in find_denials(draft):
        inside = [place for place in denial.words if _in_clause(alignment, place, clause)]
        telling = [place for place in inside if draft.words[place].tells]
        if not telling:
            continue
        if any(sentence.to_improve for sentence in home):
            continue
        is_subject = SUBJECT.fullmatch(denial.printed) is not None
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
        if (_UN.search(sentence.text) or _LESS.search(sentence.text)) and not _meets_affirmed(
            alignment, telling, sentence, denied
        ):
            return True
    return False


def _numbered(alignment: Alignment, home: list[CitedSentence]) -> list[tuple[int, CitedSentence]]:
    sentences = alignment.cited.sentences
    return [(number, s) for number, s in enumerate(sentences) if any(s is h for h in home)]


_LESS = re.compile(r"\b\w{3,}less\b", re.IGNORECASE)
_UN = re.compile(
    r"\b(?:un(?!it|ion|der|iversit|iform|accompanied|iq|ti)\w{4,}|in(?:complete|"
    r"consist|effect|accura|appropr|sufficien|adequa|frequen)\w*|"
    r"ir(?:reg|resp)\w+|dis(?:rupt|satisf|agree|continu|regard)\w+|waive\w*|exempt\w*|"
    r"(?:stay|keep|kept)s? away|free[sd]?(?: \w+){0,4} from|no longer|declin\w+|"
    r"refus\w+|reject\w*|"
    r"only|otherwise|empty|vacan\w+|exclu\w+|omit\w*|stood still|too|miss|misses|"
    r"missed|below|behind|nobody|zero)\b",
    re.IGNORECASE,
)


def _meets_affirmed(
    alignment: Alignment, telling: tuple[int, ...], sentence: CitedSentence, denied: set[int]
) -> bool:
    """Whether the source says, of its own words and without denying them, what is denied here."""
    roles = find_roles(alignment.draft.text)
    words = alignment.draft.words
    telling = (
        tuple(
            place
            for place in telling
            if not any(role.start <= words[place].start < role.end for role in roles)
        )
        or telling
    )
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


def denied_there(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """A denial of the source that a draft which uses the same words leaves out."""
    draft = alignment.draft
    ours_denied = {place for denial in find_denials(draft) for place in denial.words}
    ours_signs = {(s.axis, s.sign) for s in find_signed(draft)}
    words = [place for place, word in enumerate(draft.words) if word.clause == clause]
    for sentence in home:
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
    parity = parity_of(draft)
    bad = any(draft.words[place].folded in BAD and not parity[place] for place in words)
    return bad or bool(_UN.search(text)) or bool(find_denials_in(draft, words))


def find_denials_in(draft: Reading, words: list[int]) -> list[Denial]:
    """The denials of a draft that reach into a clause."""
    inside = set(words)
    return [denial for denial in find_denials(draft) if inside & set(denial.words)]
