"""True sentences made of a paragraph's own without reading it: other words for the same, in order.

Each change leaves the meaning as it is wherever it applies; what is not sure to do so is not here.
The paraphrases that somebody wrote are the better test. These are for paragraphs that nobody
paraphrased: those of real reports.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

# Each pair means the same in such reports, in the direction given.
_SAME = tuple(
    tuple(line.split(" / "))
    for line in """
nearly all / almost all
almost all / nearly all
at the time of the inspection / when inspectors visited
in the past year / in the last year
approximately / about
a number of / several
in order to / to
prior to / before
are able to / can
is able to / can
were able to / could
sufficient / enough
numerous / many
assist / help
individuals / people
receive / get
receives / gets
obtain / get
commenced / began
purchase / buy
frequently / often
swiftly / quickly
promptly / quickly
has increased / has risen
has decreased / has fallen
have increased / have risen
per cent / %
children looked after / looked-after children
ensure / make sure
ensures / makes sure
therefore / for this reason
""".strip().splitlines()
)
_LINKS = re.compile(
    r"^(?:However|As a result|Consequently|In addition|Additionally|Furthermore|Moreover|Also|"
    r"Therefore|Nevertheless|Overall|Similarly|Importantly), "
)
_LATER = re.compile(r"^(Although|Because|When|If|While|Since) ([^,;:]{15,}), ([^;:]{15,})\.$")
_FOUND = ("Inspectors found that ", "According to the report, ", "The report says that ")
_LEANING = re.compile(
    r"^(?:This|These|Those|They|It|Its|Their|Her|His|He|She|Them|That|Such|Both|Some of|Most of)\b"
)
SHORTEST_WORDS = 7


def rewrites_of(sentence: str, chance: random.Random, *, is_found: bool = True) -> Iterator[str]:
    """Other true sentences, each with as many changes as fit; the likeliest first.

    `is_found`: inspectors found it, and no council says it of itself.
    """
    made = _other_order(_other_words(_LINKS.sub("", sentence)))
    made = _capital(made)
    if made != sentence:
        yield made
    lowered = _lowered(made)
    if is_found and lowered != made and not _LEANING.match(made):
        yield f"{chance.choice(_FOUND)}{lowered}"


def stands_alone(sentence: str) -> bool:
    """Whether a sentence is whole, and says enough without those around it."""
    marks = [sentence.count(mark) for mark in '“”"()']
    is_closed = marks[0] == marks[1] and marks[2] % 2 == 0 and marks[3] == marks[4]
    is_said = sentence[0].isupper() and sentence.endswith(".")
    return is_said and is_closed and len(sentence.split()) >= SHORTEST_WORDS


def leans(sentence: str) -> bool:
    """Whether it begins with a word for what stands before it: "They are placed with..."."""
    return _LEANING.match(sentence) is not None


def _other_words(text: str) -> str:
    for words, others in _SAME:
        space = "" if others == "%" else r"\b"
        text = re.sub(rf"(?<!-)\b{' ?' if others == '%' else ''}{words}{space}", others, text)
    return re.sub(r"(\d) %", r"\1%", text)


def _other_order(text: str) -> str:
    """A clause that stands first put last; a comma in it makes the ends unsure, and it stays."""
    found = _LATER.match(text)
    if not found or "," in found[3] or _LEANING.match(_capital(found[3])):
        return text
    return f"{_capital(found[3])} {found[1].lower()} {_lowered(found[2])}."


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _lowered(text: str) -> str:
    """With a small letter at the start, where a word stands there that has one elsewhere."""
    first = text.split()[0]
    is_plain = re.fullmatch(r"[A-Z][a-z’']*", first) and first in _PLAIN_STARTS
    return text[0].lower() + text[1:] if is_plain else text


_PLAIN_STARTS = frozenset(
    "Children Social Most Some Many Few The A An In On At For When While Where Leaders Managers "
    "Foster Personal Care Young Staff Senior Parents Families Inspectors Partners Supervision "
    "Assessments Plans Decisions There All Almost Nearly Too Not No Health Schools Police Workers "
    "Advisers Carers Referrals Visits Records Reviews Audits Caseloads Since Only Elected Disabled "
    "Homeless Return Strategy Thresholds Early Adoption Adopters Pathway Agency Three Two Four "
    "Five Six Seven Eight Nine Ten Eleven Twelve One Half Each Every Several Of By With As If "
    "Because Although Unaccompanied Private Nobody Allegations Permanence Council".split()
)
