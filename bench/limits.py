"""What the machine could do at best, measured in the same run: the limit beside a figure.

Reading cannot be faster than pdfium, which finds the characters. Embedding cannot be faster than
the matrix products that the model consists of, by the library that runs it.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import seconds_of
from index.embedder import core_count
from index.model_folder import PACKAGED_MODEL, find_model_folder
from index.onnx_writing import OPSET, pieces_seen

# The packaged model, all-MiniLM-L6-v2: layers, numbers of a vector, numbers inside of a layer.
_LAYERS, _WIDTH, _INNER = 6, 384, 1_536
_ROUNDS = 3


def pdfium_pages_a_second(pdfs: Sequence[Path]) -> float:
    """Pages whose characters pdfium alone gives in a second, files shared among all cores."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(core_count(), mp_context=context) as pool:
        list(pool.map(_pdfium_pages, pdfs[: core_count()]))  # starts the processes
        pages: list[int] = []
        seconds = seconds_of(lambda: pages.extend(pool.map(_pdfium_pages, pdfs)))
    return sum(pages) / seconds


def _pdfium_pages(path: Path) -> int:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError:
        return 0
    pages = len(document)
    for page in document:
        page.get_textpage().get_text_bounded()
    document.close()
    return pages


def piece_counts(texts: Sequence[str]) -> list[int]:
    """The word pieces of each text that the packaged model sees."""
    from tokenizers import Tokenizer

    folder = find_model_folder(PACKAGED_MODEL)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(pieces_seen(folder))
    return [len(pieces.ids) for pieces in tokenizer.encode_batch(list(texts))]


def matrix_seconds(pieces: Sequence[int]) -> float:
    """Seconds that the model's products take for texts of so many pieces, on all cores.

    A session for each core with one thread, as texts are embedded, and nothing but the products of
    text with weights: in 8 bits but for those that the export keeps exact.
    """
    threads = core_count()
    model = _products()
    sessions = [_session(model) for _ in range(threads)]

    def run(core: int) -> None:
        for count in pieces[core::threads]:
            sessions[core].run(None, {"rows": np.ones((count, _WIDTH), np.float32)})

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, range(threads)))
        return min(seconds_of(lambda: list(pool.map(run, range(threads)))) for _ in range(_ROUNDS))


def products_of(pieces: int) -> float:
    """Multiplications and additions of the products of one text with the model's weights."""
    return 2.0 * pieces * _LAYERS * (4 * _WIDTH * _WIDTH + 2 * _WIDTH * _INNER)


def _products() -> bytes:
    """A graph of the packaged model's products with weights, one after the other."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from onnxruntime.quantization import QuantType, quantize_dynamic

    chance = np.random.default_rng(0)
    shapes = [(_WIDTH, _WIDTH)] * 4 + [(_WIDTH, _INNER), (_INNER, _WIDTH)]
    nodes, weights, last, exact = [], [], "rows", []
    for layer in range(_LAYERS):
        for place, (rows, columns) in enumerate(shapes):
            name = f"{layer}.{place}"
            values = chance.standard_normal((rows, columns)) / np.sqrt(rows)
            weights.append(numpy_helper.from_array(values.astype(np.float32), f"weight.{name}"))
            node = helper.make_node("MatMul", [last, f"weight.{name}"], [name], name=name)
            nodes.append(node)
            last = name
        if layer < _LAYERS // 2:  # index/onnx_writing.py, kept_exact
            exact.append(last)
    graph = helper.make_graph(
        nodes,
        "products",
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["pieces", _WIDTH])],
        [helper.make_tensor_value_info(last, TensorProto.FLOAT, ["pieces", _WIDTH])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "products.onnx"
        quantize_dynamic(
            model,
            str(file),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=exact,
        )
        return file.read_bytes()


def _session(model: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
