"""Segments are written together before there are many, and what they hold stays the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Collection, merging, update, verify_index
from index.merging import segments_to_fold
from index.storage import SegmentEntry, read_manifest
from tests.index.conftest import Workshop
from tests.index.stand_ins import make_document


def entries_of(sizes: list[int]) -> list[SegmentEntry]:
    """Segments of so many paragraphs, named by their place."""
    return [SegmentEntry(str(place), size, ()) for place, size in enumerate(sizes)]


def live_of(sizes: list[int]) -> dict[str, int]:
    """All their paragraphs are live."""
    return {str(place): size for place, size in enumerate(sizes) if size}


def test_a_large_segment_is_left_alone_and_small_ones_come_along() -> None:
    sizes = [24_000, 100, 90]
    assert segments_to_fold(entries_of(sizes), live_of(sizes), added=110) == ["1", "2"]


def test_what_grew_together_takes_the_next_larger_along() -> None:
    sizes = [400, 120, 60]
    assert segments_to_fold(entries_of(sizes), live_of(sizes), added=60) == ["0", "1", "2"]


def test_a_segment_that_is_mostly_dead_is_written_again() -> None:
    assert segments_to_fold(entries_of([1000, 900]), {"0": 499, "1": 900}, added=0) == ["0", "1"]
    assert segments_to_fold(entries_of([1000, 9000]), {"0": 499, "1": 9000}, added=0) == ["0"]


def test_nothing_is_written_again_for_nothing() -> None:
    assert segments_to_fold(entries_of([50, 60]), {"0": 50, "1": 60}, added=0) == []
    assert segments_to_fold(entries_of([50]), {}, added=10) == []


def test_no_run_copies_more_than_it_may() -> None:
    sizes = [100_000, 60_000, 40_000, 30_000, 20_000, 10_000]
    folded = segments_to_fold(entries_of(sizes), live_of(sizes), added=9_000)
    assert folded == ["2", "3", "4", "5"]
    folded = segments_to_fold(entries_of(sizes), live_of(sizes), added=900_000)
    assert folded == ["2", "3", "4", "5"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=60))
def test_segments_stay_few(added: list[int]) -> None:
    sizes: list[int] = []
    for size in added:
        folded = segments_to_fold(entries_of(sizes), live_of(sizes), size)
        kept = [old for place, old in enumerate(sizes) if str(place) not in folded]
        written = sum(sizes) - sum(kept) + size
        assert all(old > 2 * written for old in kept)
        sizes = [*kept, written]
    assert len(sizes) <= 1 + sum(added).bit_length()


def contents(collection: Collection) -> list[object]:
    """All that the collection says: reports, their paragraphs, and searches with their scores."""
    reports = collection.reports()
    return [
        reports,
        [collection.paragraphs(report.id) for report in reports],
        [
            [(hit.paragraph.id, hit.score, hit.scores) for hit in collection.search(words)]
            for words in ("late visits", "carers and homes", "damp")
        ],
    ]


def test_runs_one_by_one_give_what_one_run_gives(workshop: Workshop) -> None:
    texts = ["Visits are late.", "Carers stay.", "Homes are damp. Some are far away."]
    documents = [
        make_document(f"Fern{letter}", texts=[f"{text} {letter}" for text in texts])
        for letter in "abcdefgh"
    ]
    for number, document in enumerate(documents):
        workshop.write(f"{number}.pdf", document)
        workshop.update()
    assert len(read_manifest(workshop.folder).segments) <= 3
    with workshop.open() as collection:
        grown = contents(collection)
    workshop.update(rebuild=True)
    assert len(read_manifest(workshop.folder).segments) == 1
    with workshop.open() as collection:
        assert contents(collection) == grown


def test_a_large_run_writes_several_segments_that_stay(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update, "LARGEST", 20)
    monkeypatch.setattr(merging, "AT_ONCE", 8)
    names = ("Fernmouth", "Oakby", "Kelp", "Dunmarsh")
    for name in names:
        texts = [f"Finding {n} about {name} is new." for n in range(8)]
        workshop.write(f"{name}.txt", make_document(name, texts=texts))
    workshop.update()
    before = read_manifest(workshop.folder).segments
    assert [entry.paragraphs for entry in before] == [16, 16]
    with workshop.open() as collection:
        assert len(collection.search("finding new", limit=100)) == 32
    workshop.write("Kelp.txt", make_document("Kelp", texts=["Another finding."]))
    workshop.update()
    after = read_manifest(workshop.folder).segments
    assert {entry.name for entry in before} <= {entry.name for entry in after}
    assert not verify_index(workshop.folder).damaged


@given(st.lists(st.integers(0, 50), max_size=30))
def test_reports_are_parted_in_their_order(sizes: list[int]) -> None:
    documents = [make_document(texts=["A finding."] * size) for size in sizes]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "AT_ONCE", 40)
        parts = list(merging.portions((one, len(one.paragraphs)) for one in documents))
    assert [document for part in parts for document in part] == documents
    for part in parts:
        assert len(part) == 1 or sum(len(one.paragraphs) for one in part) <= 40
