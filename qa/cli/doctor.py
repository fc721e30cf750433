"""`qa doctor`: what is installed, which index and model are in use, every checksum verified."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterator, Sequence
from importlib import metadata
from typing import TYPE_CHECKING

from qa.cli.arguments import add_index_arguments, settings_of
from qa.cli.exits import DONE, UNAVAILABLE
from qa.cli.terminal import tell

if TYPE_CHECKING:
    from index import Capabilities, OpenStore, Verified, WordRanker
    from qa.settings import Settings

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
    "rank-bm25",
    "RapidFuzz",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which index to look at."""
    add_index_arguments(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Print the findings; each damaged file is named, and exit code 3 ends it."""
    settings = settings_of(arguments)
    print(f"python         {platform.python_version()} on {platform.system()} {platform.machine()}")
    for line in installed_lines(LIBRARIES):
        print(line)
    from qa.assembly import open_store

    with open_store(settings) as store:
        print(f"index          {store.place}", flush=True)
        verified = store.verify()
        if verified.damaged:
            for damage in verified.damaged:
                tell(f"qa doctor: {damage}")
            return UNAVAILABLE
        for line in verified_lines(verified):
            print(line, flush=True)
        collection = store.open()
        try:
            for line in collection_lines(collection, store.capabilities(), settings.bm25):
                print(line, flush=True)
        finally:
            collection.close()
    if settings.model is not None and not _tell_model(settings):
        return UNAVAILABLE
    print("all is well")
    return DONE


def _tell_model(settings: Settings) -> bool:
    """Whether the language model answers, with the line about it printed."""
    from qa.assembly import make_model_server
    from qa.prose.trying import try_model

    model = make_model_server(settings)
    assert model is not None
    print(f"language model {model.name} at {model.place}", flush=True)
    tried = try_model(model)
    if tried.failure is not None:
        tell(f"qa doctor: the language model does not answer: {tried.failure}")
        return False
    print(f"               answers, in {tried.seconds:.1f} s")
    return True


def installed_lines(libraries: Sequence[str]) -> Iterator[str]:
    """Each library with its version, or that it is missing."""
    for name in libraries:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = "not installed"
        yield f"{name:<22} {version}"


def verified_lines(verified: Verified) -> Iterator[str]:
    """What was compared with what was written."""
    live, *earlier = verified.generations
    yield f"generation     {live}, every file of it verified"
    if earlier:
        yield f"before it      {earlier[0]}, every file of it verified: --roll-back goes there"
    yield f"originals      {verified.originals:,} kept, all verified"


def collection_lines(
    collection: OpenStore, capabilities: Capabilities, bm25: WordRanker
) -> Iterator[str]:
    """What the collection holds, and that it can be searched."""
    yield f"BM25           {'the engine' if capabilities.is_shared else bm25}"
    yield f"model          {collection.model}"
    authorities = collection.facets("authority")
    reports = sum(authorities.counts.values())
    named = sum(name is not None for name in authorities.counts)
    yield f"reports        {reports:,} on {named:,} authorities"
    paragraphs = collection.count()
    yield f"paragraphs     {paragraphs.value:,}{'' if paragraphs.exact else ', about'}"
    # A question shows that the model loads and is the one the vectors were made with.
    collection.search("care", limit=1)
    yield "search         works"
