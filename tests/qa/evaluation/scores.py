"""Scores to count with."""

from __future__ import annotations

from dataclasses import replace

from qa.evaluation.measures import Score

RIGHT = Score("a", "fact", True, True, 1, 1.0, 1.0, 2, 1, True, 10.0)
MISSED = replace(RIGHT, first=0, files=0.0, parts=0.0, answered=False, cited=0, cited_right=0)
ABSTAINED = replace(MISSED, answerable=False, type="unanswerable")
