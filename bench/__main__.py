"""Measures what was promised, and prints goal beside figure.

    python -m bench [FOLDER] [--quick]

Machines differ and are shared, so ratios matter more than figures. Without a folder the real
reports in ../shared are taken where they lie, and the sample otherwise. All of it takes about eight
minutes on 204 reports and 2 cores; --quick takes 20 reports and under two minutes.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.commands import ROOT, measure_ask, measure_help, measure_indexing
from bench.figures import Figure, print_heading, print_rows
from bench.million import measure_million
from bench.reading import measure_reading
from bench.searching import measure_search
from bench.serving import PUBLISHES, enlarge, measure_serving
from bench.word_scores import measure_word_scores
from corpus import find_files

READ_BESIDE_PYPDF = 40
PARAGRAPHS_SERVED = 36_000
QUICK_REPORTS, QUICK_READ, QUICK_PUBLISHES = 20, 8, 3


def main() -> None:
    """Print one row per measurement, the quick ones first."""
    parser = argparse.ArgumentParser(description="Measure reading, indexing and searching.")
    parser.add_argument("folder", nargs="?", type=Path, default=default_folder())
    parser.add_argument("--quick", action="store_true", help="20 reports, under two minutes")
    arguments = parser.parse_args()
    files = list(find_files([arguments.folder]))
    if arguments.quick:
        files = evenly(files, QUICK_REPORTS)
    print(f"{len(files)} reports of {arguments.folder}; {machine()}\n")
    print_heading()
    with tempfile.TemporaryDirectory() as name:
        well = print_rows(measure(files, Path(name), quick=arguments.quick))
    print(f"\n{'Every goal is met' if well else 'A goal is missed'}; {machine()}")


def machine() -> str:
    """How many cores there are, and how many were wanted in the last minute: others may be busy."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def default_folder() -> Path:
    """The real reports where they lie beside the repository, else the sample."""
    real = ROOT.parent / "shared" / "reports"
    return real if real.is_dir() else ROOT / "corpus" / "sample"


def evenly(files: Sequence[Path], wanted: int) -> list[Path]:
    """So many files, from all over a list."""
    return list(files[:: max(1, len(files) // wanted)][:wanted])


def measure(files: Sequence[Path], work: Path, *, quick: bool) -> Iterator[Figure]:
    """All figures; an index of the files is made on the way."""
    index = work / "index"
    pdfs = [path for path in files if path.suffix.lower() == ".pdf"]
    yield from measure_help()
    yield from measure_reading(evenly(pdfs, QUICK_READ if quick else READ_BESIDE_PYPDF))
    yield from measure_indexing(files, work, index)
    yield from measure_ask(index)
    yield from measure_search(index)
    yield from measure_word_scores(index)
    if not quick:
        yield from measure_million(index)
        enlarge(index, files, PARAGRAPHS_SERVED)
    yield from measure_serving(index, publishes=QUICK_PUBLISHES if quick else PUBLISHES)


if __name__ == "__main__":
    main()
