"""Files of an index: order of writing, damage, locks."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from index import (
    IndexBusy,
    IndexDamaged,
    IndexOutOfDate,
    IndexUnwritable,
    roll_back,
    verify_index,
)
from index.storage import point_to, read_checked, read_manifest, write_synced, writing
from tests.index.conftest import Workshop
from tests.index.stand_ins import make_document


def files_of(folder: Path) -> list[Path]:
    """Every file that an opened collection answers from."""
    kinds = ("CURRENT", "generations/*/*", "segments/*/*")
    return [path for kind in kinds for path in folder.glob(kind)]


def read_everything(workshop: Workshop) -> None:
    """Open the collection and read all that an answer may come from."""
    with workshop.open() as collection:
        for report in collection.reports():
            collection.paragraphs(report.id)
        collection.search("care leavers", limit=100)


def test_one_byte_changed_in_any_file_is_noticed(tiny_collection: Workshop) -> None:
    files = files_of(tiny_collection.folder)
    assert len(files) == 18
    for file in files:
        whole = file.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1):
            damaged = bytearray(whole)
            damaged[place] ^= 0x01
            file.write_bytes(damaged)
            with pytest.raises(IndexDamaged) as caught:
                read_everything(tiny_collection)
            assert caught.value.file.name in {file.name, "CURRENT", "manifest.json"}
        file.write_bytes(whole)
    read_everything(tiny_collection)


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
    point_to(folder, 1)
    for use in (tiny_collection.open, tiny_collection.update, lambda: verify_index(folder)):
        with pytest.raises(IndexOutOfDate, match="has format 99, this program knows format 3"):
            use()
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


@dataclass(frozen=True)
class Step:
    """Something that a run did to the disk, in the order that it was done."""

    did: str  # "sync" or "rename"
    path: Path
    to: Path | None = None


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """What is synced and renamed from now on."""
    noted: list[Step] = []
    sync, rename, replace = os.fsync, os.rename, os.replace

    def note_sync(handle: int) -> None:
        sync(handle)
        noted.append(Step("sync", Path(os.readlink(f"/proc/self/fd/{handle}"))))

    def note(move: Callable[[Path, Path], None]) -> Callable[[Path, Path], None]:
        def moved(source: Path, target: Path) -> None:
            move(source, target)
            noted.append(Step("rename", Path(source), Path(target)))

        return moved

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "rename", note(rename))
    monkeypatch.setattr(os, "replace", note(replace))
    return noted


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="names files by /proc")


@needs_proc
def test_files_then_folder_then_name_then_pointer_reach_the_disk(
    workshop: Workshop, steps: list[Step]
) -> None:
    """What has not been synced when CURRENT is renamed could be lost with the power."""
    workshop.write("a.pdf", make_document())
    workshop.update()
    folder = workshop.folder
    renames = [step for step in steps if step.did == "rename" and step.to]
    names = [step.to.relative_to(folder).parts[0] for step in renames if step.to]
    assert names == ["originals", "segments", "generations", "CURRENT"]
    for rename in renames:
        assert rename.to
        before, after = steps[: steps.index(rename)], steps[steps.index(rename) + 1 :]
        inside = sorted(rename.to.rglob("*"))  # as it lay in staging
        wanted = {rename.path / path.relative_to(rename.to) for path in inside} | {rename.path}
        assert wanted <= {step.path for step in before if step.did == "sync"}, rename
        # The new name itself is on the disk before the next thing is given a name.
        till_next = after[: next((n for n, s in enumerate(after) if s.did == "rename"), None)]
        assert rename.to.parent in {step.path for step in till_next if step.did == "sync"}, rename
    before = steps[: steps.index(renames[-1])]
    places = {
        place
        for kind in names[:-1]
        for place in (folder / kind, *(folder / kind).rglob("*"))
        if place.is_dir()
    }
    renamed = {step.to: step.path for step in renames}
    synced = {step.path for step in before if step.did == "sync"}
    assert {renamed.get(place, place) for place in places} <= synced


@needs_proc
def test_a_roll_back_syncs_the_pointer_around_its_rename(
    tiny_collection: Workshop, steps: list[Step]
) -> None:
    tiny_collection.write("new.pdf", make_document("Great Ashby"))
    tiny_collection.update()
    steps.clear()
    roll_back(tiny_collection.folder)
    aside = tiny_collection.folder / "staging" / "CURRENT"
    current = tiny_collection.folder / "CURRENT"
    assert steps == [
        Step("sync", aside),
        Step("rename", aside, current),
        Step("sync", tiny_collection.folder),
    ]


@needs_proc
def test_a_run_with_nothing_to_do_syncs_the_pointer(
    tiny_collection: Workshop, steps: list[Step]
) -> None:
    """The run that published may have been killed between its last rename and the sync."""
    tiny_collection.update()
    assert steps == [Step("sync", tiny_collection.folder)]


CURRENT_CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "another generation before": lambda content: content.replace(b": 1,", b": 3,"),
    "a name": lambda content: content.replace(b"earlier", b"farlier"),
    "a space": lambda content: content.replace(b" ", b"\t", 1),
    "something behind": lambda content: content + b"\n",
    "no checksum": lambda content: content.replace(b'sha256": "', b'sha257": "'),
    "cut": lambda content: content[:-1],
    "empty": lambda content: b"",
}


@pytest.mark.parametrize("change", CURRENT_CHANGES)
def test_no_byte_of_the_pointer_changes_unnoticed(tiny_collection: Workshop, change: str) -> None:
    tiny_collection.write("new.pdf", make_document("Great Ashby"))
    tiny_collection.update()
    current = tiny_collection.folder / "CURRENT"
    whole = current.read_bytes()
    damaged = CURRENT_CHANGES[change](whole)
    assert damaged != whole
    current.write_bytes(damaged)
    for use in (tiny_collection.open, lambda: verify_index(tiny_collection.folder)):
        with pytest.raises(IndexDamaged, match="CURRENT"):
            use()


def test_a_pointer_that_an_older_program_wrote_is_read(tiny_collection: Workshop) -> None:
    current = tiny_collection.folder / "CURRENT"
    values = json.loads(current.read_bytes())
    del values["sha256"]
    current.write_text(json.dumps(values))
    with tiny_collection.open() as collection:
        assert len(collection.reports()) == 3
    assert tiny_collection.update().generation == 1


def test_an_empty_file_is_whole(tmp_path: Path) -> None:
    stored = write_synced(tmp_path / "empty", b"")
    assert read_checked(tmp_path, stored) == b""


def test_the_manifest_tells_what_is_live(tiny_collection: Workshop) -> None:
    manifest = read_manifest(tiny_collection.folder)
    assert (manifest.generation, manifest.parent, manifest.model) == (1, None, "hashing")
    assert (manifest.reports, manifest.paragraphs, manifest.dimension) == (3, 6, 32)
    assert [segment.name for segment in manifest.segments] == ["000001"]
