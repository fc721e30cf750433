"""BM25 over a million paragraphs: what opening and a question take, and how much memory.

The paragraphs are those of an index, repeated, one term in ten replaced by one that is drawn by
Zipf's law from a vocabulary of 300,000. The arrays are written as a segment has them and measured
in a process of their own, so that the memory is theirs alone.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from bench.figures import Figure, median_ms, seconds_of
from bench.questions import QUESTIONS
from bench.word_scores import postings_of
from index.bm25 import Bm25Ranker, Postings
from index.search import CANDIDATES

PARAGRAPHS = 1_000_000
VOCABULARY = 300_000
REPLACED = 0.1  # of the terms
SEED = 20261124
ARRAYS = ("starts", "rows", "counts", "lengths")


def measure_million(index: Path) -> Iterator[Figure]:
    """Seconds to prepare, milliseconds to ask, bytes."""
    with tempfile.TemporaryDirectory() as name:
        postings = many_postings(max(postings_of(index), key=lambda held: len(held.rows)))
        write(postings, Path(name))
        made = f"{PARAGRAPHS:,} paragraphs, {len(postings.rows) / 1e6:.0f} million postings"
        del postings
        command = [sys.executable, "-m", "bench.million", name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
    yield Figure(f"BM25, {made}: opening", f"{found['opening']:.2f} s, {found['terms']:,} terms")
    yield Figure("  the same with one in a hundred removed", f"{found['some_dead']:.2f} s")
    yield Figure("  arrays made at the first search", f"{found['first']:.2f} s")
    yield Figure(
        "  scores of all paragraphs for a question: p50",
        f"{found['later_ms']:.1f} ms, with the best of them {found['best_ms']:.1f} ms",
    )
    yield Figure("  most memory of the process", f"{found['peak_bytes'] / 1e9:.2f} GB")


def many_postings(held: Postings) -> Postings:
    """A million paragraphs made of those of a collection."""
    chance = np.random.default_rng(SEED)
    copies = -(-PARAGRAPHS // len(held.lengths))
    by_size = np.argsort(-np.diff(held.starts), kind="stable")  # Zipf's ranks: the commonest first
    rows = np.concatenate([held.rows + np.int32(n * len(held.lengths)) for n in range(copies)])
    places = np.tile(np.repeat(np.arange(len(by_size)), np.diff(held.starts)), copies)
    noisy = np.flatnonzero(chance.random(len(rows)) < REPLACED)
    shares = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    drawn = np.searchsorted(shares, chance.random(len(noisy)) * shares[-1])
    names = np.concatenate([by_size, np.arange(len(by_size), VOCABULARY)])
    places[noisy] = names[drawn]
    kept = rows < PARAGRAPHS
    pairs = np.sort(places[kept] * PARAGRAPHS + rows[kept])
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]  # a term once in each paragraph
    return _from_pairs(held, pairs, chance.choice(held.counts, len(pairs)))


def _from_pairs(held: Postings, pairs: NDArray[np.int64], counts: NDArray[np.int32]) -> Postings:
    """Postings from term x paragraph, ascending."""
    rows = (pairs % PARAGRAPHS).astype(np.int32)
    sizes = np.bincount(pairs // PARAGRAPHS, minlength=VOCABULARY)
    present = np.flatnonzero(sizes)
    words = [*held.vocabulary, *(f"~{n:06}" for n in range(len(held.vocabulary), VOCABULARY))]
    return Postings(
        vocabulary=tuple(words[term] for term in present.tolist()),
        starts=np.concatenate([[0], np.cumsum(sizes[present])]).astype(np.int64),
        rows=rows,
        counts=counts,
        lengths=np.bincount(rows, counts, PARAGRAPHS).astype(np.int32),
    )


def write(postings: Postings, folder: Path) -> None:
    """Files as a segment has them."""
    (folder / "vocabulary.json").write_text(json.dumps(postings.vocabulary), encoding="utf-8")
    for name in ARRAYS:
        np.save(folder / f"{name}.npy", getattr(postings, name), allow_pickle=False)


def read(folder: Path) -> Postings:
    """The files of `write`, the arrays mapped."""
    words = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS}
    return Postings(vocabulary=tuple(words), **arrays)


def peak_bytes() -> int:
    """The most memory that this process had, mapped files included."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux's getrusage tells of the parent too
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
        assert found
        return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS


def weights_with_some_dead(postings: Postings) -> float:
    """The seconds for the weights where one paragraph in a hundred is gone."""
    ranker = Bm25Ranker([postings], np.arange(PARAGRAPHS) % 100 != 0)
    return seconds_of(lambda: ranker.term_weights)


def main() -> None:
    """Measure the files in a folder; print the figures as JSON."""
    folder = Path(sys.argv[1])
    live = np.ones(PARAGRAPHS, np.bool_)
    started = perf_counter()
    postings = read(folder)
    ranker = Bm25Ranker([postings], live)
    terms_known = len(ranker.term_weights)
    opening = perf_counter() - started
    first = seconds_of(partial(ranker.ask, QUESTIONS[0]))
    later = median_ms(ranker.ask, QUESTIONS)
    in_scope = median_ms(lambda words: ranker.ask(words).best(live, CANDIDATES), QUESTIONS)
    figures = {
        "opening": opening,
        "first": first,
        "later_ms": later,
        "best_ms": in_scope,
        "terms": terms_known,
        "some_dead": weights_with_some_dead(postings),
        "peak_bytes": peak_bytes(),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
