"""Whether a draft is a plain sentence: no address, no markup, nothing left to be filled in."""

from __future__ import annotations

import re
import unicodedata

from qa.prose.verifying.reading import read_text

# Of 36,003 real paragraphs' sentences one in a thousand is longer; a draft says less than they do.
MOST_CHARACTERS = 600
FEWEST_WORDS = 3

_FORBIDDEN: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "an address",
        re.compile(r"(?:\b[a-z][a-z0-9+.-]*:\s?//|\bwww\.|\b(?:javascript|data|mailto):)", re.I),
    ),
    (
        "an address",
        re.compile(
            r"\b[\w-]+\.(?:com|org|net|gov|uk|io|co|info|html?|php|onion|ly|me|eu)\b(?!\s*=)", re.I
        ),
    ),
    ("an e-mail address", re.compile(r"\S@\S|\(at\)|\[at\]", re.I)),
    (
        "markup",
        re.compile(
            r"<[^<>\s][^<>]*>|</|&(?:#\d+|#x[0-9a-f]+|[a-z]+);|```|`|!\[|\]\(|\*\*|__|~~|\^\[", re.I
        ),
    ),
    ("markup", re.compile(r"^\s*(?:#{1,6}\s|[-*•+]\s|\d+[.)]\s|>\s|\|)", re.M)),
    (
        "something left to be filled in",
        re.compile(
            r"\{\{|\}\}|\{\w*\}|\[[^\]]*\]|<\w*>|_{3,}|\.{4,}|\bX{2,}\b|\bTBC\b|"
            r"\bTBD\b|\blorem ipsum\b|"
            r"\b(?:insert|placeholder|your name here)\b",
            re.I,
        ),
    ),
    ("a telephone number", re.compile(r"(?:\+?\d[\s-]?){10,}")),
    (
        "code",
        re.compile(
            r"[{}\\]|\$\w|=>|==|;\s*$|\bfunction\s*\(|\bselect\b.{1,40}\bfrom\b.{1,40}\bwhere\b",
            re.I,
        ),
    ),
    (
        "words to the reader and not a finding",
        re.compile(
            r"\bas an? (?:ai|language model)|"
            r"\b(?:system prompt|ignore (?:all|any|previous)|instructions?:|click|"
            r"please (?:visit|call|contact|see))\b|"
            r"\b(?:paragraphs?|sources?|passages?|documents?|text)\s+(?:above|below|"
            r"provided|given|\d+)\b|"
            r"^\s*(?:sure|certainly|of course|here (?:is|are)|yes|no|answer|question|note)\s*[,:!]",
            re.I,
        ),
    ),
    ("a question", re.compile(r"\?")),
)


def form_fault(text: str) -> str | None:
    """What a text has that a plain sentence has not, in a few words; None for a sentence."""
    if not text.strip():
        return "it is empty"
    if len(text) > MOST_CHARACTERS:
        return f"it has more than {MOST_CHARACTERS} characters"
    if "\n" in text.strip() or any(_is_control(character) for character in text.strip()):
        return "it has a line break or a control character"
    for what, pattern in _FORBIDDEN:
        if pattern.search(text):
            return f"it has {what}"
    if _OF_ITSELF.search(_QUOTED.sub(" ", text)):
        return "it has words of the writer's own"
    return _fragment(text.strip())


# A child may say "I" in a quotation; whoever writes the answer may not.
_OF_ITSELF = re.compile(r"\bI (?:am|was|can|cannot|will|think|have|believe)\b")
_QUOTED = re.compile(r"“[^”]*”|‘.*’|\"[^\"]*\"")


def _is_control(character: str) -> bool:
    """Control, format, private and unassigned characters; a soft hyphen is harmless."""
    return unicodedata.category(character)[0] == "C" and character != "\u00ad"


# Any of these stands in a sentence and not in a heading; other verbs end like most verbs do.
_VERBS = frozenset(
    """
    is are was were be been being has have had having do does did can could may might must shall
    should will would ain isn aren wasn weren hasn haven hadn says said see sees saw give gave get
    got make made take took go went come came know knew keep kept meet met lead led live leave left
    feel felt find found hold held tell told think thought stand stood run ran rise rose fell grew
    show shows stay pay paid work help need want wait use visit speak spoke hear heard read write
    wrote bring brought become became begin began lose lost buy bought seek sought understand
    understood remain receive attend improve support plan ensure offer provide decide listen learn
    live share ask act move start stop praise like meet let put set cut chose choose
    """.split()
)


def _fragment(text: str) -> str | None:
    words = read_text(text).words
    if len(words) < FEWEST_WORDS:
        return "it is no sentence"
    if not re.match(r"[“\"'‘(£]?[A-Z0-9]", text):
        return "it does not begin like a sentence"
    # Verbs cannot all be listed: without a full stop and without a common one it is a heading.
    if text[-1].isalnum() and not any(word.folded in _VERBS for word in words):
        return "it is a heading and no sentence"
    return None
