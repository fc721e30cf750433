"""What the tests of the index share: a folder of invented reports and a quick way to index it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from corpus import Document
from index import Collection, IndexRun, update_collection
from tests.index.stand_ins import HashingEmbedder, make_document, read_written, write_document


@dataclass(slots=True)
class Workshop:
    """A folder of reports and an index folder, with a stand-in for the sentence model."""

    place: Path
    embedder: HashingEmbedder = field(default_factory=HashingEmbedder)

    @property
    def reports(self) -> Path:
        return self.place / "reports"

    @property
    def folder(self) -> Path:
        return self.place / "index"

    def write(self, name: str, document: Document) -> Path:
        return write_document(self.reports / name, document)

    def update(
        self,
        paths: Sequence[Path] | None = None,
        *,
        remove: Sequence[Path] = (),
        rebuild: bool = False,
    ) -> IndexRun:
        return update_collection(
            self.folder,
            [self.reports] if paths is None else paths,
            remove=remove,
            rebuild=rebuild,
            embedder=self.embedder,
            read=read_written,
        )

    def open(self) -> Collection:
        return Collection.open(self.folder, embedder=self.embedder)

    def outcomes(self, run: IndexRun) -> dict[str, str]:
        """Outcome by file name."""
        return {Path(file.source).name: file.outcome for file in run.files}


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Empty folders for reports and index."""
    return Workshop(tmp_path)


@pytest.fixture
def tiny_collection(workshop: Workshop) -> Workshop:
    """Three invented reports, indexed: Fernmouth 2018 and 2022, Dunley 2021."""
    workshop.write(
        "fernmouth-2018.pdf",
        make_document(
            "Fernmouth", "2018-03-09", ["Foster carers feel ignored.", "Visits are late."]
        ),
    )
    workshop.write(
        "fernmouth-2022.pdf",
        make_document(
            "Fernmouth",
            "2022-05-13",
            ["Social workers visit children often.", "Housing for care leavers is poor."],
        ),
    )
    workshop.write(
        "dunley-2021.txt",
        make_document("Dunley", "2021-10-01", ["Leaders know the service.", "Foster carers stay."]),
    )
    workshop.update()
    return workshop
