"""What the program may not become slower in, as ratios to something done in the same minute."""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bench import ratios as module
from bench.figures import seconds_of
from bench.generator import make_index
from bench.ratios import PARAGRAPHS, Ratio, ratios

pytestmark = pytest.mark.slow

# A step of each way, in which a sleep must be noticed.
STEPS = {
    "retrieval": ("index.collection", "search_rows"),
    "whole question": ("qa.answering", "weigh"),
    "opening": ("index.collection", "read_manifest"),
}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Ratio]]:
    folder = tmp_path_factory.mktemp("invented")
    make_index(folder, PARAGRAPHS)
    with ratios(folder) as found:
        yield found


@pytest.mark.parametrize("name", STEPS)
def test_it_is_as_fast_as_it_was(measured: dict[str, Ratio], name: str) -> None:
    ratio = measured[name]
    found = ratio.measured()
    print(f"{ratio.what}: {found:.2f} times as long, at most {ratio.most}")
    assert found <= ratio.most


@pytest.mark.parametrize("name", STEPS)
def test_a_sleep_is_noticed(
    measured: dict[str, Ratio], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ratio, (place, step) = measured[name], STEPS[name]
    done = getattr(importlib.import_module(place), step)
    # Somewhat longer than all of it may take on this machine, now.
    seconds = 1.5 * ratio.most * max(seconds_of(ratio.reference) for _ in range(5))

    def slower(*args: Any, **named: Any) -> Any:
        time.sleep(seconds)
        return done(*args, **named)

    monkeypatch.setattr(f"{place}.{step}", slower)
    monkeypatch.setattr(module, "TRIES", 2)
    assert ratio.measured() > ratio.most
