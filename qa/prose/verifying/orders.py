"""Whether a paragraph speaks to a program that reads it, or is none of a report's prose.

Whoever can put a paragraph into a report could hope that a model obeys it. Such a paragraph stays
in the collection and may be quoted as what it is, but no written sentence may rest on it.
"""

from __future__ import annotations

import re
import unicodedata

# Words that only make sense to a program: no inspector tells a reader how to answer.
_TO_A_MACHINE = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}
      \b(?:instructions?|prompts?|questions?|rules|filters?|above|previous)\b
    | \b(?:reply|answer)\s+(?:only|with|without|that|every|each)\b
    | \b(?:you\ are\ now\ an?|from\ now\ on|pretend\ (?:to\ be|that\ you|you))\b
    | \bact\ as\ (?:the\ developer|an?\ (?:AI|machine|program))\b
    | \b(?:do\ not|don['’]t|must\ not|never|stop)\s+(?:mention|cit|quot)(?:e|ing)\b
    | \b(?:system|hidden)\ prompt\b | \blanguage\ model\b | \bchatbot\b | \bas\ an\ AI\b
    | \bto\ the\ assistant: | \bthe\ assistant\ (?:must|should|will|shall|has\ to)\b
    | \bin\ (?:any|each|every)\ (?:answer|reply|response|sentence)\b | \beach\ answer\b
    | \b(?:when|if)\ asked\b[^.]{0,60}\b(?:say|answer|reply)\b
    | (?:^|\.\s)(?:fetch|call|open)\s+(?:https?:|\w+_\w+)
    | ^\s*(?:SYSTEM|Human|Assistant|User)\s*: | \s(?:Assistant|User):\s
    | \b\w(?:\ +\w){5,}\b   # letters apart
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKUP = re.compile(
    r"<\|?\w[^<>]*>|<!--|</\w|```|\]\(\s*\w+:|!\[|\[/?INST\]|<<|#{3,}"  # tags, fences, links
    r"|^\s*\{|\{\s*['\"]\w+['\"]\s*:|^\w+\s*=\s*[\[{]|\[\d\]\s*\[\d\]"  # JSON, marks of citations
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
