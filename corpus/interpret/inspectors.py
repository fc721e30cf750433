"""The lead inspector, as the title block or the page about the inspection team prints the name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.structure.joining import join_lines

_LEAD = re.compile(
    r"(?<!deputy )(?<!deputy)(?:lead|reporting)\s+inspectors?\s*[:.]?\s*(?P<rest>.*)", re.IGNORECASE
)
_RANK = re.compile(
    r"[,\s(]*(?:\b(?:senior )?(?:his|her) majesty[’']?s[’']? inspectors?|\b(?:senior )?s?hmi\b"
    r"|\bofsted inspector|\bregulatory inspection manager|\bsocial care regulatory inspector).*",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[^\W\d_][\w’'.-]*(?: [^\W\d_][\w’'.-]*){1,4}")


def begins_with_lead(line: str) -> bool:
    """Whether a line begins with the label; prose speaks of lead inspectors too."""
    return _LEAD.match(line) is not None


def find_lead_inspector(lines: Sequence[str]) -> str | None:
    """The name after the label, without rank; several are joined by "; ". Deputies do not count."""
    for index, line in enumerate(lines):
        match = _LEAD.search(line)
        if match is None:
            continue
        below = [other for other in lines[index + 1 : index + 2] if ":" not in other]
        names = _names(match["rest"])
        # Names may be broken over two lines; else the second is a rank or another fact.
        both = _names(join_lines([match["rest"], *below]))
        if len(both) > len(names) or match["rest"].rstrip().endswith("-"):
            names = both
        if names:
            return "; ".join(names)
    return None


def _names(words: str) -> list[str]:
    parts = re.split(r";|,? and |&|/", words)
    names = (_RANK.sub("", part).strip(" ,:.") for part in parts)
    return [name for name in names if _PERSON.fullmatch(name)]
