"""A model of entailment that the user names; here a tiny untrained one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import CrossEncoderMissing, EntailmentModel
from qa.prose.verifying import entailment_check
from tests.index.test_cross_encoder import make_cross_encoder


def with_labels(folder: Path, *labels: str) -> Path:
    """The tiny model with these labels."""
    make_cross_encoder(folder, labels=len(labels))
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["id2label"] = {str(n): label for n, label in enumerate(labels)}
    config["label2id"] = {label: n for n, label in enumerate(labels)}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


@pytest.mark.slow
def test_it_gives_a_likelihood_for_its_label_of_entailment(tmp_path: Path) -> None:
    folder = with_labels(tmp_path / "model", "contradiction", "entailment", "neutral")
    model = EntailmentModel(str(folder))
    likelihood = model.likelihood("Caseloads are low.", "Caseloads are manageable.")
    assert 0 < likelihood < 1
    assert likelihood == model.likelihood("Caseloads are low.", "Caseloads are manageable.")
    check = entailment_check(str(folder))
    assert check is not None
    assert check("Caseloads are low.", "Caseloads are manageable.") == (likelihood >= 0.5)


@pytest.mark.slow
def test_a_model_without_that_label_is_refused(tmp_path: Path) -> None:
    folder = with_labels(tmp_path / "model", "near", "far")
    with pytest.raises(CrossEncoderMissing, match="no label for entailment"):
        EntailmentModel(str(folder)).likelihood("a", "b")


def test_a_model_that_is_not_there_is_told() -> None:
    with pytest.raises(CrossEncoderMissing, match="QA_NLI"):
        EntailmentModel("nobody/none").likelihood("a", "b")
    assert entailment_check(None) is None
