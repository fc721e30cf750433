"""Finding an authority's name in the title of a report.

A name counts only where the words around it belong to a title ("London Borough of", "local
authority", "children's services"). That is what keeps "Kingston upon Hull" from being Kingston,
"North Yorkshire" from being York, and "Sutton Coldfield" from being Sutton: where a neighbouring
word is unknown, nothing is found, because a wrong authority is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator

# Names that are also everyday words: in running text they mean a place only with a capital.
ORDINARY_WORDS = frozenset({"barking", "bath", "beds", "bury", "hull", "reading", "stoke"})

# Words that may stand before a name in a title: "Inspection of the Royal Borough of ...".
_BEFORE = frozenset(
    "of the for in at to by on and inspection re reinspection visit review report letter council "
    "councils authority borough city county royal london metropolitan district unitary states "
    "childrens services children leavers board area ofsted focused monitoring joint targeted "
    "self assessment evaluation assurance safeguarding".split()
)

# Words that may follow it: "... County Council local authority children's services".
_AFTER = frozenset(
    "council councils county city borough metropolitan district unitary authority local "
    "corporation children childrens child services social safeguarding looked care inspection "
    "inspections reinspection re report review focused monitoring joint visit self assessment "
    "annual ofsted evaluation lscb trust is was in on the and of from to area department "
    "january february march april may june july august september october november december".split()
)

_WORD = re.compile(r"[^\W_]+")


def fold_name(text: str) -> str:
    """The text without accents, case, punctuation and hyphens; "&" becomes "and".

    An apostrophe joins ("B'ham" is "bham"), a full stop inside a name goes ("St." is "st").
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"['’‘`]", "", plain)
    return " ".join(_WORD.findall(plain)).casefold()


def find_printed_names(text: str, known: Container[str], longest: int) -> list[str]:
    """The folded names of `known` that stand in a printed title, each once, in order.

    `longest` is the number of words of the longest known name. Of overlapping names the longest
    counts. The list is empty where any name stands among words that belong to no title.
    """
    words = _titled_words(text)
    found: list[str] = []
    position = 0
    while position < len(words):
        length = _longest_name_at(words, position, known, longest)
        if not length:
            position += 1
            continue
        if not _is_framed(words, position, length, known, longest):
            return []
        name = " ".join(word for word, _ in words[position : position + length])
        if name not in found:
            found.append(name)
        position += length
    return found


def _titled_words(text: str) -> list[tuple[str, bool]]:
    """Each folded word with whether it may begin a name: it has a capital, or none of them has."""
    any_capital = text != text.lower()
    words: list[tuple[str, bool]] = []
    for piece in _pieces(text):
        folded = fold_name(piece)
        may_begin = not any_capital or piece[0].isupper()
        words.extend((word, may_begin) for word in folded.split())
    return words


def _pieces(text: str) -> Iterator[str]:
    """Words with their apostrophes, "&" as a word of its own."""
    return (match[0] for match in re.finditer(r"&|[^\W_]+(?:['’‘`][^\W_]+)*['’‘`]?", text))


def _longest_name_at(
    words: list[tuple[str, bool]], position: int, known: Container[str], longest: int
) -> int:
    """How many words the longest known name has that begins here; 0 where none does."""
    if not words[position][1]:
        return 0
    for length in range(min(longest, len(words) - position), 0, -1):
        if " ".join(word for word, _ in words[position : position + length]) in known:
            return length
    return 0


def _is_framed(
    words: list[tuple[str, bool]],
    position: int,
    length: int,
    known: Container[str],
    longest: int,
) -> bool:
    """Whether the words on both sides belong to a title, or are names themselves."""
    end = position + length
    before = words[position - 1][0] if position else ""
    after = words[end][0] if end < len(words) else ""
    before_fits = not before or before in _BEFORE or before.isdigit()
    after_fits = not after or after in _AFTER or after.isdigit()
    return before_fits and (after_fits or bool(_longest_name_at(words, end, known, longest)))
