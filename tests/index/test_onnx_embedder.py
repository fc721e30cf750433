"""ONNX Runtime gives the vectors of sentence-transformers, within what 8 bits allow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index import (
    PACKAGED_MODEL,
    Collection,
    Embedder,
    EmbeddingMismatch,
    EmbeddingModelMissing,
    OnnxEmbedder,
    SentenceTransformerEmbedder,
    embedder_named,
    update_collection,
)
from index.encoded import Vectors
from index.records import PRECISIONS, Precision
from index.storage import read_manifest
from tests.index.stand_ins import make_document, read_written, write_document

TEXTS = [
    "Marshwick, 2024, Care leavers: Homes for care leavers are scarce and some are damp.",
    "Fernmouth, 2018, Leaders: Leaders know their service well and have set a clear direction.",
    "Social workers visit children often, and listen.",
    "1. Grade: good",
    "What needs to improve?",
    "Ünïcode, quotes “like these” and 35.5% of £1,200",
    "The duty team answers every call on the same day. " * 60,  # longer than the model sees
    "",
]


@pytest.fixture(scope="module")
def exact() -> Vectors:
    """What sentence-transformers makes of the texts."""
    return SentenceTransformerEmbedder().encode_texts(TEXTS).vectors


def test_full_precision_is_the_model_itself(exact: Vectors) -> None:
    vectors = OnnxEmbedder(precision="fp32").encode_texts(TEXTS).vectors
    np.testing.assert_allclose(vectors, exact, atol=1e-5)


def test_eight_bits_stay_near_the_model(exact: Vectors) -> None:
    # 250 real paragraphs: .9957 in the mean, .9916 at least; 130 questions: .9891 at least. What
    # that does to answers stands in docs/decisions/0014.
    cosines = (OnnxEmbedder().encode_texts(TEXTS).vectors * exact).sum(axis=1)
    assert cosines.min() > 0.98
    assert cosines.mean() > 0.99


def test_window_and_dimension_are_the_models_own() -> None:
    model = SentenceTransformerEmbedder()
    embedder = OnnxEmbedder()
    assert embedder.window_words == model.window_words
    assert embedder.dimension == model.dimension


@pytest.mark.parametrize("precision", PRECISIONS)
def test_a_vector_depends_on_its_text_alone(precision: Precision) -> None:
    embedder = OnnxEmbedder(precision=precision)
    together = embedder.encode_texts(TEXTS).vectors
    alone = [embedder.encode_query(text).vector for text in TEXTS]
    np.testing.assert_array_equal(together, alone)
    with ThreadPoolExecutor(4) as pool:  # as a service asks
        fresh = OnnxEmbedder(precision=precision)
        np.testing.assert_array_equal(
            list(pool.map(lambda text: fresh.encode_query(text).vector, TEXTS)), alone
        )


def test_each_name_leads_back_to_its_embedder() -> None:
    for precision in PRECISIONS:
        embedder = embedder_named(OnnxEmbedder(precision=precision).name)
        assert isinstance(embedder, OnnxEmbedder)
        assert (embedder.model, embedder.precision) == (PACKAGED_MODEL, precision)
    for name in (PACKAGED_MODEL, "/models/other:one"):
        older = embedder_named(name)
        assert isinstance(older, SentenceTransformerEmbedder)
        assert older.name == name


def test_no_two_kinds_of_vector_share_a_checksum() -> None:
    embedders: list[Embedder] = [OnnxEmbedder(precision=precision) for precision in PRECISIONS]
    embedders.append(SentenceTransformerEmbedder())
    assert len({embedder.sha256 for embedder in embedders}) == 3


def test_a_model_that_is_not_there_is_told() -> None:
    with pytest.raises(EmbeddingModelMissing, match="not in the local cache"):
        _ = OnnxEmbedder("nobody/no-such-model").sha256


@pytest.mark.parametrize("modules", ["[]", "[{}]", "7", "no JSON"])
def test_a_folder_that_cannot_be_exported_is_told(tmp_path: Path, modules: str) -> None:
    (tmp_path / "modules.json").write_text(modules)
    (tmp_path / "tokenizer.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"none")
    said: list[str] = []
    with pytest.raises(EmbeddingModelMissing, match="ONNX export"):
        _ = OnnxEmbedder(str(tmp_path), announce=said.append).sha256
    assert said == []  # nothing is announced that cannot be made


def index(folder: Path, text: str, **options: object) -> str:
    """Index one more report beside the folder; the model that the index then names."""
    name = f"{len(list(folder.parent.glob('*.txt')))}.txt"
    document = make_document(name[0], texts=[text])
    file = write_document(folder.parent / name, document)
    update_collection(folder, [file], read=read_written, **options)  # type: ignore[arg-type]
    return read_manifest(folder).model


def test_a_collection_keeps_its_model_until_it_is_rebuilt(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    assert index(folder, "Visits are late.", precision="fp32") == f"{PACKAGED_MODEL}:onnx-fp32"
    assert index(folder, "Carers stay.") == f"{PACKAGED_MODEL}:onnx-fp32"
    with pytest.raises(EmbeddingMismatch, match="rebuild"):
        index(folder, "Homes are damp.", embedder=OnnxEmbedder())
    with pytest.raises(EmbeddingMismatch, match="onnx-fp32"):
        Collection.open(folder, OnnxEmbedder())
    assert index(folder, "Homes are dry.", rebuild=True) == f"{PACKAGED_MODEL}:onnx-int8"
    with Collection.open(folder) as collection:
        assert collection.search("late visits")[0].paragraph.text == "Visits are late."


def test_a_collection_made_by_torch_still_opens_and_grows(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    made = index(folder, "Visits are late.", embedder=SentenceTransformerEmbedder())
    assert made == PACKAGED_MODEL
    assert index(folder, "Carers stay.") == PACKAGED_MODEL
    with Collection.open(folder) as collection:
        assert collection.search("late visits")[0].paragraph.text == "Visits are late."
