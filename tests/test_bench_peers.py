"""What the peers found becomes lines for the scorer, and a run's figures become a table."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench.peers.__main__ import SYSTEMS, asked_of, chosen_files, fingerprint
from bench.peers.chunks import FOUND, Chunk, answer_line, asked_words, reply_of
from bench.peers.process import PeerFailed, PeerProcess
from bench.peers.table import QUALITY, Measured, percentile_95, table_lines


def test_chunks_become_a_line_for_the_scorer() -> None:
    chunks = [Chunk("reports/Fernham/a.pdf", "First."), Chunk("reports/Fernham/b.pdf", "Second.")]
    assert answer_line("q-1", reply_of(chunks)) == {
        "id": "q-1",
        "answered": True,
        "answer": "",
        "citations": [],
        "retrieved": (
            {"source": "reports/Fernham/a.pdf", "paragraph": None, "text": "First.", "rank": 1},
            {"source": "reports/Fernham/b.pdf", "paragraph": None, "text": "Second.", "rank": 2},
        ),
    }


def test_no_more_chunks_are_kept_than_the_scorer_reads() -> None:
    reply = reply_of([Chunk("a.pdf", str(number)) for number in range(FOUND + 5)])
    assert len(reply.retrieved) == FOUND
    assert reply.retrieved[-1]["text"] == str(FOUND - 1)


def test_a_peer_that_found_nothing_did_not_answer() -> None:
    assert not reply_of([]).answered


def test_a_follow_up_is_asked_with_the_questions_before_it() -> None:
    question = {
        "question": "And in Fernham?",
        "history": [
            {"role": "user", "content": "Is housing good in Odstock?"},
            {"role": "assistant", "content": "Yes."},
        ],
    }
    assert asked_words(question) == "Is housing good in Odstock? And in Fernham?"
    assert asked_words({"question": "Who led it?"}) == "Who led it?"


def test_no_system_sees_what_is_known_about_a_question() -> None:
    question = {"id": "q-1", "question": "Who led it?", "gold": [{"file": "a.pdf"}], "type": "fact"}
    assert asked_of(question) == {"id": "q-1", "question": "Who led it?"}


def test_the_table_has_a_cell_for_every_heading() -> None:
    row = Measured(
        title="a peer",
        quality=dict(zip(QUALITY.values(), (0.5, 1.0, 0.3333, 0.25, 0.0), strict=True)),
        seconds=(0.010, 0.020, 0.030),
        chunks=12345,
        index_seconds=1234.5,
        peak_bytes=1_260_000_000,
    )
    heading, rule, line = table_lines([row])
    assert heading.count("|") == rule.count("|") == line.count("|")
    assert line == (
        "| a peer | .500 | 1.000 | .333 | .250 | .000 | 20 | 29 | 12,345 | 1,234 | 1.3 |"
    )


def test_the_95th_percentile_lies_between_neighbours() -> None:
    assert percentile_95([7.0]) == 7.0
    assert percentile_95([float(number) for number in range(101)]) == 95.0


def test_a_few_files_come_from_all_over_the_folder(tmp_path: Path) -> None:
    for name in "abcdef":
        (tmp_path / "reports" / name).mkdir(parents=True)
        (tmp_path / "reports" / name / "report.pdf").write_bytes(b"")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "seed.txt").write_text("")
    assert [file.parent.name for file in chosen_files(tmp_path, 3)] == ["a", "c", "e", "seeds"]
    assert len(chosen_files(tmp_path, 0)) == 7


def test_an_index_is_kept_only_for_the_same_files_and_setting(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("one")
    before = fingerprint(SYSTEMS[0], [file])
    assert fingerprint(SYSTEMS[0], [file]) == before
    assert fingerprint(SYSTEMS[1], [file]) != before
    file.write_text("two")
    assert fingerprint(SYSTEMS[0], [file]) != before


ECHO = "import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)"
FAILING = "import sys; print('no such model', file=sys.stderr)"


def test_a_peer_is_spoken_to_in_lines(tmp_path: Path) -> None:
    with PeerProcess([sys.executable, "-c", ECHO], tmp_path / "log.txt") as process:
        assert process.ask({"id": "a"}) == json.loads('{"ID": "A"}')


def test_a_peer_that_ends_early_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FAILING]
    with (
        PeerProcess(command, tmp_path / "log.txt") as process,
        pytest.raises(PeerFailed, match="no such model"),
    ):
        process.told()
