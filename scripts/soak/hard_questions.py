"""Questions made to take long: what is hard for a regular expression, at the greatest length.

Each is asked, and said earlier in a conversation: as one turn as long as a request may be, and in
as many turns as one may have. A time that grows with the square of the length shows here.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from index import Collection, update_collection
from qa.answering import Answerer
from qa.assembly import make_answerer
from qa.records import Question, Turn
from qa.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 2_000  # characters of a question, by default
LONGEST_BODY = 60_000  # of a request, but for what holds it together
MOST_TURNS = 40
# What one client can have a thread do. The worst of all is .6 s over 24,000 paragraphs, for 400
# different words (two cores, 24 November 2026); without the limit on a conversation it was minutes.
GOAL_SECONDS = 2.0

# What is said over and over, by what it is hard for.
PIECES = {
    "letters": ("a", "A", "é", "_", "\u0301", "😀"),
    "blanks": (" ", "\t\n", "\n", "\u00a0", "a\u200b", " a"),
    "marks": ('"', "'", "“", "(", "-", ",", ".", "?", "/", "&", "a-", "a. ", "a? ", "a, ", "a/"),
    "quotations": ('"a" ', "“a” ", "(a) ", "a's ", "[1] ", "a: "),
    "digits": ("1", "1 ", "1,000 ", "2019 ", "2019-2020 ", "1 March 2019 ", "Q1 2019 "),
    "capitals": ("Aa ", "AA ", "A ", "St. ", "January "),
    "small words": ("and ", "or ", "of ", "the ", "in ", "not ", "no ", "to ", "from ", "than "),
    "asking words": ("what ", "which ", "how many ", "why ", "when was ", "who ", "if "),
    "places": (
        "Leeds ",
        "Leeds, ",
        "Leeds and ",
        "except Leeds ",
        "councils like Leeds ",
        "London ",
    ),
    "times": ("since 2019 ", "between 2019 and ", "last 3 years ", "before the ", "until "),
    "grades": ("good ", "inadequate ", "from good to ", "better than good ", "rated ", "not good "),
    "matters": ("care leavers ", "children ", "what needs to improve ", "focused visit ", "same "),
}


def hard_texts(length: int) -> Iterator[tuple[str, str]]:
    """What each is called, and the text: alone, and behind the beginning of a question."""
    for kind, pieces in PIECES.items():
        for piece in pieces:
            for beginning in ("a", "Which councils "):
                text = beginning + piece * (length // len(piece) + 1)
                yield f"{kind}: {beginning}{piece}…", f"{text[: length - 1]}?"
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghilmnoprstuw", k=4)) for _ in range(length // 5)]
    yield "different words", " ".join(words)[:length]


def hard_questions() -> Iterator[tuple[str, Question]]:
    """Every hard question and conversation, with what to call it."""
    for name, text in hard_texts(LONGEST):
        yield name, Question(text)
    for name, text in hard_texts(LONGEST_BODY):
        yield f"said before, {name}", Question("and Leeds?", history=(Turn("user", text),))
    for name, text in hard_texts(LONGEST_BODY // MOST_TURNS):
        turns = (Turn("user", text),) * MOST_TURNS
        yield f"said {MOST_TURNS} times, {name}", Question("and Leeds?", history=turns)


def seconds_for(answerer: Answerer, question: Question) -> float:
    """How long a thread is busy with it."""
    started = time.thread_time()
    answerer.answer(question)
    return time.thread_time() - started


def try_hard_questions(place: Path, quick: bool) -> Iterator[Figure]:
    """Each over the sample; the quick form asks one in ten."""
    update_collection(place / "index", [ROOT / "corpus" / "sample"])
    with Collection.open(place / "index") as collection:
        answerer = make_answerer(collection, Settings(index=place / "index"))
        asked = list(hard_questions())[:: 10 if quick else 1]
        took = [(seconds_for(answerer, question), name) for name, question in asked]
    seconds, name = max(took)
    assert seconds <= GOAL_SECONDS, f"{name!r} takes {seconds:.1f} s"
    yield Figure(
        f"{len(took)} questions and conversations made to take long: the longest",
        f"{seconds:.2f} s",
        f"at most {GOAL_SECONDS:g} s",
        True,
    )
