"""A run that ends anywhere: nothing has changed for anybody, and the next goes on with it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from index import IndexBusy, OpenStore, Scope, StoreDamaged, StoreUnavailable
from index.milvus.engine import Engine
from index.milvus.expressions import live_in
from index.milvus.generations import STATE, Names, read_state
from index.milvus.store import MilvusStore
from index.store_address import store_address
from tests.index.stand_ins import HashingEmbedder, make_document, read_written, write_document

WRITES = ("upsert", "delete", "create_collection", "drop_collection")
QUESTION = "visits of foster carers"


def write(folder: Path, authority: str, day: str, *texts: str) -> Path:
    document = make_document(authority, day, texts)
    return write_document(folder / f"{document.id}.txt", document)


def update(store: MilvusStore, folder: Path, embedder: HashingEmbedder, **named: Any) -> int:
    run = store.update([folder], embedder=embedder, read=read_written, **named)
    return run.generation


def told(opened: OpenStore) -> tuple[object, ...]:
    return (
        [report.id for report in opened.reports()],
        opened.count().value,
        opened.count(Scope(latest_only=True)).value,
        [(hit.paragraph.text, round(hit.score, 5)) for hit in opened.search(QUESTION)],
    )


@contextmanager
def ending_at(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The engine goes away at the so-manieth write; what was written before stays."""
    written: list[str] = []
    call = Engine._call

    def counted(self: Engine, method: str, seconds: float, *given: Any, **named: Any) -> Any:
        collection = str(given[0]) if given else ""
        is_claim = collection.endswith("_control") and "claim:" in str((given, named))
        if method in WRITES and not is_claim:
            if len(written) >= number:
                raise StoreUnavailable(self.place, "it was ended")
            written.append(f"{method} {collection}")
        return call(self, method, seconds, *given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Engine, "_call", counted)
        yield written


@pytest.mark.slow
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_run_that_ends_at_any_write_changes_nothing_and_is_gone_on_with(
    store: MilvusStore,
    embedder: HashingEmbedder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rebuild: bool,
) -> None:
    reports = tmp_path / "reports"
    write(reports, "Fernmouth", "2020-01-01", "Foster carers feel ignored.", "Visits are late.")
    removed = write(reports, "Dunley", "2021-01-01", "Visits are many.")
    write(reports, "Ashby", "2021-01-01", "Foster carers stay.")
    assert update(store, reports, embedder) == 1
    before = told(store.open(embedder))
    write(reports, "Fernmouth", "2023-01-01", "Visits are on time.")  # the other is newest no more
    write(reports, "Ashby", "2021-01-01", "Foster carers leave.", "They are visited.")
    removed.unlink()
    published = False
    for number in itertools.count():
        with ending_at(number, monkeypatch) as written:
            try:
                assert update(store, reports, embedder, rebuild=rebuild) == 2
                done = True
            except StoreUnavailable:
                done = False
        published = published or any("control" in one for one in written)
        if not published:
            assert store.live_generation()[0] == 1
            assert told(store.open(embedder)) == before, written
        if done:
            break
    after = told(store.open(embedder))
    assert after != before
    assert [report for report in after[0] if "dunley" in report] == []  # type: ignore[attr-defined]
    assert not store.verify().damaged
    fresh = MilvusStore(store_address(f"{store.place}_fresh"), tmp_path / "fresh")
    update(fresh, reports, embedder)
    assert told(fresh.open(embedder)) == after
    fresh.close()


def rows_of(store: MilvusStore, number: int) -> int:
    """All rows of paragraphs of an epoch, whatever generation they belong to."""
    engine, names = store._engine, store._names
    return engine.count(names.paragraphs(number), "added >= 0")


def test_what_no_generation_needs_is_removed(
    store: MilvusStore, embedder: HashingEmbedder, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    write(reports, "Ashby", "2021-01-01", "Foster carers stay.")
    for text in ("One.", "Two.", "Three.", "Four."):
        write(reports, "Dunley", "2021-01-01", text)
        update(store, reports, embedder)
    assert rows_of(store, 1) == 3  # Ashby's, and Dunley's in two generations
    ledgers = store._engine.rows(store._names.pieces(1), 'key like "ledger:%"', ["key"])
    assert {row["key"] for row in ledgers} == {"ledger:3#0", "ledger:4#0"}
    assert len(store._engine.names()) >= 5
    update(store, reports, embedder, rebuild=True)
    update(store, reports, embedder, rebuild=True)
    epochs = {store._names.epoch_of(name) for name in store._engine.names()} - {None}
    assert epochs == {2, 3}


def test_vectors_are_copied_where_only_the_newest_changed(
    store: MilvusStore, embedder: HashingEmbedder, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    write(reports, "Ashby", "2021-01-01", "Foster carers stay.")
    update(store, reports, embedder)
    seen = len(embedder.texts_seen)
    write(reports, "Ashby", "2022-01-01", "Visits are late.")
    update(store, reports, embedder)
    assert len(embedder.texts_seen) == seen + 1
    assert store.open(embedder).count(Scope(latest_only=True)).value == 1


def test_half_a_collection_is_never_opened(
    store: MilvusStore, embedder: HashingEmbedder, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    write(reports, "Ashby", "2021-01-01", "Foster carers stay.", "They are paid.")
    update(store, reports, embedder)
    opened = store.open(embedder)
    engine, names = store._engine, store._names
    engine.delete(names.paragraphs(1), 'paragraph_id == "ashby-ilacs-2021-01-01.2"')
    with pytest.raises(StoreDamaged, match="1 rows of paragraphs where 2 were written"):
        store.open(embedder)
    engine.delete(names.pieces(1), 'key like "paragraph:%"')
    with pytest.raises(StoreDamaged, match="is missing"):
        opened.paragraphs("ashby-ilacs-2021-01-01")
    assert store.verify().damaged
    assert update(store, reports, embedder, rebuild=True) == 2
    assert not store.open(embedder).search("carers")[0].report.superseded_by


def test_the_row_that_names_the_generation_is_checked(
    store: MilvusStore, embedder: HashingEmbedder, tmp_path: Path
) -> None:
    reports = tmp_path / "reports"
    write(reports, "Ashby", "2021-01-01", "Foster carers stay.")
    update(store, reports, embedder)
    engine, names = store._engine, store._names
    (row,) = engine.get(names.control, [STATE], ["value"])
    values = json.loads(row["value"])
    values["live"]["paragraphs"] = 7
    planted = {"key": STATE, "value": json.dumps(values)}
    engine.upsert(names.control, [planted], without_vector=True)
    with pytest.raises(StoreDamaged, match="checksum"):
        read_state(engine, names)
    assert not store.health().is_well


def test_two_machines_do_not_write_at_once(
    store: MilvusStore, embedder: HashingEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.milvus.claim.RENEWED_EVERY", 0.2)
    reports = tmp_path / "reports"
    write(reports, "Ashby", "2021-01-01", "Foster carers stay.")
    other = MilvusStore(store_address(store.place), tmp_path / "other-machine")

    def meanwhile(what: str, done: int, total: int) -> None:
        if what == "embedding":
            with pytest.raises(IndexBusy):
                update(other, reports, embedder)

    update(store, reports, embedder, progress=meanwhile)
    assert update(other, reports, embedder) == 1, "the other has the same ledger"
    other.close()


def test_names_tell_what_belongs_to_a_collection() -> None:
    names = Names("reports")
    assert names.epoch_of("reports_000012_pieces") == 12
    for other in ("reports_control", "reports_000012_else", "reports2_000012_pieces", "reports"):
        assert names.epoch_of(other) is None
    assert live_in(3) == "added <= 3 and removed > 3"
