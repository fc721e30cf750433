"""Hostile files: each read, drawn and indexed, and what became of it compared with what must.

    python -m scripts.soak files [--quick]

The short form has a part of the memory and time that the program allows, so that what must be
stopped is stopped sooner. The embedding model is a stand-in: nobody waits for the vectors of a line
of 10 MB.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.figures import Figure
from corpus import CorpusError, Document, Limits, PageRenderer, Paragraph, Reading, read_documents
from corpus.rendering import RENDERING_LIMITS
from index import Collection, IndexRun, update_collection
from qa.assembly import make_answerer
from qa.records import Question
from qa.settings import Settings
from qa.showing.answer_json import answer_to_json
from scripts.hostile import HOSTILE_FILES, Hostile
from scripts.hostile.records import DRAWN, READ
from scripts.soak.interruptions import StandIn

SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "sample"
_MIB = 1024 * 1024
QUICK_LIMITS = Limits(memory_bytes=512 * _MIB, wall_seconds=20, cpu_seconds=20)
QUICK_RENDERING = replace(RENDERING_LIMITS, wall_seconds=2, cpu_seconds=2)
_SLACK = 15.0  # seconds for a child to start and to be ended, on a busy machine
QUESTIONS = (
    "When was Thornmere last inspected, and was it good?",
    "How well do social workers in Thornmere know the children they visit?",
    "What did inspectors say about care leavers in Quillbridge?",
    "What needs to improve in Brackenhythe?",
    "Who led the inspection of Quillbridge in 2024?",
)


def write_hostile(folder: Path, files: Sequence[Hostile] = HOSTILE_FILES) -> list[Path]:
    """The files, in a folder of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / hostile.file for hostile in files]
    for path, hostile in zip(paths, files, strict=True):
        path.write_bytes(hostile.make())
    return paths


def read_hostile(hostile: Hostile, path: Path, limits: Limits) -> float:
    """Read one file; the seconds that it took.

    Raises: AssertionError where its outcome is another, or it took longer than it may.
    """
    started = time.perf_counter()
    readings = list(read_documents([path], limits, workers=1))
    seconds = time.perf_counter() - started
    check_readings(hostile, readings)
    assert seconds < limits.wall_seconds + _SLACK, f"{hostile.name} took {seconds:.0f} s"
    return seconds


def check_readings(hostile: Hostile, readings: Sequence[Reading]) -> None:
    """Compare what came of a file with what must.

    Raises: AssertionError.
    """
    found = tuple(READ if r.error is None else r.error.outcome for r in readings)
    assert found == hostile.outcomes, f"{hostile.name}: {_told(readings)}"
    for reading in readings:
        if reading.document is not None and hostile.check is not None:
            _check(hostile, reading.document)


def _check(hostile: Hostile, document: Document) -> None:
    try:
        assert hostile.check
        hostile.check(document)
    except (AssertionError, StopIteration) as error:
        raise AssertionError(f"{hostile.name}: {error or document}") from error


def _told(readings: Sequence[Reading]) -> str:
    return "; ".join(READ if r.error is None else f"{r.error.outcome}: {r.error}" for r in readings)


def draw_hostile(hostile: Hostile, path: Path, renderer: PageRenderer) -> None:
    """Draw a file's first page.

    Raises: AssertionError where what comes of it is not what must.
    """
    if hostile.drawn is None:
        return
    try:
        renderer.render(path, 1)
        found = DRAWN
    except CorpusError as error:
        found = error.outcome
    assert found == hostile.drawn, f"page 1 of {hostile.name}: {found}"


def index_beside(place: Path, files: Sequence[Hostile], limits: Limits) -> IndexRun:
    """Index the sample alone, and then again with hostile files.

    Raises: AssertionError where a report, a paragraph or an answer of the sample is another, or
    what is told of a hostile file is not what must be.
    """

    def read(paths: Sequence[Path]) -> Iterator[Reading]:
        return read_documents(paths, limits)

    folder = place / "hostile"
    if not folder.exists():
        write_hostile(folder, files)
    update_collection(place / "alone", [SAMPLE], embedder=StandIn(), read=read)
    run = update_collection(place / "beside", [SAMPLE, folder], embedder=StandIn(), read=read)
    outcomes = {Path(file.source).name: file.outcome for file in run.files}
    for hostile in files:
        _check_outcome(hostile, outcomes[hostile.file])
    alone, beside = _contents(place / "alone"), _contents(place / "beside")
    for report, content in alone.items():
        assert beside.get(report) == content, f"{report} is another beside hostile files"
    _compare_answers(place)
    return run


def _check_outcome(hostile: Hostile, found: str) -> None:
    """A file that holds a report is added, or is a copy of another that holds the same."""
    errors = [outcome for outcome in hostile.outcomes if outcome != READ]
    wanted = [hostile.indexed] if hostile.indexed else errors[:1] or ["added", "copy"]
    assert found in wanted, f"{hostile.name} is {found} to qa index, not {wanted[0]}"


def _contents(folder: Path) -> dict[str, tuple[object, tuple[Paragraph, ...]]]:
    with Collection.open(folder, embedder=StandIn()) as collection:
        return {
            report.id: (report, tuple(collection.paragraphs(report.id)))
            for report in collection.reports()
        }


def _compare_answers(place: Path) -> None:
    alone, beside = (_answers(place / name) for name in ("alone", "beside"))
    for question, before, after in zip(QUESTIONS, alone, beside, strict=True):
        assert before == after, f"another answer to {question!r}: {after}"


def _answers(folder: Path) -> list[dict[str, Any]]:
    """The answers without what counts or ranks the whole collection."""
    with Collection.open(folder, embedder=StandIn()) as collection:
        answerer = make_answerer(collection, Settings(folder))
        found = [answer_to_json(answerer.answer(Question(text))) for text in QUESTIONS]
    kept = ("status", "answer", "citations", "understood")
    return [{name: answer[name] for name in kept} for answer in found]


def try_files(place: Path, quick: bool) -> Iterator[Figure]:
    """Every hostile file read and drawn alone, then all of them indexed beside the sample."""
    limits = QUICK_LIMITS if quick else Limits()
    paths = write_hostile(place / "hostile")
    took = {}
    with PageRenderer(QUICK_RENDERING if quick else RENDERING_LIMITS) as renderer:
        for hostile, path in zip(HOSTILE_FILES, paths, strict=True):
            took[hostile.name] = read_hostile(hostile, path, limits)
            draw_hostile(hostile, path, renderer)
    count = len(HOSTILE_FILES)
    documents = sum(len(hostile.outcomes) for hostile in HOSTILE_FILES)
    yield Figure(
        "hostile files read and drawn: the outcome that each must have",
        f"{count} of {count} ({documents} documents)",
        "all",
        True,
    )
    slowest = max(took, key=took.__getitem__)
    most = limits.wall_seconds + _SLACK
    yield Figure(
        "  slowest of them", f"{took[slowest]:.1f} s ({slowest})", f"at most {most:g} s", True
    )
    memory, allowed = _most_memory(), limits.memory_bytes // _MIB
    yield Figure(
        "  most memory of a child process",
        f"{memory:,} MiB",
        f"at most {allowed:,} MiB",
        memory <= allowed,
    )
    run = index_beside(place, HOSTILE_FILES, limits)
    yield Figure(
        "indexed with the sample: its reports and answers as without them",
        f"{run.reports} reports in all, {count} hostile files",
        "the same",
        True,
    )


def _most_memory() -> int:
    """MiB that the largest child so far had in memory."""
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return most // (_MIB if sys.platform == "darwin" else 1024)
