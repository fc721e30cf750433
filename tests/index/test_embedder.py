"""Models come from this machine, whole, or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index import EmbeddingModelMissing, SentenceTransformerEmbedder
from index.model_folder import PACKAGED_SHA256


def test_the_packaged_model_is_the_one_measured() -> None:
    assert SentenceTransformerEmbedder().sha256 == PACKAGED_SHA256


def test_a_folder_of_a_model_serves_as_well(tmp_path: Path) -> None:
    (tmp_path / "model").symlink_to(SentenceTransformerEmbedder().folder)
    assert SentenceTransformerEmbedder(str(tmp_path / "model")).sha256 == PACKAGED_SHA256


def test_changed_weights_of_the_packaged_model_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "model.safetensors").write_bytes(b"other")
    embedder = SentenceTransformerEmbedder()
    monkeypatch.setattr("index.embedder.find_model_folder", lambda name: tmp_path)
    with pytest.raises(EmbeddingModelMissing, match="checksum"):
        _ = embedder.sha256


@pytest.mark.parametrize("names", [[], ["modules.json"], ["model.safetensors"]])
def test_a_folder_that_is_no_model_is_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("{}")
    (tmp_path / "pytorch_model.bin").write_bytes(b"a pickle")
    with pytest.raises(EmbeddingModelMissing, match="cannot be loaded"):
        _ = SentenceTransformerEmbedder(str(tmp_path)).sha256


def test_a_name_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(EmbeddingModelMissing, match="not in the local cache"):
        _ = SentenceTransformerEmbedder("nobody/no-such-model").sha256


def test_looking_at_the_index_loads_no_heavy_library() -> None:
    script = (
        "import sys, index; from index import Scope, IndexFolderError\n"
        "heavy = {'faiss', 'torch', 'numpy', 'onnxruntime', 'tokenizers'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "from index import Collection, OnnxEmbedder, SentenceTransformerEmbedder\n"
        "assert not {'faiss', 'torch', 'onnxruntime', 'tokenizers'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
