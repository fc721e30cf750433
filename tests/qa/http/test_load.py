"""Far more requests than can be answered: the short form of `python -m scripts.soak load`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.serving import serving
from scripts.soak.arrivals import met_by, start_arrivals
from scripts.soak.load import GOAL_P99, held_by

pytestmark = pytest.mark.slow


def test_what_cannot_be_answered_is_refused_at_once_and_the_rest_soon(sample_index: Path) -> None:
    with serving(sample_index) as service:
        before = held_by(service)
        met = met_by(start_arrivals(service.port, 800, 4))
        assert met.statuses.keys() == {"200", "503"}
        assert met.sent == met.statuses.total() > 3_000
        assert not met.without_retry
        assert sorted(met.seconds)[int(len(met.seconds) * 0.99)] < GOAL_P99
        assert held_by(service).connections <= before.connections
