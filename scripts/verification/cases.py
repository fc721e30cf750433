"""A labelled sentence, the files that hold such sentences, and the reports that they are about.

`tests/prose/labelled/README.md` tells how they were written.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from corpus import Document, Paragraph
from corpus.limits import Limits
from corpus.reading import read_document
from index import Report

ROOT = Path(__file__).resolve().parents[2]
LABELLED = ROOT / "tests" / "prose" / "labelled"
SAMPLE = ROOT / "corpus" / "sample"
REPORTS = (SAMPLE, LABELLED / "reports")

Label = Literal["true", "false"]
Half = Literal["calibration", "held-out"]
HALVES: tuple[Half, ...] = ("calibration", "held-out")
# How a true sentence came about; a false one's kind is that of its corruption.
TRUE_KINDS = ("free", "near", "together", "verbatim")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence as a model could have written it, and whether what it cites carries it."""

    id: str
    text: str
    cites: tuple[str, ...]  # ids of paragraphs
    sources: tuple[str, ...]  # ids of the paragraphs that the model was shown, in their order
    label: Label
    kind: str
    made_from: str | None  # the id of the true sentence that was corrupted


def read_cases(path: Path) -> list[Case]:
    """The cases of a file of JSON lines."""
    return [_case(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _case(values: dict[str, Any]) -> Case:
    return Case(**{**values, "cites": tuple(values["cites"]), "sources": tuple(values["sources"])})


def as_lines(cases: Sequence[Case]) -> str:
    """The cases as a file of JSON lines."""
    return "".join(json.dumps(asdict(case), ensure_ascii=False) + "\n" for case in cases)


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph with the report that it stands in."""

    report: Document | Report
    paragraph: Paragraph


@cache
def invented_paragraphs() -> Mapping[str, Placed]:
    """Every paragraph of the sample and of the reports written for this set, by its id."""
    paths = [
        path
        for folder in REPORTS
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".pdf", ".md") and path.name != "README.md"
    ]
    found: dict[str, Placed] = {}
    for path in paths:
        document = read_document(str(path), path.read_bytes(), Limits())
        found |= {p.id: Placed(document, p) for p in document.paragraphs}
    return found


@cache
def words_of(text: str) -> frozenset[str]:
    """The words that tell what a text is about: longer ones, cut to their first six letters."""
    return frozenset(word[:6] for word in re.findall(r"[a-z]{4,}", text.lower()))


def with_others(
    text: str, cites: Sequence[str], known: Mapping[str, Placed], count: int = 4
) -> tuple[str, ...]:
    """The cited paragraphs among `count` others that are about much the same, in any order."""
    words = words_of(text)

    def likeness(name: str) -> float:
        theirs = words_of(known[name].paragraph.text)
        return len(words & theirs) / (len(words | theirs) or 1)

    told = (name for name, placed in known.items() if placed.paragraph.kind != "table")
    others = sorted((name for name in told if name not in cites), key=lambda n: (-likeness(n), n))
    shown = [*cites, *others[:count]]
    random.Random(text).shuffle(shown)
    return tuple(shown)
