"""Rebuilds, roll-backs, and what a reader sees while a writer works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from corpus import CorpusError, Reading
from index import (
    Collection,
    EmbeddingMismatch,
    IndexDamaged,
    IndexMissing,
    NothingToRollBack,
    roll_back,
    storage,
    update_collection,
)
from tests.index.conftest import Workshop
from tests.index.stand_ins import (
    HashingEmbedder,
    make_document,
    read_written,
    write_document,
)

FERNMOUTH = "fernmouth-ilacs-2022-05-13"
DUNLEY = "dunley-ilacs-2021-10-01"


def texts_of(workshop: Workshop, report_id: str = FERNMOUTH) -> list[str]:
    with workshop.open() as collection:
        return [paragraph.text for paragraph in collection.paragraphs(report_id)]


def test_a_rebuild_reads_everything_again_and_embeds_nothing_twice(
    tiny_collection: Workshop,
) -> None:
    for file in tiny_collection.reports.iterdir():
        file.unlink()
    seen = len(tiny_collection.embedder.texts_seen)
    run = tiny_collection.update([], rebuild=True)
    assert (run.generation, run.reports, run.paragraphs) == (2, 3, 6)
    assert len(tiny_collection.embedder.texts_seen) == seen
    with tiny_collection.open() as collection:
        source = collection.reports()[0].source
    assert source == str(tiny_collection.reports / "fernmouth-2022.pdf")
    assert len(list((tiny_collection.folder / "segments").iterdir())) == 2


def test_a_rebuild_may_change_the_model(tiny_collection: Workshop) -> None:
    tiny_collection.embedder = HashingEmbedder("other", dimension=16)
    tiny_collection.write("new.pdf", make_document("Great Ashby"))
    with pytest.raises(EmbeddingMismatch, match="rebuild"):
        tiny_collection.update()
    assert tiny_collection.update(rebuild=True).reports == 4
    with tiny_collection.open() as collection:
        assert collection.model == "other"
        assert collection.search("foster carers")


def test_a_rebuild_drops_what_the_reader_no_longer_finds(tiny_collection: Workshop) -> None:
    def read_none(paths: Sequence[Path]) -> Iterable[Reading]:
        for reading in read_written(paths):
            if "dunley" in reading.source:
                yield Reading(reading.source, None, CorpusError(reading.source, "Unreadable."))
            else:
                yield reading

    run = update_collection(
        tiny_collection.folder, [], rebuild=True, embedder=tiny_collection.embedder, read=read_none
    )
    assert run.reports == 2
    assert tiny_collection.outcomes(run)["dunley-2021.txt"] == "unreadable"


def test_a_rebuild_never_reads_a_damaged_copy(tiny_collection: Workshop) -> None:
    (dunley,) = tiny_collection.folder.glob("originals/*/*.txt")
    dunley.write_bytes(dunley.read_bytes().replace(b"carers stay", b"carers left"))
    run = tiny_collection.update([], rebuild=True)  # the file is still where it was
    assert run.reports == 3
    assert texts_of(tiny_collection, DUNLEY) == ["Leaders know the service.", "Foster carers stay."]
    assert b"carers stay" in dunley.read_bytes()  # and the copy is whole again


@pytest.mark.parametrize("then", ["damaged", "gone"])
def test_a_rebuild_tells_of_a_report_whose_copy_is_lost(
    tiny_collection: Workshop, then: str
) -> None:
    (dunley,) = tiny_collection.folder.glob("originals/*/*.txt")
    dunley.unlink() if then == "gone" else dunley.write_bytes(b"{}")
    (tiny_collection.reports / "dunley-2021.txt").unlink()
    run = tiny_collection.update([], rebuild=True)
    assert run.reports == 2
    assert tiny_collection.outcomes(run)["dunley-2021.txt"] == "missing"
    assert roll_back(tiny_collection.folder) == 1
    assert len(texts_of(tiny_collection, DUNLEY)) == 2


def test_a_copy_that_is_lost_cannot_take_a_place_in_silence(workshop: Workshop) -> None:
    text = workshop.write("a.txt", make_document(texts=["From text."]))
    pdf = workshop.write("b.pdf", make_document(texts=["From a PDF."]))
    workshop.update()
    text.unlink()
    pdf.unlink()
    next(workshop.folder.glob("originals/*/*.txt")).write_bytes(b"{}")
    run = workshop.update([], remove=[pdf])
    assert workshop.outcomes(run) == {"a.txt": "missing", "b.pdf": "removed"}
    workshop.write("a.txt", make_document(texts=["From text."]))
    assert workshop.outcomes(workshop.update()) == {"a.txt": "added"}
    assert texts_of(workshop) == ["From text."]


def test_a_rebuild_of_a_damaged_index_loses_no_file(tiny_collection: Workshop) -> None:
    other = write_document(tiny_collection.place / "elsewhere" / "x.pdf", make_document("X"))
    tiny_collection.update([other])
    other.unlink()
    tiny_collection.write("new.pdf", make_document("Great Ashby"))
    tiny_collection.update()
    catalogue = tiny_collection.folder / "generations" / "000003" / "catalogue.sqlite"
    catalogue.write_bytes(catalogue.read_bytes()[:-1])
    with pytest.raises(IndexDamaged, match="--rebuild FOLDER"):
        tiny_collection.update([], rebuild=True)  # would forget what only this ledger knew
    originals = set(tiny_collection.folder.glob("originals/*/*"))
    assert tiny_collection.update(rebuild=True).reports == 5
    assert set(tiny_collection.folder.glob("originals/*/*")) == originals


def test_two_generations_are_kept_and_a_roll_back_is_a_pointer(tiny_collection: Workshop) -> None:
    for name in ("one", "two"):
        tiny_collection.write(f"{name}.pdf", make_document(name))
        tiny_collection.update()
    kept = sorted(path.name for path in (tiny_collection.folder / "generations").iterdir())
    assert kept == ["000002", "000003"]
    assert roll_back(tiny_collection.folder) == 2
    with tiny_collection.open() as collection:
        assert (collection.generation, len(collection.reports())) == (2, 4)
    with pytest.raises(NothingToRollBack):
        roll_back(tiny_collection.folder)
    run = tiny_collection.update()  # goes on from where it went back to
    assert (run.generation, run.reports) == (4, 5)
    assert tiny_collection.outcomes(run)["two.pdf"] == "added"


def test_rolling_back_nothing_is_an_error(workshop: Workshop) -> None:
    with pytest.raises(IndexMissing):
        roll_back(workshop.folder)


def test_segments_without_a_live_report_go(workshop: Workshop) -> None:
    workshop.write("a.pdf", make_document(texts=["One."]))
    for text in ("Two.", "Three.", "Four."):
        workshop.update()
        workshop.write("a.pdf", make_document(texts=[text]))
    workshop.update()
    segments = sorted(path.name for path in (workshop.folder / "segments").iterdir())
    assert segments == ["000003", "000004"]
    assert len(list((workshop.folder / "originals").rglob("*.pdf"))) == 2


def test_a_reader_keeps_the_generation_it_opened(workshop: Workshop) -> None:
    workshop.write("a.pdf", make_document(texts=["Social workers visit."]))
    workshop.update()
    with workshop.open() as collection:
        for text in ("Two.", "Three.", "Four."):
            workshop.write("a.pdf", make_document(texts=[text]))
            workshop.update()
        assert not (workshop.folder / "segments" / "000001").exists()
        (hit,) = collection.search("social workers")
        assert hit.paragraph.text == "Social workers visit."
        assert hit.report == collection.report(FERNMOUTH)


def test_opening_while_a_writer_tidies_opens_the_newer_generation(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = storage.read_manifest
    published: list[int] = []

    def read_slowly(folder: Path) -> storage.Manifest:
        manifest = read(folder)
        for text in () if published else ("Two.", "Three.", "Four."):
            workshop.write("a.pdf", make_document(texts=[text]))
            published.append(workshop.update().generation)
        return manifest

    workshop.write("a.pdf", make_document(texts=["One."]))
    workshop.update()
    monkeypatch.setattr("index.collection.read_manifest", read_slowly)
    with workshop.open() as collection:
        assert collection.generation == published[-1] == 4


def test_an_interrupted_run_leaves_the_old_generation_live(tiny_collection: Workshop) -> None:
    class Interrupted(HashingEmbedder):
        def encode_texts(self, texts: Sequence[str]):  # type: ignore[no-untyped-def]
            raise KeyboardInterrupt

    tiny_collection.write("new.pdf", make_document("Great Ashby"))
    embedder, tiny_collection.embedder = tiny_collection.embedder, Interrupted()
    with pytest.raises(KeyboardInterrupt):
        tiny_collection.update()
    tiny_collection.embedder = embedder
    with tiny_collection.open() as collection:
        assert (collection.generation, len(collection.reports())) == (1, 3)
    assert tiny_collection.update().reports == 4
    assert not any((tiny_collection.folder / "staging").glob("*"))


def test_progress_is_told(workshop: Workshop) -> None:
    workshop.write("a.pdf", make_document())
    told: list[tuple[str, int, int]] = []
    update_collection(
        workshop.folder,
        [workshop.reports],
        embedder=workshop.embedder,
        read=read_written,
        progress=lambda what, done, total: told.append((what, done, total)),
    )
    assert told[0] == ("reading", 1, 1)
    assert ("embedding", 1, 1) in told
    assert told[-1] == ("publishing", 1, 1)


def test_reports_without_paragraphs_are_listed_and_never_found(workshop: Workshop) -> None:
    workshop.write("a.pdf", make_document(texts=()))
    assert workshop.update().reports == 1
    with Collection.open(workshop.folder, embedder=workshop.embedder) as collection:
        assert len(collection.reports()) == 1
        assert collection.search("anything") == []


def test_a_generation_that_never_was_live_is_no_way_back(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    workshop.write("a.pdf", make_document())
    with monkeypatch.context() as patch:
        patch.setattr("index.storage.point_to", stop)  # everything written, nothing published
        with pytest.raises(KeyboardInterrupt):
            workshop.update()
    assert workshop.update().generation == 2
    with pytest.raises(NothingToRollBack):
        roll_back(workshop.folder)
