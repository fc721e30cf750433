"""Kills `qa index` at random moments and looks at what is left.

    python -m scripts.soak.interruptions [--kills 100] [--seed 1]

Each round changes some invented reports, starts `qa index` on them in a process group of its own,
and ends the group with SIGKILL, at once or a random moment after the command said what it is at.
Whatever then lies in the folder must open, hold the reports of before or those of after and each of
them whole, and never less than a run has acknowledged. Every few rounds a run may finish. The
embedding model is a stand-in, so that the writing is a larger share of a run; all else is real.

The stand-in notes what it was given. No text whose vector was kept may come to it again, and what
one killed run embedded and did not keep is one batch at most.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import numpy as np

from index import Collection, verify_index
from index.embedder import Embedder
from index.encoded import Encoded, EncodedQuery, Vectors, join_encoded, to_tokens
from index.storage import EMBEDDINGS

MODULE = "scripts.soak.interruptions"
ROOT = Path(__file__).resolve().parents[2]
DIMENSION = 16
NAMES = ("Abbotsmere", "Brackenhythe", "Cressford", "Dunmarsh", "Eldermoor", "Fallowby")
ROUNDS_TO_A_FINISH = 4  # one run in so many is left to finish
LONGEST_RUN = 120.0  # seconds
# Where in a run it is killed: before it says anything, or after it began to do this.
STAGES = ("", "reading", "embedding", "publishing")
LONGEST_DELAY = {"": 1.5, "reading": 1.5, "embedding": 0.1, "publishing": 0.05}  # seconds

TEXTS_PER_COMMIT = 8  # so that a run of a few dozen paragraphs can be killed between two commits

Contents = dict[str, tuple[str, ...]]  # authority -> its paragraphs


class StandIn:
    """Unit vectors from the checksum of a text: an embedding model that costs nothing."""

    name = "stand-in"
    sha256 = hashlib.sha256(b"stand-in").hexdigest()
    dimension = DIMENSION
    token_dimension = DIMENSION
    window_words = 180

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        found = [self.encode_query(text) for text in texts]
        parts = [(one.vector, to_tokens(one.tokens)) for one in found]
        return join_encoded(parts, DIMENSION, DIMENSION)

    def encode_query(self, words: str) -> EncodedQuery:
        numbers = np.frombuffer(hashlib.sha256(words.encode()).digest(), np.uint8)[:DIMENSION]
        vector = numbers.astype(np.float32) + 1
        unit: Vectors = vector / np.linalg.norm(vector)
        return EncodedQuery(unit, unit[np.newaxis], (words,))

    def piece_spans(self, text: str) -> list[tuple[int, int]]:
        return [(0, len(text))]


class NotingStandIn(StandIn):
    """A stand-in that notes the checksum of every text it was given, in a file that outlives it."""

    def __init__(self, notes: Path) -> None:
        self._notes = notes

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        encoded = super().encode_texts(texts)
        with self._notes.open("a", encoding="ascii") as notes:
            notes.write("".join(f"{sha256_of_text(text).hex()}\n" for text in texts))
        return encoded


def sha256_of_text(text: str) -> bytes:
    """Under which the vectors of a text are kept."""
    return hashlib.sha256(text.encode()).digest()


def kept_texts(folder: Path) -> set[bytes]:
    """The checksums of the texts whose vectors are kept, seen in a copy of the file.

    SQLite puts the file right as it opens it, which is for the next run to do.
    """
    with tempfile.TemporaryDirectory() as name:
        for file in folder.glob(f"{EMBEDDINGS}*"):
            shutil.copy(file, name)
        if not (Path(name) / EMBEDDINGS).exists():
            return set()
        with closing(sqlite3.connect(Path(name) / EMBEDDINGS)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_schema WHERE name = 'encoded'")
            if tables.fetchone() is None:  # not even the table yet
                return set()
            return {key for (key,) in connection.execute("SELECT text_sha256 FROM encoded")}


@dataclass(slots=True)
class Trial:
    """A folder of reports, an index of them, and what is known to be in it."""

    place: Path
    chance: random.Random
    wanted: Contents = field(default_factory=dict)  # what lies in the folder of reports
    held: Contents | None = None  # what the index was last seen to hold
    acknowledged: Contents = field(default_factory=dict)  # what a run last said that it holds
    noted: int = 0  # texts given to the embedding model so far
    kept: set[bytes] = field(default_factory=set)  # whose vectors were kept when it was last seen
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def reports(self) -> Path:
        return self.place / "reports"

    @property
    def folder(self) -> Path:
        return self.place / "index"

    @property
    def notes(self) -> Path:
        return notes_of(self.folder)

    def change_reports(self) -> None:
        """Write, change or remove a few reports, never all."""
        self.reports.mkdir(exist_ok=True)
        for name in self.chance.sample(NAMES, 2):
            if name in self.wanted and len(self.wanted) > 1 and self.chance.random() < 0.3:
                del self.wanted[name]
                (self.reports / f"{name}.txt").unlink()
                continue
            stamp = self.chance.randrange(10**9)
            texts = tuple(
                f"Finding {stamp}-{n} about {name} is that visits are made in time."
                for n in range(self.chance.randint(3, 40))
            )
            self.wanted[name] = texts
            (self.reports / f"{name}.txt").write_text(report_text(name, texts), encoding="utf-8")

    def run(self, stage: str | None) -> bool:
        """Start `qa index`; kill it at or after a stage, or let it finish where that is None.

        True where the run acknowledged what it did.
        """
        command = [sys.executable, "-m", MODULE, "--run", str(self.folder)]
        with subprocess.Popen(
            [*command, str(self.reports)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            cwd=ROOT,
        ) as process:
            assert process.stderr
            assert process.stdout
            if stage is None:
                told, _ = process.communicate(timeout=LONGEST_RUN)
                if process.returncode:
                    raise AssertionError(f"a run that was left alone ended with {told}")
                return True
            for line in process.stderr if stage else ():
                if line.startswith(stage):
                    break
            time.sleep(self.chance.uniform(0, LONGEST_DELAY[stage]))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return "The collection holds" in process.stdout.read()

    def look(self, *, acknowledged: bool) -> None:
        """Check what lies in the folder against what may be there."""
        self._look_at_texts()
        if not (self.folder / "CURRENT").exists():
            assert self.held is None, "an index is gone"
            assert not acknowledged, "an acknowledged index is not there"
            self.counts["no index yet"] += 1
            return
        found = contents_of(self.folder)
        if acknowledged:
            assert found == self.wanted, "something acknowledged is lost"
            self.acknowledged = dict(found)
        for name, texts in self.acknowledged.items():
            if self.wanted.get(name) == texts:  # neither changed nor removed since
                assert found.get(name) == texts, f"the report on {name} is lost"
                self.counts["acknowledged reports found again"] += 1
        assert found in (self.held, self.wanted), "neither what was held nor what was wanted"
        self.counts["new" if found == self.wanted else "old"] += 1
        self.held = found
        verification = verify_index(self.folder)
        assert not verification.damaged, verification.damaged

    def _look_at_texts(self) -> None:
        """Check that nothing was embedded again, and nothing lost but a batch in flight."""
        lines = self.notes.read_text("ascii").split() if self.notes.exists() else []
        new = [bytes.fromhex(line) for line in lines[self.noted :]]
        again = self.kept.intersection(new)
        assert not again, f"{len(again)} texts were embedded again"
        kept = kept_texts(self.folder)
        assert self.kept <= kept, "vectors that were kept are gone"
        lost = set(new) - kept
        assert len(lost) <= TEXTS_PER_COMMIT, f"{len(lost)} texts were embedded and not kept"
        self.counts["texts embedded"] += len(new)
        self.counts["texts embedded and lost with the run"] += len(lost)
        self.noted, self.kept = len(lines), kept


def notes_of(folder: Path) -> Path:
    """Where the stand-in notes what it was given for an index."""
    return folder.with_name("embedded.txt")


def report_text(name: str, texts: Sequence[str]) -> str:
    """An invented report as text, in the manner of a real one."""
    lines = [
        f"Inspection of {name} local authority children's services",
        "Inspection dates: 4 to 8 March 2024",
        "Lead inspector: Odile Fern, His Majesty's Inspector",
        "The experiences and progress of children who need help and protection: good",
        *(f"{number}. {text}" for number, text in enumerate(texts, 1)),
    ]
    return "\n\n".join(lines) + "\n"


def contents_of(folder: Path) -> Contents:
    """The numbered paragraphs of each report, found by listing and again by searching."""
    embedder: Embedder = StandIn()
    with Collection.open(folder, embedder=embedder) as collection:
        listed = {
            str(report.authority or report.source): collection.paragraphs(report.id)
            for report in collection.reports()
        }
        total = sum(len(paragraphs) for paragraphs in listed.values())
        hits = collection.search("finding visits made in time", limit=total) if total else []
        assert {hit.paragraph for hit in hits} == {p for some in listed.values() for p in some}
    return {
        Path(name).stem: tuple(p.text for p in paragraphs if p.kind == "numbered")
        for name, paragraphs in listed.items()
    }


def interrupt(place: Path, kills: int, seed: int) -> Counter[str]:
    """Kill so many runs; what was found after each, counted.

    Raises: AssertionError that says what was wrong, with the seed that repeats it.
    """
    trial = Trial(place, random.Random(seed))
    for number in range(kills):
        trial.change_reports()
        stage = STAGES[number % len(STAGES)]
        acknowledged = trial.run(stage)
        trial.counts[f"killed {'while ' + stage if stage else 'at the start'}"] += 1
        trial.counts["acknowledged before the kill"] += acknowledged
        trial.look(acknowledged=acknowledged)
        if number % ROUNDS_TO_A_FINISH == ROUNDS_TO_A_FINISH - 1 or number == kills - 1:
            trial.look(acknowledged=trial.run(None))
            assert not any((trial.folder / "staging").glob("*")), "something is left in staging"
            trial.counts["finished by the next run"] += 1
    trial.counts["different texts embedded"] = len(set(trial.notes.read_text("ascii").split()))
    return trial.counts


def run_command(folder: Path, reports: Path) -> int:
    """`qa index` with the stand-in for the embedding model."""
    from qa.cli import main as qa

    embedder = NotingStandIn(notes_of(folder))
    with (
        patch("index.update.embedder_for", lambda *_, **__: embedder),
        patch("index.embedding_cache.TEXTS_PER_COMMIT", TEXTS_PER_COMMIT),
    ):
        return qa.main(["index", str(reports), "--index", str(folder)])


def main() -> None:
    """Print what was found after each kill, counted."""
    parser = argparse.ArgumentParser(description="Kill qa index at random moments.")
    parser.add_argument("--kills", type=int, default=100, help="how many runs to kill (100)")
    parser.add_argument("--seed", type=int, default=1, help="repeats the same moments (1)")
    parser.add_argument("--run", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        raise SystemExit(run_command(*arguments.run))
    with tempfile.TemporaryDirectory() as name:
        for what, count in sorted(interrupt(Path(name), arguments.kills, arguments.seed).items()):
            print(f"{what:<40} {count:5}")


if __name__ == "__main__":
    main()
