"""Fit how the signs of a written sentence are weighed: `python -m scripts.calibrate_verifying`.

Each file given holds labelled sentences (JSON lines: `text`, `cites`, `label`, `kind`); they cite
paragraphs of the sample, of the reports beside the file, or of the collection that is named.
What is printed is cross-validated: the sentences of a report are judged by a function fitted
without them. Thresholds are those at which so many lies of the files of `--judge` are caught; true
sentences and lies are weighed to be as long. With `--write` the weights go into
qa/prose/verifying/calibration.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import Document, find_files, load_authorities, read_documents
from index import Collection, EncodedText, OnnxEmbedder, Report
from qa.prose.records import DraftSentence, Failure, Source
from qa.prose.verifying import Verifier
from qa.prose.verifying.deciding import CALIBRATION, read_calibration
from qa.prose.verifying.form import form_fault
from qa.understanding.places import make_gazetteer

ROOT = Path(__file__).resolve().parents[1]
# Shares of lies to be caught; `deciding.py` takes one of them.
CAUGHT = (0.80, 0.90, 0.95, 0.97)
SHRINKING = 50.0  # of the weights, so that few hundred sentences cannot make one large
JUDGED_WEIGHT = 3.0  # a sentence written by hand beside one corrupted by code
FOLDS = 10
LENGTHS = (11, 13, 15, 17, 19, 21, 23, 26)  # words; sentences between two are as long
MOST_BALANCE = 4.0

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with what it cites, whether that carries it, and how it came about."""

    draft: DraftSentence
    sources: tuple[Source, ...]
    is_true: bool
    kind: str
    report_id: str


def read_labelled(path: Path, collection: Path | None = None) -> list[Labelled]:
    """The sentences of a file of JSON lines, with the paragraphs that they cite."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    placed = _paragraphs([ROOT / "corpus" / "sample", path.parent / "reports"])
    if collection is not None:
        with Collection.open(collection) as opened:
            for name in {name for values in lines for name in values["cites"]} - placed.keys():
                kept = opened.paragraph(name)
                if kept is not None:
                    placed[name] = Source(0, *kept)
    found = []
    for values in lines:
        sources = tuple(placed_as(n, placed, name) for n, name in enumerate(values["cites"], 1))
        draft = DraftSentence(values["text"], tuple(source.n for source in sources))
        report_id = values["cites"][0].partition(".")[0]
        found.append(Labelled(draft, sources, values["label"] == "true", values["kind"], report_id))
    return found


def placed_as(n: int, placed: Mapping[str, Source], name: str) -> Source:
    """A paragraph under the number that a sentence cites it by."""
    return Source(n, placed[name].report, placed[name].paragraph)


def _paragraphs(folders: Sequence[Path]) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for reading in read_documents(find_files([folder for folder in folders if folder.exists()])):
        if reading.document is not None:
            report = report_of(reading.document)
            found |= {p.id: Source(0, report, p) for p in reading.document.paragraphs}
    return found


def report_of(document: Document) -> Report:
    """A document's record as a collection would have it."""
    kept = {field.name for field in fields(Report)} & {field.name for field in fields(Document)}
    values = {name: getattr(document, name) for name in kept}
    return Report(**values, paragraph_count=len(document.paragraphs), superseded_by=None)


def verifier_for(labelled: Sequence[Labelled], *, has_model: bool) -> Verifier:
    """A verifier that knows the authorities of these sentences."""
    authorities = {s.report.authority for one in labelled for s in one.sources}
    gazetteer = make_gazetteer(load_authorities(), sorted(a for a in authorities if a))
    embedder = OnnxEmbedder()

    def encode(text: str) -> EncodedText | None:
        if not has_model:
            return None
        found = embedder.encode_query(text)
        return EncodedText(found.vector, found.tokens, tuple(embedder.piece_spans(text)))

    return Verifier(gazetteer, encode)


@dataclass(frozen=True, slots=True)
class Sample:
    """The signs of the labelled sentences, row by row, and what is known of them."""

    names: tuple[str, ...]
    signs: Array  # shape (sentences, signs)
    is_true: NDArray[np.bool_]
    is_settled: NDArray[np.bool_]  # passed word for word, or failed by a check of its own
    passes: NDArray[np.bool_]  # which of both, where settled
    report_ids: NDArray[np.str_]
    is_judged: NDArray[np.bool_]  # of a file that the threshold is chosen by
    balance: Array  # what each weighs, so that true ones and lies are as long


def sample_of(
    labelled: Sequence[Labelled], verifier: Verifier, is_judged: Sequence[bool]
) -> Sample:
    """The signs of these sentences."""
    rows, settled, passes = [], [], []
    for one in labelled:
        alignment = verifier.align(one.draft, one.sources)
        failed = form_fault(one.draft.text) or verifier.hard_fault(alignment)
        rows.append(verifier.signs(alignment).signs)
        settled.append(alignment.is_verbatim or failed is not None)
        passes.append(alignment.is_verbatim)
    names = tuple(sorted(rows[0]))
    return Sample(
        names,
        np.array([[row[name] for name in names] for row in rows], dtype=np.float64),
        np.array([one.is_true for one in labelled]),
        np.array(settled),
        np.array(passes),
        np.array([one.report_id for one in labelled]),
        np.array(is_judged),
        balance_lengths(
            np.array([len(one.draft.text.split()) for one in labelled]),
            np.array([one.is_true for one in labelled]),
            np.array(is_judged),
        ),
    )


def balance_lengths(
    lengths: NDArray[np.int64], is_true: NDArray[np.bool_], is_judged: NDArray[np.bool_]
) -> Array:
    """What each sentence weighs, so that how long it is says nothing of whether it is true.

    Whoever writes lies by hand writes them shorter (18 words for 21), which no model does.
    """
    groups = np.digitize(lengths, LENGTHS)
    found = np.ones(len(lengths))
    for group in np.unique(groups):
        for judged in (True, False):
            inside = (groups == group) & (is_judged == judged)
            for label in (True, False):
                mine = inside & (is_true == label)
                if mine.any():
                    found[mine] = min(MOST_BALANCE, inside.sum() / 2 / mine.sum())
    return found


def fit(signs: Array, is_true: NDArray[np.bool_], weights: Array) -> Array:
    """The weights of the signs, the constant last: logistic regression by Newton's method."""
    means, spread = signs.mean(axis=0), signs.std(axis=0)
    spread = np.where(spread > 1e-9, spread, np.inf)  # a sign that never changes weighs nothing
    rows = np.column_stack([(signs - means) / spread, np.ones(len(signs))])
    found = np.zeros(rows.shape[1])
    shrinking = np.diag([*[SHRINKING] * signs.shape[1], 1e-6])
    for _ in range(100):
        likely = _likely(rows, found)
        slope = rows.T @ (weights * (likely - is_true)) + shrinking @ found
        bend = (rows * (weights * likely * (1 - likely))[:, None]).T @ rows + shrinking
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < 1e-9:
            break
    plain = found[:-1] / spread
    return np.append(plain, found[-1] - plain @ means)


def _likely(rows: Array, weights: Array) -> Array:
    likely: Array = 1 / (1 + np.exp(-(rows @ weights)))
    return likely


def cross_validated(sample: Sample) -> Array:
    """The likelihood of each sentence by a function fitted without the sentences of its report."""
    rows = np.column_stack([sample.signs, np.ones(len(sample.signs))])
    weights, found = _weights(sample), np.zeros(len(rows))
    reports = np.unique(sample.report_ids)
    fold_of = {report: number % FOLDS for number, report in enumerate(reports)}
    folds = np.array([fold_of[report] for report in sample.report_ids])
    for fold in range(FOLDS):
        used = ~sample.is_settled & (folds != fold)
        fitted = fit(sample.signs[used], sample.is_true[used], weights[used])
        found[folds == fold] = _likely(rows[folds == fold], fitted)
    return np.where(sample.is_settled, np.where(sample.passes, 1.0, 0.0), found)


def _weights(sample: Sample) -> Array:
    return np.where(sample.is_judged, JUDGED_WEIGHT, 1.0) * sample.balance


def _quantile(values: Array, weights: Array, share: float) -> float:
    """The value that so large a share of the weights lies at or below."""
    order = np.argsort(values)
    reached = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][np.searchsorted(reached, share)])


def calibrate(sample: Sample) -> dict[str, Any]:
    """The weights and the threshold; prints how many are caught and kept at some thresholds."""
    likely = cross_validated(sample)
    thresholds: dict[str, float] = {}
    for wanted in CAUGHT:
        lies = sample.is_judged & ~sample.is_true
        enough = _quantile(likely[lies], sample.balance[lies], wanted) + 1e-6
        thresholds[f"{wanted:.2f}"] = round(enough, 3)
        told = []
        for name, part in _parts(sample):
            lies, true = part & ~sample.is_true, part & sample.is_true
            caught = np.average(likely[lies] < enough, weights=sample.balance[lies])
            kept = np.average(likely[true] >= enough, weights=sample.balance[true])
            told.append(f"{name} caught {caught:.3f} kept {kept:.3f}")
        sys.stdout.write(f"  from {enough:.3f} on: {', '.join(told)}\n")
    used = ~sample.is_settled
    fitted = fit(sample.signs[used], sample.is_true[used], _weights(sample)[used])
    weights = dict(zip(sample.names, (round(float(w), 3) for w in fitted[:-1]), strict=True))
    return {
        "weights": weights,
        "constant": round(float(fitted[-1]), 3),
        "enough": thresholds,
    }


def _parts(sample: Sample) -> list[tuple[str, NDArray[np.bool_]]]:
    parts = [("judged", sample.is_judged), ("others", ~sample.is_judged)]
    return [(name, part) for name, part in parts if part.any()]


def tell_verdicts(labelled: Sequence[Labelled], verifier: Verifier) -> None:
    """Print for each kind of sentence how many the whole verifier passes."""
    failures: dict[tuple[bool, str], list[Failure | None]] = {}
    for one in labelled:
        verdict = verifier.verify(one.draft, one.sources)
        failures.setdefault((one.is_true, one.kind), []).append(verdict.failure)
    for (is_true, kind), found in sorted(failures.items()):
        passed = sum(failure is None for failure in found)
        told = "kept" if is_true else "caught"
        share = (passed if is_true else len(found) - passed) / len(found)
        sys.stdout.write(f"{kind:14} {told} {share:.3f} of {len(found)}\n")


def main(arguments: Sequence[str]) -> int:
    """Calibrate for collections with a sentence model and for those without."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--collection", type=Path, help="an index whose paragraphs are cited")
    parser.add_argument("--judge", type=Path, nargs="*", default=[], help="further labelled files")
    parser.add_argument("--write", action="store_true", help="keep what was fitted")
    given = parser.parse_args(arguments)
    labelled: list[Labelled] = []
    is_judged: list[bool] = []
    for path in [*given.labelled, *given.judge]:
        found = read_labelled(path, given.collection)
        labelled += found
        is_judged += [path in given.judge or not given.judge] * len(found)
    values = {}
    for kind, has_model in (("tokens", True), ("words", False)):
        verifier = verifier_for(labelled, has_model=has_model)
        sys.stdout.write(f"{kind}:\n")
        values[kind] = calibrate(sample_of(labelled, verifier, is_judged))
    if given.write:
        CALIBRATION.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
        read_calibration.cache_clear()
    tell_verdicts(labelled, verifier_for(labelled, has_model=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
