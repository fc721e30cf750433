"""`qa index`, killed at random moments: `make soak` does it more often."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.soak.interruptions import STAGES, interrupt

KILLS = 20
SEED = 20261122

pytestmark = pytest.mark.slow


def test_a_killed_run_leaves_a_whole_index_and_the_next_one_finishes(tmp_path: Path) -> None:
    counts = interrupt(tmp_path, KILLS, SEED)
    assert sum(count for what, count in counts.items() if what.startswith("killed")) == KILLS
    assert counts["finished by the next run"] == KILLS / len(STAGES)
    # How many are killed early and how many late depends on the machine; there must be both.
    assert counts["old"] + counts["no index yet"] >= 1
    assert counts["new"] >= 1
    assert counts["acknowledged reports found again"]
    again = counts["texts embedded"] - counts["different texts embedded"]
    assert again <= counts["texts embedded and lost with the run"]
