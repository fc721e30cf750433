"""Nothing that a report or a file's name holds acts on the terminal that it is printed to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import document_from_json
from index import Collection, update_collection
from qa.cli import ask, main
from qa.visible import clean
from tests.hostile_words import ESCAPES, FORMULAS, write_hostile_documents

WORDS = [*ESCAPES.values(), *FORMULAS, "<script>alert(1)</script>"]
SUPERVISION = "How is the supervision of social workers in Marlthorpe?"
COMMANDS = {
    "answer": ["ask", SUPERVISION],
    "improvements": ["ask", "What needs to improve in Marlthorpe?"],
    "list": ["ask", "Which authorities are good?"],
    "inspectors": ["ask", "Who led the inspection of Marlthorpe?"],
    "plain": ["ask", SUPERVISION, "--plain"],
    "JSON": ["ask", SUPERVISION, "--json"],
    "no answer": ["ask", "Does Marlthorpe teach sailing to llamas?"],
    "reports": ["qa", "reports"],
    "reports as JSON": ["qa", "reports", "--json"],
    "reports as CSV": ["qa", "reports", "--csv"],
    "judgements": ["qa", "judgements"],
    "judgements as JSON": ["qa", "judgements", "--json"],
    "judgements as CSV": ["qa", "judgements", "--csv"],
    "doctor": ["qa", "doctor"],
    "wrong filter": ["qa", "reports", "--authority", "\x1b[2J\x9b"],
}


@pytest.fixture(scope="module")
def hostile_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of reports every field of which would act on a terminal."""
    folder = tmp_path_factory.mktemp("hostile")
    documents = write_hostile_documents(folder / "documents.jsonl", WORDS)
    run = update_collection(folder / "index", [documents])
    assert run.reports == len(WORDS) + 1
    return folder / "index"


def run(*words: str) -> int:
    command, *arguments = words
    return (ask.main if command == "ask" else main.main)(arguments)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_nothing_reaches_the_terminal_as_it_stands(
    hostile_index: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    run(*command, "--index", str(hostile_index))
    told = capsys.readouterr()
    assert told.out or told.err
    assert clean(told.out) == told.out
    assert clean(told.err) == told.err


def test_json_says_the_same_values(hostile_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("qa", "reports", "--json", "--index", str(hostile_index)) == 0
    printed = json.loads(capsys.readouterr().out)
    with Collection.open(hostile_index) as collection:
        held = {report.lead_inspector for report in collection.reports()}
    assert {report["lead_inspector"] for report in printed} == held
    assert len(held) > len(WORDS) / 2


def test_names_of_files_do_not_act_either(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "reports\x1b[2J"
    folder.mkdir()
    for number, word in enumerate(ESCAPES.values()):
        name = f"{number}{word.replace('/', '')}"
        (folder / f"{name}.pdf").write_bytes(b"%PDF-1.4 and no more")
        (folder / f"{name}.txt").write_text(f"Inspection of Marlthorpe {number}", encoding="utf-8")
    index = str(tmp_path / "index")
    for command in (
        ["qa", "index", str(folder), "--index", index],
        ["qa", "index", str(folder), "--index", index, "--json"],
        ["qa", "read", *map(str, sorted(folder.iterdir()))],
    ):
        assert run(*command) == 1
        told = capsys.readouterr()
        assert told.out
        for stream in (told.out, told.err):
            assert clean(stream) == stream
    for line in told.out.splitlines():
        assert document_from_json(json.loads(line)).source.startswith(str(folder))


def test_a_file_cannot_write_a_line_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name with a line end forges no row of the table."""
    (tmp_path / "a\nadded  b.pdf").write_bytes(b"%PDF-1.4 and no more")
    assert run("qa", "index", str(tmp_path), "--index", str(tmp_path / "index")) == 1
    assert not [line for line in capsys.readouterr().out.splitlines() if line.startswith("added")]
