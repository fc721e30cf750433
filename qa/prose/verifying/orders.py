"""Whether a paragraph speaks to a program that reads it, or is none of a report's prose.

Whoever can put a paragraph into a report could hope that a model obeys it. Such a paragraph stays
in the collection and may be quoted as what it is, but no written sentence may rest on it.
"""

from __future__ import annotations

import re
import unicodedata

_TO_A_MACHINE = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}
      \b(?:instructions?|prompts?|questions?|rules|(?:the\ )?other\ reports|above|previous|block)\b
    | \b(?:reply|answer)\s+(?:only|every|each|with|without|that|from\s+[A-Z\w]+\s+and\s+no)\b
    | \b(?:you\ are\ now\ (?:an?|the)\b|from\ now\ on|act\ as\ the\ developer|^act\ as
        |pretend\ (?:to\ be|that|you)|let\ us\ play
        |you\ have\ been\ promoted|as\ an?\ \w+\ inspector\ you\ may|you\ answer\ without)\b
    | \b(?:do\ not|don['’]t|must\ not|never|stop)\s+(?:mention|cite|citing|quote|quoting)\b
    | \b(?:system\ prompt|hidden\ prompt|language\ model
        |the\ assistant(?=:|,|\ (?:must|should|will|shall|has\ to|says?)\b)|\bas\ an\ AI\b|chatbot)
    | \b(?:user['’]s\ question|user\ question|retrieved\ evidence|read(?:s)?\ this\ by\ machine
        |decode\ this|obey\ it|operators\ of\ this\ service|this\ service:\ )
    | \bsearch\ instead\b|\bwiden\ the\ search\ to\ all\b|\bwords\ to\ search\ for\b
    | \b(?:fetch|call|open)\s+(?:https?:|\w+_\w+)
    | \b\w+_\w+\ with\ \w+= | \bsearched\ \d+\ of\ the\b | \bthen\ do\ it\b
    | \bin\ any\ answer\b|\beach\ answer\b|\bin\ every\ sentence\b|\band\ give\ no\ source\b
    | \b(?:when|if)\ asked\b[^.]{0,60}\bsay\b | \bsay\ that\ nothing\b
    | \bis\ void\b|\bsupersedes\ every\ other\ report\b|\band\ no\ other\.
    | ^\s*(?:SYSTEM|Human|Assistant|User|Correction|IMPORTANT|Answered)\s*[:.]
      | \bAssistant:\s|\bUser:\s
    | \b(?:ignorez|ignoriere|ignora|ignore[zr]?\ (?:toutes|alle|las))\b
    | \b\w(?:\ \w){5,}\b
    """,
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_MARKUP = re.compile(
    r"<\|?\w[^<>]*>|<!--|</\w|```|\]\(\s*\w+:|!\[|\[/?INST\]|<<|^\s*\{|\{\s*['\"]\w+['\"]\s*:"
    r"|^\w+\s*=\s*[\[{]|#{3,}|-{3,}\s*[A-Z]|\bdata:\s*\{|\[\d\]\s*\[\d\]|^Sources \[\d"
)
# Sixteen letters and figures with both cases inside, as code is written.
_CODE = re.compile(r"\b(?=\w*[a-z]\w*[A-Z]\w*[a-z])(?=\w*\d)\w{16,}\b")
_HIDDEN = frozenset("\u200b\u200c\u200d\u2060\u202a\u202b\u202d\u202e\ufeff")
_ENGLISH = frozenset(
    "the of and to in is are was were for with by that this from on at as be have has had not a an "
    "all their its or no it they".split()
)
# So many words without any of these are no English prose; a heading is shorter.
FEWEST_WORDS = 8


def gives_orders(text: str) -> bool:
    """Whether a paragraph gives orders to its reader, or looks like markup, code or JSON."""
    if any(c in _HIDDEN or 0xE0000 <= ord(c) <= 0xE007F for c in text):
        return True
    plain = unicodedata.normalize("NFKC", text)
    if _MARKUP.search(plain) or _CODE.search(plain) or _TO_A_MACHINE.search(plain):
        return True
    words = re.findall(r"[^\W\d_]+", plain)
    is_prose = sum(word.islower() for word in words) > len(words) / 2  # and no list of names
    return len(words) >= FEWEST_WORDS and is_prose and not _ENGLISH & {w.lower() for w in words}
