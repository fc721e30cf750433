"""Another generation of an index, and waiting for what comes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from index import update_collection

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
OWN_WORDS = SAMPLE / "99101_thornmere" / "self-assessment-2024.md"


def publish(index: Path, name: str) -> None:
    """Publish a generation with one more report, about a council of this name."""
    added = index.parent / "added"
    added.mkdir(exist_ok=True)
    words = OWN_WORDS.read_text(encoding="utf-8").replace("Thornmere", name)
    (added / f"{name.lower()}-self-assessment.md").write_text(words, encoding="utf-8")
    update_collection(index, [added])


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
