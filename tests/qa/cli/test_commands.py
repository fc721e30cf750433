"""The commands without an index: help, misuse, exit codes, tables."""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import CorpusError, FileDamaged
from index import (
    FileOutcome,
    IndexBusy,
    IndexDamaged,
    IndexFolderError,
    IndexMissing,
    NothingToRollBack,
)
from qa.cli import ask, main
from qa.cli.exits import exit_code, run
from qa.cli.indexing import outcome_lines
from qa.cli.list_reports import print_rows
from qa.cli.terminal import Paper
from qa.errors import QaError, QuestionEmpty
from qa.showing.report_rows import REPORT_COLUMNS, report_row
from tests.qa.stand_ins import make_report

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("command", ["", *main.COMMANDS])
def test_help_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main([*([command] if command else []), "-h"])
    assert ended.value.code == 0
    assert "example:\n  qa " in capsys.readouterr().out


def test_ask_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        ask.main(["-h"])
    assert 'ask "What needs to improve' in capsys.readouterr().out


def test_help_loads_nothing_heavy() -> None:
    heavy = ("numpy", "torch", "faiss", "pypdf", "pypdfium2", "rapidfuzz")
    program = (
        "import sys\n"
        "from qa.cli import ask, main\n"
        "main.parser().format_help(); ask.parser().format_help()\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("arguments", [["nonsense"], ["reports", "--grade"], []])
def test_misuse_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(arguments)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_index_needs_something_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["index", "--index", str(tmp_path)]) == 2
    assert main.main(["index", "x", "--roll-back", "--index", str(tmp_path)]) == 2
    assert main.main(["evaluate", "questions.jsonl"]) == 2
    assert "--answers" in capsys.readouterr().err


def test_no_question_without_a_terminal_is_misuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert ask.main([]) == 2


@pytest.mark.parametrize("value", ["0", "-1", "many"])
def test_a_limit_is_a_whole_number(value: str) -> None:
    with pytest.raises(SystemExit):
        ask.main(["Why?", "--limit", value])


def leaves(kind: type[Exception]) -> list[type[Exception]]:
    below = kind.__subclasses__()
    return [leaf for some in below for leaf in leaves(some)] if below else [kind]


def test_every_error_of_every_room_has_an_exit_code() -> None:
    for root in (QaError, CorpusError, IndexFolderError):
        for leaf in leaves(root):
            assert exit_code(leaf.__new__(leaf)) in (1, 2, 3, 4), leaf


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (QuestionEmpty(), 2),
        (IndexDamaged(Path("vectors"), "torn"), 3),
        (IndexMissing(Path("x")), 3),
        (FileDamaged("a.pdf", "Torn."), 1),
        (PermissionError("no"), 4),
    ],
)
def test_errors_end_with_the_contracts_codes(error: BaseException, code: int) -> None:
    def command() -> int:
        raise error

    assert run(command) == code


def test_errors_nobody_foresaw_are_not_swallowed() -> None:
    def command() -> int:
        raise ZeroDivisionError

    assert exit_code(ZeroDivisionError()) is None
    with pytest.raises(ZeroDivisionError):
        run(command)


def test_the_table_of_a_run_tells_what_went_wrong() -> None:
    files = [
        FileOutcome("a.pdf", "added"),
        FileOutcome("b\x1b.pdf", "encrypted", "A password is needed."),
    ]
    lines = outcome_lines(files, Paper(80, colour=False))
    assert lines == [
        "added      a.pdf",
        "encrypted  b.pdf",
        "           A password is needed.",
        "1 added, 1 encrypted",
    ]


def test_a_long_table_lists_only_what_went_wrong() -> None:
    files = [FileOutcome(f"{n}.pdf", "unchanged") for n in range(100)]
    files.append(FileOutcome("bad.pdf", "damaged"))
    lines = outcome_lines(files, Paper(80, colour=False))
    assert lines == ["damaged  bad.pdf", "1 damaged, 100 unchanged"]


def test_csv_holds_no_formula(capsys: pytest.CaptureFixture[str]) -> None:
    report = make_report("=HYPERLINK(1)", "2024-05-13", id="r")
    print_rows([report_row(report)], REPORT_COLUMNS, as_csv=True)
    assert "r,'=HYPERLINK(1),ilacs" in capsys.readouterr().out


def test_every_command_is_a_module_with_its_parts() -> None:
    (actions,) = [
        action
        for action in main.parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    ]
    assert list(actions.choices) == list(main.COMMANDS)


def test_nothing_to_roll_back_and_busy() -> None:
    assert exit_code(NothingToRollBack.__new__(NothingToRollBack)) == 2
    assert exit_code(IndexBusy.__new__(IndexBusy)) == 3
