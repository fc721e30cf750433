"""A model folder with somebody else's code in it: none of it is run, and what is wrong is told."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index import (
    PACKAGED_MODEL,
    CrossEncoderMissing,
    EmbeddingModelMissing,
    OnnxEmbedder,
    SentenceTransformerEmbedder,
)
from index.cross_encoder import CrossEncoderLook
from index.onnx_export import ExportRecord, open_export
from tests.index.planted import Trap
from tests.index.stand_ins import make_paragraph

Plant = Callable[[Path, Trap], None]

SENTENCE_MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "pooling", "type": "sentence_transformers.models.Pooling"},
    {"idx": 2, "name": "2", "path": "2", "type": "sentence_transformers.models.Normalize"},
]
DENSE = {"idx": 3, "name": "3", "path": "dense", "type": "sentence_transformers.models.Dense"}


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path / "code was run")


@pytest.fixture(autouse=True)
def own_exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Exports of these models lie beside them, apart from the ones in use."""
    place = tmp_path / "exports"
    monkeypatch.setattr("index.onnx_export.export_places", lambda: iter([place]))
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model of one layer with random weights, whole and harmless."""
    import torch
    from transformers.models.bert import BertConfig, BertForSequenceClassification

    made = tmp_path / "model"
    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16
    )
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(made)
    packaged = SentenceTransformerEmbedder().folder
    for file in (*packaged.glob("*token*"), packaged / "vocab.txt"):
        shutil.copy(file, made / file.name)
    (made / "pooling").mkdir()
    pooling = {"word_embedding_dimension": 16, "pooling_mode_mean_tokens": True}
    (made / "pooling" / "config.json").write_text(json.dumps(pooling))
    (made / "modules.json").write_text(json.dumps(SENTENCE_MODULES))
    return made


def by_torch(folder: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(folder))
    _ = embedder.sha256
    embedder.encode_texts(["Homes."])


def by_onnx(folder: Path) -> None:
    OnnxEmbedder(str(folder), announce=lambda _: None).encode_texts(["Homes."])


def by_cross_encoder(folder: Path) -> None:
    look = CrossEncoderLook(str(folder), lambda rows: [make_paragraph("r", 1, "Homes.")])
    look.scores("homes", np.array([0]))


def pickle_alone(folder: Path, trap: Trap) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(trap.as_pickle())


def pickles_in_parts(folder: Path, trap: Trap) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model-00001-of-00001.bin").write_bytes(trap.as_pickle())
    index = {"metadata": {}, "weight_map": {"any": "pytorch_model-00001-of-00001.bin"}}
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index))


def pickle_of_a_part(folder: Path, trap: Trap) -> None:
    (folder / "modules.json").write_text(json.dumps([*SENTENCE_MODULES, DENSE]))
    (folder / "dense").mkdir()
    (folder / "dense" / "pytorch_model.bin").write_bytes(trap.as_pickle())
    activation = "torch.nn.modules.activation.Tanh"
    config = {"in_features": 16, "out_features": 8, "activation_function": activation}
    (folder / "dense" / "config.json").write_text(json.dumps(config))


def pickle_by_another_name(folder: Path, trap: Trap) -> None:
    (folder / "model.safetensors").write_bytes(trap.as_pickle())


def code_for_a_module(folder: Path, trap: Trap) -> None:
    _write_code(folder, trap)
    first, *others = SENTENCE_MODULES
    modules = [{**first, "type": "planted.Transformer"}, *others]
    (folder / "modules.json").write_text(json.dumps(modules))


def code_for_the_config(folder: Path, trap: Trap) -> None:
    _write_code(folder, trap)
    kinds = ("AutoConfig", "AutoModel", "AutoModelForSequenceClassification")
    for name in ("config.json", "tokenizer_config.json"):
        values = json.loads((folder / name).read_text())
        values["auto_map"] = dict.fromkeys(kinds, "planted.Transformer")
        values["auto_map"]["AutoTokenizer"] = ["planted.Transformer", None]
        values.pop("model_type", None)
        (folder / name).write_text(json.dumps(values))


def code_trusted_by_the_config(folder: Path, trap: Trap) -> None:
    """The config says itself that its code may be trusted, as in CVE-2026-5241."""
    code_for_the_config(folder, trap)
    values = json.loads((folder / "config.json").read_text())
    nested = {"model_type": "planted", "_name_or_path": str(folder), "trust_remote_code": True}
    more = {
        "model_type": "lightglue",
        "trust_remote_code": True,
        "keypoint_detector_config": nested,
    }
    (folder / "config.json").write_text(json.dumps(values | more))


def _write_code(folder: Path, trap: Trap) -> None:
    code = f"import os\nos.mkdir({str(trap.mark)!r})\nclass Transformer:\n    pass\n"
    (folder / "planted.py").write_text(code)


PICKLES = (pickle_alone, pickles_in_parts, pickle_of_a_part)


@pytest.mark.parametrize("load", [by_torch, by_onnx, by_cross_encoder])
def test_the_harmless_model_is_taken(load: Callable[[Path], None], folder: Path) -> None:
    load(folder)


@pytest.mark.parametrize("load", [by_torch, by_onnx, by_cross_encoder])
@pytest.mark.parametrize("plant", PICKLES)
def test_a_pickle_is_refused_by_name(
    plant: Plant, load: Callable[[Path], None], folder: Path, trap: Trap
) -> None:
    plant(folder, trap)
    with pytest.raises((EmbeddingModelMissing, CrossEncoderMissing)) as refused:
        load(folder)
    assert "is a pickle, which could run code" in str(refused.value)
    assert ".bin" in str(refused.value)
    assert not trap.has_sprung


@pytest.mark.parametrize("load", [by_torch, by_onnx, by_cross_encoder])
def test_a_pickle_beside_safetensors_is_left_alone(
    load: Callable[[Path], None], folder: Path, trap: Trap
) -> None:
    (folder / "pytorch_model.bin").write_bytes(trap.as_pickle())
    load(folder)
    assert not trap.has_sprung


@pytest.mark.parametrize("load", [by_torch, by_onnx, by_cross_encoder])
@pytest.mark.parametrize("plant", [pickle_by_another_name, code_for_the_config])
def test_other_code_is_not_run_and_the_folder_refused(
    plant: Plant, load: Callable[[Path], None], folder: Path, trap: Trap
) -> None:
    plant(folder, trap)
    with pytest.raises((EmbeddingModelMissing, CrossEncoderMissing)):
        load(folder)
    assert not trap.has_sprung


@pytest.mark.parametrize("load", [by_torch, by_onnx])
@pytest.mark.parametrize("plant", [code_for_a_module, code_trusted_by_the_config])
def test_code_that_a_sentence_model_names_is_not_run(
    plant: Plant, load: Callable[[Path], None], folder: Path, trap: Trap
) -> None:
    plant(folder, trap)
    with pytest.raises(EmbeddingModelMissing):
        load(folder)
    assert not trap.has_sprung


def test_an_export_serves_no_folder_of_another_form(folder: Path) -> None:
    by_onnx(folder)
    pooling = {"word_embedding_dimension": 16, "pooling_mode_cls_token": True}
    (folder / "pooling" / "config.json").write_text(json.dumps(pooling))
    with pytest.raises(EmbeddingModelMissing, match="pool by the mean"):
        by_onnx(folder)


def write_export(place: Path, model: bytes) -> None:
    """Put a model in place of the packaged one's export, with a record that agrees with it."""
    found = open_export(PACKAGED_MODEL, "int8", lambda _: None)
    (file,) = place.glob("*.onnx")
    file.write_bytes(model)
    record = {
        field: getattr(found.record, field) for field in ExportRecord.__dataclass_fields__
    } | {"model_sha256": hashlib.sha256(model).hexdigest()}
    file.with_suffix(".json").write_text(json.dumps(record))


def adding(location: str | None, operation: str = "Add", domain: str = "") -> bytes:
    """An ONNX model that adds numbers, of another file where a location is named."""
    from onnx import TensorProto, helper

    numbers = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[4])
    if location is None:
        numbers.float_data.extend([0.0] * 4)
    else:
        numbers.data_location = TensorProto.EXTERNAL
        for key, value in (("location", location), ("offset", "0"), ("length", "16")):
            numbers.external_data.add(key=key, value=value)
    given, made = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [4]) for name in "xy")
    node = helper.make_node(operation, ["x", "w"], ["y"], domain=domain)
    graph = helper.make_graph([node], "graph", [given], [made], [numbers])
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("elsewhere", 1)]
    content: bytes = helper.make_model(
        graph, opset_imports=versions, ir_version=8
    ).SerializeToString()
    return content


@pytest.fixture
def export_place(own_exports: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for exports, in which making one takes no time."""
    write = "index.onnx_writing.write_onnx"
    monkeypatch.setattr(write, lambda folder, file, *_: file.write_bytes(adding(None)))
    return own_exports


@pytest.mark.parametrize("where", ["beside", "above", "absolute"])
def test_an_export_that_names_another_file_is_refused(
    where: str, export_place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_place.mkdir()
    secret = np.arange(4, dtype=np.float32).tobytes()
    for place in (export_place / "secret", tmp_path / "secret"):
        place.write_bytes(secret)
    named = {"beside": "secret", "above": "../secret", "absolute": str(tmp_path / "secret")}
    write_export(export_place, adding(named[where]))
    monkeypatch.chdir(export_place)  # a model of bytes is looked at as if it lay here
    with pytest.raises(EmbeddingModelMissing, match="its export"):
        OnnxEmbedder().encode_query("homes")


def test_an_export_with_operations_of_its_own_is_refused(export_place: Path) -> None:
    write_export(export_place, adding(None, "Run", "elsewhere"))
    with pytest.raises(EmbeddingModelMissing, match="elsewhere"):
        OnnxEmbedder().encode_query("homes")


def test_the_model_of_these_tests_would_be_run(export_place: Path) -> None:
    """It is refused for what it names, not for being malformed."""
    write_export(export_place, adding(None))
    assert OnnxEmbedder().sha256 == hashlib.sha256(adding(None)).hexdigest()


def test_the_trap_springs_where_a_pickle_is_opened(trap: Trap) -> None:
    import pickle

    pickle.loads(trap.as_pickle())
    assert trap.has_sprung
