"""Labelled sentences out of any reports, by script alone: verbatim, rewritten, corrupted.

Nobody reads these, so that a few false ones are true after all; goals on them are lower. They show
whether what holds on invented reports holds on others. Nothing of them is kept.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from qa.sentences import split_sentences
from scripts.verification.cases import Case, Placed, with_others
from scripts.verification.corruptions import Corruption, corruptions_of
from scripts.verification.held_out_corruptions import HELD_OUT
from scripts.verification.labelling import corrupted, wrongly_cited
from scripts.verification.rewriting import rewrites_of, stands_alone
from scripts.verification.written import TrueSentence

KINDS: Mapping[str, Corruption] = {**corruptions_of("held-out"), **HELD_OUT}


def cases_out_of(known: Mapping[str, Placed], most: int, seed: int = 1) -> list[Case]:
    """Cases about `most` of the paragraphs, one sentence of each."""
    told = [name for name, placed in sorted(known.items()) if placed.paragraph.kind == "numbered"]
    drawn = random.Random(seed).sample(told, min(most, len(told)))
    cases = []
    for name in drawn:
        true = list(true_sentences(name, known[name]))
        for one in true:
            shown = with_others(one.text, one.cites, known)
            cases.append(Case(one.id, one.text, one.cites, shown, "true", one.kind, None))
        if true:
            cases += _false(random.Random(name).choice(true), known)
    return cases


def true_sentences(name: str, placed: Placed) -> Iterator[TrueSentence]:
    """One sentence of the paragraph as it stands, and rewritten."""
    chance = random.Random(name)
    sentences = whole_sentences(placed.paragraph.text)
    if not sentences:
        return
    chosen = chance.choice(sentences)
    yield TrueSentence(f"{name}/verbatim", chosen, (name,), "verbatim")
    is_found = placed.report.kind != "self-assessment"
    rewrites = rewrites_of(chosen, chance, is_found=is_found)
    for number, text in enumerate(islice(rewrites, 2), 1):
        yield TrueSentence(f"{name}/rewritten-{number}", text, (name,), "near")


def whole_sentences(text: str) -> Sequence[str]:
    """Those that say enough alone, on one line each."""
    cut = (" ".join(text[span.start : span.end].split()) for span in split_sentences(text))
    return [one for one in cut if stands_alone(one)]


def _false(one: TrueSentence, known: Mapping[str, Placed]) -> Iterator[Case]:
    for kind, corrupt in KINDS.items():
        yield from islice(corrupted(one, kind, corrupt, known), 1)
    yield from wrongly_cited(one, known)
