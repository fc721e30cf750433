"""Damage anywhere in an index folder: noticed, named, and never answered from."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import IndexDamaged, IndexFolderError, IndexMissing, roll_back, verify_index
from tests.index.conftest import Workshop
from tests.index.stand_ins import make_document

SEED = 20261122
KINDS = ("CURRENT", "generations/*/*", "segments/*/*", "originals/*/*")
QUESTIONS = ("foster carers", "housing for care leavers", "visits to children")


@pytest.fixture
def two_generations(tiny_collection: Workshop) -> Workshop:
    """Four reports in two segments, two generations and four originals."""
    tiny_collection.write("new.pdf", make_document("Great Ashby", texts=["Visits are late."]))
    tiny_collection.update()
    return tiny_collection


def files_of(folder: Path) -> list[Path]:
    return sorted(path for kind in KINDS for path in folder.glob(kind))


def answers(workshop: Workshop) -> list[object]:
    """Everything that can be asked of a collection."""
    with workshop.open() as collection:
        reports = collection.reports()
        found = [collection.search(words, limit=50) for words in QUESTIONS]
        return [reports, [collection.paragraphs(report.id) for report in reports], found]


def damaged_copies(file: Path) -> Iterator[None]:
    """The file with one byte changed: the first, the last, and one anywhere between."""
    whole = file.read_bytes()
    file.chmod(0o600)
    between = random.Random(SEED).randrange(len(whole))
    for place in {0, between, len(whole) - 1}:
        damaged = bytearray(whole)
        damaged[place] ^= 1 << (place % 8)
        file.write_bytes(damaged)
        yield
    file.write_bytes(whole)


def named_files(workshop: Workshop) -> set[Path]:
    """The files that are told to be damaged."""
    try:
        return {damage.file for damage in verify_index(workshop.folder).damaged}
    except IndexDamaged as damage:
        return {damage.file}


def named_or_answers(workshop: Workshop) -> Path | list[object]:
    """The file for which a question is refused, or what was answered."""
    try:
        return answers(workshop)
    except IndexDamaged as damage:
        return damage.file


def test_one_byte_changed_in_any_file_is_named_and_never_changes_an_answer(
    two_generations: Workshop,
) -> None:
    expected = answers(two_generations)
    files = files_of(two_generations.folder)
    assert len(files) == 1 + 4 + 2 * 15 + 4
    for file in files:
        # A checksum in CURRENT that is not that of a manifest may be the fault of either.
        manifests = set(two_generations.folder.glob("generations/*/manifest.json"))
        suspects = {file} | (manifests if file.name == "CURRENT" else set())
        for _ in damaged_copies(file):
            named = named_files(two_generations)
            assert named
            assert named <= suspects
            told = named_or_answers(two_generations)
            assert told in suspects if isinstance(told, Path) else told == expected
    assert verify_index(two_generations.folder).damaged == ()


def test_every_damaged_file_is_named_not_only_the_first(two_generations: Workshop) -> None:
    folder = two_generations.folder
    victims = {
        folder / "segments" / "000001" / "vectors.faiss",
        folder / "segments" / "000002" / "records.sqlite",
        folder / "generations" / "000001" / "manifest.json",
        next(folder.glob("originals/*/*")),
    }
    for victim in victims:
        victim.chmod(0o600)
        victim.write_bytes(victim.read_bytes() + b"\0")
    assert named_files(two_generations) == victims


def test_a_missing_file_is_named(two_generations: Workshop) -> None:
    for file in files_of(two_generations.folder):
        if file.name == "CURRENT":
            continue
        whole = file.read_bytes()
        file.unlink()
        (named,) = named_files(two_generations)
        assert named.name.partition(".")[0] == file.name.partition(".")[0]
        file.write_bytes(whole)


def test_what_was_looked_at_is_counted(two_generations: Workshop) -> None:
    verification = verify_index(two_generations.folder)
    assert verification.generations == (2, 1)
    assert verification.files == 2 + 2 * 15
    assert verification.originals == 4
    roll_back(two_generations.folder)
    assert verify_index(two_generations.folder).generations == (1,)


def test_a_roll_back_to_a_damaged_generation_is_refused(two_generations: Workshop) -> None:
    expected = answers(two_generations)
    for name in ("manifest.json", "catalogue.sqlite"):
        for _ in damaged_copies(two_generations.folder / "generations" / "000001" / name):
            with pytest.raises(IndexFolderError):
                roll_back(two_generations.folder)
            assert answers(two_generations) == expected
    assert roll_back(two_generations.folder) == 1


def test_what_becomes_of_the_files_of_an_open_collection_changes_no_answer(
    two_generations: Workshop,
) -> None:
    """Overwritten or cut in their place, which no run of ours does: as by another program."""
    with two_generations.open() as collection:
        expected = collection.reports(), collection.judgements()
        for file in two_generations.folder.glob("*/*/*.sqlite"):
            file.chmod(0o600)
            file.write_bytes(bytes(file.stat().st_size))
        for name in ("paragraphs.jsonl", "vectors.faiss", "tokens.bin"):
            for file in two_generations.folder.glob(f"segments/*/{name}"):
                os.truncate(file, 0)
        assert (collection.reports(), collection.judgements()) == expected
        # Read under a map, a file that was cut ends the process.
        with pytest.raises(IndexDamaged, match=r"paragraphs.jsonl"):
            collection.paragraphs(expected[0][0].id)


def test_no_index_is_told(workshop: Workshop) -> None:
    with pytest.raises(IndexMissing):
        verify_index(workshop.folder)
