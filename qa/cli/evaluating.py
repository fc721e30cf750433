"""`qa evaluate`: answer a file of questions, write the answers, print the scorecard."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from qa.cli.arguments import add_index_arguments, settings_of
from qa.cli.exits import DONE, MISUSED
from qa.cli.terminal import ProgressLine, clean, tell
from qa.errors import AnswersUnwritable

if TYPE_CHECKING:
    from qa.answering import Answerer
    from qa.evaluation.gold import GoldQuestion

SUMMARY = "Answer each question of a file, write the answers, print the scorecard."
EXAMPLE = "qa evaluate questions.jsonl --answers answers.jsonl"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The questions, where the answers go, and a question to look at closely."""
    add = parser.add_argument
    add("questions", type=Path, metavar="QUESTIONS", help="lines of {id, question, history?, ...}")
    add("--answers", type=Path, metavar="OUT", help="file for the answers, one line of JSON each")
    add("--explain", metavar="ID", help="show how one question was answered, with every score")
    add_index_arguments(parser)


def execute(arguments: argparse.Namespace) -> int:
    """Evaluate, or explain one question."""
    if not (arguments.answers or arguments.explain):
        tell("qa evaluate: say where the answers go (--answers OUT), or --explain ID.")
        return MISUSED
    from qa.assembly import open_answerer
    from qa.evaluation.gold import read_questions

    questions = read_questions(arguments.questions)
    with open_answerer(settings_of(arguments)) as answerer:
        if arguments.explain:
            return _explain(arguments.explain, questions, answerer)
        return _evaluate(questions, answerer, arguments.answers)


def _evaluate(questions: list[GoldQuestion], answerer: Answerer, out: Path) -> int:
    from qa.evaluation.lines import line_of, line_to_json
    from qa.evaluation.measures import score
    from qa.evaluation.scorecard import scorecard_lines

    scores = []
    progress = ProgressLine()
    with _opened(out) as file:
        for place, question in enumerate(questions, 1):
            line = line_of(question.id, answerer.answer(question.question, always_rank=True))
            file.write(json.dumps(line_to_json(line), ensure_ascii=False) + "\n")
            scores.append(score(question, line))
            progress.show("answering", place, len(questions))
    progress.end()
    print("\n".join(scorecard_lines(scores)))
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
