"""The threat model names every risk that it should, and tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
# OWASP's Top Ten for LLM applications of 2025, then what else can be attacked.
SUBJECTS = {f"LLM{number:02}" for number in range(1, 11)} | {"file", "index", "service"}
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> list[list[str]]:
    """Risk, defence and tests of each row."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def named_in(file: Path) -> set[str]:
    """The names of the tests in a file, by its syntax tree."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = {node.name for node in ast.walk(tree) if isinstance(node, functions)}
    return {name for name in found if name.startswith("test_")}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0][:40])
def test_each_risk_has_a_defence_and_tests_that_exist(row: list[str]) -> None:
    risk, defence, tests = row
    assert len(risk.split()) > 2
    assert len(defence.split()) > 3
    named = _TEST.findall(tests)
    assert named, "which test proves it?"
    assert not _TEST.sub("", tests).strip(), "only tests stand here, as `tests/file.py::name`"
    missing = [f"{file}::{name}" for file, name in named if name not in named_in(ROOT / file)]
    assert not missing


def test_every_risk_of_the_list_is_there() -> None:
    assert {re.split(r"[: ]", row[0])[0] for row in rows()} == SUBJECTS


def test_a_test_that_is_gone_would_be_missed() -> None:
    assert "test_a_test_that_is_gone_would_be_missed" in named_in(Path(__file__))
    assert "test_nothing_of_the_kind" not in named_in(Path(__file__))
