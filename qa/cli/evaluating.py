"""`qa evaluate`: answer a file of questions, write the answers, print the scorecard."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from qa.cli.arguments import add_index_arguments, settings_of
from qa.cli.exits import DONE, MISUSED
from qa.cli.terminal import ProgressLine, tell
from qa.errors import AnswersUnwritable
from qa.showing.plain_text import clean

if TYPE_CHECKING:
    from qa.answering import Answerer
    from qa.evaluation.gold import GoldQuestion
    from qa.settings import Settings

SUMMARY = "Answer each question of a file, write the answers, print the scorecard."
EXAMPLE = "qa evaluate questions.jsonl --answers answers.jsonl --baseline earlier.jsonl"
FAILURES = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The questions, where the answers go, what to compare with and what to look at closely."""
    add = parser.add_argument
    add("questions", type=Path, metavar="QUESTIONS", help="lines of {id, question, history?, ...}")
    add("--answers", type=Path, metavar="OUT", help="file for the answers, one line of JSON each")
    add("--baseline", type=Path, metavar="FILE", help="an earlier OUT to compare with")
    add(
        "--failures",
        type=_count,
        default=FAILURES,
        metavar="N",
        help=f"show the N worst failures, each with what was found instead ({FAILURES}; 0: none)",
    )
    add(
        "--calibrate",
        action="store_true",
        help="fit anew when a paragraph may answer, and print the fit and how well it holds",
    )
    add("--explain", metavar="ID", help="show how one question was answered, with every score")
    add(
        "--model",
        nargs="?",
        const="",
        metavar="NAME",
        help="have the answers written too, by this model of QA_MODEL_SERVER (default: QA_MODEL), "
        "and print both scorecards",
    )
    add_index_arguments(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Evaluate, or explain one question."""
    if not (arguments.answers or arguments.explain or arguments.calibrate):
        tell(
            "qa evaluate: say where the answers go (--answers OUT), or --explain ID or --calibrate."
        )
        return MISUSED
    from qa.assembly import open_answerer
    from qa.evaluation.gold import read_questions

    questions = read_questions(arguments.questions)
    settings = settings_of(arguments)
    if arguments.model:
        settings = replace(settings, model=arguments.model)
    if arguments.model is not None and settings.model is None:
        tell("qa evaluate: --model without a name wants QA_MODEL.")
        return MISUSED
    with open_answerer(settings) as answerer:
        if arguments.explain:
            return _explain(arguments.explain, questions, answerer)
        if arguments.calibrate:
            return _calibrate(questions, answerer)
        if arguments.model is not None:
            return _evaluate_written(questions, answerer, settings, arguments)
        return _evaluate(questions, answerer, arguments)


def _evaluate(
    questions: list[GoldQuestion], answerer: Answerer, arguments: argparse.Namespace
) -> int:
    from qa.evaluation.comparison import read_baseline
    from qa.evaluation.running import answer_all, report_lines

    # Read first: a baseline that does not fit is told before the work, and may be overwritten.
    earlier = read_baseline(arguments.baseline, questions) if arguments.baseline else None
    progress = ProgressLine()
    with _opened(arguments.answers) as file:
        run = answer_all(
            questions,
            answerer,
            write=lambda line: file.write(json.dumps(line, ensure_ascii=False) + "\n"),
            earlier=earlier,
            progress=lambda done: progress.show("answering", done, len(questions)),
        )
    progress.end()
    for line in report_lines(run, arguments.failures):
        print(clean(line))
    return DONE


def _evaluate_written(
    questions: list[GoldQuestion],
    answerer: Answerer,
    settings: Settings,
    arguments: argparse.Namespace,
) -> int:
    """Answer with the model and without, and print both scorecards."""
    from qa.cli.writing import Writing
    from qa.evaluation.prose import answer_all_twice, prose_lines

    progress = ProgressLine()
    with _opened(arguments.answers) as file:
        run = answer_all_twice(
            questions,
            answerer,
            Writing(answerer, settings).whole,
            write=lambda line: file.write(json.dumps(line, ensure_ascii=False) + "\n"),
            progress=lambda done: progress.show("answering", done, len(questions)),
        )
    progress.end()
    for line in prose_lines(run, str(settings.model)):
        print(clean(line))
    return DONE


def _opened(out: Path) -> TextIO:
    """The file for the answers. Raises: AnswersUnwritable."""
    try:
        return out.open("w", encoding="utf-8")
    except OSError as error:
        raise AnswersUnwritable(str(out), error.strerror or str(error)) from error


def _explain(wanted: str, questions: list[GoldQuestion], answerer: Answerer) -> int:
    """Print the understanding, the answer and every hit with its scores."""
    question = next((q for q in questions if q.id == wanted), None)
    if question is None:
        tell(f"qa evaluate: there is no question {wanted!r}; the first is {questions[0].id!r}.")
        return MISUSED
    from qa.evaluation.explaining import explanation_lines

    for line in explanation_lines(question, answerer):
        print(clean(line), file=sys.stdout)
    return DONE


def _calibrate(questions: list[GoldQuestion], answerer: Answerer) -> int:
    """Print what was fitted as JSON, and on stderr how well it holds."""
    from qa.evaluation.calibrating import cross_validate, fit, gather_examples, trial_lines
    from qa.weighing.likelihood import calibration_to_json

    progress = ProgressLine()
    plain, withheld = gather_examples(
        questions, answerer, lambda done, total: progress.show("searching", done, total)
    )
    progress.end()
    for line in trial_lines(cross_validate(plain, withheld)):
        tell(line)
    print(json.dumps(calibration_to_json(fit(plain)), indent=1))
    return DONE


def _count(value: str) -> int:
    """A whole number from 0. Raises: ArgumentTypeError, which argparse tells."""
    if not value.isdecimal():
        raise argparse.ArgumentTypeError(f"{value!r} is no whole number from 0")
    return int(value)
