"""Invented reports as an index folder: segments by the product's own writers, two at a time."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from bench.generator.documents import ReportMaker, sha256_of, source_of
from bench.generator.figures import ReportFigures
from bench.generator.geometry import DIMENSION, TOKEN_DIMENSION
from bench.generator.model import InventedEmbedder, World
from bench.generator.plans import ReportPlan, plan_reports
from bench.generator.texts import make_pool
from corpus import document_to_json
from index import Embedder, OnnxEmbedder
from index.catalogue import Changes, write_catalogue
from index.ledger import READ, Copy, LedgerFile, choose_holdings
from index.segment import RECORDS
from index.segment_writing import write_segment
from index.storage import (
    CATALOGUE,
    Manifest,
    SegmentEntry,
    publish,
    read_manifest,
    segment_folder,
    writing,
)

SEED = 20261124
# Paragraphs of one segment: a process needs 2 GB to make one.
SEGMENT_PARAGRAPHS = 100_000
MADE = "made.json"  # beside the index: what it was made of

Progress = Callable[[int, int], None]  # paragraphs written, paragraphs in all


@dataclass(frozen=True, slots=True)
class Made:
    """What an index of invented reports was made of; with it the same is made again."""

    paragraphs: int
    seed: int
    figures: ReportFigures

    @classmethod
    def read(cls, folder: Path) -> Made:
        """What lies beside an index."""
        values = json.loads((folder / MADE).read_text(encoding="utf-8"))
        figures = ReportFigures.from_json(values.pop("figures"))
        return cls(figures=figures, **values)

    def world(self) -> World:
        """Its words and vectors; made once in a process, for it takes two seconds."""
        return _world(json.dumps(self.figures.to_json()), self.seed)


@lru_cache(1)
def _world(figures: str, seed: int) -> World:
    return World(ReportFigures.from_json(json.loads(figures)), seed)


def make_index(
    folder: Path,
    paragraphs: int,
    *,
    seed: int = SEED,
    figures: ReportFigures | None = None,
    segment_paragraphs: int = SEGMENT_PARAGRAPHS,
    documents: Path | None = None,
    model: Embedder | None = None,
    processes: int = 2,
    progress: Progress = lambda done, total: None,
) -> Manifest:
    """An index of so many invented paragraphs in a folder that holds none yet.

    It names the packaged model, or `model`, as the one that its vectors come from. With `documents`
    the reports are written there too, as lines of JSON.

    Raises: IndexBusy, IndexUnwritable; FileExistsError where there is an index.
    """
    if (folder / "CURRENT").exists():
        raise FileExistsError(folder)
    made = Made(paragraphs, seed, figures or ReportFigures.read())
    model = model or OnnxEmbedder()
    plans = plan_reports(made.figures, paragraphs, seed)
    slices = _slices(plans, segment_paragraphs)
    with writing(folder):
        (folder / MADE).write_text(json.dumps(asdict(made)), encoding="utf-8")
        entries = []
        done = 0
        for entry in _write_segments(folder, made, slices, documents, processes):
            entries.append(entry)
            progress(done := done + entry.paragraphs, paragraphs)
        return _publish(folder, slices, entries, model)


def open_embedder(folder: Path) -> InventedEmbedder:
    """The invented model for questions to an index of invented reports."""
    manifest = read_manifest(folder)
    return InventedEmbedder(Made.read(folder).world(), manifest.model, manifest.model_sha256)


def _slices(plans: Sequence[ReportPlan], paragraphs: int) -> list[list[ReportPlan]]:
    """The reports of each segment: so many of about the same size that none is much larger."""
    total = sum(plan.paragraphs for plan in plans)
    count = -(-total // paragraphs)
    slices: list[list[ReportPlan]] = [[] for _ in range(count)]
    before = 0
    for plan in plans:
        slices[min(before * count // total, count - 1)].append(plan)
        before += plan.paragraphs
    return [some for some in slices if some]


def _write_segments(
    folder: Path,
    made: Made,
    slices: Sequence[Sequence[ReportPlan]],
    documents: Path | None,
    processes: int,
) -> list[SegmentEntry]:
    tasks = [
        (folder, made, number, plans, documents is not None)
        for number, plans in enumerate(slices, 1)
    ]
    if len(tasks) == 1 or processes == 1:
        found = [_write_segment(*task) for task in tasks]
    else:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            found = list(pool.map(_write_segment, *zip(*tasks, strict=True)))
    if documents is not None:
        with documents.open("wb") as joined:
            for number in range(1, len(slices) + 1):
                joined.write(_documents_file(folder, number).read_bytes())
    return found


@lru_cache(1)
def _maker(text: str) -> ReportMaker:
    """One for all segments that a process makes."""
    values = json.loads(text)
    figures = ReportFigures.from_json(values["figures"])
    made = Made(values["paragraphs"], values["seed"], figures)
    world = made.world()
    pool = make_pool(made.figures.paragraphs, world.vocabulary, made.paragraphs, made.seed)
    return ReportMaker(world, pool)


def _write_segment(
    folder: Path, made: Made, number: int, plans: Sequence[ReportPlan], keep: bool
) -> SegmentEntry:
    batch = _maker(json.dumps(asdict(made))).make(plans, made.seed)
    if keep:
        with _documents_file(folder, number).open("w", encoding="utf-8") as file:
            for document in batch.documents:
                file.write(f"{json.dumps(document_to_json(document), ensure_ascii=False)}\n")
    encode_query = InventedEmbedder(made.world(), "", "").encode_query
    return write_segment(folder, f"{number:06d}", [batch], encode_query)


def _documents_file(folder: Path, number: int) -> Path:
    return folder / "staging" / f"documents-{number:06d}.jsonl"


def _publish(
    folder: Path,
    slices: Sequence[Sequence[ReportPlan]],
    entries: Sequence[SegmentEntry],
    model: Embedder,
) -> Manifest:
    """One generation with all segments."""
    staged = folder / "staging" / "generation"
    staged.mkdir()
    files = [
        _ledger_file(folder, plan, number)
        for number, plans in enumerate(slices, 1)
        for plan in plans
    ]
    segments = [(entry.name, segment_folder(folder, entry.name) / RECORDS) for entry in entries]
    changes = Changes(frozenset(), segments, files, choose_holdings(files))
    catalogue = write_catalogue(staged / CATALOGUE, None, changes)
    manifest = Manifest(
        generation=len(entries),
        parent=None,
        model=model.name,
        model_sha256=model.sha256,
        dimension=DIMENSION,
        token_dimension=TOKEN_DIMENSION,
        reports=len(files),
        paragraphs=sum(entry.paragraphs for entry in entries),
        segments=tuple(entries),
        catalogue=catalogue,
    )
    publish(folder, manifest, staged)
    return manifest


def _ledger_file(folder: Path, plan: ReportPlan, run: int) -> LedgerFile:
    source = source_of(plan)
    path = str((folder / source).absolute())
    sha256 = sha256_of(plan)
    copy = Copy(plan.id, source, sha256, run)
    return LedgerFile(path, source, sha256, 0, READ, "", (copy,))
