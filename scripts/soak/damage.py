"""Changes bytes of the files of an index, one change at a time, and asks what it answers then.

    python -m scripts.soak.damage [INDEX] [--flips 200] [--exchanges 50] [--seed 1]

It works on a copy of the index (default: the one that `qa` uses). Every block of every file has its
share of the changes: one byte, wherever chance puts it. Besides, every file is cut, made longer,
has two blocks exchanged, and gives its place to the file of the same name of another segment or
generation. After each change `qa doctor` must name the file, and each of a few questions must be
answered as before or be refused by naming the file.

The two files that a run may find damaged and goes on without, the kept vectors and the notes of an
unfinished run, may give what they gave before or nothing.
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
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from corpus.limits import Limits
from corpus.reading import read_document
from index import IndexDamaged
from index.blocks import BLOCK_SIZE
from index.embedder import Embedder
from index.embedding_cache import EmbeddingCache
from index.readings import UNFINISHED, UnfinishedReadings
from index.storage import CURRENT, EMBEDDINGS, sha256_of
from qa.answering import Answerer
from qa.assembly import open_answerer
from qa.cli import main as qa
from qa.cli.exits import UNAVAILABLE
from qa.records import Question
from qa.settings import Settings, settings_from
from qa.showing.answer_json import answer_to_json

MOST_NAMESAKES = 3  # whose place a file takes

Answers = tuple[dict[str, Any] | None, ...]  # None: refused by naming the damaged file


@dataclass(frozen=True, slots=True)
class Flip:
    """One byte of one file, and what it is changed by."""

    file: Path
    place: int
    difference: int  # 1..255, by exclusive or

    def __str__(self) -> str:
        return f"byte {self.place} of {self.file} changed by {self.difference}"

    @contextlib.contextmanager
    def made(self) -> Iterator[None]:
        """The file with that byte changed, put right again at the end."""
        self.file.chmod(0o600)
        with self.file.open("rb+") as stream:
            stream.seek(self.place)
            before = stream.read(1)
            try:
                _put(stream, self.place, bytes([before[0] ^ self.difference]))
                yield
            finally:
                _put(stream, self.place, before)


def _put(stream: io.BufferedRandom, place: int, byte: bytes) -> None:
    stream.seek(place)
    stream.write(byte)
    stream.flush()


@dataclass(frozen=True, slots=True)
class Exchange:
    """Another content of one file."""

    file: Path
    name: str
    content: bytes

    def __str__(self) -> str:
        return f"{self.file} {self.name}"

    @contextlib.contextmanager
    def made(self) -> Iterator[None]:
        """The file with that content, put right again at the end."""
        self.file.chmod(0o600)
        before = self.file.read_bytes()
        try:
            self.file.write_bytes(self.content)
            yield
        finally:
            self.file.write_bytes(before)


Change = Flip | Exchange


def files_of(folder: Path) -> list[Path]:
    """Every file whose checksum is known: of both generations, their segments, the originals."""
    kinds = (CURRENT, "generations/*/*", "segments/*/*", "originals/*/*")
    return sorted(path for kind in kinds for path in folder.glob(kind))


def flips(files: Sequence[Path], count: int, chance: random.Random) -> list[Flip]:
    """At least so many changes of one byte, as many in each block as in any other."""
    blocks = [
        (file, start, min(start + BLOCK_SIZE, size))
        for file in files
        for size in [file.stat().st_size]
        for start in range(0, size, BLOCK_SIZE)
    ]
    each = islice(cycle(blocks), max(count, len(blocks)))
    return [
        Flip(file, chance.randrange(start, end), chance.randint(1, 255))
        for file, start, end in each
    ]


def exchanges(files: Sequence[Path], chance: random.Random) -> Iterator[Exchange]:
    """Each file cut, longer, with two blocks exchanged, and in the place of its namesakes."""
    for file in files:
        content = file.read_bytes()
        yield Exchange(file, "empty", b"")
        yield Exchange(file, "cut", content[: chance.randrange(len(content))])
        yield Exchange(file, "longer", content + chance.randbytes(1))
        if len(content) >= 2 * BLOCK_SIZE:
            first, second = content[:BLOCK_SIZE], content[BLOCK_SIZE : 2 * BLOCK_SIZE]
            yield Exchange(
                file, "with two blocks exchanged", second + first + content[2 * BLOCK_SIZE :]
            )
        for other in _namesakes(file, files)[:MOST_NAMESAKES]:
            if (another := other.read_bytes()) != content:
                yield Exchange(file, f"as {other}", another)


def _namesakes(file: Path, files: Sequence[Path]) -> list[Path]:
    """The files of the same kind, in other segments and generations; the next of the originals."""
    place = files.index(file)
    others = [*files[place + 1 :], *files[:place]]
    return [other for other in others if kind_of(other) == kind_of(file)]


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


def damage(index: Path, seed: int = 1, flipped: int = 0, exchanged: int = 0) -> Counter[str]:
    """Try each change on a copy of an index; what was found, counted.

    `flipped` bytes are changed, or one in each block of each file where there are more of those,
    and up to `exchanged` times a file is exchanged.

    Raises: AssertionError that names the change after which something was not noticed, or answered
    differently.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "index"
        shutil.copytree(index, folder, ignore=shutil.ignore_patterns("embeddings.sqlite*"))
        chance = random.Random(seed)
        files = files_of(folder)
        planned: list[Change] = list(flips(files, flipped, chance))
        if exchanged:
            possible = list(exchanges(files, chance))
            planned += chance.sample(possible, min(exchanged, len(possible)))
        return _damage(Settings(folder), planned)


def _damage(settings: Settings, planned: Sequence[Change]) -> Counter[str]:
    with open_answerer(settings) as answerer:
        questions = questions_for(answerer)
    expected = answers(settings, questions)
    counts: Counter[str] = Counter()
    for change in planned:
        with change.made():
            assert doctor_names(settings.index, change.file), f"{change}: qa doctor is silent"
            found = answers(settings, questions, change.file)
        for question, before, after in zip(questions, expected, found, strict=True):
            assert after in (None, before), f"{change}: another answer to {question!r}"
            counts["questions refused" if after is None else "questions answered as before"] += 1
        counts["bytes changed" if isinstance(change, Flip) else "files exchanged"] += 1
        counts[f"changes of {kind_of(change.file)}"] += 1
    assert answers(settings, questions) == expected, "the copy was not put right again"
    counts["files"] = len({change.file for change in planned})
    return counts


def kind_of(file: Path) -> str:
    """By what name changes are counted: originals are named by their checksums."""
    return "originals" if "originals" in file.parts else file.name


def damage_vectors(
    place: Path, embedder: Embedder, texts: Sequence[str], flipped: int, seed: int
) -> Counter[str]:
    """Change a byte of the kept vectors, again and again: none but the right vector is given.

    Raises: AssertionError that names the change.
    """
    file = place / EMBEDDINGS
    with closing(EmbeddingCache(file)) as cache:
        expected = cache.encode(embedder, texts)
    whole = file.read_bytes()
    counts: Counter[str] = Counter()
    for flip in flips([file], flipped, random.Random(seed)):
        with flip.made(), closing(EmbeddingCache(file)) as cache:
            found = cache.encode(embedder, texts)
        assert np.array_equal(found.vectors, expected.vectors), f"{flip}: another vector"
        assert np.array_equal(found.tokens, expected.tokens), f"{flip}: other tokens"
        counts["begun anew" if file.read_bytes() != whole else "as before"] += 1
        file.write_bytes(whole)
    return counts


def damage_notes(place: Path, file: Path, flipped: int, seed: int) -> Counter[str]:
    """Change a byte of the notes of an unfinished run: they give the right document or none.

    `file` is a report. Raises: AssertionError that names the change.
    """
    document = read_document(str(file), file.read_bytes(), Limits())
    sha256 = sha256_of(file)
    with closing(UnfinishedReadings(place)) as notes:
        notes.note(file, sha256, document)
    whole = (place / UNFINISHED).read_bytes()
    counts: Counter[str] = Counter()
    for flip in flips([place / UNFINISHED], flipped, random.Random(seed)):
        with flip.made(), closing(UnfinishedReadings(place)) as notes:
            found = notes.find(file, sha256)
        assert found in (None, document), f"{flip}: another document"
        counts["passed over" if found is None else "as before"] += 1
        (place / UNFINISHED).write_bytes(whole)
    return counts


def main() -> None:
    """Print what was found, counted."""
    parser = argparse.ArgumentParser(description="Change bytes of an index one at a time.")
    parser.add_argument("index", nargs="?", type=Path, help="the folder of an index")
    parser.add_argument("--flips", type=int, default=200, help="at least one a block (200)")
    parser.add_argument("--exchanges", type=int, default=50, help="of whole files (50)")
    parser.add_argument("--seed", type=int, default=1, help="repeats the same places (1)")
    arguments = parser.parse_args()
    index = settings_from(os.environ, arguments.index).index
    counts = damage(index, arguments.seed, arguments.flips, arguments.exchanges)
    for what, count in sorted(counts.items()):
        print(f"{what:<40} {count:5}")


if __name__ == "__main__":
    main()
