"""Fits the projection that makes token vectors smaller: index/token_projection.npy.

    python -m scripts.fit_projection FOLDER [--dimension 64] [--paragraphs 4000]

The directions in which the packaged model's token vectors differ most (their principal components,
not centred, so that inner products are kept best), over paragraphs drawn by a fixed seed from the
reports of a folder. The file is part of the program: whoever changes it changes every export of the
model, and collections have to be rebuilt.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus import find_files, read_documents
from index.model_folder import PACKAGED_MODEL, TOKEN_PROJECTION, find_model_folder
from index.placing import placed_words

SEED = 20261124


def main() -> None:
    """Fit, write, and say how much of the token vectors' length is kept."""
    parser = argparse.ArgumentParser(description="Fit the projection of token vectors.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dimension", type=int, default=64)
    parser.add_argument("--paragraphs", type=int, default=4_000)
    arguments = parser.parse_args()
    texts = draw_texts(arguments.folder, arguments.paragraphs)
    products, count = token_products(texts)
    lengths, directions = np.linalg.eigh(products / count)  # ascending
    projection = directions[:, ::-1][:, : arguments.dimension].astype(np.float16)
    np.save(TOKEN_PROJECTION, projection, allow_pickle=False)
    kept = lengths[::-1][: arguments.dimension].sum() / lengths.sum()
    print(f"{count} tokens of {len(texts)} paragraphs; {kept:.3f} of the squared length is kept")


def draw_texts(folder: Path, count: int) -> list[str]:
    """So many paragraphs of the folder's reports, as they are embedded."""
    documents = [reading.document for reading in read_documents(find_files([folder]))]
    texts = sorted(
        placed_words(document, paragraph)
        for document in documents
        if document
        for paragraph in document.paragraphs
    )
    return random.Random(SEED).sample(texts, min(count, len(texts)))


def token_products(texts: list[str]) -> tuple[NDArray[np.float64], int]:
    """The sum of each token vector's product with itself, and how many there were."""
    from sentence_transformers import SentenceTransformer

    model: Any = SentenceTransformer(
        str(find_model_folder(PACKAGED_MODEL)),
        device="cpu",
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"use_safetensors": True},
    )
    products: Any = 0.0
    count = 0
    for found in model.encode(texts, output_value="token_embeddings", batch_size=32):
        tokens = found.numpy().astype(np.float64)
        tokens /= np.linalg.norm(tokens, axis=1, keepdims=True)
        products = products + tokens.T @ tokens
        count += len(tokens)
    return products, count


if __name__ == "__main__":
    main()
