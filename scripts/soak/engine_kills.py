"""The engine, a loader and a reader killed at random moments, again and again.

    python -m scripts.soak.engine_kills [--rounds 50] [--seed 1]

In every round reports come, change and go, a loader is started, and one or two of the three are
killed while it works. Then the loader runs until it is done. After that the collection has to be
what an embedded one of the same reports is: the same paragraphs, hits and scores, every row
counted, nothing left that no generation has. What the reader saw meanwhile has to be a generation
that was published, whole: no paragraph of another, none that had been removed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Figure
from index import GenerationGone, IndexFolderError, OpenStore, Store, StoreUnavailable, store_of
from scripts.soak.interruptions import report_text
from scripts.soak.invented_collection import WORDS, WordStandIn, read_here
from scripts.soak.running_engine import RunningEngine, running_engine

ROUNDS, QUICK_ROUNDS = 50, 4
REPORTS = 6
PARAGRAPHS = 8  # of a report
QUESTIONS = ("care leavers in safe housing", "supervision of social workers", "missing children")
LONGEST_WAIT = 2.5  # seconds until something is killed; a run takes about as long
VICTIMS = (("loader",), ("engine",), ("reader",), ("engine", "loader"), ())


@dataclass(slots=True)
class Trial:
    """What the rounds work on, and what they have counted."""

    place: Path
    engine: RunningEngine
    chance: random.Random
    counts: Counter[str] = field(default_factory=Counter)
    texts_by_generation: dict[int, list[str]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.engine.address("reports")

    @property
    def reports(self) -> Path:
        return self.place / "reports"

    @property
    def seen(self) -> Path:
        return self.place / "seen.jsonl"

    def carry_out(self, rounds: int) -> Counter[str]:
        """So many rounds.

        Raises: AssertionError where anything is lost, stale or half there.
        """
        self.reports.mkdir()
        for number in range(REPORTS):
            self._write(number)
        reader = self._start("read")
        try:
            for number in range(rounds):
                if number:
                    self._change()
                reader = self._round(reader)
                self._check()
        finally:
            reader.kill()
            reader.wait()
        self._check_seen()
        return self.counts

    def _round(self, reader: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        loader = self._start("load")
        time.sleep(self.chance.uniform(0, LONGEST_WAIT))
        victims = self.chance.choice(VICTIMS)
        self.counts[" and ".join(victims) or "nothing"] += 1
        if "loader" in victims:
            loader.kill()
        if "reader" in victims:
            reader.kill()
            reader.wait()
            reader = self._start("read")
        if "engine" in victims:
            self.engine.kill()
            self.engine.start()
        loader.wait()
        while self._start("load").wait() != 0:  # until it is acknowledged
            self.counts["loader had to be started again"] += 1
        return reader

    def _change(self) -> None:
        """Write a report anew or for the first time, and sometimes take one away."""
        for _ in range(self.chance.randint(1, 3)):
            self._write(self.chance.randrange(2 * REPORTS))
        files = sorted(self.reports.iterdir())
        if len(files) > REPORTS:
            self.chance.choice(files).unlink()

    def _write(self, number: int) -> None:
        name = f"Aldermoor{chr(ord('a') + number)}"
        texts = [" ".join(self.chance.choices(WORDS, k=30)) + "." for _ in range(PARAGRAPHS)]
        (self.reports / f"{name}.txt").write_text(report_text(name, texts), encoding="utf-8")

    def _start(self, what: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "scripts.soak.engine_kills", "--as", what, self.address]
        words += [str(self.place / what), str(self.reports if what == "load" else self.seen)]
        with (self.place / f"{what}.log").open("ab") as log:
            return subprocess.Popen(words, stdout=log, stderr=log)

    def _check(self) -> None:
        """Compare with an embedded index of the same reports."""
        usual = store_of(self.place / "usual")
        usual.update([self.reports], embedder=WordStandIn(), read=read_here)
        store = store_of(self.place / "checking", self.address)
        with_engine, embedded = store.open(WordStandIn()), usual.open(WordStandIn())
        assert told(with_engine) == told(embedded)
        verified = store.verify()
        assert not verified.damaged, verified.damaged
        self.texts_by_generation[with_engine.generation] = texts_of(with_engine)
        self.counts["paragraphs compared"] += with_engine.count().value
        for opened in (with_engine, embedded):
            opened.close()
        store.close()

    def _check_seen(self) -> None:
        """What the reader saw was always one generation, whole."""
        for line in self.seen.read_text(encoding="utf-8").splitlines():
            with suppress(json.JSONDecodeError):  # it was killed while it wrote
                generation, texts = json.loads(line)
                assert texts == self.texts_by_generation[generation], generation
                self.counts["times that the reader saw a generation whole"] += 1


def told(opened: OpenStore) -> object:
    """All that must be the same; scores as far as two ways to add agree."""
    hits = [
        [(hit.paragraph.text, hit.report.superseded_by, round(hit.score, 4)) for hit in found]
        for words in QUESTIONS
        for found in [opened.search(words, limit=15)]
    ]
    return texts_of(opened), hits, opened.coverage(), opened.count()


def texts_of(opened: OpenStore) -> list[str]:
    """Every paragraph of a generation, report by report."""
    ids = sorted(report.id for report in opened.reports())
    return [paragraph.text for one in ids for paragraph in opened.paragraphs(one)]


def load(store: Store, reports: Path) -> None:
    """One run of a loader."""
    store.update([reports], embedder=WordStandIn(), read=read_here)


def read(store: Store, seen: Path) -> None:
    """Look at the live generation again and again, and write down what it is."""
    with seen.open("a", encoding="utf-8") as stream:
        stream.write("\n")
        while True:
            try:
                opened = store.open(WordStandIn())
                opened.search(QUESTIONS[0])
                line = json.dumps([opened.generation, texts_of(opened)])
                opened.close()
            except (GenerationGone, StoreUnavailable):
                continue  # told, and not answered from what is left
            except IndexFolderError as error:
                print(error, flush=True)  # before the first generation, or a row short: said too
                continue
            stream.write(line + "\n")
            stream.flush()


def try_engine(place: Path, quick: bool) -> Iterator[Figure]:
    """Engine, loader and reader killed at random."""
    rounds = QUICK_ROUNDS if quick else ROUNDS
    counts = kill_at_random(place, rounds, seed=1)
    kills = ", ".join(f"{what} {count}" for what, count in sorted(counts.items()) if count < 1_000)
    yield Figure(
        f"Milvus: {rounds} rounds of killing engine, loader or reader: nothing lost or stale",
        f"{rounds} of {rounds} ({kills})",
        "all",
        True,
    )


def kill_at_random(place: Path, rounds: int, seed: int) -> Counter[str]:
    """The trial with an engine of its own."""
    with running_engine(place / "milvus") as engine:
        return Trial(place, engine, random.Random(seed)).carry_out(rounds)


def main() -> None:
    """The trial, or one of the processes that it starts."""
    parser = argparse.ArgumentParser(description="Kill an engine, a loader and a reader at random.")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as", dest="what", nargs=4, metavar="WORD", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.what:
        what, address, work, path = arguments.what
        store = store_of(Path(work), address)
        (load if what == "load" else read)(store, Path(path))
        os._exit(0)
    with tempfile.TemporaryDirectory() as place:
        for what, count in sorted(
            kill_at_random(Path(place), arguments.rounds, arguments.seed).items()
        ):
            print(f"{count:6,}  {what}")


if __name__ == "__main__":
    main()
