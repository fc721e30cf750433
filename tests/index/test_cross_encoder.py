"""A model that the user names looks once more; here a tiny untrained one."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from index import Collection, CrossEncoderMissing, SentenceTransformerEmbedder
from index.cross_encoder import CrossEncoderLook
from tests.index.conftest import Workshop
from tests.index.stand_ins import make_paragraph


def make_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A BERT of one layer with random weights, and the packaged model's tokenizer."""
    import torch
    from transformers.models.bert import BertConfig, BertForSequenceClassification

    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    for file in SentenceTransformerEmbedder().folder.glob("*token*"):
        shutil.copy(file, folder / file.name)
    shutil.copy(SentenceTransformerEmbedder().folder / "vocab.txt", folder / "vocab.txt")
    (folder / "modules.json").unlink(missing_ok=True)
    return folder


@pytest.mark.slow
def test_a_named_model_scores_each_pair_by_itself(tmp_path: Path) -> None:
    paragraphs = [make_paragraph("r", n, text) for n, text in enumerate(["Homes.", "Carers stay."])]
    look = CrossEncoderLook(
        str(make_cross_encoder(tmp_path / "model")), lambda rows: [paragraphs[row] for row in rows]
    )
    both = look.scores("carers", np.array([0, 1]))
    other = look.scores("carers", np.array([1, 0]))
    assert both is not None
    assert other is not None
    assert both.shape == (2,)
    np.testing.assert_allclose(other, both[::-1], atol=1e-6)
    assert look.scores("carers", np.zeros(0, np.int64)) is None


@pytest.mark.slow
def test_its_scores_are_told_with_the_hit(tmp_path: Path, tiny_collection: Workshop) -> None:
    model = make_cross_encoder(tmp_path / "model")
    with Collection.open(
        tiny_collection.folder, tiny_collection.embedder, cross_encoder=str(model)
    ) as collection:
        hits = collection.search("housing for care leavers")
    assert {"bm25", "dense", "tokens", "cross-encoder"} == hits[0].scores.keys()


@pytest.mark.slow
def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    look = CrossEncoderLook(
        str(make_cross_encoder(tmp_path / "model", labels=3)),
        lambda rows: [make_paragraph("r", 1, "Homes.") for _ in rows],
    )
    with pytest.raises(CrossEncoderMissing, match="more than one score"):
        look.scores("homes", np.array([0, 1]))


def test_a_model_that_is_not_there_is_told(tmp_path: Path, tiny_collection: Workshop) -> None:
    with (
        Collection.open(
            tiny_collection.folder, tiny_collection.embedder, cross_encoder="nobody/none"
        ) as collection,
        pytest.raises(CrossEncoderMissing, match="QA_CROSS_ENCODER"),
    ):
        collection.search("homes")
