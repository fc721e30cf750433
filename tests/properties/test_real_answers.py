"""Every answer to the real questions beside the repository keeps the rules.

All real reports are indexed with a stand-in for the sentence model, which saves minutes: what must
hold for every answer holds whatever is found. Skipped, saying so, where `../shared` is absent.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Collection, update_collection
from qa.answering import Answerer
from qa.assembly import make_answerer
from qa.evaluation.gold import read_questions
from qa.open_collection import OpenCollection
from qa.settings import Settings
from qa.showing.answer_json import answer_to_json
from tests.index.stand_ins import HashingEmbedder
from tests.properties.answer_rules import RULES, Values

SHARED = Path(os.environ.get("QA_SHARED", Path(__file__).parents[3] / "shared"))
QUESTIONS = SHARED / "gold" / "questions.jsonl"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SHARED / "reports").is_dir() or not QUESTIONS.is_file(),
        reason="no real reports and questions in ../shared: nothing checked",
    ),
]


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """An answerer over all real reports."""
    folder = tmp_path_factory.mktemp("real-index")
    embedder = HashingEmbedder()
    update_collection(folder, [SHARED / "reports", SHARED / "seeds"], embedder=embedder)
    with Collection.open(folder, embedder=embedder) as collection:
        yield make_answerer(collection, Settings(index=folder))


@pytest.fixture(scope="module")
def answers(answerer: Answerer) -> dict[str, Values]:
    """Every question's answer, by id."""
    return {
        question.id: answer_to_json(answerer.answer(question.question))
        for question in read_questions(QUESTIONS)
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_every_answer_keeps_the_rule(
    rule: Callable[[Values, OpenCollection], Iterator[str]],
    answers: dict[str, Values],
    answerer: Answerer,
) -> None:
    broken = {
        name: told
        for name, answer in answers.items()
        if (told := list(rule(answer, answerer.collection)))
    }
    assert not broken
