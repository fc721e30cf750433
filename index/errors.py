"""What can be wrong with an index folder, or with an engine in its place, as a tree.

IndexFolderError
├── IndexMissing           the folder holds no index
├── IndexDamaged           a file is not what its checksum says
├── IndexOutOfDate         written in a format that this program does not know
├── EmbeddingMismatch      built with one embedding model, asked with another
├── EmbeddingModelMissing  the embedding model cannot be loaded from this machine
├── CrossEncoderMissing    the cross-encoder that was named cannot be loaded from this machine
├── IndexBusy              another program writes to it
├── IndexUnreadable        not allowed to read, or the disk fails
├── IndexUnwritable        no space, or not allowed to write
├── NothingToRollBack      there is no earlier generation
├── StoreExtraMissing      the client of the engine that is to keep the collection is not installed
├── StoreUnavailable       the engine that keeps the collection does not answer
├── StoreRefused           it answers that it will not do what it was asked
├── StoreDamaged           what it gives is not what was written to it
└── GenerationGone         the generation that was opened has been replaced twice since

The message says what was found and what to do; the values are attributes too.
"""

from __future__ import annotations

from pathlib import Path


class IndexFolderError(Exception):
    """An index folder that cannot be used as asked."""


class IndexMissing(IndexFolderError):
    def __init__(self, folder: Path | str) -> None:
        self.folder = folder
        super().__init__(f'there is no index in {folder}: make one with "qa index FOLDER"')


class IndexDamaged(IndexFolderError):
    def __init__(self, file: Path, found: str) -> None:
        self.file = file
        self.found = found
        super().__init__(
            f"{file} is damaged ({found}): "
            'go back with "qa index --roll-back" or make it anew with "qa index --rebuild FOLDER"'
        )


class IndexOutOfDate(IndexFolderError):
    def __init__(self, folder: Path | str, found: object, known: int) -> None:
        self.folder = folder
        self.found = found
        self.known = known
        super().__init__(
            f"the index in {folder} has format {found}, this program knows format {known}: "
            'run "qa index --rebuild FOLDER" with the folders of your reports'
        )


class EmbeddingMismatch(IndexFolderError):
    def __init__(self, built_with: str, asked_with: str) -> None:
        self.built_with = built_with
        self.asked_with = asked_with
        super().__init__(
            f"the index was built with model {built_with}, the model in use is {asked_with}: "
            'use the model it was built with, or run "qa index --rebuild"'
        )


class EmbeddingModelMissing(IndexFolderError):
    def __init__(self, model: str, found: str) -> None:
        self.model = model
        self.found = found
        super().__init__(
            f"the embedding model {model} cannot be loaded: {found}. "
            "Name a sentence-transformers folder on this machine, or leave the packaged model"
        )


class CrossEncoderMissing(IndexFolderError):
    def __init__(self, model: str, found: str, setting: str = "QA_CROSS_ENCODER") -> None:
        self.model = model
        self.found = found
        super().__init__(
            f"the cross-encoder {model} cannot be used: {found}. "
            f"Name the folder of one on this machine, or leave {setting} unset"
        )


class IndexBusy(IndexFolderError):
    def __init__(self, folder: Path | str) -> None:
        self.folder = folder
        super().__init__(f"another program is writing to the index in {folder}: wait and try again")


class IndexUnreadable(IndexFolderError):
    def __init__(self, file: Path, found: str) -> None:
        self.file = file
        self.found = found
        super().__init__(f"{file} cannot be read ({found}): allow reading it, or mend its disk")


class IndexUnwritable(IndexFolderError):
    def __init__(self, folder: Path, found: str) -> None:
        self.folder = folder
        self.found = found
        super().__init__(
            f"the index in {folder} cannot be written ({found}); what it held is still there: "
            "make room or allow writing, then try again"
        )


class NothingToRollBack(IndexFolderError):
    def __init__(self, folder: Path | str, generation: int) -> None:
        self.folder = folder
        self.generation = generation
        super().__init__(f"generation {generation} is the only one kept in {folder}")


class StoreExtraMissing(IndexFolderError):
    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(
            f"the collection is kept at {place}, and what speaks with that engine is not "
            "installed: pip install 'inspection-answers[milvus]'"
        )


class StoreUnavailable(IndexFolderError):
    def __init__(self, place: str, found: str) -> None:
        self.place = place
        self.found = found
        super().__init__(
            f"the engine at {place} does not answer ({found}): start it, or wait until it is back"
        )


class StoreRefused(IndexFolderError):
    def __init__(self, place: str, found: str) -> None:
        self.place = place
        self.found = found
        super().__init__(f"the engine at {place} refused what it was asked ({found})")


class StoreDamaged(IndexFolderError):
    def __init__(self, place: str, found: str) -> None:
        self.place = place
        self.found = found
        super().__init__(
            f"the collection at {place} is not what was written ({found}): "
            'go back with "qa index --roll-back" or make it anew with "qa index --rebuild FOLDER"'
        )


class GenerationGone(IndexFolderError):
    def __init__(self, place: str, generation: int) -> None:
        self.place = place
        self.generation = generation
        super().__init__(
            f"generation {generation} of the collection at {place} has been replaced: ask again"
        )
