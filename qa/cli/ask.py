"""`ask`: a question in, a cited answer out; a chat where no question is given on a terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.cli.arguments import add_filter_arguments, add_index_arguments, filters_of, settings_of
from qa.cli.exits import DONE, MISUSED, NOT_ANSWERED, run
from qa.cli.terminal import Paper, paper_for, print_json, tell
from qa.records import Answer, Question, Turn
from qa.showing.plain_text import clean

if TYPE_CHECKING:
    from qa.answering import Answerer
    from qa.cli.writing import Writing
    from qa.settings import Settings

# How many earlier turns of a chat a question may lean on.
REMEMBERED = 6
_EXAMPLE = """example:
  ask "What needs to improve in Kensington and Chelsea?"
  ask "What grade did RBKC get for children in care in 2024?" --json
  echo "How good is the LADO?" | ask - --authority Kingston --latest

exit codes: 0 answered or partly answered, 1 not answered, 2 misused, 3 no usable index"""


def main(arguments: Sequence[str] | None = None) -> int:
    """The console script `ask`."""
    return run(lambda: ask(parser().parse_args(arguments)))


def ask(arguments: argparse.Namespace) -> int:
    """Answer one question, or chat.

    Raises: QaError or IndexFolderError, told by `exits.run`.
    """
    if arguments.question is None:
        if not sys.stdin.isatty():
            tell('ask: no question. Give one, or "-" to read it from standard input.')
            return MISUSED
        return _chat(arguments)
    text = sys.stdin.read().strip() if arguments.question == "-" else arguments.question
    from qa.answering import check_question

    settings = settings_of(arguments)
    check_question(text, settings.question_characters)
    asked = Question(text, limit=arguments.limit)
    from qa.assembly import open_answerer

    with open_answerer(settings) as answerer:
        filters = filters_of(arguments, answerer.gazetteer)
        writing = _writing(answerer, settings)
        answer = _answered(answerer, replace(asked, filters=filters), arguments, writing)
    return DONE if answer.status in ("answered", "partial") else NOT_ANSWERED


def _chat(arguments: argparse.Namespace) -> int:
    """Questions and answers in turn, each question leaning on those before it."""
    from qa.assembly import open_answerer
    from qa.errors import QaError

    paper = paper_for(sys.stdout, plain=arguments.plain)
    tell("Opening the collection ...")
    settings = settings_of(arguments)
    with open_answerer(settings) as answerer:
        filters = filters_of(arguments, answerer.gazetteer)
        held = answerer.collection.coverage()
        print(
            f"{held.reports_in_collection} reports on {held.authorities_in_scope} authorities. "
            "Ask a question; an empty line ends."
        )
        writing = _writing(answerer, settings)
        history: tuple[Turn, ...] = ()
        while text := _asked(paper):
            try:
                question = Question(text, history, filters, limit=arguments.limit)
                answer = _answered(answerer, question, arguments, writing)
            except QaError as error:
                tell(str(error))
                continue
            said = " ".join(sentence.text for sentence in answer.sentences) or answer.reason or ""
            history = (*history, Turn("user", text), Turn("assistant", said))[-2 * REMEMBERED :]
    return DONE


def _asked(paper: Paper) -> str:
    """The next question; empty at the end of input."""
    try:
        return clean(input(f"\n{paper.styled('?', 'bold', 'cyan')} ")).strip()
    except EOFError:
        print()
        return ""


def _writing(answerer: Answerer, settings: Settings) -> Writing | None:
    """What has answers written; None where the settings name no language model."""
    if settings.model is None:
        return None
    from qa.cli.writing import Writing

    return Writing(answerer, settings)


def _answered(
    answerer: Answerer, question: Question, arguments: argparse.Namespace, writing: Writing | None
) -> Answer:
    """The answer, printed: as a language model writes it where there is one."""
    answer = answerer.answer(question)
    if writing is not None and not arguments.json:
        paper = paper_for(sys.stdout, plain=arguments.plain)
        return writing.print_as_written(question, answer, paper)
    if writing is not None:
        answer = writing.whole(question, answer)
    _print(answer, arguments)
    return answer


def _print(answer: Answer, arguments: argparse.Namespace) -> None:
    if arguments.json:
        from qa.showing.answer_json import answer_to_json

        print_json(answer_to_json(answer), indent=1)
        return
    from qa.cli.show import answer_lines

    paper = paper_for(sys.stdout, plain=arguments.plain)
    print("\n".join(answer_lines(answer, paper)))


def parser() -> argparse.ArgumentParser:
    """The parser of `ask`; documents are made from it too."""
    made = argparse.ArgumentParser(
        prog="ask",
        description="Answer a question from inspection reports, word for word and cited.",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("question", nargs="?", help='the question; "-" reads it from stdin')
    made.add_argument("--limit", type=_positive, metavar="N", help="at most N citations")
    made.add_argument("--json", action="store_true", help="print the answer as JSON")
    made.add_argument("--plain", action="store_true", help="no colours and no wrapped lines")
    add_index_arguments(made)
    add_filter_arguments(made)
    return made


def _positive(value: str) -> int:
    number = int(value) if value.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no whole number from 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
