"""What a question wants beside its words: a number, a share, a sum of money, a person's name."""

from __future__ import annotations

import re
from typing import Literal

from qa.slips import asked_in_full

Want = Literal["number", "share", "money", "person"]

_NUMBER = re.compile(
    r"\d+|\b(?:none|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|dozens?|half|quarter|"
    r"thirds?|twice|doubled?|halved|hundreds?|thousands?)\b",
    re.IGNORECASE,
)
# Years, days of the month and sections of the law are no numbers of children or pounds.
_DATE = re.compile(
    r"(?:\b\d{1,2}(?:st|nd|rd|th)?\s+)?\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
    r"[ ,]+[’']?(?:\d{4}|\d{2})\b|\b(?:19|20)\d{2}(?:\s*[-–/]\s*\d{2,4})?\b|"
    r"\b(?:[Ss]ections?|[Rr]egulations?|[Pp]aragraphs?|[Cc]hapters?|[Kk]ey [Ss]tages?) \d+\w?\b"
)
_SHARE = re.compile(
    r"\d\s?%|\bper ?cent\b|\b(?:half|quarters?|thirds?|fifths?|tenths?|none|\w+ (?:in|out of) "
    r"(?:every )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten)|\d+ of (?:the|its|their))\b",
    re.IGNORECASE,
)
# Ages and spans of time are no counts of what is asked about.
_AGE_OR_SPAN = re.compile(
    r"\b\d{1,2}-?(?:\s*(?:,|to|and|or|–)\s*\d{1,2}-?)*[ -]?year[- ]olds?\b"
    r"|\b(?:aged?|over|under|ages? of|turn(?:s|ed|ing)?|until|reach(?:es|ed|ing)?)\s+"
    r"(?:the age of\s+)?(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"(?!\s?%|\s+[a-z])"
    r"|\b(?:last|past|previous|next|within|after|for|every)\s+(?:the\s+)?"
    r"(?:last\s+|past\s+|next\s+)?(?:\d+|two|three|four|five|six|twelve)\s+(?:working\s+)?"
    r"(?:years?|months?|weeks?|days?|hours?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"£\s?\d|\d\s?(?:million|pounds)\b", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Sir|Dame|Councillor|Cllr)\.? [A-Z]|\b[A-Z][a-z]+ [A-Z][a-z]+\b"
)
_NOT_PERSON = re.compile(
    r"\b(?:Children|Services?|Council|Board|Director|Local|Authority|Her|His|Majesty|Ofsted|"
    r"Department|National|Care|Family|Court|City|County|Borough|Royal|London|School|Trust|Act|"
    r"Corporate|Executive|Strategic|Lead|Member|Chief|In|The|These|This|Assistant|Deputy|Interim|"
    r"Acting|Head|Principal|Social|Work|Worker|Workers|Independent|Reviewing|Officer|Virtual|Youth|"
    r"Justice|Early|Help|Looked|After|Young|People|Safeguarding|Improvement|Quality|Assurance|"
    r"Education|Health|Public|Police|Plan|Panel|Team|Partnership|Strategy|Group|Review|Committee|"
    r"Leader|Cabinet|Portfolio|Holder|Inspector|Inspection|Requires|Leaving|Leavers|Adult|Adults)\b"
)

_ASKS_MONEY = re.compile(
    r"\bhow much\b.{0,60}\b(?:spen[dt]|cost|pay|paid|budget|money|funding|invest\w*)\b|"
    r"\bhow many pounds\b|\bhow much money\b|£|"
    r"\bwhat (?:\w+ ){0,3}(?:allowance|budget|cost|fee|price|fine|salary)s?\b|"
    r"\bwhat (?:\w+ ){0,2}rates? (?:do|does|did)\b.{0,60}\b(?:pay|charge)\b",
    re.IGNORECASE,
)
_ASKS_SHARE = re.compile(
    r"\b(?:what|which) (?:share|percentage|proportion|%)|\bwhat (?:per ?cent)\b", re.IGNORECASE
)
_ASKS_NUMBER = re.compile(
    r"\bhow many\b|\bwhat (?:number|rate)|\bby how much\b|\bhow much (?:is|was|were|did) it\b|"
    r"\bwhat was the (?:average|rate|number)|\bhow old\b|"
    r"\baverage (?:number|wait(?:ing)?|time|length|age|caseload|size|stay|cost)\b",
    re.IGNORECASE,
)
_ASKS_PERSON = re.compile(
    r"\bwho(?:['’]s| is| was| were)? (?:the |its |their )?(?:\w+ ){0,2}?(?:director|dcs|"
    r"chief executive|lead member|leader of the council|chair\b|head of|principal social worker|"
    r"mayor)|"
    r"\bnames? of\b.{0,60}\b(?:director|dcs|chief executive|lead member|leader|chair|head)\b",
    re.IGNORECASE,
)
# A length of time is no count of anything else.
_UNIT = re.compile(
    r"\b[\w.]+(?:-|\s)(?:working\s)?(?:minute|hour|day|week|month|year)s?\b", re.IGNORECASE
)
WANTED_WORDS = {
    "number": "a number",
    "share": "a share",
    "money": "a sum of money",
    "person": "a name",
}


def what_is_wanted(question: str) -> Want | None:
    """What an answer has to hold beside the question's words."""
    question = asked_in_full(question)
    if _ASKS_PERSON.search(question):
        return "person"
    if _ASKS_MONEY.search(question):
        return "money"
    if _ASKS_SHARE.search(question):
        return "share"
    return "number" if _ASKS_NUMBER.search(question) else None


def has_wanted(text: str, want: Want | None) -> bool:
    """Whether the words hold a number, a sum or a person's name, where that is wanted."""
    if want is None:
        return True
    text = without_dates_and_ages(text)
    if want == "person":
        return any(not _NOT_PERSON.search(match[0]) for match in _PERSON.finditer(text))
    return bool({"money": _MONEY, "share": _SHARE, "number": _NUMBER}[want].search(text))


def without_dates_and_ages(text: str) -> str:
    """The words without figures that count nothing: years, days, ages, spans of time."""
    return _AGE_OR_SPAN.sub(" ", _DATE.sub(" ", text))


def without_lengths_of_time(text: str) -> str:
    """The words without "12 weeks" and the like."""
    return _UNIT.sub(" ", text)
