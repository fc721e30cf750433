"""Changes one byte in each file of an index, one at a time, and asks what it answers then.

    python -m scripts.soak.damage [INDEX] [--seed 1]

It works on a copy of the index (default: the one that `qa` uses). After each change `qa doctor`
must name the file, and each of a few questions must be answered as before or be refused by naming
the file. A large file is changed in several places, one after another.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from index import IndexDamaged
from index.storage import (
    CATALOGUE,
    MANIFEST,
    generation_folder,
    read_manifest,
    segment_folder,
)
from qa.answering import Answerer
from qa.assembly import open_answerer
from qa.cli import main as qa
from qa.cli.exits import UNAVAILABLE
from qa.records import Question
from qa.settings import Settings, settings_from
from qa.showing.answer_json import answer_to_json

LARGE = 1_000_000  # bytes; a larger file is changed in PLACES parts of it, a smaller one in one
PLACES = 5

Answers = tuple[dict[str, Any] | None, ...]  # None: refused by naming the damaged file


@dataclass(frozen=True, slots=True)
class Change:
    """One byte of one file, and what it is changed by."""

    file: Path
    place: int
    difference: int  # 1..255, by exclusive or

    def __str__(self) -> str:
        return f"byte {self.place} of {self.file.name} changed by {self.difference}"


def changes(folder: Path, chance: random.Random) -> list[Change]:
    """Where to change each file of the live generation and of its segments."""
    manifest = read_manifest(folder)
    generation = generation_folder(folder, manifest.generation)
    files = [generation / MANIFEST, generation / CATALOGUE]
    for entry in manifest.segments:
        files += [segment_folder(folder, entry.name) / stored.name for stored in entry.files]
    return [
        Change(file, place, chance.randint(1, 255))
        for file in files
        for place in places(file.stat().st_size, chance)
    ]


def places(size: int, chance: random.Random) -> list[int]:
    """A random byte of a file, or of each part of a large one."""
    parts = PLACES if size > LARGE else 1
    ends = [size * part // parts for part in range(parts + 1)]
    return [chance.randrange(start, end) for start, end in pairwise(ends) if end > start]


@contextlib.contextmanager
def changed(change: Change) -> Iterator[None]:
    """The file with that byte changed, put right again at the end."""
    change.file.chmod(0o600)
    with change.file.open("rb+") as stream:
        stream.seek(change.place)
        before = stream.read(1)
        try:
            _put(stream, change.place, bytes([before[0] ^ change.difference]))
            yield
        finally:
            _put(stream, change.place, before)


def _put(stream: io.BufferedRandom, place: int, byte: bytes) -> None:
    stream.seek(place)
    stream.write(byte)
    stream.flush()


def questions_for(answerer: Answerer) -> list[str]:
    """Questions of several scopes, the names taken from the collection."""
    collection = answerer.collection
    authorities = sorted({report.authority for report in collection.reports() if report.authority})
    first, last = (authorities or ["Nowhere"])[0], (authorities or ["Nowhere"])[-1]
    return [
        "Are care leavers helped to find somewhere to live?",
        f"How well do social workers in {first} know the children they visit?",
        f"When was {last} last inspected, and was it good?",
        "What happens when children go missing, since 2018?",
        "Do managers check the quality of assessments in help and protection?",
        "Which authorities are outstanding for care leavers?",
    ]


def answers(settings: Settings, questions: Sequence[str], damaged: Path | None = None) -> Answers:
    """The answer to each question without its timing; None where it was refused by name.

    Raises: IndexDamaged that names another file, and whatever else goes wrong.
    """
    try:
        with open_answerer(settings) as answerer:
            return tuple(_answer(answerer, text, damaged) for text in questions)
    except IndexDamaged as error:
        if error.file != damaged:
            raise
        return (None,) * len(questions)


def _answer(answerer: Answerer, text: str, damaged: Path | None) -> dict[str, Any] | None:
    try:
        return answer_to_json(answerer.answer(Question(text))) | {"timing_ms": None}
    except IndexDamaged as error:
        if error.file != damaged:
            raise
        return None


def doctor_names(folder: Path, file: Path) -> bool:
    """Whether `qa doctor` ends with the exit code for damage and names the file."""
    told = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(told):
        code = qa.main(["doctor", "--index", str(folder)])
    return code == UNAVAILABLE and str(file) in told.getvalue()


def damage(index: Path, seed: int = 1) -> Counter[str]:
    """Try each change on a copy of an index; what was found, counted.

    Raises: AssertionError that names the change after which something was not noticed, or answered
    differently.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "index"
        shutil.copytree(index, folder, ignore=shutil.ignore_patterns("embeddings.sqlite*"))
        return _damage(Settings(folder), random.Random(seed))


def _damage(settings: Settings, chance: random.Random) -> Counter[str]:
    with open_answerer(settings) as answerer:
        questions = questions_for(answerer)
    expected = answers(settings, questions)
    counts: Counter[str] = Counter()
    planned = changes(settings.index, chance)
    for change in planned:
        with changed(change):
            assert doctor_names(settings.index, change.file), f"{change}: qa doctor is silent"
            found = answers(settings, questions, change.file)
        for question, before, after in zip(questions, expected, found, strict=True):
            assert after in (None, before), f"{change}: another answer to {question!r}"
            counts["questions refused" if after is None else "questions answered as before"] += 1
    assert answers(settings, questions) == expected, "the copy was not put right again"
    counts["bytes changed and named by qa doctor"] = len(planned)
    counts["files"] = len({change.file for change in planned})
    return counts


def main() -> None:
    """Print what was found, counted."""
    parser = argparse.ArgumentParser(description="Change bytes of an index one at a time.")
    parser.add_argument("index", nargs="?", type=Path, help="the folder of an index")
    parser.add_argument("--seed", type=int, default=1, help="repeats the same places (1)")
    arguments = parser.parse_args()
    index = settings_from(os.environ, arguments.index).index
    for what, count in sorted(damage(index, arguments.seed).items()):
        print(f"{what:<40} {count:5}")


if __name__ == "__main__":
    main()
