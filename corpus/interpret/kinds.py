"""Which kind of report a document is, by the words of its title block."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.structure.records import Block

# In this order: the first pattern found in the title block decides. A letter's subject names the
# visit; "safeguarding and looked after children services" must be asked before "looked after".
_KIND_WORDS = (
    ("jtai", r"joint targeted area inspection|\bjtai\b"),
    ("monitoring-visit", r"monitoring visit"),
    ("focused-visit", r"focused visit"),
    ("self-assessment", r"self[\s-](?:assessment|evaluation)"),
    ("slac", r"safeguarding and looked[\s-]after children services"),
    (
        "sif",
        r"inspection of services for children in need of help and protection"
        r"|services for children in need of help and protection, children looked after",
    ),
    ("other", r"inspection of (?:.{0,60})looked[\s-]after children"),
    ("other", r"review of the (?:effectiveness|impact)?.{0,40}safeguarding children board"),
    (
        "ilacs",
        r"inspection of .{0,120}children[’']?s[’']? (?:social care )?services"
        r"|inspection of local authority children[’']?s services|\bilacs\b",
    ),
)
_OPENINGS = (
    ("summarises the findings of a focused visit", "focused-visit"),
    ("summarises the findings of the monitoring visit", "monitoring-visit"),
    ("summarises the findings of the joint targeted", "jtai"),
)
LETTER_KINDS = frozenset({"focused-visit", "monitoring-visit", "jtai"})
_SUBJECT = re.compile(
    r"\bvisit (?:to|of)\b|joint targeted area inspection"
    r"|\b(?:inspection|visit)\b.*\b(?:services|in|to)\b",
    re.IGNORECASE,
)
_KINDS = tuple((kind, re.compile(words, re.IGNORECASE | re.DOTALL)) for kind, words in _KIND_WORDS)


def kind_of(title_lines: Sequence[str]) -> str:
    """The kind of report, from the lines of its title block; "other" where none is named."""
    title = " ".join(title_lines).replace("‑", "-")
    for kind, pattern in _KINDS:
        if pattern.search(title):
            return kind
    return "other"


def subjects(blocks: Sequence[Block]) -> list[str]:
    """The lines of a letter that name the visit."""
    return [block.text for block in blocks if _SUBJECT.search(block.text)]


def kind_of_opening(blocks: Sequence[Block]) -> str | None:
    """What a letter without a subject line says it is in its first sentence."""
    opening = " ".join(block.text for block in blocks if block.role == "prose")[:400]
    for words, kind in _OPENINGS:
        if words in opening:
            return kind
    return None
