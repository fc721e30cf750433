"""An interrupted run loses nothing that it has read or embedded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from corpus import Reading
from index import readings, update_collection
from index.readings import UNFINISHED, UnfinishedReadings
from index.storage import sha256_of
from tests.index.conftest import Workshop
from tests.index.stand_ins import HashingEmbedder, make_document, read_written

NAMES = ("Fernmouth", "Dunley", "Great Ashby", "Thornmere")


class CountingReader:
    """Reads what `write_document` wrote, counts the files, and may be interrupted after some."""

    def __init__(self, interrupted_after: int | None = None) -> None:
        self.interrupted_after = interrupted_after
        self.names: list[str] = []

    def __call__(self, paths: Sequence[Path]) -> Iterable[Reading]:
        for path in paths:
            if len(self.names) == self.interrupted_after:
                raise KeyboardInterrupt
            self.names.append(path.name)
            yield from read_written([path])


@pytest.fixture
def four_reports(workshop: Workshop) -> Workshop:
    for name in NAMES:
        workshop.write(f"{name}.pdf", make_document(name))
    return workshop


def run(workshop: Workshop, reader: CountingReader, embedder: HashingEmbedder | None = None) -> int:
    return update_collection(
        workshop.folder,
        [workshop.reports],
        embedder=embedder or workshop.embedder,
        read=reader,
    ).reports


def test_files_read_before_an_interruption_are_not_read_again(four_reports: Workshop) -> None:
    first, second = CountingReader(interrupted_after=3), CountingReader()
    with pytest.raises(KeyboardInterrupt):
        run(four_reports, first)
    assert run(four_reports, second) == 4
    assert sorted(first.names + second.names) == sorted(f"{name}.pdf" for name in NAMES)
    assert not (four_reports.folder / UNFINISHED).exists()
    with four_reports.open() as collection:
        assert [len(collection.paragraphs(r.id)) for r in collection.reports()] == [1, 1, 1, 1]
        sources = {report.source for report in collection.reports()}
    assert sources == {str(four_reports.reports / f"{name}.pdf") for name in NAMES}


def test_an_interrupted_embedding_costs_no_reading(four_reports: Workshop) -> None:
    class Interrupted(HashingEmbedder):
        def encode_texts(self, texts):  # type: ignore[no-untyped-def]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(four_reports, CountingReader(), Interrupted())
    reader = CountingReader()
    assert run(four_reports, reader) == 4
    assert reader.names == []


def test_a_file_changed_since_is_read_again(four_reports: Workshop) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(four_reports, CountingReader(interrupted_after=3))
    four_reports.write("Dunley.pdf", make_document("Dunley", texts=["New words."]))
    reader = CountingReader()
    run(four_reports, reader)
    assert "Dunley.pdf" in reader.names
    with four_reports.open() as collection:
        assert collection.search("new words", limit=1)[0].paragraph.text == "New words."


def test_another_version_of_the_reader_reads_again(
    four_reports: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(four_reports, CountingReader(interrupted_after=3))
    monkeypatch.setattr(readings, "_reader", lambda: "another")
    reader = CountingReader()
    run(four_reports, reader)
    assert len(reader.names) == 4


def test_a_line_that_was_cut_or_damaged_is_passed_over(tmp_path: Path) -> None:
    files = [tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "c.pdf"]
    for file in files:
        file.write_text(file.name)
        with closing(UnfinishedReadings(tmp_path)) as unfinished:
            unfinished.note(file, sha256_of(file), make_document(file.stem))
    notes = tmp_path / UNFINISHED
    notes.write_bytes(notes.read_bytes()[:-20].replace(b"Inspection of a", b"Inspection of x"))
    with closing(UnfinishedReadings(tmp_path)) as unfinished:
        found = [unfinished.find(file, sha256_of(file)) for file in files]
        assert found == [None, make_document("b"), None]
        unfinished.note(files[2], sha256_of(files[2]), make_document("c"))
    with closing(UnfinishedReadings(tmp_path)) as unfinished:
        assert unfinished.find(files[2], sha256_of(files[2])) == make_document("c")


def test_a_file_that_changed_under_the_reader_is_not_noted(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_text("now")
    with closing(UnfinishedReadings(tmp_path)) as unfinished:
        unfinished.note(file, "0" * 64, make_document())
        unfinished.note(tmp_path / "gone.pdf", "0" * 64, make_document())
    assert (tmp_path / UNFINISHED).read_text().strip() == ""
