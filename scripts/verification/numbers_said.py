"""Which numbers a text says, in figures or words, and how another number is said in their place."""

from __future__ import annotations

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
IN_WORDS: dict[str, int] = {word: value for value, word in enumerate(_ONES)} | {
    _TENS[tens] + (f"-{_ONES[ones]}" if ones else ""): 10 * tens + ones
    for tens in range(2, 10)
    for ones in range(10)
}
WORDS_OF = {value: word for word, value in IN_WORDS.items()}
PARTS = {
    "half": 0.5,
    "a third": 1 / 3,
    "two-thirds": 2 / 3,
    "a quarter": 0.25,
    "three-quarters": 0.75,
    "a fifth": 0.2,
    "two-fifths": 0.4,
    "a tenth": 0.1,
}
FIGURE = re.compile(r"(?<![\w.,-])£?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,-])£?\d+(?:\.\d+)?")
WORD = re.compile(rf"\b(?:{'|'.join(sorted(IN_WORDS, key=len, reverse=True))})\b(?!-)", re.I)
OF_MANY = re.compile(
    rf"\b(?P<few>{'|'.join(_ONES[1:11])}) in (?P<many>{'|'.join(_ONES[2:])}|twenty|twenty-five)\b",
    re.IGNORECASE,
)
PART = re.compile(rf"\b(?:{'|'.join(PARTS)}|one-third|third|quarter)\b", re.IGNORECASE)


def numbers_in(text: str) -> set[float]:
    """Every number said, a share said in words as the part that it is."""
    said = {float(one[0].strip("£").replace(",", "")) for one in FIGURE.finditer(text)}
    said |= {float(number) for number in re.findall(r"\d+", text)}
    said |= {float(IN_WORDS[one[0].lower()]) for one in WORD.finditer(text)}
    said |= {part for words, part in PARTS.items() if re.search(rf"\b{words}\b", text, re.I)}
    for one in OF_MANY.finditer(text):
        said.add(IN_WORDS[one["few"].lower()] / IN_WORDS[one["many"].lower()])
    if re.search(r"\bthirds?\b", text, re.IGNORECASE):
        said.add(1 / 3)
    if re.search(r"\bquarters?\b", text, re.IGNORECASE):
        said.add(0.25)
    return said


def is_said(value: float, said: set[float]) -> bool:
    """Whether the number, or the same as a percentage or as a share, is among those said."""
    same = (value, value * 100, value / 100)
    return any(abs(one - other) < 0.011 * max(one, 0.1) for one in same for other in said)
