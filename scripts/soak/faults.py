"""Fails each file operation of `qa index` once, in each way it can, and looks at what is left.

    python -m scripts.soak.faults [--every 1] [--seed 1]

Four commands are tried, each from a folder in a known state: a first run; a run that adds, changes
and removes a report and folds a segment; a rebuild from the copies kept; a roll-back. A run that is
left alone counts the operations (`failing_disk.py`); then each of them fails once. After each:

- the command ended with exit code 3 and one line that names the folder and what to do, or it went
  on and did all that it was asked;
- the index holds what it held, or what was wanted, whole, and every checksum is right;
- nothing is left in staging, unless the process was killed;
- the next run finishes, and no text is embedded again whose vector was kept.

Besides, files may grow no further than a limit (`ulimit -f`), and the index may lie on a small disk
that is full, both at many sizes: that reaches what SQLite does with its files.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import random
import resource
import shutil
import subprocess
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from corpus import CorpusError, Reading
from corpus.limits import Limits
from corpus.reading import read_document
from index import IndexRun, IndexUnreadable, update_collection, verify_index
from index.encoded import Encoded
from qa.cli import main as qa
from qa.cli.exits import DONE, UNAVAILABLE
from scripts.soak.failing_disk import KINDS, FailingDisk, Kind, Operation
from scripts.soak.interruptions import (
    Contents,
    StandIn,
    contents_of,
    kept_texts,
    report_text,
    sha256_of_text,
)

TEXTS_PER_COMMIT = 4  # so that a run of a few dozen paragraphs commits several times
WAYS_OUT = ("make room", "allow reading", "--rebuild")
# What clearing a folder does; where that fails the folder is not clear.
REMOVING = frozenset({"list", "open", "stat", "remove"})
LIMITS = 40  # sizes at which files may not grow further, and at which a disk is full


class CountingStandIn(StandIn):
    """A stand-in for the embedding model that remembers what it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        self.texts += texts
        return super().encode_texts(texts)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command, the index it starts from, and what that and the reports hold."""

    name: str
    arguments: tuple[str, ...]
    start: Path  # a copy of the index before; an empty folder where there is none
    reports: Path
    held: Contents | None  # before; None where there is no index
    wanted: Contents  # after
    may_lose_copies: bool = False  # reads reports from kept copies, and tells of those it cannot


@dataclass(slots=True)
class Ended:
    """How a command ended."""

    code: int | None  # None: killed
    told: str
    texts: list[str] = field(default_factory=list)  # that it embedded


def scenarios(place: Path) -> Iterator[Scenario]:
    """The commands that are tried, on invented reports."""
    first = {name: _texts(name, count) for name, count in (("Abbotsmere", 9), ("Cressford", 5))}
    second = first | {"Brackenhythe": _texts("Brackenhythe", 4)}
    third = second | {"Abbotsmere": _texts("Abbotsmere anew", 8), "Dunmarsh": _texts("Dunmarsh", 3)}
    del third["Cressford"]
    made = place / "made"
    folders = []
    for number, contents in enumerate((first, second, third), 1):
        folders.append(_write(place / f"reports-{number}" / "reports", contents))
    (place / "none").mkdir()
    yield Scenario("first run", ("index", str(folders[0])), place / "none", folders[0], None, first)
    # One folder of reports that changes, as people's does: the same paths in every run.
    reports = place / "reports"
    for folder in folders[:2]:
        _replace(reports, folder)
        assert run(("index", str(reports)), made).code == DONE
    roll_back = ("index", "--roll-back")
    yield Scenario("roll-back", roll_back, made, reports, second, first)
    rebuild = ("index", "--rebuild")
    yield Scenario("rebuild", rebuild, made, reports, second, second, may_lose_copies=True)
    _replace(reports, folders[2])
    yield Scenario("run", ("index", str(reports)), made, reports, second, third)


def _texts(name: str, count: int) -> tuple[str, ...]:
    return tuple(f"Finding {n} about {name} is that visits are in time." for n in range(count))


def _write(folder: Path, contents: Contents) -> Path:
    folder.mkdir(parents=True)
    for name, texts in contents.items():
        (folder / f"{name}.txt").write_text(report_text(name.split()[0], texts), encoding="utf-8")
    return folder


def _replace(reports: Path, folder: Path) -> None:
    shutil.rmtree(reports, ignore_errors=True)
    shutil.copytree(folder, reports)


def run(arguments: Sequence[str], folder: Path, disk: FailingDisk | None = None) -> Ended:
    """A `qa` command with a stand-in for the embedding model, in this process.

    Reports are read in this process too: starting others takes the longest by far.
    """
    embedder = CountingStandIn()
    told = io.StringIO()
    with contextlib.ExitStack() as around:

        def update(*places: Any, **named: Any) -> IndexRun:
            return update_collection(*places, **{**named, "embedder": embedder, "read": _read})

        around.enter_context(patch("index.embedded_store.update_collection", update))
        around.enter_context(patch("index.embedding_cache.TEXTS_PER_COMMIT", TEXTS_PER_COMMIT))
        around.enter_context(contextlib.redirect_stderr(told))
        around.enter_context(contextlib.redirect_stdout(told))
        if disk:
            around.enter_context(disk.watching())
        code = qa.main([*arguments, "--index", str(folder)])
    return Ended(code, told.getvalue(), embedder.texts)


def _read(paths: Sequence[Path]) -> Iterable[Reading]:
    for path in paths:
        try:
            yield Reading(str(path), read_document(str(path), path.read_bytes(), Limits()), None)
        except OSError as error:
            yield Reading(str(path), None, CorpusError(str(path), f"Unreadable ({error})."))


def run_to_be_killed(scenario: Scenario, folder: Path, disk: FailingDisk) -> Ended:
    """The same in a process of its own, which ends at the operation that is to fail."""
    with warnings.catch_warnings():
        # Newer Pythons warn of threads, which a child lacks: NumPy's, that nothing here waits for.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            run(scenario.arguments, folder, disk)
        os._exit(0)
    os.waitpid(child, 0)
    return Ended(None, "")


def operations_of(scenario: Scenario, folder: Path) -> list[Operation]:
    """What a run asks of the disk when nothing fails."""
    _begin(scenario, folder)
    disk = FailingDisk(folder)
    ended = run(scenario.arguments, folder, disk)
    assert ended.code == DONE, ended.told
    assert contents_of(folder) == scenario.wanted
    return disk.operations


def _begin(scenario: Scenario, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(scenario.start, folder)


def fail(scenario: Scenario, folder: Path, operation: Operation, kind: Kind) -> str:
    """Fail one operation; what came of it.

    Raises: AssertionError where it is not one of the things that may come of it.
    """
    _begin(scenario, folder)
    disk = FailingDisk(folder, operation.number, kind)
    if kind == "killed":
        ended = run_to_be_killed(scenario, folder, disk)
    else:
        ended = run(scenario.arguments, folder, disk)
    return look(
        scenario,
        folder,
        ended,
        must_succeed=kind == "part",
        may_leave=kind == "killed" or operation.did in REMOVING,
    )


def look(
    scenario: Scenario,
    folder: Path,
    ended: Ended,
    *,
    must_succeed: bool = False,
    may_leave: bool = False,
) -> str:
    """Check what a command left behind, and that the next run goes on from there.

    `may_leave`: something in staging, which the next run clears.
    """
    told = ended.told.strip()
    found = contents_of(folder) if (folder / "CURRENT").exists() else None
    state = _state(scenario, ended, found)
    if must_succeed:
        assert ended.code == DONE, told
    if ended.code == UNAVAILABLE:
        last = told.splitlines()[-1]
        assert str(folder) in last, told
        assert any(words in last for words in WAYS_OUT), told
        assert "Traceback" not in told
    if found is not None:
        assert not verify_index(folder).damaged, verify_index(folder).damaged
    if not may_leave:
        assert not any((folder / "staging").glob("*")), "something is left in staging"
    kept = kept_texts(folder)
    lost = {text for text in ended.texts if sha256_of_text(text) not in kept}
    assert len(lost) <= TEXTS_PER_COMMIT, f"{len(lost)} texts were embedded and not kept"
    _go_on(scenario, folder, kept)
    return state


def _state(scenario: Scenario, ended: Ended, found: Contents | None) -> str:
    if ended.code == DONE:
        assert found == scenario.wanted, f"done, but not as wanted: {ended.told}"
        return "went on"
    if ended.code == 1 and scenario.may_lose_copies:
        assert found is not None
        assert found.items() < scenario.wanted.items(), ended.told
        missing = scenario.wanted.keys() - found.keys()
        assert all(name in ended.told for name in missing), f"a report went untold: {ended.told}"
        return "told of the copy"
    assert ended.code in (UNAVAILABLE, None), f"exit code {ended.code}: {ended.told}"
    if found == scenario.held:
        return "old stays"
    assert found == scenario.wanted, "neither what was held nor what was wanted"
    return "new is whole"


def _go_on(scenario: Scenario, folder: Path, kept: set[bytes]) -> None:
    after = run(("index", str(scenario.reports)), folder)
    assert after.code == DONE, f"the next run ended with {after.code}: {after.told}"
    expected = {
        path.stem: contents for path, contents in _contents_of_reports(scenario.reports).items()
    }
    assert contents_of(folder) == expected, "the next run did not finish"
    assert not any((folder / "staging").glob("*")), "the next run left something in staging"
    again = {text for text in after.texts if sha256_of_text(text) in kept}
    assert not again, f"embedded again: {again}"
    assert len(after.texts) == len(set(after.texts))


def _contents_of_reports(reports: Path) -> dict[Path, tuple[str, ...]]:
    return {
        path: tuple(
            line.partition(". ")[2]
            for line in path.read_text(encoding="utf-8").splitlines()
            if line[:1].isdigit()
        )
        for path in reports.iterdir()
    }


def inject(place: Path, every: int, seed: int) -> Counter[str]:
    """Fail one in `every` of the operations of each command in each way; what came of it, counted.

    Raises: AssertionError that names the command, the operation and how it failed.
    """
    counts: Counter[str] = Counter()
    chance = random.Random(seed)
    place.mkdir(parents=True, exist_ok=True)
    place, folder = place.resolve(), place.resolve() / "index"
    for scenario in scenarios(place):
        operations = operations_of(scenario, folder)
        counts[f"operations of a {scenario.name}"] = len(operations)
        for operation, kind in _some(operations, every, chance):
            with telling(f"{scenario.name}, {operation}, {kind}"):
                state = fail(scenario, folder, operation, kind)
            counts[f"failed: {kind}"] += 1
            counts[f"then: {state}"] += 1
        shutil.rmtree(folder)
    return counts


def _some(
    operations: Sequence[Operation], every: int, chance: random.Random
) -> Iterator[tuple[Operation, Kind]]:
    """One in `every` of the operations that can fail in each way, at least one."""
    for kind in KINDS:
        possible = [one for one in operations if one.can(kind)]
        for operation in chance.sample(possible, max(1, len(possible) // every)):
            yield operation, kind


def fail_reading(place: Path) -> Counter[str]:
    """Fail each operation of opening an index, listing it and searching it; what came of it.

    Raises: AssertionError where the file is not named, or something else is answered.
    """
    counts: Counter[str] = Counter()
    place.mkdir(parents=True, exist_ok=True)
    place = place.resolve()
    last = list(scenarios(place))[-1]
    folder = last.start
    disk = FailingDisk(folder)
    with disk.watching():
        assert contents_of(folder) == last.held
    counts["operations of a question"] = len(disk.operations)
    for operation in disk.operations:
        with telling(f"reading, {operation}"):
            named = _file_refused(folder, operation)
            assert named == folder / operation.path, f"it was {named} that was named"
        counts["refused, the file named"] += 1
    assert contents_of(folder) == last.held
    return counts


def _file_refused(folder: Path, operation: Operation) -> Path | None:
    try:
        with FailingDisk(folder, operation.number).watching():
            contents_of(folder)
    except IndexUnreadable as error:
        return error.file
    return None


@contextlib.contextmanager
def telling(what: str) -> Iterator[None]:
    """Whatever goes wrong inside is an AssertionError that says what was tried."""
    try:
        yield
    except Exception as error:
        raise AssertionError(f"{what}: {error!r}") from error


def limit_files(place: Path, sizes: int = LIMITS) -> Counter[str]:
    """Let no file grow over each of some sizes: what came of it, counted."""
    counts: Counter[str] = Counter()
    place.mkdir(parents=True, exist_ok=True)
    place, folder = place.resolve(), place.resolve() / "index"
    for scenario in scenarios(place):
        _begin(scenario, folder)
        run(scenario.arguments, folder)
        largest = max(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        for number in range(sizes):
            size = largest * number // sizes
            _begin(scenario, folder)
            with telling(f"{scenario.name}, files of at most {size} bytes"):
                with largest_file(size):
                    ended = run(scenario.arguments, folder)
                counts[f"then: {look(scenario, folder, ended)}"] += 1
        shutil.rmtree(folder)
    return counts


@contextlib.contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow over this many bytes inside: how a full disk is met, at any place."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill_disk(place: Path, sizes: int = LIMITS) -> Counter[str]:
    """Run on a small disk of its own with less and less room: what came of it, counted.

    Raises: PermissionError where this user may mount no disk.
    """
    counts: Counter[str] = Counter()
    place.mkdir(parents=True, exist_ok=True)
    place = place.resolve()
    disk = place / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        raise PermissionError(mounted.stderr.decode().strip())
    try:
        for scenario in scenarios(place):
            _begin(scenario, disk / "index")
            before = _used(disk)
            run(scenario.arguments, disk / "index")
            # A run needs more on the way than is left of it at its end.
            needed = max(0, _used(disk) - before) + 192 * 1024
            for number in range(sizes):
                _begin(scenario, disk / "index")
                room = needed * number // sizes
                with telling(f"{scenario.name}, a disk with room for {room} bytes"):
                    with filled(disk, room):
                        ended = run(scenario.arguments, disk / "index")
                    counts[f"then: {look(scenario, disk / 'index', ended)}"] += 1
            shutil.rmtree(disk / "index")
    finally:
        gc.collect()  # maps of files on it
        subprocess.run(["umount", disk], check=True)
    return counts


@contextlib.contextmanager
def filled(disk: Path, room: int) -> Iterator[None]:
    """The disk has so much room inside."""
    filler = disk / "filler"
    free = os.statvfs(disk)
    size = max(0, free.f_bavail * free.f_frsize - room)
    with filler.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(1, size))
    try:
        yield
    finally:
        filler.unlink()


def _used(disk: Path) -> int:
    found = os.statvfs(disk)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def main() -> None:
    """Print what came of each, counted."""
    parser = argparse.ArgumentParser(description="Fail file operations of qa index.")
    parser.add_argument("--every", type=int, default=1, help="one in so many operations (1)")
    parser.add_argument("--seed", type=int, default=1, help="which, where not all (1)")
    arguments = parser.parse_args()
    trials: dict[str, Callable[[Path], Counter[str]]] = {
        "reading": fail_reading,
        "operations": partial(inject, every=arguments.every, seed=arguments.seed),
        "limited files": limit_files,
        "full disk": fill_disk,
    }
    for name, trial in trials.items():
        with tempfile.TemporaryDirectory() as place:
            try:
                found = trial(Path(place))
            except PermissionError as error:
                print(f"{name}: skipped, {error}")
                continue
        for what, count in sorted(found.items()):
            print(f"{name:<14} {what:<40} {count:5}")


if __name__ == "__main__":
    main()
