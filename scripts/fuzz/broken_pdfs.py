"""Whole PDFs with bytes changed, cut and doubled, read in child processes as the program does.

pdfium and pypdf are not ours to measure, so changes are drawn by chance. What a file does to its
child ends in a named error; an error of our own layers is a find.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpus import Limits, read_documents
from scripts.hostile import HOSTILE_FILES

_MIB = 1024 * 1024
LIMITS = Limits(memory_bytes=512 * _MIB, wall_seconds=10, cpu_seconds=10)
_BATCH = 50  # files that one child reads
_LARGEST = 100_000  # bytes of a file to begin with
_TOKENS = (
    b"/Kids", b"/Count 99999999", b"/Length -1", b"0 0 R", b"1 0 R", b"endstream", b"endobj", b"<<",
    b"[", b"/FlateDecode", b"-1e38", b"BT", b"ET", b"Tj", b"cm", b"Do", b"3 Tr", b"/Parent 3 0 R",
)  # fmt: skip


def fuzz_pdfs(seconds: float, runs: int, seed: int) -> Counter[str]:
    """Read changed PDFs until the time or the number of runs is over; outcomes, counted.

    Raises: AssertionError with the place of a file that broke what is ours.
    """
    chance = random.Random(seed)
    originals = [data for data in _originals() if len(data) < _LARGEST]
    outcomes: Counter[str] = Counter()
    ends = time.monotonic() + seconds
    while sum(outcomes.values()) < runs and time.monotonic() < ends:
        with tempfile.TemporaryDirectory() as name:
            paths = []
            for number in range(min(_BATCH, runs - sum(outcomes.values()))):
                paths.append(Path(name, f"{number}.pdf"))
                paths[-1].write_bytes(changed(chance.choice(originals), chance))
            for path, reading in zip(paths, read_documents(paths, LIMITS, 1), strict=True):
                outcomes[reading.error.outcome if reading.error else "read"] += 1
                found = reading.error.found if reading.error else ""
                if found.startswith("Reading the file failed"):
                    kept = Path(tempfile.gettempdir(), f"find-{seed}-{sum(outcomes.values())}.pdf")
                    kept.write_bytes(path.read_bytes())
                    raise AssertionError(f"{kept}: {found}")
    return outcomes


def _originals() -> Iterator[bytes]:
    """The hostile PDFs that take no time: they are short and plain, so that a change matters."""
    for hostile in HOSTILE_FILES:
        if hostile.file.endswith(".pdf") and not hostile.is_slow:
            data = hostile.make()
            if data.startswith(b"%PDF"):
                yield data


def changed(data: bytes, chance: random.Random) -> bytes:
    """The bytes after one to eight changes."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(found) or 1)
        length = chance.choice((1, 1, 4, 40, 400))
        what = chance.randrange(5)
        if what == 0:
            found[place : place + 1] = bytes([chance.randrange(256)])
        elif what == 1:
            del found[place : place + length]
        elif what == 2:
            found[place:place] = found[place : place + length]
        elif what == 3:
            found[place:place] = b" " + chance.choice(_TOKENS) + b" "
        else:
            number = str(chance.choice((0, -1, 2**31, 2**63, 1e38, chance.random()))).encode()
            found[place : place + len(number)] = number
    return bytes(found)
