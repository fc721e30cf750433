"""Draws citations of real answers by a fixed seed, to be read one by one.

    python -m scripts.draw_citations QUESTIONS.jsonl --index DIR [--count 60] [--seed 60]

One JSON object a line: the question with what was asked before it, and the words that are quoted as
an answer, with file, paragraph and everything around them. What a language model, told to read
strictly, thought of those drawn last stands in docs/citations-read.csv.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.answering import Answerer
from qa.assembly import open_answerer
from qa.evaluation.gold import GoldQuestion, read_questions
from qa.labels import report_label
from qa.settings import Settings


def main() -> None:
    """Answer every question, draw, print."""
    parser = argparse.ArgumentParser(description="Draw citations to be read.")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=60)
    arguments = parser.parse_args()
    with open_answerer(Settings(arguments.index)) as answerer:
        cited = list(all_citations(read_questions(arguments.questions), answerer))
    drawn = random.Random(arguments.seed).sample(cited, min(arguments.count, len(cited)))
    for item in sorted(drawn, key=lambda item: (item["id"], item["file"], item["start"])):
        print(json.dumps(item, ensure_ascii=False))


def all_citations(
    questions: Sequence[GoldQuestion], answerer: Answerer
) -> Iterator[dict[str, Any]]:
    """Each citation of each answer, beside its question and the sentence that it proves."""
    for question in questions:
        answer = answerer.answer(question.question)
        said = {n: sentence.text for sentence in answer.sentences for n in sentence.citations}
        for citation in answer.citations:
            yield {
                "id": question.id,
                "question": question.question.text,
                "before": [turn.content for turn in question.question.history],
                "file": citation.report.source,
                "report": report_label(citation.report),
                "paragraph": citation.paragraph.number or citation.paragraph.id,
                "says": said.get(citation.n, ""),
                "quote": citation.quote,
                "start": citation.start,
                "text": citation.paragraph.text,
            }


if __name__ == "__main__":
    main()
