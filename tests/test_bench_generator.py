"""Invented reports: an index like any other, the same for one seed, of words that nobody wrote."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.generator import invent_questions, make_index, open_embedder
from bench.generator.collection import Made
from bench.generator.figures import ReportFigures
from bench.generator.model import InventedEmbedder
from bench.generator.words import stop_words
from index import Collection, Scope, verify_index
from index.segment import open_segment
from index.storage import read_manifest

PARAGRAPHS = 900


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("invented")
    make_index(made, PARAGRAPHS, segment_paragraphs=500, processes=1)
    return made


@pytest.fixture(scope="module")
def model(folder: Path) -> InventedEmbedder:
    return open_embedder(folder)


def test_it_has_as_many_paragraphs_as_asked_for_and_every_byte_is_whole(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest.paragraphs == PARAGRAPHS
    assert len(manifest.segments) == 2
    # There is no file that these reports were read from.
    assert all("originals" in error.file.parts for error in verify_index(folder).damaged)


def test_the_packaged_model_opens_it(folder: Path) -> None:
    with Collection.open(folder) as collection:
        assert len(collection.reports()) == read_manifest(folder).reports


def test_a_question_finds_what_is_about_its_topic(folder: Path, model: InventedEmbedder) -> None:
    world = model.world
    with Collection.open(folder, model) as collection:
        asked = invent_questions(world, collection.reports(), 20)
        found = 0
        for question in asked:
            wanted = _topic(model, question.words)
            hits = collection.search(question.words, limit=5)
            found += any(_topic(model, hit.paragraph.text) == wanted for hit in hits)
            for hit in collection.search(question.words, question.scope):
                assert not question.scope.authorities or (
                    hit.report.authority in question.scope.authorities
                )
    assert found >= 15


def _topic(model: InventedEmbedder, text: str) -> int:
    matter = model.world.matter_of([piece.word for piece in model.world.pieces(text)])
    return -1 if matter is None else matter // model.world.vocabulary.matters_each


def test_stored_tokens_are_those_of_the_pieces_of_a_text(
    folder: Path, model: InventedEmbedder
) -> None:
    with Collection.open(folder, model) as collection:
        hits = collection.search(model.world.vocabulary.words[70])
        assert hits
        for hit in hits:
            assert len(collection.nearness(hit.paragraph.text, hit, [(0, 40)])) == 1


def test_filters_narrow(folder: Path, model: InventedEmbedder) -> None:
    with Collection.open(folder, model) as collection:
        words = model.world.vocabulary.words[0]
        everywhere = collection.search(words, limit=200)
        areas = {hit.paragraph.area for hit in everywhere} - {None}
        assert len(areas) > 2
        for area in areas:
            found = collection.search(words, Scope(areas=(str(area),)))
            assert {hit.paragraph.area for hit in found} == {area}


def test_texts_are_of_invented_and_function_words(folder: Path, model: InventedEmbedder) -> None:
    known = {*model.world.vocabulary.words, *stop_words()}
    manifest = read_manifest(folder)
    segment = open_segment(folder, manifest.segments[0], manifest.token_dimension)
    for paragraph in segment.paragraphs.read(range(2, 40)):
        if paragraph.kind in ("numbered", "bullet", "prose"):
            words = {word.strip(".").lower() for word in paragraph.text.split()}
            assert words <= known
    segment.records.close()


def test_one_seed_makes_one_collection(folder: Path, tmp_path: Path) -> None:
    again = make_index(tmp_path, PARAGRAPHS, segment_paragraphs=500, processes=1)
    for ours, theirs in zip(again.segments, read_manifest(folder).segments, strict=True):
        assert ours.files == theirs.files
    made = Made.read(tmp_path)
    assert made.figures == ReportFigures.read()
    with pytest.raises(FileExistsError):
        make_index(tmp_path, PARAGRAPHS)


def test_words_are_used_as_often_as_measured(model: InventedEmbedder) -> None:
    vocabulary = model.world.vocabulary
    chance = np.random.default_rng(0)
    matters = chance.choice(vocabulary.matters, 400_000, p=vocabulary.matter_shares)
    uses = np.bincount(vocabulary.draw(matters, chance), minlength=len(vocabulary.words))
    for first, last in ((0, 20), (20, 100), (100, 500), (500, 3_000)):
        share = uses[first:last].sum() / uses.sum()
        assert share == pytest.approx(vocabulary.shares[first:last].sum(), rel=0.03)
