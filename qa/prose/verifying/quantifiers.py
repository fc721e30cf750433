"""Whether how many, how often and how much a draft says is what it cites says.

Words of amount stand on one scale from none to all. What a draft says has to stand in the home of
its clause, or follow from a share that is printed there. What it leaves out must not make it
stronger: "some children" is not "children".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.prose.verifying.alignment import Alignment, Met
from qa.prose.verifying.cited import CitedSentence
from qa.prose.verifying.dates import without_dates
from qa.prose.verifying.quantities import find_quantities
from qa.prose.verifying.reading import Reading

_LEVELS: tuple[tuple[str, str], ...] = (
    (
        "nearly all",
        r"(?:almost|nearly|virtually|practically) (?:all|every\w*|always|"
        r"without exception)|(?:the )?(?:vast|overwhelming|great|large) majority|"
        r"all but (?:a few|one|two|three)|almost entirely|nearly everyone",
    ),
    (
        "not all",
        r"not,? (?:however,? |therefore,? |yet )?(?:all|every\w*|always|entirely|"
        r"in all|fully|consistently|universal\w*|routinely|yet all)|n[’']t (?:all|"
        r"always|every\w*)|too many|less than full\w*|not (?:been )?always",
    ),
    (
        "few",
        r"(?<!a )(?<!the )(?<!just a )(?<!in a )(?<!only a )(?<!past )(?<!last )(?<!next )"
        r"(?<!first )"
        r"(?:too |"
        r"very |so |relatively )?few|(?<!a )too little|hardly (?:any|anyone|ever)|"
        r"(?:very )?rarely|seldom|scarcely|barely|infrequent\w*|"
        r"(?<!a )(?<!too )little(?! (?:child|girl|boy|one|more|by))|not (?:often|many|"
        r"usually|much)|n[’']t (?:often|many|usually)",
    ),
    (
        "a few",
        r"(?:just |only |quite )?a (?:very )?(?:few|handful)|a (?:very |"
        r"relatively )?small (?:number|minority|proportion)|(?:very )?small numbers|"
        r"a minority|minority of|(?:one|two) or (?:two|three)|isolated|"
        r"occasional(?:ly)?|in a few",
    ),
    (
        "most",
        r"(?<!at )(?<!at the )(?:the )?most(?! (?:recent\w*|vulnerable|important|"
        r"complex|appropriate|in need|urgent|of all|significant|effective|serious|"
        r"at risk|experienced|suitable|needy|able|often)\b)|(?:a |"
        r"the )?(?:clear )?majority|mostly|usually|generally|typically|in the main|"
        r"largely|mainly|more often than not|as a rule|normally|for the most part|"
        r"predominantly",
    ),
    (
        "many",
        r"(?<!not )(?<!too )(?<!how )(?<!as )many|numerous|a lot of|lots of|plenty of|"
        r"a (?:large|significant|high|considerable|great|substantial) (?:number|"
        r"proportion|deal)|"
        r"(?<!not )(?<!very )(?<!more )(?<!too )(?<!as )(?<!less )often|"
        r"(?<!more )frequently|large numbers|scores of|much of|widespread",
    ),
    (
        "some",
        r"some(?! (?:way|time|thing))|several|a number of|certain(?= (?:children|"
        r"teams|cases|families|areas))|sometimes|at times|in places|in some|in part|"
        r"partly|now and then|from time to time|on occasions?|parts? of|various|"
        r"patchy|variabl\w+|uneven\w*|inconsisten\w+|part(?:ial)?ly",
    ),
    (
        "none",
        r"none|no ?one|nobody|never|not (?:a single|any\w*|one|ever)|n[’']t any\w*|"
        r"zero|at no (?:time|point)|under no circumstances|no (?=children|child|young|"
        r"care|famil|parent|social|staff|school|plan|case|record|team|agency|adoption|"
        r"adviser|visit|exception)|no longer any",
    ),
    (
        "all",
        r"(?<!at )(?<!after )(?<!above )(?<!not )all(?! (?:the time|too|round))|"
        r"(?<!not )every(?!thing|day| time| (?:two|three|four|five|six|seven|eight|"
        r"nine|ten|twelve|other|week|month|day|year|fortnight|term|\d+|few))|"
        r"each(?! other| time)|everyone|everybody|always|without exception|entire|"
        r"the whole|universal(?:ly)?|invariably|constantly|in any case|100 ?(?:%|"
        r"per cent)|at all times|throughout|fully|completely|entirely|wholly|totally",
    ),
    ("only", r"(?<!not )(?:only|solely|exclusively|merely|nothing but|alone(?= (?:in|by)))"),
    ("both", r"both|neither"),
)
_PATTERNS = tuple(
    (level, re.compile(rf"\b(?:{words})(?!\w)", re.IGNORECASE)) for level, words in _LEVELS
)

# What a draft says -> what a source may say for it. To say less than the source is no lie where it
# is the next word on the scale.
_CARRIED: dict[str, frozenset[str]] = {
    "all": frozenset({"all", "both"}),
    "nearly all": frozenset({"nearly all"}),
    "most": frozenset({"most", "nearly all"}),
    "many": frozenset({"many", "most", "nearly all", "not all"}),
    "some": frozenset({"some", "a few", "not all", "many"}),
    "a few": frozenset({"a few", "some"}),
    "few": frozenset({"few", "none", "a few"}),
    "none": frozenset({"none"}),
    "not all": frozenset({"not all", "some", "most", "few", "nearly all", "many", "a few"}),
    "only": frozenset({"only", "few", "none"}),
    "both": frozenset({"both", "all"}),
}
# Shares from which a word of amount may be said, as a reader takes it.
_BY_SHARE: dict[str, tuple[float, float]] = {
    "all": (0.999, 1.0), "nearly all": (0.85, 1.0), "most": (0.505, 0.99), "many": (0.3, 0.97),
    "some": (0.01, 0.6), "a few": (0.005, 0.3), "few": (0.005, 0.3), "not all": (0.01, 0.99),
    "none": (0.0, 0.0), "only": (0.0, 0.6),
}  # fmt: skip
# Of these the source's own word must not be left out: without it the draft says more.
_LIMITING = frozenset({"few", "a few", "some", "not all", "none"})
_ALSO_LIMITING = frozenset({"many", "most", "nearly all"})
# Other ways to say that it is not all of them.
_HEDGED = re.compile(
    r"\b(?:can|could|may|might|not|n[’']t|tend|likely|limited|in places|at least|one|two|three|"
    r"four|five|too|often|frequently|regularly|variab\w+|mixed|patch\w+|inconsisten\w+|uneven\w*|"
    r"occasion\w*|rare\w*|lack\w*|short\w*|vary|varies|different|other|only|part\w*|general\w*|"
    r"common\w*|widely|weak\w*|poor\w*|seldom|hardly|little|less|unless|where|when|if|among|"
    r"minority|handful|number|proportion|group|certain)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A word of amount where a text has it."""

    level: str
    printed: str
    start: int
    end: int


@lru_cache(maxsize=8_192)
def find_amounts(text: str) -> tuple[Amount, ...]:
    """The words of amount of a text, in order; of overlapping ones the first of the scale."""
    found: list[Amount] = []
    for level, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if all(match.end() <= f.start or match.start() >= f.end for f in found):
                found.append(Amount(level, match[0], *match.span()))
    return tuple(sorted(found, key=lambda amount: amount.start))


def amount_said(alignment: Alignment, clause: int) -> str | None:
    """The word of amount in a clause that does not agree with what is cited."""
    draft = alignment.draft
    words = [word for word in draft.words if word.clause == clause]
    home = alignment.home_sentences(clause)
    if sum(word.weight for word in words) < 1.0:
        home = list(alignment.cited.sentences)  # too few words to tell where it is at home
    for amount in find_amounts(draft.text) if home else ():
        inside = words[0].start <= amount.start < words[-1].end
        if (
            inside
            and not _is_shared_out(draft.text, amount)
            and not _is_carried(alignment, amount, home)
        ):
            return amount.printed
    return None


def _is_shared_out(text: str, amount: Amount) -> bool:
    """Whether it is no amount of its own: "20 children each", "only 67%"."""
    if amount.printed.lower() == "each":
        return bool(
            find_quantities(without_dates(text[max(0, amount.start - 40) : amount.end + 40]))
        )
    if amount.level == "only":
        behind = without_dates(text)[amount.end : amount.end + 45]
        first = next(iter(find_quantities(behind)), None)
        return first is not None and first.start < 30
    return False


# How many words may stand between an amount and the words it is an amount of.
NEAR_WORDS = 6


def _is_carried(alignment: Alignment, amount: Amount, home: list[CitedSentence]) -> bool:
    """Whether the source has the amount, or a share that it follows from.

    Amounts beside the words that meet the draft's words count first; if there are any, no other
    does.
    """
    beside = _amounts_beside(alignment, amount)
    clause = next((w.clause for w in reversed(alignment.draft.words) if w.start <= amount.start), 0)
    if sum(w.weight for w in alignment.draft.words if w.clause == clause) < 1.0:
        beside = None
        if {a.level for s in home for a in find_amounts(s.text)} & _CARRIED[amount.level]:
            return True
    if beside is not None:
        levels, shares = beside
        if levels & _CARRIED[amount.level] or _follows(amount.level, shares):
            return True
        if levels - {"only", "both"} and amount.level not in ("only", "both"):
            return False
    near = [sentence.text for sentence in alignment.all_homes()]
    near += [s.before.text for s in home if s.before is not None]
    levels = {other.level for text in near for other in find_amounts(text)}
    if levels & _CARRIED[amount.level]:
        return True
    if amount.level == "both":
        return True  # a list of two says so by itself
    quantities = [q for text in near for q in find_quantities(without_dates(text))]
    if _follows(amount.level, [q.value for q in quantities if q.kind == "share"]):
        return True
    for quantity in quantities:
        if quantity.kind == "count" and amount.level in ("some", "a few") and quantity.value < 15:
            return True
        if quantity.kind == "count" and amount.level == "only":
            return True
        if quantity.kind == "every" and amount.level in ("all", "many"):
            return True
    if amount.level == "none":
        near = _clause_texts(alignment, amount) or near
    return bool(_OTHERWISE[amount.level].search(" ".join(near)))


def _clause_texts(alignment: Alignment, amount: Amount) -> list[str]:
    """The clauses of the source that meet the words around an amount."""
    place = next((p for p, w in enumerate(alignment.draft.words) if w.start >= amount.start), 0)
    texts = []
    for number, clause in sorted(alignment.clauses_around(place, reach=10)):
        reading = alignment.cited.sentences[number].reading
        words = [word for word in reading.words if word.clause == clause]
        texts.append(reading.text[words[0].start : words[-1].end])
    return texts


def _follows(level: str, shares: list[float]) -> bool:
    least, most = _BY_SHARE.get(level, (2.0, 2.0))
    return any(least <= share <= most for share in shares)


def _amounts_beside(alignment: Alignment, amount: Amount) -> tuple[set[str], list[float]] | None:
    """The levels and shares beside the words that meet what the amount is an amount of."""
    draft = alignment.draft
    clause = next((w.clause for w in reversed(draft.words) if w.start <= amount.start), 0)
    inside = [
        place for place, word in enumerate(draft.words) if word.clause == clause and word.weight > 0
    ]
    behind = [place for place in inside if draft.words[place].start >= amount.end][:2]
    if not behind:  # "out of date for most"
        behind = [place for place in inside if draft.words[place].end <= amount.start][-2:]
    mets = [m for place in behind if (m := alignment.met[place]) is not None and m.strength >= 0.7]
    if not mets:
        return None
    levels, shares = _near(alignment, mets)
    if not levels and not shares:
        rest = [
            m
            for place, word in enumerate(draft.words)
            if word.start >= amount.end
            and word.weight > 0
            and word.clause <= clause + (2 if _is_followed_by_who(draft, clause) else 0)
            and (m := alignment.met[place]) is not None
            and m.strength >= 0.9
        ]
        levels, shares = _near(alignment, rest[:6])
    return levels, shares


def _is_followed_by_who(draft: Reading, clause: int) -> bool:
    """Whether the clause behind one says who is meant: "most children who live elsewhere"."""
    behind = next((word for word in draft.words if word.clause == clause + 1), None)
    return behind is not None and behind.folded in ("who", "whose", "which", "that", "whom")


def _near(alignment: Alignment, mets: list[Met]) -> tuple[set[str], list[float]]:
    """The levels and shares a few words from these words of the source, in the same clause."""
    levels: set[str] = set()
    shares: list[float] = []
    for met in mets:
        sentence = alignment.cited.sentences[met.sentence]
        words, clause = sentence.reading.words, sentence.reading.words[met.place].clause
        near = [
            word
            for word in words[max(0, met.place - NEAR_WORDS) : met.place + 3]
            if word.clause == clause
        ]
        first, last = near[0].start, near[-1].end
        levels |= {a.level for a in find_amounts(sentence.text) if first <= a.start < last}
        quantities = find_quantities(without_dates(sentence.text))
        shares += [q.value for q in quantities if q.kind == "share" and first <= q.start < last]
    return levels, shares


_NEVER_OTHERWISE = re.compile(r"(?!)")
_UNEVEN = (
    r"\b(?:vary|varies|variab\w+|inconsisten\w*|patchy|uneven|mixed|infrequent\w*|limited|"
    r"insufficient\w*|lack\w*|short\w*|not|weak\w*|seldom|one|two|another|others?)\b|n[’']t\b"
)
# Words that say as much without being an amount.
_OTHERWISE = {
    "none": re.compile(
        r"\b(?:no|not|without|free of|lack\w*|absen\w+|missing|nil)\b|n[’']t\b", re.IGNORECASE
    ),
    "some": re.compile(_UNEVEN, re.IGNORECASE),
    "not all": re.compile(_UNEVEN, re.IGNORECASE),
    "few": re.compile(_UNEVEN + r"|\bwithout\b", re.IGNORECASE),
    "a few": _NEVER_OTHERWISE,
    "most": re.compile(r"\b(?:widespread|common\w*|widely|mainly|well|good)\b", re.IGNORECASE),
    "many": re.compile(

        r"\b(?:widespread|common\w*|numbers?|widely|several|hundreds|dozens|too many|"
        r"regular\w*|routine\w*|consistent\w*|well)\b", re.IGNORECASE
    ),
    "nearly all": _NEVER_OTHERWISE,
    "all": re.compile(
    r"\b(?:universal\w*|never|no\b[^.]*\bwithout|no \w+ (?:is|are|was|"
    r"were) (?:left|without)|whenever|wherever|whoever|any|nobody|no one)\b", re.IGNORECASE),
    "only": re.compile(
    r"\b(?:just|no more than|at most|alone|except|but|other than|sole\w*|"
    r"limited|yet)\b", re.IGNORECASE),
    "both": _NEVER_OTHERWISE,
}  # fmt: skip


def amount_left_out(alignment: Alignment, clause: int, home: list[CitedSentence]) -> str | None:
    """The word that keeps a source from saying it of all, where the draft has none in its place."""
    draft = alignment.draft
    words = [word for word in draft.words if word.clause == clause]
    text = draft.text[words[0].start : words[-1].end]
    if find_amounts(text) or any(
        quantity.kind in ("share", "count") for quantity in find_quantities(without_dates(text))
    ):
        return None
    sentence = home[0]
    if sentence.to_improve:
        return None
    for amount in find_amounts(sentence.text):
        if _MANNER.fullmatch(amount.printed):
            continue
        if amount.level in _LIMITING:
            if _HEDGED.search(text) or find_amounts(draft.text):
                continue
        elif (
            amount.level not in _ALSO_LIMITING
            or _HEDGED.search(draft.text)
            or find_amounts(draft.text)
        ):
            continue
        if _governs(alignment, clause, sentence, amount):
            return amount.printed
    return None


# How something is, and not how many: the check of polarity looks at these.
_MANNER = re.compile(
    r"(?:infrequent|variab|uneven|inconsisten|patchy|partly|partial|in part)\w*", re.IGNORECASE
)


def _governs(alignment: Alignment, clause: int, sentence: CitedSentence, amount: Amount) -> bool:
    """Whether the clause says of its own what the source says of an amount only.

    It does where it meets the words right behind the amount.
    """
    behind = [
        place
        for place, word in enumerate(sentence.reading.words)
        if word.start >= amount.end and word.weight > 0
    ][:3]
    met = {
        m.place
        for word, m in zip(alignment.draft.words, alignment.met, strict=True)
        if word.clause == clause
        and m is not None
        and m.strength >= 0.8
        and alignment.cited.sentences[m.sentence] is sentence
    }
    return len(met & set(behind)) >= min(2, len(behind)) and bool(behind)
