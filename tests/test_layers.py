"""The import rule: corpus <- index <- qa, and each library in the one place that knows it.

Every import statement of the three rooms is read; what breaks the rule is named by file and line.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("corpus", "index", "qa")  # a room may import from those to its left

_HTTP = ("qa/http/", "qa/api/", "qa/web/", "qa/application.py")

# Library -> where it may be imported: a folder, or one file.
HOMES = {
    "pypdf": ("corpus/pages/",),
    "pypdfium2": ("corpus/pages/",),
    "PIL": ("corpus/pages/",),
    "faiss": ("index/faiss_library.py",),
    "rank_bm25": ("index/okapi.py",),
    "onnx": ("index/onnx_writing.py",),
    "onnxruntime": ("index/onnx_embedder.py", "index/onnx_writing.py"),
    "sentence_transformers": (
        "index/cross_encoder.py",
        "index/embedder.py",
    ),
    "tokenizers": ("index/onnx_embedder.py",),
    "torch": ("index/embedder.py", "index/onnx_writing.py"),
    "transformers": ("index/embedder.py", "index/onnx_writing.py"),
    "pymilvus": ("index/milvus/engine.py",),
    "grpc": ("index/milvus/engine.py",),
    "milvus_lite": (),
    "sqlite3": ("index/",),
    "fastapi": _HTTP,
    "httpx2": ("qa/prose/model_server.py",),
    "jinja2": ("qa/web/",),
    "limits": ("qa/http/",),
    "mcp": ("qa/mcp/",),
    "prometheus_client": ("qa/http/",),
    "structlog": ("qa/http/",),
    "starlette": _HTTP,
    "uvicorn": ("qa/serving.py", "qa/http/connections.py"),
    "pydantic": (*_HTTP, "qa/mcp/"),
    # A stored object that runs code when it is opened has no home here.
    "pickle": (),
    "joblib": (),
    "shelve": (),
    "marshal": (),
}

# What takes long to import: `ask -h` must not wait for it.
HEAVY = (
    "PIL",
    "faiss",
    "httpx2",
    "onnx",
    "grpc",
    "onnxruntime",
    "pandas",
    "pymilvus",
    "pypdfium2",
    "scipy",
    "sentence_transformers",
    "sklearn",
    "tokenizers",
    "torch",
    "transformers",
)

# What stands at the bottom of a room: these import nothing of their own room but each other.
BOTTOM = ("errors", "records", "vocabulary", "visible", "personal_data")

# Ways in, on top of a room: nothing of the room imports them but those behind them in this row.
TOP = ("qa.http", "qa.api", "qa.web", "qa.mcp", "qa.application", "qa.serving", "qa.cli")


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, with the names taken from it ("from module import names")."""

    file: str  # relative to the repository, with forward slashes
    line: int
    module: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.module}"


def imports_of(source: str, file: str) -> Iterator[Import]:
    """Every import statement in a source file, wherever it stands, relative ones resolved."""
    package = file.removesuffix(".py").split("/")[:-1]
    for node in ast.walk(ast.parse(source, file)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(file, node.lineno, alias.name, ())
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, node.module] if node.module else above)
            yield Import(file, node.lineno, module, tuple(alias.name for alias in node.names))


def offered_names(room: str) -> frozenset[str]:
    """The names that a room's __init__.py offers in its `__all__`."""
    offer: list[str] = importlib.import_module(room).__all__
    return frozenset(offer)


def faults_of(imported: Import) -> Iterator[str]:
    """What one import statement does against the rule, as sentences."""
    room, target = imported.file.split("/")[0], imported.module.split(".")[0]
    homes = HOMES.get(target)
    if homes is not None and not imported.file.startswith(homes or ("nowhere",)):
        yield f"{imported}: {target} may be imported in {' or '.join(homes) or 'no file'} only"
    if target not in ROOMS:
        return
    if target == room:
        yield from faults_inside_room(imported, room)
    elif ROOMS.index(target) > ROOMS.index(room):
        yield f"{imported}: {room} may not know {target}"
    elif imported.module != target or not imported.names:
        yield f'{imported}: write "from {target} import NAME", with names that it offers'
    else:
        for name in sorted(set(imported.names) - offered_names(target)):
            yield f"{imported}: {target}/__init__.py offers no {name}"


def faults_inside_room(imported: Import, room: str) -> Iterator[str]:
    """Records and errors stand at the bottom of their room, commands and pages on top."""
    own_module = imported.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    neighbour = imported.module.removeprefix(f"{room}.")
    if own_module.removeprefix(f"{room}.") in BOTTOM and neighbour not in BOTTOM:
        yield f"{imported}: {own_module} stands at the bottom of {room} and imports no neighbour"
    own_place = next((i for i, way_in in enumerate(TOP) if is_within(own_module, way_in)), -1)
    for place, way_in in enumerate(TOP):
        if is_within(imported.module, way_in) and place > own_place:
            yield f"{imported}: {way_in} is a way in; nothing below it may import it"


def is_within(module: str, package: str) -> bool:
    """Whether a module is the package or stands in it."""
    return module == package or module.startswith(f"{package}.")


def test_every_import_keeps_the_rule() -> None:
    faults = [
        fault
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for imported in imports_of(
            path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        )
        for fault in faults_of(imported)
    ]
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("corpus/reading.py", "from index import Hit"),
        ("corpus/reading.py", "import qa"),
        ("index/build.py", "from qa.settings import Settings"),
        ("index/build.py", "from corpus.records import Document"),
        ("index/build.py", "import corpus.records"),
        ("index/build.py", "import corpus"),
        ("index/build.py", "from corpus import no_such_name"),
        ("index/build.py", "from corpus import records"),
        ("index/bm25.py", "import faiss"),
        ("index/collection.py", "import torch"),
        ("index/onnx_embedder.py", "from transformers import AutoTokenizer"),
        ("index/storage.py", "import pickle"),
        ("corpus/reading.py", "def read():\n    from pypdf import PdfReader"),
        ("qa/answering.py", "from fastapi import FastAPI"),
        ("qa/answering.py", "from qa.cli.ask import main"),
        ("qa/answering.py", "from .cli import ask"),
        ("qa/api/asking.py", "from qa.web.pages import router"),
        ("qa/records.py", "from qa.answering import answer"),
        ("corpus/errors.py", "from corpus.reading import read_documents"),
    ],
)
def test_what_breaks_the_rule_is_named_by_file_and_line(file: str, line: str) -> None:
    faults = [fault for imported in imports_of(f"\n{line}", file) for fault in faults_of(imported)]
    assert faults
    assert faults[0].startswith(f"{file}:{2 + line.count(chr(10))}: ")


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("index/faiss_library.py", "import faiss"),
        ("index/build.py", "from corpus import Document, Paragraph"),
        ("corpus/pages/pdf.py", "import pypdfium2"),
        ("corpus/records.py", "from corpus.vocabulary import GRADES"),
        ("qa/cli/ask.py", "from qa.cli.filters import scope_of"),
        ("qa/answering.py", "import json"),
    ],
)
def test_what_keeps_the_rule_is_let_through(file: str, line: str) -> None:
    assert not [fault for imported in imports_of(line, file) for fault in faults_of(imported)]


def test_every_library_is_declared_in_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {distribution_of(line) for line in project["project"]["dependencies"]}
    extras = project["project"]["optional-dependencies"].values()
    for_extras = declared | {distribution_of(line) for extra in extras for line in extra}
    for_tests = declared | {distribution_of(line) for line in project["dependency-groups"]["dev"]}
    peers = (ROOT / "bench/peers/requirements.txt").read_text(encoding="utf-8").splitlines()
    for_peers = for_tests | {distribution_of(line) for line in peers if line and line[0] != "#"}

    def allowed_in(file: str) -> set[str]:
        if file.startswith("bench/peers/"):
            return for_peers
        if file.startswith("index/milvus/"):
            return for_extras
        return declared if file.split("/")[0] in ROOMS else for_tests

    # Peers are not installed where the tests run, and haystack's package has another name.
    distributions = {"haystack": ["haystack-ai"], **packages_distributions()}
    undeclared = [
        f"{imported}: not declared"
        for folder in (*ROOMS, "scripts", "bench", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for imported in imports_of(
            path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        )
        if (library := imported.module.split(".")[0]) not in sys.stdlib_module_names
        and library not in (*ROOMS, "scripts", "bench", "tests")
        and not allowed_in(imported.file)
        & {distribution_of(name) for name in distributions.get(library, [library])}
    ]
    assert not undeclared, "\n" + "\n".join(undeclared)


def distribution_of(requirement: str) -> str:
    """The name of a distribution as indexes compare it, without its version."""
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("module", ["corpus", "index", "qa", "qa.cli.ask", "qa.cli.main"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}\nprint(sorted(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
