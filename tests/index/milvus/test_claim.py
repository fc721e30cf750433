"""One writer at a time, and a claim that nobody renews is nobody's."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest

from index import IndexBusy
from index.milvus import claim as claims
from index.milvus.claim import Claim, claiming
from index.milvus.engine import Engine
from index.milvus.generations import CONTROL_FIELDS, Names
from index.store_address import store_address
from tests.contracts.engines import RunningEngine


@pytest.fixture
def control(
    engine: RunningEngine, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> tuple[Engine, Names]:
    monkeypatch.setattr(claims, "RENEWED_EVERY", 0.2)
    monkeypatch.setattr(claims, "LEASE_SECONDS", 2.0)
    address = store_address(engine.address(f"claim{abs(hash(request.node.name))}"))
    asked, names = Engine(address), Names(address.collection)
    asked.create(names.control, CONTROL_FIELDS)
    return asked, names


def test_the_second_is_told_and_the_third_comes_in_its_turn(control: tuple[Engine, Names]) -> None:
    with claiming(*control) as first:
        with pytest.raises(IndexBusy), claiming(*control):
            pass
        first.check()
    with claiming(*control):
        pass


def plant(control: tuple[Engine, Names], host: str, process: int) -> None:
    ticket = {"number": 1, "host": host, "process": process, "renewed": 3}
    row = {"key": "claim:0", "value": json.dumps(ticket)}
    control[0].upsert(control[1].control, [row], without_vector=True)


def test_the_claim_of_a_process_that_is_no_more_is_passed_over(
    control: tuple[Engine, Names],
) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    plant(control, socket.gethostname(), ended.pid)
    with claiming(*control) as claim:
        claim.check()


def test_a_claim_that_stands_still_lapses(control: tuple[Engine, Names]) -> None:
    plant(control, "another-machine", os.getpid())
    with claiming(*control) as claim:
        claim.check()


def test_who_was_passed_over_may_not_publish(control: tuple[Engine, Names]) -> None:
    asleep = Claim(*control)
    asleep.take()  # and is never renewed
    with claiming(*control), pytest.raises(IndexBusy):
        asleep.check()
    with pytest.raises(IndexBusy):
        asleep.check()
