"""`qa doctor`: what is installed, which index and model are in use, every checksum verified."""

from __future__ import annotations

import argparse
import hashlib
import platform
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from qa.cli.arguments import add_index_arguments, settings_of
from qa.cli.exits import DONE
from qa.errors import FileUnverified

if TYPE_CHECKING:
    from index import Collection

SUMMARY = "Say what is installed and in use, and verify every checksum."
EXAMPLE = "qa doctor --index my-index"

# The libraries whose version matters when something reads, ranks or embeds differently.
LIBRARIES = (
    "pypdfium2",
    "pypdf",
    "numpy",
    "faiss-cpu",
    "onnxruntime",
    "tokenizers",
    "torch",
    "sentence-transformers",
    "PyStemmer",
    "RapidFuzz",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which index to look at."""
    add_index_arguments(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Print the findings; an index that is missing or damaged ends it with exit code 3."""
    settings = settings_of(arguments)
    print(f"python         {platform.python_version()} on {platform.system()} {platform.machine()}")
    for line in installed_lines(LIBRARIES):
        print(line)
    print(f"index          {settings.index}", flush=True)
    from index import Collection

    # Opening checks the manifest and every file of the live generation.
    collection = Collection.open(settings.index)
    try:
        for line in collection_lines(collection):
            print(line, flush=True)
    finally:
        collection.close()
    print("all is well")
    return DONE


def installed_lines(libraries: Sequence[str]) -> Iterator[str]:
    """Each library with its version, or that it is missing."""
    for name in libraries:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = "not installed"
        yield f"{name:<22} {version}"


def collection_lines(collection: Collection) -> Iterator[str]:
    """What the collection holds, after its kept originals were verified one by one.

    Raises: FileUnverified for the first original that differs from its checksum.
    """
    reports = collection.reports()
    yield f"generation     {collection.generation}, every file of it verified"
    yield f"model          {collection.model}"
    authorities = len({report.authority for report in reports if report.authority})
    yield f"reports        {len(reports):,} on {authorities:,} authorities"
    kept = 0
    for report in reports:
        original = collection.original(report.sha256)
        if original is not None:
            verify_file(original, report.sha256)
            kept += 1
    yield f"originals      {kept:,} kept, all verified"
    # A question shows that the model loads and is the one the vectors were made with.
    collection.search("care", limit=1)
    yield "search         works"


def verify_file(file: Path, sha256: str) -> None:
    """Check a stored file against its checksum.

    Raises: FileUnverified.
    """
    with file.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
            raise FileUnverified(str(file))
