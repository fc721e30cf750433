"""FAISS, loaded at its first use: importing it takes most of a second."""

from __future__ import annotations

from typing import Any


def load_faiss() -> Any:
    """The library; its bindings' types say less than its documents."""
    import faiss

    # One thread: a search takes a millisecond, and threads that wait for a busy core take longer.
    faiss.omp_set_num_threads(1)
    return faiss
