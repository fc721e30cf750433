"""Two runs over the same questions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from qa.errors import BaselineDiffers
from qa.evaluation.comparison import Pair, comparison_lines, pair_of, read_baseline
from qa.evaluation.gold import GoldEntry, GoldQuestion
from qa.evaluation.lines import line_of, line_to_json
from qa.evaluation.measures import score
from qa.records import Question
from tests.qa.evaluation.scores import ABSTAINED, MISSED, RIGHT
from tests.qa.stand_ins import ask


def pairs() -> list[Pair]:
    """One question kept, one won, one lost, one that is answered now though it must not be."""
    won, lost = replace(RIGHT, id="won"), replace(MISSED, id="lost")
    return [
        Pair(RIGHT, RIGHT, changed=False),
        Pair(replace(MISSED, id="won"), won, changed=True),
        Pair(replace(RIGHT, id="lost"), lost, changed=True),
        Pair(ABSTAINED, replace(ABSTAINED, answered=True, id="bad"), changed=True),
    ]


def test_questions_won_and_lost_are_named() -> None:
    lines = list(comparison_lines(pairs()))
    assert "won, right in the first ten: won" in lines
    assert "won, answered: won" in lines
    assert "lost, nothing right in the first ten any more: lost" in lines
    assert "lost, not answered any more: lost" in lines
    assert "lost, answered although there is no answer: bad" in lines
    assert lines[-1] == "3 of 4 answers changed in status, words or cited paragraphs"


def test_differences_stand_above_their_intervals() -> None:
    better = [Pair(MISSED, RIGHT, changed=True)] * 5 + [Pair(RIGHT, RIGHT, changed=False)] * 5
    _, head, fact, intervals = list(comparison_lines(better))[:4]
    end = head.index("R@10") + len("R@10")
    assert fact[:end].endswith("+0.500")
    assert intervals[:end].endswith("+.20..+.80")
    assert max(map(len, comparison_lines(better * 40))) <= 120


def test_the_same_run_twice_shows_no_difference() -> None:
    lines = list(comparison_lines([Pair(RIGHT, RIGHT, changed=False)] * 3))
    assert set(lines[2].split()[2:]) == {"="}
    assert lines[-3:-1] == ["won: none", "lost: none"]


def test_a_run_that_loses_looks_as_one_that_wins_with_other_signs() -> None:
    worse = [Pair(RIGHT, MISSED, changed=True)] * 5 + [Pair(RIGHT, RIGHT, changed=False)] * 5
    lines = list(comparison_lines(worse))
    assert lines[2].split()[2] == "-0.500"
    assert lines[3].split()[0] == "-.80..-.20"


def test_a_baseline_is_scored_with_the_same_gold(tmp_path: Path) -> None:
    text = "What is private fostering like in Aldermoor?"
    entry = GoldEntry("aldermoor/report-2024-05-13.pdf", "9", "", "1")
    question = GoldQuestion("q", Question(text), "fact", True, (entry,), True)
    line = line_of("q", ask(text))
    path = tmp_path / "earlier.jsonl"
    path.write_text(json.dumps(line_to_json(line)), encoding="utf-8")
    earlier = read_baseline(path, [question])
    pair = pair_of(question, earlier, line, score(question, line))
    assert pair.before == pair.after
    assert not pair.changed


def test_a_baseline_over_other_questions_is_refused(tmp_path: Path) -> None:
    line = line_to_json(line_of("q", ask("How is leadership in Aldermoor?")))
    path = tmp_path / "earlier.jsonl"
    path.write_text("\n".join(json.dumps({**line, "id": n}) for n in ("a", "b")), encoding="utf-8")
    questions = [
        GoldQuestion(n, Question("Why?"), "fact", True, (), True) for n in ("b", "c", "d", "e", "f")
    ]
    with pytest.raises(BaselineDiffers) as caught:
        read_baseline(path, questions)
    assert "no answer to c, d, e and 1 more, and it answers a, which" in str(caught.value)
