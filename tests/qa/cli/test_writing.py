"""`ask`, `qa evaluate` and `qa doctor` with a language model."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.assembly import open_answerer
from qa.cli import ask, main
from qa.cli.show import answer_lines
from qa.cli.terminal import Paper
from qa.cli.writing import Writing
from qa.records import Question
from qa.settings import settings_from
from tests.qa.cli.test_evaluating import QUESTIONS
from tests.qa.prose.model_servers import Body, Call, Scripted, drafted, faithful, scripted

QUESTION = "How are care leavers helped in Thornmere and Quillbridge?"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scripted]:
    """A faithful model, named by the environment."""
    with scripted(faithful) as made:
        monkeypatch.setenv("QA_MODEL", "scripted")
        monkeypatch.setenv("QA_MODEL_SERVER", made.address)
        yield made


def failing(call: Call, body: Body) -> None:
    call.reply(500)


def agreeing(call: Call, body: Body) -> None:
    call.begin()
    call.say("Yes.")
    call.close_stream()


def lying(call: Call, body: Body) -> None:
    call.begin()
    call.say(drafted(*((f"It won {n} golden penguins.", [1]) for n in range(3))))
    call.close_stream()


def test_ask_prints_what_a_model_writes(
    server: Scripted, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask.main([QUESTION, "--index", str(sample_index), "--plain"]) == 0
    printed = capsys.readouterr()
    assert "In a language model's words, each sentence checked" in printed.out
    assert "Written by a language model (scripted)" in printed.out
    assert "Sources" in printed.out
    assert "scripted is writing" in printed.err


def test_what_is_printed_as_it_is_written_is_what_is_printed_at_once(
    server: Scripted, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = Paper(80, colour=False)
    settings = settings_from(os.environ, sample_index)
    with open_answerer(settings) as answerer:
        question = Question(QUESTION)
        quoted = answerer.answer(question)
        answer = Writing(answerer, settings).print_as_written(question, quoted, paper)
    assert capsys.readouterr().out.splitlines() == answer_lines(answer, paper)


@pytest.mark.parametrize("script", [failing, lying])
def test_ask_prints_the_quotes_where_a_model_is_of_no_use(
    server: Scripted, sample_index: Path, capsys: pytest.CaptureFixture[str], script: object
) -> None:
    server.script = script  # type: ignore[assignment]
    assert ask.main([QUESTION, "--index", str(sample_index), "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert {sentence["kind"] for sentence in values["answer"]} == {"quote"}
    assert values["notes"][-1].endswith("this answer quotes the reports.")
    assert values["model"]["name"] == "scripted"


def test_a_question_of_record_asks_no_model(
    server: Scripted, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask.main(["What grade did Thornmere get?", "--index", str(sample_index)]) == 0
    assert not server.asked
    assert "writing" not in capsys.readouterr().err


def evaluated(tmp_path: Path, index: Path, *more: str) -> int:
    questions = tmp_path / "questions.jsonl"
    questions.write_text("\n".join(map(json.dumps, QUESTIONS)), encoding="utf-8")
    answers = tmp_path / "answers.jsonl"
    arguments = [str(questions), "--answers", str(answers), "--index", str(index), *more]
    return main.main(["evaluate", *arguments])


def test_evaluating_with_a_model_prints_both_cards(
    server: Scripted, tmp_path: Path, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(tmp_path, sample_index, "--model") == 0
    printed = capsys.readouterr().out
    before, _, after = printed.partition("With scripted")
    assert before.startswith("Without a language model")
    assert "abstained on 1.000" in before
    assert "abstained on 1.000" in after
    assert "The model's answers less the quotes, 95 %" in after
    assert "sentences of written answers are the model's" in after
    assert len((tmp_path / "answers.jsonl").read_text().splitlines()) == len(QUESTIONS)


def test_another_model_can_be_named_for_a_measurement(
    server: Scripted, tmp_path: Path, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(tmp_path, sample_index, "--model", "other") == 0
    assert "With other" in capsys.readouterr().out
    assert {asked.body["model"] for asked in server.asked} == {"other"}


def test_a_model_that_is_not_set_is_a_misuse(
    tmp_path: Path, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(tmp_path, sample_index, "--model") == 2
    assert "QA_MODEL" in capsys.readouterr().err


def test_doctor_says_whether_the_model_answers(
    server: Scripted, sample_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.script = agreeing
    assert main.main(["doctor", "--index", str(sample_index)]) == 0
    printed = capsys.readouterr().out
    assert "language model scripted at http://127.0.0.1" in printed
    assert "all is well" in printed
    server.script = failing
    assert main.main(["doctor", "--index", str(sample_index)]) == 3
    assert "does not answer: failed" in capsys.readouterr().err
