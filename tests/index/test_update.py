"""What a run of the index does with files, from nothing to roll-back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import CorpusError, Reading, document_to_json
from index import (
    Collection,
    EmbeddingMismatch,
    IndexDamaged,
    IndexMissing,
    NothingToRollBack,
    Report,
    roll_back,
    storage,
    update_collection,
)
from tests.index.conftest import Workshop
from tests.index.stand_ins import (
    HashingEmbedder,
    make_document,
    make_paragraph,
    read_written,
    write_document,
)

FERNMOUTH = "fernmouth-ilacs-2022-05-13"
DUNLEY = "dunley-ilacs-2021-10-01"


def only_report(workshop: Workshop) -> Report:
    with workshop.open() as collection:
        (report,) = collection.reports()
        return report


def texts_of(workshop: Workshop, report_id: str = FERNMOUTH) -> list[str]:
    with workshop.open() as collection:
        return [paragraph.text for paragraph in collection.paragraphs(report_id)]


def test_a_run_adds_a_segment_and_a_generation(tiny_collection: Workshop) -> None:
    tiny_collection.write("new.pdf", make_document("Great Ashby"))
    run = tiny_collection.update()
    assert (run.generation, run.reports, run.paragraphs) == (2, 4, 7)
    assert tiny_collection.outcomes(run) == {
        "dunley-2021.txt": "unchanged",
        "fernmouth-2018.pdf": "unchanged",
        "fernmouth-2022.pdf": "unchanged",
        "new.pdf": "added",
    }
    with tiny_collection.open() as collection:
        assert len(collection.search("children in Great Ashby", limit=50)) == 7


def test_a_run_with_nothing_to_do_publishes_nothing(tiny_collection: Workshop) -> None:
    seen = len(tiny_collection.embedder.texts_seen)
    run = tiny_collection.update()
    assert (run.generation, run.reports) == (1, 3)
    assert set(tiny_collection.outcomes(run).values()) == {"unchanged"}
    assert len(tiny_collection.embedder.texts_seen) == seen


def test_a_file_is_the_same_however_it_is_named(
    tiny_collection: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny_collection.place)
    run = tiny_collection.update([Path("reports")])
    assert set(tiny_collection.outcomes(run).values()) == {"unchanged"}


def test_a_changed_file_leaves_no_stale_paragraph(workshop: Workshop) -> None:
    workshop.write("a.pdf", make_document(texts=["Old words.", "Kept words."]))
    workshop.update()
    workshop.write("a.pdf", make_document(texts=["New words.", "Kept words."]))
    run = workshop.update()
    assert workshop.outcomes(run) == {"a.pdf": "changed"}
    assert texts_of(workshop) == ["New words.", "Kept words."]
    with workshop.open() as collection:
        found = [hit.paragraph.text for hit in collection.search("old words", limit=10)]
    assert sorted(found) == ["Kept words.", "New words."]
    assert sum("Kept words" in text for text in workshop.embedder.texts_seen) == 1


def test_a_file_that_now_holds_another_report_takes_the_first_along(workshop: Workshop) -> None:
    workshop.write("a.pdf", make_document("Fernmouth"))
    workshop.update()
    workshop.write("a.pdf", make_document("Dunley"))
    assert workshop.outcomes(workshop.update()) == {"a.pdf": "changed"}
    assert only_report(workshop).authority == "Dunley"


def test_a_file_gone_from_its_folder_is_removed(tiny_collection: Workshop) -> None:
    (tiny_collection.reports / "dunley-2021.txt").unlink()
    other = write_document(tiny_collection.place / "elsewhere" / "x.txt", make_document("X"))
    run = tiny_collection.update([other])
    assert "dunley-2021.txt" not in tiny_collection.outcomes(run)  # its folder was not named
    run = tiny_collection.update()
    assert tiny_collection.outcomes(run)["dunley-2021.txt"] == "removed"
    assert run.reports == 3
    with tiny_collection.open() as collection:
        assert {report.authority for report in collection.reports()} == {"Fernmouth", "X"}
        assert collection.paragraph("dunley-ilacs-2021-10-01.1") is None


def test_a_file_to_leave_is_neither_read_nor_taken_for_gone(tiny_collection: Workshop) -> None:
    old = tiny_collection.reports / "dunley-2021.txt"
    new = tiny_collection.write("new.pdf", make_document("Great Ashby"))
    old.write_bytes(b"{")
    run = update_collection(
        tiny_collection.folder,
        [tiny_collection.reports],
        leave=[old, new],
        embedder=tiny_collection.embedder,
        read=read_written,
    )
    assert set(tiny_collection.outcomes(run).values()) == {"unchanged"}
    assert (run.generation, run.reports) == (1, 3)


def test_files_and_folders_are_removed_by_path(tiny_collection: Workshop) -> None:
    file = tiny_collection.reports / "dunley-2021.txt"
    run = tiny_collection.update([], remove=[file])
    assert tiny_collection.outcomes(run) == {"dunley-2021.txt": "removed"}
    assert run.reports == 2
    run = tiny_collection.update([], remove=[tiny_collection.reports, Path("nowhere.pdf")])
    assert tiny_collection.outcomes(run) == {
        "fernmouth-2018.pdf": "removed",
        "fernmouth-2022.pdf": "removed",
        "nowhere.pdf": "missing",
    }
    assert run.reports == 0
    with tiny_collection.open() as collection:
        assert collection.search("carers") == []


def test_two_copies_are_indexed_once_and_the_pdf_preferred(workshop: Workshop) -> None:
    text = workshop.write("a.txt", make_document(texts=["From text."]))
    workshop.write("b.pdf", make_document(texts=["From a PDF."]))
    run = workshop.update()
    assert workshop.outcomes(run) == {"a.txt": "copy", "b.pdf": "added"}
    assert run.reports == 1
    assert only_report(workshop).aliases == (str(text),)
    assert texts_of(workshop) == ["From a PDF."]


def test_a_copy_takes_the_place_of_the_one_removed(workshop: Workshop) -> None:
    text = workshop.write("a.txt", make_document(texts=["From text."]))
    pdf = workshop.write("b.pdf", make_document(texts=["From a PDF."]))
    workshop.update()
    text.unlink()  # even the copy's own file is not needed: its bytes are kept
    run = workshop.update([], remove=[pdf])
    assert (workshop.outcomes(run), run.reports) == ({"b.pdf": "removed"}, 1)
    assert texts_of(workshop) == ["From text."]
    assert only_report(workshop).source == str(text)
    assert only_report(workshop).aliases == ()


def test_a_pdf_replaces_the_text_indexed_before(workshop: Workshop) -> None:
    workshop.write("a.txt", make_document(texts=["From text."]))
    workshop.update()
    workshop.write("b.pdf", make_document(texts=["From a PDF."]))
    run = workshop.update()
    assert workshop.outcomes(run) == {"a.txt": "unchanged", "b.pdf": "changed"}
    assert texts_of(workshop) == ["From a PDF."]


def test_a_re_issue_under_another_name_replaces_the_former(workshop: Workshop) -> None:
    former = workshop.write("z.pdf", make_document(texts=["With a misprint."]))
    workshop.update()
    workshop.write("a.pdf", make_document(texts=["Corrected."]))
    assert workshop.outcomes(workshop.update())["a.pdf"] == "changed"
    assert texts_of(workshop) == ["Corrected."]
    assert only_report(workshop).aliases == (str(former),)


def test_the_same_bytes_again_are_a_copy(workshop: Workshop) -> None:
    workshop.write("z.pdf", make_document())
    workshop.update()
    workshop.write("a.pdf", make_document())
    run = workshop.update()
    # Of the same bytes the first by path is chosen; the report stays what it was.
    assert (run.reports, run.paragraphs) == (1, 1)
    assert len(only_report(workshop).aliases) == 1


def test_one_bad_file_never_stops_a_run(workshop: Workshop) -> None:
    workshop.write("good.pdf", make_document())
    (workshop.reports / "bad.pdf").write_bytes(b"{")
    run = workshop.update()
    assert workshop.outcomes(run) == {"bad.pdf": "damaged", "good.pdf": "added"}
    assert "Fetch the file again" in run.files[0].detail
    assert workshop.update().generation == run.generation  # the same fault is no news


def test_a_file_that_could_not_be_read_is_tried_again(workshop: Workshop) -> None:
    (workshop.reports).mkdir()
    bad = workshop.write("a.pdf", make_document())
    whole = bad.read_bytes()
    bad.write_bytes(whole[:50])
    assert workshop.outcomes(workshop.update()) == {"a.pdf": "damaged"}
    bad.write_bytes(whole)
    assert workshop.outcomes(workshop.update()) == {"a.pdf": "added"}


def test_what_was_read_stays_while_its_file_cannot_be_read(workshop: Workshop) -> None:
    file = workshop.write("a.pdf", make_document(texts=["As it was."]))
    workshop.update()
    whole = file.read_bytes()
    file.write_bytes(whole[:50])
    run = workshop.update()
    assert workshop.outcomes(run) == {"a.pdf": "damaged"}
    assert "stays" in run.files[0].detail
    assert texts_of(workshop) == ["As it was."]
    file.write_bytes(whole)
    run = workshop.update()
    assert workshop.outcomes(run) == {"a.pdf": "unchanged"}
    assert run.reports == 1


@pytest.mark.parametrize("then", ["changed", "gone"])
def test_a_file_that_changes_under_the_reader_is_not_indexed(workshop: Workshop, then: str) -> None:
    file = workshop.write("a.pdf", make_document())

    def read_and_change(paths: Sequence[Path]) -> Iterable[Reading]:
        yield from read_written(paths)
        file.unlink() if then == "gone" else file.write_bytes(b"{}")

    run = update_collection(
        workshop.folder, [file], embedder=workshop.embedder, read=lambda p: [*read_and_change(p)]
    )
    assert (run.files[0].outcome, run.reports) == ("unreadable", 0)
    assert "changed while it was read" in run.files[0].detail


def test_a_missing_path_or_an_empty_folder_is_an_error(workshop: Workshop) -> None:
    with pytest.raises(CorpusError):
        workshop.update()
    workshop.reports.mkdir()
    with pytest.raises(CorpusError):
        workshop.update()
    assert not (workshop.folder / "CURRENT").exists()


def test_a_list_of_documents_is_indexed_line_by_line(workshop: Workshop) -> None:
    lines = [make_document("Fernmouth"), make_document("Dunley")]
    file = workshop.reports / "documents.jsonl"
    file.parent.mkdir()
    file.write_text("\n".join(json.dumps(document_to_json(line)) for line in lines) + "\n{}\n")
    run = update_collection(workshop.folder, [file], embedder=workshop.embedder)
    assert [(outcome.outcome, outcome.report_id) for outcome in run.files] == [("invalid", None)]
    file.write_text("\n".join(json.dumps(document_to_json(line)) for line in lines))
    run = update_collection(workshop.folder, [file], embedder=workshop.embedder)
    assert [(o.outcome, o.detail) for o in run.files] == [("changed", "It holds 2 reports.")]
    with workshop.open() as collection:
        fernmouth = collection.report(FERNMOUTH)
        assert fernmouth is not None
        assert fernmouth.source == lines[0].source
        assert collection.original(fernmouth.sha256) is None
    file.write_text(json.dumps(document_to_json(lines[1])))
    run = update_collection(workshop.folder, [file], embedder=workshop.embedder)
    assert run.reports == 1


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (replace(make_document(), id="a/b"), "cannot be a report's id"),
        (replace(make_document(), id="a.b"), "cannot be a report's id"),
        (
            make_document(paragraphs=(make_paragraph("another-report", 1, "Words."),)),
            "does not begin with the report's",
        ),
    ],
)
def test_ids_that_lead_nowhere_are_refused(
    workshop: Workshop, document: object, words: str
) -> None:
    workshop.write("a.pdf", document)  # type: ignore[arg-type]
    (outcome,) = workshop.update().files
    assert outcome.outcome == "invalid"
    assert words in outcome.detail


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
        def embed_texts(self, texts: Sequence[str]):  # type: ignore[no-untyped-def]
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
