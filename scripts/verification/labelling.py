"""Makes the two halves of the labelled set from the sentences written by hand.

    python -m scripts.verification.labelling            write both
    python -m scripts.verification.labelling --check    only say which is out of date; exit 1

Every choice is drawn by the sentence's own id, so that a sentence added leaves all others as they
are. Cases found to be true after all, or no sentences, are listed in `thrown-out.txt` with why.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from scripts.verification.cases import (
    HALVES,
    LABELLED,
    Case,
    Half,
    Placed,
    as_lines,
    invented_paragraphs,
    with_others,
    words_of,
)
from scripts.verification.corruptions import Corruption, corruptions_of
from scripts.verification.ground import ground_of
from scripts.verification.held_out_corruptions import HELD_OUT
from scripts.verification.numbers_said import is_said, numbers_in
from scripts.verification.written import TrueSentence, verbatim_sentences, written_sentences

Found = TypeVar("Found", Case, TrueSentence)
# Of each kind of corruption in a half: what a person can read through.
MOST_OF_A_KIND = 50
# A kind that few sentences have room for is made more than once of each.
VARIANTS = {"grade": 4, "turned round": 2, "told as done": 2, "scope widened": 2}
# A sentence is cited to another report's paragraph only if most of what it says is not there, or
# none of its numbers.
MOST_IN_COMMON = 0.45


def cases_of(half: Half) -> list[Case]:
    """The cases of a half that were found to be what their label says."""
    out = thrown_out()
    return [case for case in all_cases_of(half) if case.id not in out]


def all_cases_of(half: Half) -> list[Case]:
    """What a reader was given of a half: the true sentences, then the false ones by kind."""
    known = invented_paragraphs()
    written = list(written_sentences(half))
    cited = {name: known[name] for one in written for name in one.cites}
    true = [*written, *_some(verbatim_sentences(cited), MOST_OF_A_KIND)]
    kinds: dict[str, Corruption] = dict(corruptions_of(half))
    if half == "held-out":
        kinds |= HELD_OUT
    false: dict[str, list[Case]] = defaultdict(list)
    for one in true:
        for kind, corrupt in kinds.items():
            false[kind] += corrupted(one, kind, corrupt, cited)
        false["wrong report"] += wrongly_cited(one, cited)
    cases = [_true(one, cited) for one in true]
    for kind in (*kinds, "wrong report"):
        cases += _some(false[kind], MOST_OF_A_KIND)
    return cases


def thrown_out() -> Mapping[str, str]:
    """Why a case that the script makes is left out, by its id."""
    lines = (LABELLED / "thrown-out.txt").read_text(encoding="utf-8").splitlines()
    cuts = (line.partition(" | ") for line in lines if line and not line.startswith("#"))
    return {name: why for name, _, why in cuts}


def _true(one: TrueSentence, cited: Mapping[str, Placed]) -> Case:
    shown = with_others(one.text, one.cites, cited)
    return Case(one.id, one.text, one.cites, shown, "true", one.kind, None)


def corrupted(
    one: TrueSentence, kind: str, corrupt: Corruption, cited: Mapping[str, Placed]
) -> Iterator[Case]:
    """The false sentences of a kind, each still cited to the paragraphs of the true one."""
    places = sorted({placed.report.authority or "?" for placed in cited.values()})
    ground = ground_of([cited[name] for name in one.cites], places)
    chance = random.Random(f"{one.id}/{kind}")
    made = dict.fromkeys(corrupt(one.text, ground, chance))
    fit = (text for text in made if text not in (one.text, ground.text))
    for number, text in enumerate(islice(fit, VARIANTS.get(kind, 1)), 1):
        name = f"{one.id}/{kind.replace(' ', '-')}-{number}"
        shown = with_others(text, one.cites, cited)
        yield Case(name, text, one.cites, shown, "false", kind, one.id)


def wrongly_cited(one: TrueSentence, cited: Mapping[str, Placed]) -> Iterator[Case]:
    """The sentence, cited to the paragraph of another place that is most like its own."""
    own = {cited[name].report.authority for name in one.cites}
    if len(one.cites) > 1:
        return
    text = cited[one.cites[0]].paragraph.text
    words, said = words_of(one.text), numbers_in(one.text)

    def likeness(name: str) -> float:
        theirs = words_of(cited[name].paragraph.text)
        return len(words_of(text) & theirs) / (len(theirs) or 1)

    for name in sorted(cited, key=lambda name: (-likeness(name), name)):
        placed = cited[name]
        theirs = words_of(placed.paragraph.text)
        in_common = len(words & theirs) / (len(words) or 1)
        theirs_said = numbers_in(placed.paragraph.text)
        is_elsewhere = bool(said) and not any(is_said(number, theirs_said) for number in said)
        if placed.report.authority not in own and (is_elsewhere or in_common <= MOST_IN_COMMON):
            shown = with_others(one.text, (name, *one.cites), cited, count=3)
            case_id = f"{one.id}/wrong-report-1"
            yield Case(case_id, one.text, (name,), shown, "false", "wrong report", one.id)
            return


def _some(found: Iterable[Found], most: int) -> Sequence[Found]:
    """At most so many, drawn by their ids, in the order that they came in."""
    whole = list(found)
    drawn = {one.id for one in sorted(whole, key=lambda one: _lot(one.id))[:most]}
    return [one for one in whole if one.id in drawn]


def _lot(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Write the halves, or compare them with what would be written."""
    stale = 0
    for half in HALVES:
        path = LABELLED / f"{half}.jsonl"
        due = as_lines(cases_of(half))
        if "--check" in arguments:
            stale += path.read_text(encoding="utf-8") != due
        else:
            path.write_text(due, encoding="utf-8")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
