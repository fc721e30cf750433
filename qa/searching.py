"""A search without an answer: the paragraphs that fit a question or words, best first."""

from __future__ import annotations

from dataclasses import dataclass

from index import Coverage, Hit
from qa.answering import Answerer, check_question
from qa.finding import SEARCHED
from qa.records import Question, Understanding


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and where it looked."""

    understanding: Understanding
    is_question: bool  # the words were understood as a question; else searched for as they stand
    hits: tuple[Hit, ...]  # best first
    coverage: Coverage


def search(answerer: Answerer, question: Question) -> Found:
    """What an answer to the question would be chosen from.

    Where its answer would need no search (it comes from the records, or the question is none that
    these reports answer) its words are searched for as they stand, within its filters.

    Raises: QuestionEmpty, QuestionTooLong.
    """
    check_question(question.text, answerer.question_characters)
    collection = answerer.collection
    searched = answerer.search(question)
    if searched is not None:
        understanding, hits = searched.understanding, searched.hits
        coverage = collection.coverage(searched.placed.scope)
        return Found(understanding, True, tuple(hits), coverage)
    scope = question.filters.scope()
    words = question.text
    understanding = Understanding(words, words, (), scope, question.filters.groups)
    hits = list(collection.search(words, scope, SEARCHED))
    return Found(understanding, False, tuple(hits), collection.coverage(scope))
