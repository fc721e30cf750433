"""A collection opened for reading."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from corpus import Box
from index import Collection, EmbeddingMismatch, IndexMissing, Scope
from tests.index.conftest import Workshop
from tests.index.stand_ins import (
    HashingEmbedder,
    make_document,
    make_judgement,
    make_paragraph,
)


def test_what_was_indexed_comes_back_whole(workshop: Workshop) -> None:
    document = make_document(
        "Fernmouth",
        "2022-05-13",
        ["First."],
        published=date(2022, 7, 1),
        lead_inspector="A. Person; B. Person",
        pages=9,
        overall="good",
        warnings=("page 2: hidden words",),
        judgements=(
            make_judgement("care leavers", "good", paragraph_id="fernmouth-ilacs-2022-05-13.1"),
            make_judgement("adoption", None),
        ),
    )
    extra = make_paragraph(
        document.id,
        "needs.1",
        "The “quality” of £5 plans – 85%.",
        number=None,
        section=None,
        subsection="Plans",
        section_grade="good",
        area="care leavers",
        page=2,
        page_end=3,
        kind="bullet",
        boxes=(Box(2, 72.0, 300.5, 523.1, 361.9), Box(3, 72.0, 60.0, 523.1, 80.25)),
    )
    document = replace(document, paragraphs=(*document.paragraphs, extra))
    file = workshop.write("a.pdf", document)
    workshop.update()
    with workshop.open() as collection:
        (report,) = collection.reports()
        assert tuple(collection.paragraphs(report.id)) == document.paragraphs
        assert collection.paragraph(extra.id) == (report, extra)
        for name in ("id", "sha256", "title", "authority", "kind", "inspection_start"):
            assert getattr(report, name) == getattr(document, name)
        for name in ("inspection_end", "published", "lead_inspector", "pages", "overall"):
            assert getattr(report, name) == getattr(document, name)
        assert report.source == str(file)
        assert report.judgements == document.judgements
        assert report.warnings == document.warnings
        assert report.paragraph_count == 2
        assert collection.report(report.id) == report


def test_search_finds_by_words_and_says_how(tiny_collection: Workshop) -> None:
    with tiny_collection.open() as collection:
        hits = collection.search("housing for care leavers")
        assert hits[0].paragraph.text == "Housing for care leavers is poor."
        assert hits[0].report.authority == "Fernmouth"
        assert hits[0].scores.keys() == {"bm25", "dense", "tokens"}
        assert all(1 >= a.score >= b.score >= 0 for a, b in pairwise(hits))
        assert len(collection.search("housing", limit=2)) == 2


def test_place_is_searched_as_well_as_words(tiny_collection: Workshop) -> None:
    with tiny_collection.open() as collection:
        hits = collection.search("foster carers in Dunley in 2021")
        assert hits[0].paragraph.text == "Foster carers stay."


def test_scope_narrows_a_search(tiny_collection: Workshop) -> None:
    with tiny_collection.open() as collection:
        hits = collection.search("foster carers", Scope(authorities=("Fernmouth",)))
        assert {hit.report.authority for hit in hits} == {"Fernmouth"}
        assert len(hits) == 4


def test_hits_of_equal_score_keep_one_order(workshop: Workshop) -> None:
    for name in ("b", "a", "c"):  # three segments, not in the order of the ids
        twins = tuple(make_paragraph(name, n, "Carers stay.") for n in (1, 2))
        workshop.write(f"{name}.txt", make_document(None, None, id=name, paragraphs=twins))
        workshop.update()
    with workshop.open() as collection:
        ids = [hit.paragraph.id for hit in collection.search("carers", limit=4)]
    assert ids == ["a.1", "a.2", "b.1", "b.2"]


@pytest.mark.parametrize("words", ["", "   ", "?!…"])
def test_words_without_a_letter_find_nothing(tiny_collection: Workshop, words: str) -> None:
    with tiny_collection.open() as collection:
        assert collection.search(words) == []


def test_words_found_nowhere_still_rank_by_meaning(tiny_collection: Workshop) -> None:
    with tiny_collection.open() as collection:
        hits = collection.search("zebra", limit=3)
        assert len(hits) == 3
        assert {hit.scores["bm25"] for hit in hits} == {0.0}


def test_limit_below_1_is_refused(tiny_collection: Workshop) -> None:
    with tiny_collection.open() as collection, pytest.raises(ValueError, match="limit"):
        collection.search("carers", limit=0)


def test_reports_come_newest_first_and_those_without_a_date_last(workshop: Workshop) -> None:
    workshop.write("a.txt", make_document("Fernmouth", "2018-03-09"))
    workshop.write("b.txt", make_document("Dunley", None))
    workshop.write("c.txt", make_document("Dunley", "2023-03-09"))
    workshop.update()
    with workshop.open() as collection:
        assert [report.date and report.date.year for report in collection.reports()] == [
            2023,
            2018,
            None,
        ]


def test_only_a_later_full_inspection_supersedes(workshop: Workshop) -> None:
    for kind, day in [
        ("sif", "2014-01-10"),
        ("focused-visit", "2016-01-10"),
        ("ilacs", "2018-01-10"),
        ("self-assessment", "2018-06-10"),
        ("monitoring-visit", "2019-01-10"),
        ("ilacs", "2022-01-10"),
        ("focused-visit", "2023-01-10"),
    ]:
        workshop.write(f"{kind}-{day}.txt", make_document("Fernmouth", day, kind=kind))
    workshop.write("other.txt", make_document("Dunley", "2015-01-10"))
    workshop.update()
    with workshop.open() as collection:
        next_by_id = {report.id: report.superseded_by for report in collection.reports()}
    assert next_by_id == {
        "fernmouth-sif-2014-01-10": "fernmouth-ilacs-2018-01-10",
        "fernmouth-focused-visit-2016-01-10": "fernmouth-ilacs-2018-01-10",
        "fernmouth-ilacs-2018-01-10": "fernmouth-ilacs-2022-01-10",
        "fernmouth-self-assessment-2018-06-10": None,
        "fernmouth-monitoring-visit-2019-01-10": "fernmouth-ilacs-2022-01-10",
        "fernmouth-ilacs-2022-01-10": None,
        "fernmouth-focused-visit-2023-01-10": None,
        "dunley-ilacs-2015-01-10": None,
    }


def test_a_later_run_changes_what_supersedes_and_what_is_latest(workshop: Workshop) -> None:
    workshop.write("a.txt", make_document("Fernmouth", "2018-03-09"))
    workshop.update()
    workshop.write("b.txt", make_document("Fernmouth", "2022-03-09"))
    workshop.update()
    with workshop.open() as collection:
        latest = collection.reports(Scope(latest_only=True))
        assert [report.id for report in latest] == ["fernmouth-ilacs-2022-03-09"]
        former = collection.report("fernmouth-ilacs-2018-03-09")
        assert former is not None
        assert former.superseded_by == "fernmouth-ilacs-2022-03-09"


def test_what_is_not_there_is_none_or_empty(tiny_collection: Workshop) -> None:
    with tiny_collection.open() as collection:
        assert collection.report("nowhere") is None
        assert collection.paragraphs("nowhere") == []
        assert collection.paragraph("nowhere.1") is None
        assert collection.original("0" * 64) is None
        assert collection.original("../CURRENT") is None


def test_an_original_is_found_by_its_checksum(workshop: Workshop) -> None:
    file = workshop.write("a.pdf", make_document())
    run = workshop.update()
    assert run.files[0].outcome == "added"
    kept = list((workshop.folder / "originals").rglob("*.pdf"))
    with workshop.open() as collection:
        assert collection.original(kept[0].stem) == kept[0]
    assert kept[0].read_bytes() == file.read_bytes()


def test_an_empty_folder_has_no_index(workshop: Workshop) -> None:
    with pytest.raises(IndexMissing, match="qa index"):
        workshop.open()


def test_another_model_is_refused(tiny_collection: Workshop) -> None:
    with pytest.raises(EmbeddingMismatch, match="built with model hashing"):
        Collection.open(tiny_collection.folder, embedder=HashingEmbedder("other"))


def test_a_model_whose_weights_changed_is_refused(tiny_collection: Workshop) -> None:
    other = HashingEmbedder()
    other.sha256 = "0" * 64
    with (
        Collection.open(tiny_collection.folder, embedder=other) as collection,
        pytest.raises(EmbeddingMismatch),
    ):
        collection.search("carers")


def test_nearness_tells_which_sentence_of_a_hit_is_meant(workshop: Workshop) -> None:
    text = "Social workers visit often. Housing for care leavers is poor. Leaders know it."
    workshop.write("a.pdf", make_document(texts=[text, "Carers stay.", "Plans are clear."]))
    workshop.update()
    starts = [0, text.index("Housing"), text.index("Leaders"), len(text)]
    with workshop.open() as collection:
        hit = collection.search("damp housing")[0]
        near = collection.nearness("damp housing", hit, list(pairwise(starts)))
    assert near.index(max(near)) == 1


def test_what_is_closed_goes_at_once_with_its_files(workshop: Workshop) -> None:
    workshop.write("a.pdf", make_document("Fernmouth", "2022-05-13", ["Visits are made in time."]))
    workshop.update()
    collection = workshop.open()
    assert collection.search("visits")
    collection.close()
    left = weakref.ref(collection)
    gc.disable()  # which would find it at some time, and under load late
    try:
        del collection
        assert left() is None
    finally:
        gc.enable()
