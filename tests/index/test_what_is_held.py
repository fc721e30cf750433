"""A run holds a few documents at a time, however many it reads, embeds and writes again."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus import Document, Reading, document_to_json
from corpus.files import read_jsonl
from index import Collection, merging, update, update_collection, verify_index
from index.encoded import Encoded
from index.segment import Batch
from index.staged_documents import StagedDocuments
from index.storage import read_manifest
from tests.index.conftest import Workshop
from tests.index.stand_ins import HashingEmbedder, make_document, read_written

REPORTS, PARAGRAPHS = 24, 5
AT_ONCE = 20  # paragraphs: four reports
# One batch is written while the next is read and embedded.
HELD = 2 * AT_ONCE // PARAGRAPHS


def live(kind: type[Any]) -> int:
    """How many objects of a kind there are."""
    return sum(type(one) is kind for one in gc.get_objects())


class Watch(HashingEmbedder):
    """A stand-in that counts what is held whenever it is asked for vectors."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[int] = []
        self.batches: list[int] = []

    def encode_texts(self, texts: Sequence[str]) -> Encoded:
        self.documents.append(live(Document))
        self.batches.append(live(Batch))
        return super().encode_texts(texts)


def invented(number: int) -> Document:
    """A report like no other."""
    texts = [f"Finding {number} and {place} about visits." for place in range(PARAGRAPHS)]
    return make_document(f"Fern{number:03d}", texts=texts)


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few at once, so that many portions come of few reports."""
    monkeypatch.setattr(merging, "AT_ONCE", AT_ONCE)


@pytest.mark.parametrize("largest", [100, 250_000])
def test_a_run_over_many_files_holds_few_documents(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    monkeypatch.setattr(update, "LARGEST", largest)
    for number in range(REPORTS):
        workshop.write(f"{number:03d}.pdf", invented(number))
    before = live(Document)
    while_read: list[int] = []

    def read(paths: Sequence[Path]) -> Iterator[Reading]:
        for reading in read_written(paths):
            while_read.append(live(Document) - before)
            yield reading

    watch = Watch()
    run = update_collection(workshop.folder, [workshop.reports], embedder=watch, read=read)
    assert run.paragraphs == REPORTS * PARAGRAPHS
    assert len(while_read) == REPORTS
    assert max(while_read) <= 2
    assert len(watch.documents) == REPORTS * PARAGRAPHS // AT_ONCE
    assert max(watch.documents) - before <= HELD
    assert max(watch.batches) <= 1
    segments = read_manifest(workshop.folder).segments
    assert [one.paragraphs for one in segments] == ([100, 20] if largest == 100 else [120])
    assert not verify_index(workshop.folder).damaged


def test_a_list_of_many_documents_is_taken_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    lines = [json.dumps(document_to_json(invented(number))) for number in range(REPORTS)]
    file.write_text("\n".join(lines), encoding="utf-8")
    before = live(Document)
    while_read: list[int] = []

    def read(paths: Sequence[Path]) -> Iterator[Reading]:
        for reading in read_jsonl(paths[0]):
            while_read.append(live(Document) - before)
            yield reading

    watch = Watch()
    update_collection(tmp_path / "index", [file], embedder=watch, read=read)
    assert len(while_read) == REPORTS
    assert max(while_read) <= 2
    assert max(watch.documents) - before <= HELD


def test_a_segment_is_written_again_in_portions(workshop: Workshop) -> None:
    for number in range(REPORTS):
        workshop.write(f"{number:03d}.pdf", invented(number))
    workshop.update()
    for number in range(REPORTS // 2 + 1):  # more than half of the segment dies
        (workshop.reports / f"{number:03d}.pdf").unlink()
    workshop.write("new.pdf", invented(REPORTS))
    before = live(Document)
    workshop.embedder = watch = Watch()
    workshop.update()
    assert len(read_manifest(workshop.folder).segments) == 1
    assert max(watch.documents) - before <= HELD  # by then all others were read and written again
    assert max(watch.batches) <= 1


def test_portions_change_nothing(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        workshop.write(f"{number:03d}.pdf", invented(number))
    files = []
    for at_once in (AT_ONCE, 10_000):
        monkeypatch.setattr(merging, "AT_ONCE", at_once)
        workshop.update(rebuild=True)
        (entry,) = read_manifest(workshop.folder).segments
        files.append({(file.name, file.sha256) for file in entry.files})
    assert files[0] == files[1]


def test_documents_come_back_from_staging_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "staging").mkdir()
    documents = [invented(number) for number in range(3)]
    staged = StagedDocuments(tmp_path)
    for document in documents:
        staged.add("/a.jsonl", document)
    staged.add("/b.jsonl", documents[0])
    keys = [("/a.jsonl", document.id) for document in documents]
    assert list(staged.read(reversed(keys))) == documents[::-1]
    assert staged.paragraphs(keys[0]) == PARAGRAPHS
    staged.forget("/a.jsonl")
    assert keys[0] not in staged
    assert [document_to_json(one) for one in staged.read([("/b.jsonl", documents[0].id)])] == [
        document_to_json(documents[0])
    ]
    staged.close()


def test_what_is_embedded_is_told_for_the_whole_run(workshop: Workshop) -> None:
    for number in range(12):
        workshop.write(f"{number:03d}.pdf", invented(number))
    told: list[tuple[int, int]] = []

    def progress(what: str, done: int, total: int) -> None:
        if what == "embedding":
            told.append((done, total))

    update_collection(
        workshop.folder,
        [workshop.reports],
        embedder=workshop.embedder,
        read=read_written,
        progress=progress,
    )
    assert {total for _, total in told} == {60}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (60, 60)
    with Collection.open(workshop.folder, embedder=workshop.embedder) as collection:
        assert len(collection.reports()) == 12
