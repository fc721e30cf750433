"""Writes a sentence-transformers model as an ONNX file; the one user of torch's exporter.

Only the form that most such models have is taken: a transformer, the mean over its word pieces, and
length 1. Any other is refused, because its vectors would be others than the model's own.
"""

from __future__ import annotations

import inspect
import json
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.model_folder import read_object, stay_offline

# The newest opset that torch's own (TorchScript) exporter writes with every operation we need.
OPSET = 17
# Tells ONNX Runtime's quantiser that it need not advise on standard error to pre-process.
_QUIET = ("onnx.quant.pre_process", "onnxruntime.quant")


def pieces_seen(folder: Path) -> int:
    """How many word pieces of a text the model sees, as its own files say.

    Raises: ValueError where they are no JSON.
    """
    said = read_object(folder / "sentence_bert_config.json").get("max_seq_length")
    most = read_object(folder / "config.json").get("max_position_embeddings")
    return int(said or most or 512)


def write_onnx(
    folder: Path,
    file: Path,
    precision: str,
    facts: Mapping[str, str],
    projection: NDArray[np.float32] | None,
) -> None:
    """Write the model's transformer, mean and length 1 as one graph, with the facts inside.

    `projection`, shape (dimension, token dimension), makes the pieces' vectors smaller; without
    one there are no `tokens`.

    Input `input_ids`, int64, shape (1, pieces); outputs `vector`, float32, shape (1, dimension),
    and `tokens`, float32, shape (pieces, token dimension), rows of length 1.
    The same libraries and weights give the same bytes.

    Raises: ValueError for a model of another form; ImportError, OSError.
    """
    check_form(folder)
    import onnx

    exact = file.with_suffix(".fp32") if precision == "int8" else file
    _trace(folder, exact, projection)
    model = onnx.load(str(exact))
    onnx.helper.set_model_props(model, {**facts, _QUIET[0]: _QUIET[1]})
    if precision == "int8":
        _quantise(model, file)
        exact.unlink()
    else:
        onnx.save(model, str(file))


def check_form(folder: Path) -> None:
    """Refuse a model whose vectors the export would not give, or that names code of its own.

    Raises: ValueError; LookupError, TypeError, OSError where its files are not what they should be.
    """
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    types = [str(module["type"]) for module in modules]
    if strange := [kind for kind in types if not kind.startswith("sentence_transformers.")]:
        raise ValueError(f"it names code that is not sentence-transformers' own: {strange[0]}")
    kinds = [kind.rpartition(".")[2] for kind in types]
    pooling = [read_object(folder / m["path"] / "config.json") for m in modules[1:2]]
    if kinds != ["Transformer", "Pooling", "Normalize"] or modules[0]["path"]:
        raise ValueError(f"its modules are {', '.join(kinds)}: only torch can run it")
    if not _is_mean(pooling[0]):
        raise ValueError("it does not pool by the mean: only torch can run it")
    prompts = read_object(folder / "config_sentence_transformers.json").get("prompts") or {}
    if any(prompts.values()):
        raise ValueError("it puts words before each text: only torch can run it")


def _is_mean(pooling: Mapping[str, Any]) -> bool:
    """Whether a pooling is the mean alone, in the older or the newer way of saying so."""
    said = {key.removeprefix("pooling_mode_") for key, on in pooling.items() if on is True}
    ways = said - {"include_prompt"}
    return pooling.get("pooling_mode") == "mean" or ways == {"mean_tokens"}


def _trace(folder: Path, file: Path, projection: NDArray[np.float32] | None) -> None:
    """Run the model once under torch and write down what it did."""
    stay_offline()
    import torch
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformer = AutoModel.from_pretrained(
        str(folder),
        attn_implementation="eager",  # the plain operations, which have ONNX names
        dtype=torch.float32,
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,
    ).eval()
    smaller = None if projection is None else torch.from_numpy(projection)
    kinds = "token_type_ids" in inspect.signature(transformer.forward).parameters

    class Sentence(torch.nn.Module):
        """One text, without padding: every piece counts in the mean."""

        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, input_ids: torch.Tensor) -> tuple[torch.Tensor, ...]:
            more = {"token_type_ids": torch.zeros_like(input_ids)} if kinds else {}
            hidden = self.transformer(input_ids=input_ids, **more).last_hidden_state
            vector = torch.nn.functional.normalize(hidden.mean(dim=1), dim=1)
            if smaller is None:
                return (vector,)
            return vector, torch.nn.functional.normalize(hidden[0] @ smaller, dim=1)

    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # advice on how graphs are traced; the tests compare them
        torch.onnx.export(
            Sentence().eval(),
            (torch.arange(9).reshape(1, 9),),
            str(file),
            dynamo=False,
            opset_version=OPSET,
            input_names=["input_ids"],
            output_names=["vector"] if smaller is None else ["vector", "tokens"],
            dynamic_axes={"input_ids": {1: "pieces"}}
            | ({} if smaller is None else {"tokens": {0: "pieces"}}),
        )


def _quantise(model: Any, file: Path) -> None:
    """Write the model with 8-bit weights, a scale for each column.

    Weights keep to 7 of the 8 bits: on processors without VNNI the sums of two full products of 8
    bits do not fit in 16, and the same text would get another vector there.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = [node.name for node in model.graph.node if node.op_type == "MatMul"]
    quantize_dynamic(
        model,
        str(file),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        # The projection of the tokens stands behind the transformer; it is small and stays exact.
        nodes_to_exclude=kept_exact(names) + [n for n in names if "transformer" not in n],
    )


def kept_exact(names: Sequence[str]) -> list[str]:
    """The products that stay in 32 bits: how the first half of the layers close.

    What comes to them has a few very large numbers, which one scale for all serves badly. Their 8
    bits lowered every cosine by .004 in the mean, and so which questions are answered; kept exact
    they cost 2 ms a paragraph: docs/decisions/0014, 2026-11-22.
    """
    closing = [
        name
        for name in names
        if name.endswith("/output/dense/MatMul") and "/attention/" not in name
    ]
    return closing[: len(closing) // 2]
