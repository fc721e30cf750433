"""Files of an index: order of writing, damage, locks."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from pathlib import Path

import pytest

from index import (
    IndexBusy,
    IndexDamaged,
    IndexOutOfDate,
    IndexUnwritable,
    roll_back,
)
from index.storage import open_checked, read_manifest, write_synced, writing
from tests.index.conftest import Workshop
from tests.index.stand_ins import make_document


def files_of(folder: Path) -> list[Path]:
    """Every file that an opened collection answers from."""
    kinds = ("CURRENT", "generations/*/*", "segments/*/*")
    return [path for kind in kinds for path in folder.glob(kind)]


def test_one_byte_changed_in_any_file_is_noticed(tiny_collection: Workshop) -> None:
    files = files_of(tiny_collection.folder)
    assert len(files) == 11
    for file in files:
        whole = file.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1):
            damaged = bytearray(whole)
            damaged[place] ^= 0x01
            file.write_bytes(damaged)
            with pytest.raises(IndexDamaged) as caught:
                tiny_collection.open()
            assert caught.value.file.name in {file.name, "CURRENT", "manifest.json"}
        file.write_bytes(whole)
    tiny_collection.open().close()


def test_a_missing_or_cut_file_is_noticed(tiny_collection: Workshop) -> None:
    for file in files_of(tiny_collection.folder):
        if file.name == "CURRENT":
            continue
        whole = file.read_bytes()
        file.write_bytes(whole[:-1])
        with pytest.raises(IndexDamaged):
            tiny_collection.open()
        file.unlink()
        with pytest.raises(IndexDamaged, match=file.name):
            tiny_collection.open()
        file.write_bytes(whole)


def test_a_damaged_generation_can_be_rolled_back_or_rebuilt(tiny_collection: Workshop) -> None:
    tiny_collection.write("new.pdf", make_document("Great Ashby"))
    tiny_collection.update()
    manifest = tiny_collection.folder / "generations" / "000002" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"4", b"5"))
    with pytest.raises(IndexDamaged, match="--roll-back"):
        tiny_collection.update()
    assert roll_back(tiny_collection.folder) == 1
    assert tiny_collection.update().reports == 4
    (tiny_collection.folder / "CURRENT").write_text("{")
    assert tiny_collection.update(rebuild=True).reports == 4


def test_an_unknown_format_is_refused_by_name(tiny_collection: Workshop) -> None:
    folder = tiny_collection.folder
    manifest = folder / "generations" / "000001" / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99}))
    current = json.loads((folder / "CURRENT").read_text())
    current["manifest_sha256"] = hashlib.sha256(manifest.read_bytes()).hexdigest()
    (folder / "CURRENT").write_text(json.dumps(current))
    with pytest.raises(IndexOutOfDate, match="has format 99"):
        tiny_collection.open()
    assert tiny_collection.update(rebuild=True).reports == 3


def test_a_second_writer_is_refused(workshop: Workshop) -> None:
    workshop.write("a.pdf", make_document())
    with writing(workshop.folder), pytest.raises(IndexBusy, match="another program"):
        workshop.update()
    assert workshop.update().reports == 1


def test_what_the_disk_refuses_is_a_clear_error(
    tiny_collection: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    tiny_collection.write("new.pdf", make_document("Great Ashby"))
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(IndexUnwritable, match="No space left on device"):
        tiny_collection.update()
    monkeypatch.undo()
    with tiny_collection.open() as collection:
        assert len(collection.reports()) == 3
    assert tiny_collection.update().reports == 4


def test_a_full_disk_met_by_sqlite_is_the_same_error(tmp_path: Path) -> None:
    with pytest.raises(IndexUnwritable, match="disk is full"), writing(tmp_path):
        raise sqlite3.OperationalError("database or disk is full")


def test_all_is_on_the_disk_before_the_pointer_moves(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fsync has not seen when CURRENT is renamed could be lost with the power."""
    synced: set[int] = set()
    unsynced: list[str] = []
    sync, rename = os.fsync, os.replace

    def note_sync(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        sync(handle)

    def note_rename(source: Path, target: Path) -> None:
        if Path(target).name == "CURRENT":
            for path in [source, *workshop.folder.glob("generations/**/*")]:
                unsynced.extend([str(path)] if Path(path).stat().st_ino not in synced else [])
            for path in [*workshop.folder.glob("segments/**/*"), *workshop.folder.glob("o*/*/*")]:
                unsynced.extend([str(path)] if path.stat().st_ino not in synced else [])
        rename(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_rename)
    workshop.write("a.pdf", make_document())
    workshop.update()
    assert unsynced == []
    assert workshop.folder.stat().st_ino in synced


def test_an_empty_file_is_whole(tmp_path: Path) -> None:
    stored = write_synced(tmp_path / "empty", b"")
    assert open_checked(tmp_path, stored).nbytes == 0


def test_the_manifest_tells_what_is_live(tiny_collection: Workshop) -> None:
    manifest = read_manifest(tiny_collection.folder)
    assert (manifest.generation, manifest.parent, manifest.model) == (1, None, "hashing")
    assert (manifest.reports, manifest.paragraphs, manifest.dimension) == (3, 6, 32)
    assert [segment.name for segment in manifest.segments] == ["000001"]
