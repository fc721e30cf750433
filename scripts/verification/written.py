"""Reads the true sentences that were written by hand, and cuts verbatim ones from paragraphs."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa.sentences import split_sentences
from scripts.verification.cases import LABELLED, Half, Placed

SHORTEST_WORDS = 7  # of a verbatim sentence: a shorter one says little alone


@dataclass(frozen=True, slots=True)
class TrueSentence:
    """A sentence that the paragraphs it cites carry."""

    id: str
    text: str
    cites: tuple[str, ...]
    kind: str


def written_sentences(half: Half) -> Iterator[TrueSentence]:
    """Those of a half, in the order of its file.

    A line is `H.1 P.3 | sentence`, where `H = hallowmere-ilacs-2023-05-15` stands before it.
    """
    reports: dict[str, str] = {}
    seen: Counter[str] = Counter()
    path = LABELLED / f"{half}-sentences.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        cited, bar, text = line.partition(" | ")
        near = " ~| "
        if near in line:
            cited, bar, text = line.partition(near)
        if line.startswith("#") or not line:
            continue
        if not bar:
            name, _, report = line.partition(" = ")
            reports[name] = report
            continue
        cites = tuple(_whole_id(short, reports) for short in cited.split())
        seen[cites[0]] += 1
        kind = "together" if len(cites) > 1 else "near" if bar == near else "free"
        yield TrueSentence(f"{cites[0]}/{seen[cites[0]]}", text, cites, kind)


def verbatim_sentences(names: Mapping[str, Placed]) -> Iterator[TrueSentence]:
    """One sentence of each of the paragraphs that has one long enough, drawn by its id."""
    for name, placed in sorted(names.items()):
        text = placed.paragraph.text
        if placed.paragraph.kind == "table":
            continue
        whole = [text[span.start : span.end] for span in split_sentences(text)]
        long = [one for one in whole if len(one.split()) >= SHORTEST_WORDS and one[-1] == "."]
        if long:
            chosen = random.Random(name).choice(long)
            yield TrueSentence(f"{name}/verbatim", chosen, (name,), "verbatim")


def _whole_id(short: str, reports: Mapping[str, str]) -> str:
    alias, _, paragraph = short.partition(".")
    return f"{reports[alias]}.{paragraph}"
