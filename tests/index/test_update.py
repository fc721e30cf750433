"""What a run of the index does with files, one by one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import CorpusError, Reading, document_to_json
from index import (
    Report,
    update_collection,
)
from tests.index.conftest import Workshop
from tests.index.stand_ins import (
    make_document,
    make_paragraph,
    read_written,
    write_document,
)

FERNMOUTH = "fernmouth-ilacs-2022-05-13"


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


def test_a_changed_file_is_noticed_though_the_clock_was_set_back(workshop: Workshop) -> None:
    file = workshop.write("a.pdf", make_document(texts=["Visits are late."]))
    workshop.update()
    size = file.stat().st_size
    workshop.write("a.pdf", make_document(texts=["Visits are fine."]))
    os.utime(file, ns=(1, 1))
    assert file.stat().st_size == size
    assert workshop.outcomes(workshop.update()) == {"a.pdf": "changed"}


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
        (replace(make_document(), id="a\\b"), "cannot be a report's id"),
        (replace(make_document(), id="a b"), "cannot be a report's id"),
        (replace(make_document(), id="a?b#c"), "cannot be a report's id"),
        (replace(make_document(), id="a\u202eb"), "cannot be a report's id"),
        (replace(make_document(), id="a" * 201), "cannot be a report's id"),
        (
            make_document(paragraphs=(make_paragraph(FERNMOUTH, "1/../2", "Words."),)),
            "no address can hold",
        ),
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
