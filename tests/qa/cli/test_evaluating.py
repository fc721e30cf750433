"""`qa evaluate` over the sample: the card, the failures, and what changed since an earlier run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.cli import main

GOLD = {
    "file": "99102_quillbridge/children's-services-inspection---14-june-2024.pdf",
    "paragraph": "18",
    "quote": "",
    "group": 1,
}
QUESTIONS = [
    {
        "id": "tax",
        "type": "fact",
        "question": "Do care leavers pay council tax in Quillbridge?",
        "answerable": True,
        "gold": [GOLD],
    },
    {
        "id": "wrong",
        "type": "fact",
        "question": "Who led the 2016 inspection of Fernholt and Penmarsh?",
        "answerable": True,
        "gold": [GOLD],
    },
    {
        "id": "pay",
        "type": "unanswerable",
        "question": "How much does Thornmere pay foster carers a week?",
        "answerable": False,
        "gold": [],
    },
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """One question that is answered, one whose gold is elsewhere, one without an answer."""
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    return path


def evaluate(questions: Path, index: Path, *more: str) -> int:
    answers = questions.with_name("answers.jsonl")
    return main.main(
        ["evaluate", str(questions), "--answers", str(answers), "--index", str(index), *more]
    )


def test_a_run_prints_the_card_and_what_went_wrong(
    questions: Path, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(questions, sample_index) == 0
    shown = capsys.readouterr().out
    assert "abstained on 1.000 (.21-1.00) of 1 unanswerable" in shown
    assert "answers with something wrong: 1. nothing right in the first ten: 1" in shown
    assert "wrong [fact] Who led the 2016 inspection" in shown
    assert "1. Fernholt and Penmarsh, 2016, prose: Lead inspector: Joan Petherick" in shown
    assert "baseline" not in shown
    lines = questions.with_name("answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["tax", "wrong", "pay"]


def test_failures_can_be_left_out(
    questions: Path, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(questions, sample_index, "--failures", "0") == 0
    assert "something wrong" not in capsys.readouterr().out
    with pytest.raises(SystemExit):
        evaluate(questions, sample_index, "--failures", "-1")


def test_the_last_run_may_be_the_baseline_and_is_overwritten(
    questions: Path, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(questions, sample_index) == 0
    answers = questions.with_name("answers.jsonl")
    before = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    before[0].update(retrieved=[], citations=[], answered=False, status="no_evidence")
    answers.write_text("\n".join(map(json.dumps, before)), encoding="utf-8")
    capsys.readouterr()
    assert evaluate(questions, sample_index, "--baseline", str(answers)) == 0
    shown = capsys.readouterr().out
    assert "won, right in the first ten: tax" in shown
    assert "won, answered: tax" in shown
    assert "1 of 3 answers changed" in shown
    assert json.loads(answers.read_text(encoding="utf-8").splitlines()[0])["answered"] is True


def test_a_baseline_that_does_not_fit_is_told_before_anything_is_answered(
    questions: Path, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate(questions, sample_index, "--baseline", str(questions)) == 2
    assert "questions.jsonl:1: not an answer" in capsys.readouterr().err
    earlier = questions.with_name("earlier.jsonl")
    earlier.write_text('{"id": "tax", "answered": true}', encoding="utf-8")
    assert evaluate(questions, sample_index, "--baseline", str(earlier)) == 2
    assert "it has no answer to wrong, pay." in capsys.readouterr().err
    assert not questions.with_name("answers.jsonl").exists()


def test_answers_that_cannot_be_written_are_told(
    questions: Path, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = questions.parent / "nowhere" / "answers.jsonl"
    call = ["evaluate", str(questions), "--answers", str(nowhere), "--index", str(sample_index)]
    assert main.main(call) == 2
    assert "Name a file in a folder that is there." in capsys.readouterr().err
