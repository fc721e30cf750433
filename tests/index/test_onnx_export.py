"""An export is made once, found whole or made anew, and never half there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from index import PACKAGED_MODEL, EmbeddingModelMissing
from index.model_folder import find_model_folder
from index.onnx_export import Export, export_places, open_export
from index.onnx_writing import kept_exact, pieces_seen, write_onnx


class Bench:
    """Folders for exports, and a writer in place of torch's that counts what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.places = [folder / "first", folder / "second"]
        self.written = 0
        self.said: list[str] = []

    def write(
        self, folder: Path, file: Path, precision: str, facts: Mapping[str, str], _: object
    ) -> None:
        self.written += 1
        file.write_text(json.dumps([precision, dict(facts)]))

    def open(self) -> Export:
        return open_export(PACKAGED_MODEL, "int8", self.said.append)

    def file(self, suffix: str) -> Path:
        (found,) = self.places[0].glob(f"*{suffix}")
        return found


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """A bench in an empty folder."""
    made = Bench(tmp_path)
    monkeypatch.setattr("index.onnx_writing.write_onnx", made.write)
    monkeypatch.setattr("index.onnx_export.export_places", lambda: iter(made.places))
    return made


def test_an_export_is_made_once_and_announced(bench: Bench) -> None:
    first, second = bench.open(), bench.open()
    assert first == second
    assert bench.written == 1
    assert len(bench.said) == 1
    assert sorted(os.listdir(bench.places[0])) == sorted(
        [bench.file(".onnx").name, bench.file(".json").name]
    )


@pytest.mark.parametrize("suffix", [".onnx", ".json"])
@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff"])
def test_a_damaged_export_is_made_anew(bench: Bench, suffix: str, content: bytes) -> None:
    first = bench.open()
    bench.file(suffix).write_bytes(content)
    assert bench.open() == first
    assert bench.written == 2
    bench.open()
    assert bench.written == 2


@pytest.mark.parametrize("field", ["format", "weights_sha256", "tokenizer_sha256"])
def test_an_export_of_something_else_is_made_anew(bench: Bench, field: str) -> None:
    bench.open()
    record = bench.file(".json")
    record.write_text(json.dumps({**json.loads(record.read_text()), field: "other"}))
    bench.open()
    assert bench.written == 2


def test_an_interrupted_export_leaves_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(folder: Path, file: Path, *_: object) -> None:
        file.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr("index.onnx_writing.write_onnx", stop)
    with pytest.raises(KeyboardInterrupt):
        bench.open()
    assert os.listdir(bench.places[0]) == []


def test_the_second_place_serves_where_the_first_cannot_be_written(bench: Bench) -> None:
    bench.places[0].write_text("a file where the folder should be")
    bench.open()
    bench.open()
    assert bench.written == 1
    assert len(os.listdir(bench.places[1])) == 2


def test_no_place_at_all_is_told(bench: Bench) -> None:
    for place in bench.places:
        place.write_text("")
    with pytest.raises(EmbeddingModelMissing, match="ONNX export"):
        bench.open()


def test_exports_lie_in_the_virtual_environment_or_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    first, second = export_places()
    assert first.is_relative_to(tmp_path / "venv")
    assert second.is_relative_to(tmp_path)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert list(export_places()) == [second]


MEAN = {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False}
MODULES = ["Transformer", "Pooling", "Normalize"]


def write_model(
    folder: Path, kinds: list[str], pooling: Mapping[str, object], prompts: Mapping[str, str]
) -> None:
    (folder / "pooling").mkdir()
    paths = ["", "pooling", "", ""]
    modules = [
        {"path": p, "type": f"sentence_transformers.models.{k}"}
        for p, k in zip(paths, kinds, strict=False)
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "pooling" / "config.json").write_text(json.dumps(pooling))
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))


@pytest.mark.parametrize(
    ("kinds", "pooling", "prompts", "told"),
    [
        (["Transformer", "Pooling", "Dense"], MEAN, {}, "Dense"),
        (["Transformer", "Pooling"], MEAN, {}, "modules"),
        (["Transformer"], MEAN, {}, "modules"),
        (MODULES, {"pooling_mode_cls_token": True}, {}, "mean"),
        (MODULES, {**MEAN, "pooling_mode_max_tokens": True}, {}, "mean"),
        (MODULES, {"pooling_mode": "cls"}, {}, "mean"),
        (MODULES, MEAN, {"query": "query: "}, "words before"),
    ],
)
def test_a_model_of_another_form_is_refused(
    tmp_path: Path,
    kinds: list[str],
    pooling: Mapping[str, object],
    prompts: Mapping[str, str],
    told: str,
) -> None:
    write_model(tmp_path, kinds, pooling, prompts)
    with pytest.raises(ValueError, match=told):
        write_onnx(tmp_path, tmp_path / "model.onnx", "int8", {}, None)


def test_the_model_says_how_much_of_a_text_it_sees(tmp_path: Path) -> None:
    assert pieces_seen(find_model_folder(PACKAGED_MODEL)) == 256
    assert pieces_seen(tmp_path) == 512
    (tmp_path / "config.json").write_text('{"max_position_embeddings": 128}')
    assert pieces_seen(tmp_path) == 128


def test_the_first_half_of_the_layers_closes_exactly() -> None:
    layers = [f"/transformer/encoder/layer.{n}" for n in range(4)]
    names = [
        f"{layer}/{part}/MatMul"
        for layer in layers
        for part in ("attention/self/query", "attention/output/dense", "output/dense")
    ]
    assert kept_exact(names) == [f"{layer}/output/dense/MatMul" for layer in layers[:2]]
    assert kept_exact(["/other/MatMul"]) == []


@pytest.mark.slow
def test_two_exports_are_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys, numpy; from pathlib import Path; from index.onnx_writing import write_onnx\n"
        "projection = numpy.ones((384, 2), 'float32')\n"
        "write_onnx(Path(sys.argv[1]), Path(sys.argv[2]), 'int8', {'a': 'b'}, projection)"
    )
    folder = find_model_folder(PACKAGED_MODEL)
    one, two = tmp_path / "one" / "model.onnx", tmp_path / "two" / "model.onnx"
    for seed, place in enumerate((one, two)):
        place.parent.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code, str(folder), str(place)],
            check=True,
            env=environment,
            capture_output=True,
        )
    assert one.read_bytes() == two.read_bytes()
    assert os.listdir(one.parent) == ["model.onnx"]
