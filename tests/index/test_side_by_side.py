"""Several writers and readers of one folder at once."""

from __future__ import annotations

import threading
import time

import pytest

from index import IndexBusy, IndexMissing, storage, update_collection
from tests.index.conftest import Workshop
from tests.index.stand_ins import HashingEmbedder, make_document, read_written

WRITERS = ("Fernmouth", "Dunley", "Great Ashby")
RUNS = 3  # of each writer


@pytest.mark.slow
def test_writers_take_turns_and_readers_see_whole_generations(workshop: Workshop) -> None:
    """Each run is refused or counts; no generation holds less than the one before, or a part."""
    texts = ["Visits are late.", "Carers stay."]
    failures: list[BaseException] = []

    def write(name: str) -> None:
        for number in range(RUNS):
            document = make_document(name, f"20{10 + number}-03-09", texts)
            file = workshop.write(f"{name}-{number}.pdf", document)
            while True:
                try:
                    update_collection(
                        workshop.folder, [file], embedder=HashingEmbedder(), read=read_written
                    )
                    break
                except IndexBusy:
                    time.sleep(0.005)
                except BaseException as error:
                    failures.append(error)
                    break

    threads = [threading.Thread(target=write, args=(name,)) for name in WRITERS]
    for thread in threads:
        thread.start()
    seen = [0]
    while any(thread.is_alive() for thread in threads):
        try:
            with workshop.open() as collection:
                reports = collection.reports()
                assert all(
                    [p.text for p in collection.paragraphs(report.id)] == texts
                    for report in reports
                )
                seen.append(len(reports))
        except IndexMissing:
            assert seen == [0]
    assert failures == []
    assert seen == sorted(seen)
    with workshop.open() as collection:
        assert len(collection.reports()) == len(WRITERS) * RUNS


def test_a_file_gone_between_two_looks_is_read_of_the_newer_generation(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is where a writer tidies while a reader is between two files of a segment."""
    read = storage.read_checked
    published: list[int] = []

    def read_slowly(folder, stored):  # type: ignore[no-untyped-def]
        if stored.name == "records.sqlite" and not published:
            published.append(0)
            for text in ("Two.", "Three.", "Four."):
                workshop.write("a.pdf", make_document(texts=[text]))
                published.append(workshop.update().generation)
        return read(folder, stored)

    workshop.write("a.pdf", make_document(texts=["One."]))
    workshop.update()
    monkeypatch.setattr("index.segment.read_checked", read_slowly)
    with workshop.open() as collection:
        assert collection.generation == published[-1] == 4
