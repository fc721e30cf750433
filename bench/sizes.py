"""Everything that is measured at one number of paragraphs, over invented reports of one seed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.commands import ROOT, run_command, timed
from bench.figures import seconds_of
from bench.generator import invent_questions, make_index, open_embedder
from bench.memory import folder_bytes, read_bytes_a_second
from bench.served import first_sentences, serving_invented, throughput
from bench.sized_table import Row, SizedTable
from index import Collection
from index.placing import place_of
from index.segment import open_segment
from index.storage import read_manifest

MILLION = 1_000_000
PEERS_UP_TO = 100_000
_ASKED_BY_PEERS = 200
# Asked in the process, and over HTTP: more than an opened collection remembers the vectors of.
_QUESTIONS, _SENTENCES = 200, 80
# Where it is measured how many questions are answered at once, for how long each.
_ASKED_AT_ONCE, _SECONDS_AT_ONCE = 36_000, 4.0

BUILDING = Row("building, embedding apart", "s", {MILLION: 600})
BUILDING_MEMORY = Row("  most memory, mapped files included", "GB", {MILLION: 16})
DISK = Row("disk", "MB")
PUBLISHING = Row("one report more, with `qa index`", "s", {36_000: 3, MILLION: 60})
OPENING = Row("opening", "s", {36_000: 0.5, MILLION: 3})
RETRIEVAL = Row("retrieval from everything, p50", "ms", {36_000: 2, MILLION: 15})
RETRIEVAL_99 = Row("  p99", "ms")
NARROWED = Row("retrieval narrowed by a filter, p50", "ms")
SCAN = Row("  limit: reading every vector once, in 32 bits", "ms")
RECALL = Row(
    "  of the 20 nearest vectors, found by codes", "", {36_000: 1, MILLION: 0.98}, is_rate=True
)
WHOLE = Row("whole question, p50", "ms", {36_000: 12, MILLION: 40})
WHOLE_99 = Row("  p99", "ms", {36_000: 60, MILLION: 150})
EMBEDDING = Row("  of which the question's vector", "ms")
ANSWERED = Row("  answered, of all", "")
SENTENCE = Row("page: question sent to first sentence, p50", "ms")
COLD = Row("`ask` from a cold start", "s", {36_000: 1})
MEMORY = Row("memory of the service, mapped files apart", "MB", {36_000: 600, MILLION: 6_000})
CLIENTS, PROCESSES = (1, 4, 16, 64), (1, 2)
ANSWERS = {
    (processes, clients): Row(
        f"answers a second: {processes} serving, {clients} asking",
        "",
        {_ASKED_AT_ONCE: 100} if (processes, clients) == (2, 64) else {},
        is_rate=True,
    )
    for processes in PROCESSES
    for clients in CLIENTS
}
ANSWERS_99 = {key: Row("  p99", "ms") for key in ANSWERS}
SERVED_MS = {count: Row("  of a core for each answer", "ms") for count in PROCESSES}
ASKED_MS = {count: Row("  of a core for each, by the clients", "ms") for count in PROCESSES}


@dataclass(frozen=True, slots=True)
class Peer:
    """A system beside ours, and its rows of the table."""

    name: str
    search: Row
    beside_retrieval: Row
    beside_whole: Row
    indexing: Row
    memory: Row


def _peer(name: str, title: str, goal: float | None = None) -> Peer:
    """`goal`: how many times as fast ours should be over whole questions at 36,000 paragraphs."""
    return Peer(
        name,
        Row(f"{title}: 20 paragraphs, p50", "ms"),
        Row("  times as long as our retrieval", ""),
        Row(
            "  with the question's vector, times as long as our whole question",
            "",
            {36_000: goal} if goal else {},
            is_rate=True,
        ),
        Row("  indexing, embedding apart", "s"),
        Row("  memory", "MB"),
    )


PEERS = (
    _peer("langchain", "LangChain's ensemble", 15),
    _peer("txtai", "txtai's hybrid", 1),
    _peer("haystack", "haystack's hybrid in memory"),
    _peer("bm25s", "bm25s alone (words only)"),
    _peer("faiss", "FAISS alone (vectors only)"),
)


def measure_size(size: int, work: Path, table: SizedTable, *, publish: Path) -> Path:
    """An index of so many invented paragraphs, made and measured; `publish` is added at the end."""
    folder, documents = work / f"index-{size}", work / f"documents-{size}.jsonl"
    make_index(folder, size, documents=documents)
    _measure_building(size, documents, work / f"built-{size}", table)
    documents.unlink()
    table.put(DISK, size, folder_bytes(folder) / 1e6)
    asked = told_by_child("bench.asked", folder, "--questions", str(_QUESTIONS))
    table.put(OPENING, size, asked["opening"])
    table.put(RETRIEVAL, size, asked["everywhere_p50"])
    table.put(RETRIEVAL_99, size, asked["everywhere_p99"])
    table.put(SCAN, size, 1000 * vector_bytes(folder) / read_bytes_a_second())
    table.put(RECALL, size, told_by_child("bench.recall", folder)["recall"])
    table.put(NARROWED, size, asked["narrowed_p50"])
    table.put(WHOLE, size, asked["whole_p50"])
    table.put(WHOLE_99, size, asked["whole_p99"])
    table.put(EMBEDDING, size, asked["embedding"])
    table.put(ANSWERED, size, asked["answered"])
    sentences = _sentences(folder, _SENTENCES)
    milliseconds, held = first_sentences(folder, sentences)
    table.put(SENTENCE, size, milliseconds)
    table.put(MEMORY, size, held / 1e6)
    table.put(COLD, size, _median_of_three(sentences[0], folder))
    if size == _ASKED_AT_ONCE:
        _measure_at_once(size, folder, table)
    seconds, _ = timed("qa", "index", publish, "--index", folder)
    table.put(PUBLISHING, size, seconds)
    return folder


def _measure_at_once(size: int, folder: Path, table: SizedTable) -> None:
    """Answers a second, by clients and processes."""
    sentences = _sentences(folder, _QUESTIONS)
    for processes in PROCESSES:
        with serving_invented(folder, processes) as service:
            for clients in CLIENTS:
                told = throughput(service, sentences, clients, _SECONDS_AT_ONCE)
                if told.failed:
                    sys.stderr.write(f"{told.failed} requests of {clients} clients failed\n")
                table.put(ANSWERS[processes, clients], size, told.answers_a_second)
                table.put(ANSWERS_99[processes, clients], size, told.p99)
        table.put(SERVED_MS[processes], size, told.served_ms)
        table.put(ASKED_MS[processes], size, told.asked_ms)


def _measure_building(size: int, documents: Path, folder: Path, table: SizedTable) -> None:
    try:
        built = told_by_child("bench.building", documents, folder)
        table.put(BUILDING, size, built["seconds"])
        table.put(BUILDING_MEMORY, size, built["most_bytes"] / 1e9)
    except subprocess.CalledProcessError as error:  # killed, where memory does not suffice
        sys.stderr.write(f"Building {size:,} paragraphs failed: {error}\n")
    shutil.rmtree(folder, ignore_errors=True)


def told_by_child(module: str, *words: str | Path) -> dict[str, Any]:
    """What a module of the bench prints as JSON, run in a process of its own."""
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def vector_bytes(folder: Path) -> int:
    """Bytes of all vectors of an index in 32 bits."""
    manifest = read_manifest(folder)
    vectors = 0
    for entry in manifest.segments:
        segment = open_segment(folder, entry, manifest.token_dimension)
        vectors += int(segment.vectors.starts[-1])
        segment.records.close()
    return 4 * manifest.dimension * vectors


def _sentences(folder: Path, count: int) -> list[str]:
    model = open_embedder(folder)
    with Collection.open(folder, model) as collection:
        asked = invent_questions(model.world, collection.reports(), count, seed=1)
    return [question.sentence for question in asked]


def _median_of_three(question: str, folder: Path) -> float:
    times = [seconds_of(lambda: run_command("ask", question, "--index", folder)) for _ in range(3)]
    return sorted(times)[1]


def measure_peers(
    size: int, folder: Path, work: Path, table: SizedTable, python: Path, seconds: float
) -> None:
    """Every peer over the same paragraphs and vectors; ours were measured just before."""
    given = work / f"given-{size}"
    given.mkdir()
    write_given(folder, given)
    retrieval, whole = table.value(RETRIEVAL, size), table.value(WHOLE, size)
    embedding = table.value(EMBEDDING, size)
    assert retrieval
    assert whole
    assert embedding
    for peer in PEERS:
        told = _told_by_peer(peer, given, python, seconds)
        if told is None:
            continue
        middle = float(np.median(told["times"]))
        table.put(peer.search, size, middle)
        table.put(peer.beside_retrieval, size, middle / retrieval)
        table.put(peer.beside_whole, size, (middle + embedding) / whole)
        table.put(peer.indexing, size, told["building"])
        table.put(peer.memory, size, told["held_bytes"] / 1e6)
    shutil.rmtree(given)


def _told_by_peer(peer: Peer, given: Path, python: Path, seconds: float) -> dict[str, Any] | None:
    command = [str(python), "-m", "bench.peers.speed", peer.name, str(given), str(seconds)]
    log = given / f"{peer.name}.log"
    with log.open("wb") as errors:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, check=False, cwd=ROOT
        )
    if done.returncode:
        sys.stderr.write(f"{peer.name} failed:\n{log.read_text(errors='replace')[-800:]}\n")
        return None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def write_given(folder: Path, given: Path) -> None:
    """The paragraphs of an index as words and vectors, and questions with theirs, for a peer.

    The words are those that ours counts, with the place in front; a paragraph of several vectors
    gets its first.
    """
    model = open_embedder(folder)
    manifest = read_manifest(folder)
    texts: list[str] = []
    vectors = []
    with Collection.open(folder, model) as collection:
        reports = {report.id: report for report in collection.reports()}
        asked = invent_questions(model.world, list(reports.values()), _ASKED_BY_PEERS)
    for entry in manifest.segments:
        segment = open_segment(folder, entry, manifest.token_dimension)
        with closing(segment.records):
            for paragraph in segment.paragraphs.read(range(len(segment))):
                report = reports[paragraph.id.partition(".")[0]]
                texts.append(f"{place_of(report, paragraph)} {paragraph.text}")
            vectors.append(segment.vectors.read()[segment.vectors.starts[:-1]])
    questions = list(dict.fromkeys(question.words for question in asked))
    (given / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    (given / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    np.save(given / "vectors.npy", np.concatenate(vectors))
    encoded = np.stack([model.encode_query(words).vector for words in questions])
    np.save(given / "question_vectors.npy", encoded)
