"""From a question to its answer with the collection in an engine: the same as from a folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Store, store_of
from qa.answering import Answerer
from qa.assembly import make_answerer
from qa.cli import ask, main
from qa.settings import Settings
from qa.showing.answer_json import answer_to_json
from scripts.soak.engine_kills import kill_at_random
from tests.conftest import SAMPLE
from tests.contracts.engines import RunningEngine, running_engine
from tests.questions.sample import Values, question_of, sample_cases

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(tmp_path_factory.mktemp("engine")) as running:
        yield running


@pytest.fixture(scope="module")
def address(
    engine: RunningEngine, sample_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The sample reports in the engine, with the vectors that the folder has."""
    folder = tmp_path_factory.mktemp("home") / "index"
    named = engine.address("sample")
    work = folder.with_name("index-127.0.0.1-sample")
    work.mkdir()
    shutil.copy(sample_index / "embeddings.sqlite", work)
    store = store_of(folder, named)
    store.update([SAMPLE])
    store.close()
    return named


def plain(answerer: Answerer, case: Values) -> Values:
    values = answer_to_json(answerer.answer(question_of(case)))
    values.pop("timing_ms")
    return values


def opened(store: Store, folder: Path) -> Answerer:
    return make_answerer(store.open(), Settings(folder))


def test_answers_are_those_of_the_folder(sample_index: Path, address: str) -> None:
    usual = opened(store_of(sample_index), sample_index)
    other = opened(store_of(sample_index, address), sample_index)
    answered = 0
    for case in sample_cases():
        expected, found = plain(usual, case), plain(other, case)
        assert found == expected, case["id"]
        answered += bool(expected["citations"])
    assert answered > 40
    assert usual.collection.reports() == other.collection.reports()
    assert usual.collection.judgements() == other.collection.judgements()


def test_every_command_takes_it(
    address: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("QA_STORE", address)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert ask.main(["How many privately fostered children does Thornmere know of?", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["citations"]
    for command in ("reports", "judgements"):
        assert main.main([command, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)
    assert main.main(["index", str(SAMPLE), "--json"]) == 0
    run = json.loads(capsys.readouterr().out)
    assert run["index"] == address
    assert {file["outcome"] for file in run["files"]} <= {"unchanged", "copy"}
    assert main.main(["doctor"]) == 0
    told = capsys.readouterr().out
    assert address in told
    assert "BM25           the engine" in told
    assert main.main(["index", "--roll-back"]) == 2
    capsys.readouterr()
    monkeypatch.setenv("QA_STORE", "milvus://127.0.0.1:1/reports")
    assert main.main(["reports"]) == 3
    assert "does not answer" in capsys.readouterr().err
    monkeypatch.setattr("index.stores.find_spec", lambda name: None)
    assert main.main(["reports"]) == 3
    assert "inspection-answers[milvus]" in capsys.readouterr().err


def test_nothing_is_lost_whoever_is_killed(engine: RunningEngine, tmp_path: Path) -> None:
    counts = kill_at_random(tmp_path, rounds=4, seed=3)
    assert counts["paragraphs compared"] > 100
