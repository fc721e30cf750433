"""The verifier that comes with the program, where it has one."""

from __future__ import annotations

from importlib.util import find_spec

from qa.open_collection import OpenCollection
from scripts.verification.measuring import Verifier

_MODULE = "qa.prose.verifying"


def is_packaged() -> bool:
    """Whether the program has a verifier."""
    return find_spec(_MODULE) is not None


def packaged_verifier(collection: OpenCollection) -> Verifier:
    """The verifier for this collection. Raises: ModuleNotFoundError where there is none."""
    from qa.prose.verifying import make_verifier

    return make_verifier(collection)
