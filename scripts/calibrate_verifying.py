"""Fit how the content check weighs its signs: `python -m scripts.calibrate_verifying LABELLED`.

LABELLED is a file of labelled sentences (JSON lines: `text`, `cites`, `label`, `kind`); they cite
paragraphs of the sample and of the reports beside the file. True sentences teach it, and those
that say something else altogether ("outside fact", "wrong report"); the other kinds of lies are for
other checks. What is printed is cross-validated: the sentences of a report are judged by a function
fitted without them. With `--write` the weights go into qa/prose/verifying/calibration.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Document, find_files, load_authorities, read_documents
from index import EncodedText, OnnxEmbedder, Report
from qa.prose.records import DraftSentence, Failure, Source
from qa.prose.verifying import Verifier
from qa.prose.verifying.content import CALIBRATION, ContentSigns, content_signs
from qa.understanding.places import make_gazetteer

ROOT = Path(__file__).resolve().parents[1]
# The share of true paraphrases that the content check by itself should keep.
KEPT = 0.96
LET_THROUGH = ("outside fact", "wrong report")  # what the content check is there for
SHRINKING = 0.5  # of the weights, so that few hundred sentences cannot make one large
VERBATIM_WEIGHT = 0.3  # a quotation teaches less than a paraphrase

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with what it cites, whether that carries it, and how it came about."""

    draft: DraftSentence
    sources: tuple[Source, ...]
    is_true: bool
    kind: str
    report_id: str


def read_labelled(path: Path) -> list[Labelled]:
    """The sentences of a file of JSON lines, with the paragraphs that they cite."""
    placed = _paragraphs([ROOT / "corpus" / "sample", path.parent / "reports"])
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        values = json.loads(line)
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

    signs: Array  # shape (sentences, signs)
    is_true: NDArray[np.bool_]
    kinds: NDArray[np.str_]
    report_ids: NDArray[np.str_]

    @property
    def teaching(self) -> NDArray[np.bool_]:
        """Which of them the function is fitted to."""
        taught: NDArray[np.bool_] = self.is_true | np.isin(self.kinds, LET_THROUGH)
        return taught


def sample_of(labelled: Sequence[Labelled], verifier: Verifier) -> Sample:
    """The signs of these sentences."""
    rows = [astuple(content_signs(verifier.align(one.draft, one.sources))) for one in labelled]
    return Sample(
        np.array(rows, dtype=np.float64),
        np.array([one.is_true for one in labelled]),
        np.array([one.kind for one in labelled]),
        np.array([one.report_id for one in labelled]),
    )


def fit(signs: Array, is_true: NDArray[np.bool_], weights: Array) -> Array:
    """The weights of the signs, the constant last: logistic regression by Newton's method."""
    rows = np.column_stack([signs, np.ones(len(signs))])
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
    return found


def _likely(rows: Array, weights: Array) -> Array:
    likely: Array = 1 / (1 + np.exp(-(rows @ weights)))
    return likely


def _weights(sample: Sample) -> Array:
    return np.where(sample.kinds == "verbatim", VERBATIM_WEIGHT, 1.0)


def cross_validated(sample: Sample) -> Array:
    """The likelihood of each sentence by a function fitted without the sentences of its report."""
    rows = np.column_stack([sample.signs, np.ones(len(sample.signs))])
    weights, found = _weights(sample), np.zeros(len(rows))
    for report_id in np.unique(sample.report_ids):
        left_out = sample.report_ids == report_id
        used = sample.teaching & ~left_out
        fitted = fit(sample.signs[used], sample.is_true[used], weights[used])
        found[left_out] = _likely(rows[left_out], fitted)
    return found


def calibrate(sample: Sample) -> dict[str, float]:
    """The weights and the threshold, by name; prints what it would keep and let through."""
    likely = cross_validated(sample)
    paraphrases = sample.is_true & (sample.kinds != "verbatim")
    enough = float(np.quantile(likely[paraphrases], 1 - KEPT))
    sys.stdout.write(f"threshold {enough:.3f}: kept {(likely[paraphrases] >= enough).mean():.3f}")
    for kind in LET_THROUGH:
        caught = (likely[sample.kinds == kind] < enough).mean()
        sys.stdout.write(f", {kind} caught {caught:.3f}")
    sys.stdout.write("\n")
    used = sample.teaching
    fitted = fit(sample.signs[used], sample.is_true[used], _weights(sample)[used])
    names = [field.name for field in fields(ContentSigns)]
    values = {**dict(zip(names, fitted[:-1], strict=True)), "constant": fitted[-1]}
    return {name: round(float(value), 3) for name, value in values.items()} | {
        "enough": round(enough, 3)
    }


def tell_verdicts(labelled: Sequence[Labelled], verifier: Verifier) -> None:
    """Print for each kind of sentence how many the whole verifier passes, and which check fails."""
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
    parser.add_argument("labelled", type=Path)
    parser.add_argument("--write", action="store_true", help="keep what was fitted")
    given = parser.parse_args(arguments)
    labelled = read_labelled(given.labelled)
    values = {}
    for sign, has_model in (("tokens", True), ("words", False)):
        verifier = verifier_for(labelled, has_model=has_model)
        sys.stdout.write(f"{sign}: ")
        values[sign] = calibrate(sample_of(labelled, verifier))
    if given.write:
        CALIBRATION.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    tell_verdicts(labelled, verifier_for(labelled, has_model=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
