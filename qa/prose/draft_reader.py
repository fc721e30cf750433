"""Sentences out of what a model writes, as each of them is complete, whatever form it chose.

Read are objects with a sentence and its paragraphs, wherever they stand: in one object, in a list,
a line each, inside Markdown's fences, cut off; else plain text with [1] or [2, 3] at sentences.
What is read depends on the characters alone and not on how they were cut, and nothing raises.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from qa.prose.records import DraftSentence
from qa.sentences import split_sentences

# More than any answer holds; what follows is not read.
MOST_CHARACTERS = 64_000
MOST_SENTENCES = 30
LONGEST_SENTENCE = 2_000  # what is longer is cut here, and is no sentence to whoever checks it
MOST_SOURCES = 30
MOST_DEPTH = 20  # of objects in one another

_TEXT_NAMES = ("text", "sentence", "statement", "claim")
_SOURCE_NAMES = ("paragraphs", "paragraph", "sources", "source", "citations", "cites", "ids")
_NUMBERS = r"\d{1,4}(?:\s*(?:,|;|and|–|-)\s*\d{1,4})*"
# "[1]", "[2, 3]", "[paragraph 4]", "(paragraphs 1 and 2)"
_CITED = re.compile(
    rf"\s*(?:\[\s*(?:paragraphs?|para\.?|sources?)?\s*({_NUMBERS})\s*\]"
    rf"|\(\s*(?:paragraphs?|para\.?|sources?)\s*({_NUMBERS})\s*\))",
    re.IGNORECASE,
)
# A stop before what is cited belongs behind it: "It is good. [1] It is" -> "It is good [1]. It is".
_STOP_BEFORE = re.compile(rf"([.!?][\"'”’)]*)((?:{_CITED.pattern})+)", re.IGNORECASE)
_FRONT = re.compile(r"^\s*(?:[-*•–#>]+|\d{1,2}[.)](?=\s))\s*")
_FENCE = re.compile(r"^\s*`{3,}\s*\w*\s*$")
# Before a word that may begin the next sentence: a stop, or what is cited, and a gap.
_ENDED = re.compile(r"[.!?\])\"'”’]\s+$")
_LOOKED_BACK = 20
_LIST = re.compile(r'\s*\[\s*(?:"|$)')  # perhaps one of strings: read once it is whole
_THINKING, _THOUGHT = "<think>", "</think>"


class DraftReader:
    """Fed with pieces of what a model writes."""

    def __init__(self) -> None:
        self._plain = ""  # text outside of objects that is not yet a whole sentence
        self._object: list[str] = []  # the characters of the object that is open
        self._starts: list[int] = []  # where each open object begins in it
        self._in_string = self._is_escaped = self._has_given = self._is_thinking = False
        self._left, self._sentences_left = MOST_CHARACTERS, MOST_SENTENCES

    def feed(self, piece: str) -> list[DraftSentence]:
        """The sentences that are complete now and were not before."""
        found: list[DraftSentence] = []
        for character in piece[: self._left]:
            found += self._read(character)
        self._left -= min(len(piece), self._left)
        return self._counted(found)

    def end(self) -> list[DraftSentence]:
        """What is left once nothing follows."""
        found: list[DraftSentence] = []
        opened = "".join(self._object) if self._starts else ""
        if not self._has_given and not _looks_like_json(opened):
            self._plain += opened
        if not self._is_thinking:
            found += _of_list(self._plain) or list(_of_plain(self._plain, is_whole=False))
        self._plain = ""
        self._starts.clear()
        return self._counted(found)

    def _counted(self, found: list[DraftSentence]) -> list[DraftSentence]:
        kept = found[: self._sentences_left]
        self._sentences_left -= len(kept)
        return kept

    def _read(self, character: str) -> list[DraftSentence]:
        if self._starts:
            return self._read_in_object(character)
        if self._is_thinking:
            self._plain = (self._plain + character)[-len(_THOUGHT) :]
            if self._plain == _THOUGHT:
                self._plain, self._is_thinking = "", False
            return []
        if character == "{":
            self._object, self._starts = [character], [0]
            self._in_string = self._is_escaped = self._has_given = False
            return []
        self._plain += character
        return self._read_plain(character)

    def _read_in_object(self, character: str) -> list[DraftSentence]:
        self._object.append(character)
        if self._in_string:
            if self._is_escaped:
                self._is_escaped = False
            elif character == "\\":
                self._is_escaped = True
            elif character == '"':
                self._in_string = False
        elif character == '"':
            self._in_string = True
        elif character == "{" and len(self._starts) < MOST_DEPTH:
            self._starts.append(len(self._object) - 1)
        elif character == "}":
            return self._close()
        return []

    def _close(self) -> list[DraftSentence]:
        """The sentences of the object that ends here; the outermost may be no JSON but words."""
        start = self._starts.pop()
        is_outermost = not self._starts
        if is_outermost and self._has_given:
            return []  # its parts were given one by one
        try:
            values = json.loads("".join(self._object[start:]), strict=False)
        except (ValueError, RecursionError):
            if is_outermost:
                self._plain += "".join(self._object)
            return []
        found = list(_of_object(values))
        self._has_given = self._has_given or bool(found)
        return found

    def _read_plain(self, character: str) -> list[DraftSentence]:
        """What the character, now the last of the plain text, completes."""
        if character == ">" and self._plain.strip() == _THINKING:
            self._plain, self._is_thinking = "", True
            return []
        is_line = character == "\n"
        begins_word = self._plain[-2:-1].isspace() and not character.isspace()
        is_long = len(self._plain) > LONGEST_SENTENCE
        if not (is_line or begins_word or is_long) or _LIST.match(self._plain):
            return []
        if is_line or is_long:
            text, self._plain = self._plain, ""
            return list(_of_plain(text, is_whole=True))
        if not _ENDED.search(self._plain[-_LOOKED_BACK:-1]):
            return []
        *whole, rest = _pieces(self._plain) or [self._plain]
        if whole:
            self._plain = rest
        return [sentence for text in whole for sentence in _of_plain(text, is_whole=True)]


def _pieces(text: str) -> list[str]:
    """The sentences of plain text, each with what it cites before its stop."""
    moved = _STOP_BEFORE.sub(lambda found: f"{found[2]}{found[1]}", text)
    return [moved[span.start : span.end] for span in split_sentences(moved)]


def _of_plain(text: str, *, is_whole: bool) -> Iterator[DraftSentence]:
    """The sentences of plain text; of what is cut off, those that have their end."""
    if _FENCE.match(text):
        return
    for piece in _pieces(text):
        words, numbers = _without_cited(_FRONT.sub("", piece))
        # What cites nothing is talk around an answer: "Sure! Here it is:".
        is_said = bool(numbers) and any(letter.isalpha() for letter in words)
        if is_said and (is_whole or piece.endswith((".", "!", "?", "”", '"', "]", ")"))):
            yield DraftSentence(words[:LONGEST_SENTENCE], numbers[:MOST_SOURCES])


def _of_object(values: object) -> Iterator[DraftSentence]:
    """The sentence of an object, or those of a list of strings in it."""
    if not isinstance(values, dict):
        return
    text = next((values[name] for name in _TEXT_NAMES if isinstance(values.get(name), str)), None)
    if text is not None:
        named = [values[name] for name in _SOURCE_NAMES if name in values]
        yield from _cited_by(text, tuple(n for value in named for n in _numbers_in(value)))
        return
    for value in values.values():
        if isinstance(value, list):
            yield from (
                one for said in value if isinstance(said, str) for one in _cited_by(said, ())
            )


def _of_list(text: str) -> list[DraftSentence]:
    """The sentences of a list of strings."""
    if not text.lstrip().startswith("["):
        return []
    try:
        values = json.loads(text.strip().rstrip("`").strip(), strict=False)
    except (ValueError, RecursionError):
        return []
    return list(_of_object({"": values}))


def _cited_by(text: str, numbers: tuple[int, ...]) -> Iterator[DraftSentence]:
    """Each sentence of the text, citing the numbers and those that stand in it."""
    for piece in _pieces(" ".join(text.split())):
        words, own = _without_cited(piece)
        if words:
            cited = tuple(dict.fromkeys((*numbers, *own)))
            yield DraftSentence(words[:LONGEST_SENTENCE], cited[:MOST_SOURCES])


def _without_cited(text: str) -> tuple[str, tuple[int, ...]]:
    """The words without what they cite, and that."""
    numbers: list[int] = []
    for found in _CITED.finditer(text):
        numbers += _numbers_in(found[1] or found[2])
    words = _CITED.sub("", text)
    return " ".join(words.split()), tuple(dict.fromkeys(numbers))


def _numbers_in(value: Any) -> list[int]:
    """The numbers that a value names: 2, "2", "[2, 3]", "paragraphs 2 to 4" names two."""
    if isinstance(value, bool):
        return []
    if isinstance(value, int):
        return [value] if 0 <= value < 10_000 else [0]
    if isinstance(value, str):
        return [int(digits) for digits in re.findall(r"(?<![\d.])\d{1,4}(?!\d)", value, re.ASCII)]
    if isinstance(value, list):
        return [
            n for one in value[:MOST_SOURCES] if not isinstance(one, list) for n in _numbers_in(one)
        ]
    return []


def _looks_like_json(text: str) -> bool:
    return bool(re.match(r'\{\s*"', text))
