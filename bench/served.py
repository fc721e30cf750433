"""The page over invented reports: how long until the first sentence, and what the process holds.

    python -m bench.served FOLDER

serves an index of invented reports as `qa serve` does, in one process, with the invented model at
the pace of the packaged one.
"""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from bench.commands import ROOT
from bench.memory import held_bytes
from bench.serving import ENDS_WITHIN, first_sentence_ms, port_of, wait_until_ready


def first_sentences(folder: Path, questions: Sequence[str]) -> tuple[float, int]:
    """The median of milliseconds to the first sentence of an answer, and bytes held after it all.

    Each question is asked once before.
    """
    command = [sys.executable, "-m", "bench.served", str(folder)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stderr is not None
    reader = threading.Thread(target=process.stderr.read, daemon=True)
    try:
        port = port_of(process.stderr)
        reader.start()
        wait_until_ready(port)
        for question in questions:
            first_sentence_ms(port, question)
        times = [first_sentence_ms(port, question) for question in questions]
        return statistics.median(times), held_bytes(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(ENDS_WITHIN)
        if reader.is_alive():
            reader.join()
        process.stderr.close()


def main() -> None:
    """Serve until told to end."""
    from bench.paced import open_paced
    from index import collection
    from qa.serving import listen, serve
    from qa.settings import Settings

    folder = Path(sys.argv[1])
    model = open_paced(folder)
    # The one place where a service takes another model than the index names.
    vars(collection)["embedder_named"] = lambda name: model
    settings = Settings(folder, port=0, processes=1, requests_per_minute=0)
    serve(settings, listen(settings))


if __name__ == "__main__":
    main()
