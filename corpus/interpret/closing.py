"""The inspectorate's closing text: who it is and how to reach it. It is no finding."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.structure.records import Block

_OPENINGS = re.compile(
    r"the office for standards in education, children[’']s services and skills \(ofsted\) regulates"
    r"|any complaints about the inspection or the report"
    r"|if you would like a copy of this document in a different format"
    r"|piccadilly gate\b",
    re.IGNORECASE,
)
# Closing text is at most this share of a report's blocks, from its end.
_SHARE = 0.4


def without_closing(blocks: Sequence[Block]) -> list[Block]:
    """The blocks before the closing text; letters that open with the address keep theirs."""
    earliest = int(len(blocks) * (1 - _SHARE))
    for index in range(max(earliest, 1), len(blocks)):
        if _OPENINGS.match(blocks[index].text):
            return list(blocks[:index])
    return list(blocks)
