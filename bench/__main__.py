"""Measures this program by size, beside its peers and beside what the machine can do.

    python -m bench [FOLDER] [--quick | --full | --sizes N ...] [--no-peers] [--write FILE.json]

Reading and embedding are measured on the reports of FOLDER (without one the real reports in
../shared, or the sample), all else on invented reports: 10,000, 36,000 and 100,000 paragraphs, with
--full 300,000 and 1,000,000 too, with --quick 2,000, with --sizes as many as are named. Peers run
in an environment of their own, over the same paragraphs and vectors. With --full the commands and
the service are measured on the reports of FOLDER too, in a table of their own. Machines differ and
are shared, so ratios within one run matter more than figures. How invented reports were checked:
docs/benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.commands import ROOT, measure_ask, measure_help, measure_indexing
from bench.figures import Figure, print_heading, print_rows
from bench.reports import measure_embedding, measure_reading
from bench.serving import enlarge, measure_serving
from bench.sized_table import SizedTable
from bench.sizes import PEERS_UP_TO, measure_peers, measure_size
from bench.word_scores import measure_word_scores
from corpus import find_files

SIZES, FULL, QUICK = (10_000, 36_000, 100_000), (300_000, 1_000_000), (2_000,)
READ, QUICK_READ = 60, 8  # PDFs
PARAGRAPHS_SERVED = 36_000
PEER_SECONDS, QUICK_PEER_SECONDS = 5.0, 1.0  # of questions for each peer at each size
FIGURES = ROOT / "build" / "bench.json"


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description="Measure the program by size.")
    parser.add_argument("folder", nargs="?", type=Path, default=default_folder())
    parser.add_argument("--quick", action="store_true", help="2,000 paragraphs, two minutes")
    parser.add_argument("--full", action="store_true", help="300,000 and 1,000,000 paragraphs too")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="so many paragraphs")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    parser.add_argument("--write", type=Path, default=FIGURES, metavar="FILE.json")
    arguments = parser.parse_args()
    sizes = sizes_of(arguments)
    started = time.monotonic()
    table = SizedTable(sizes, f"{time.strftime('%Y-%m-%d')}, {machine()}")
    with tempfile.TemporaryDirectory() as name:
        measure(arguments.folder, sizes, Path(name), table, arguments)
    table.write(arguments.write)
    print("\n".join(table.lines()))
    for missed in table.missed():
        print(f"missed: {missed}")
    if arguments.full:
        print()
        print_heading()
        with tempfile.TemporaryDirectory() as name:
            print_rows(measure_reports(list(find_files([arguments.folder])), Path(name)))
    print(f"\n{time.monotonic() - started:.0f} s; {machine()}")


def sizes_of(arguments: argparse.Namespace) -> tuple[int, ...]:
    """The numbers of paragraphs that are asked for."""
    if arguments.sizes:
        return tuple(sorted(arguments.sizes))
    return QUICK if arguments.quick else SIZES + (FULL if arguments.full else ())


def measure(
    folder: Path,
    sizes: Sequence[int],
    work: Path,
    table: SizedTable,
    arguments: argparse.Namespace,
) -> None:
    """Everything, the quick first."""
    quick = bool(arguments.quick)
    pdfs = [path for path in find_files([folder]) if path.suffix.lower() == ".pdf"]
    read = measure_reading(evenly(pdfs, QUICK_READ if quick else READ), table)
    measure_embedding(read, table)
    python = None if arguments.no_peers else _peers_python()
    published = sorted(pdfs, key=lambda path: path.stat().st_size)[len(pdfs) // 2]
    for size in sizes:
        index = measure_size(size, work, table, publish=published)
        if python and size <= PEERS_UP_TO:
            seconds = QUICK_PEER_SECONDS if quick else PEER_SECONDS
            measure_peers(size, index, work, table, python, seconds)
        shutil.rmtree(index)


def measure_reports(files: Sequence[Path], work: Path) -> Iterator[Figure]:
    """The commands and the service over these reports."""
    index = work / "index"
    yield from measure_help()
    yield from measure_indexing(files, work, index)
    yield from measure_ask(index)
    yield from measure_word_scores(index)
    enlarge(index, files, PARAGRAPHS_SERVED)
    yield from measure_serving(index)


def _peers_python() -> Path | None:
    """The peers' interpreter; None, told aloud, where their environment cannot be made."""
    from bench.peers.environment import PYTHON, make_environment
    from scripts.set_up import SetUpFailed

    try:
        make_environment()
    except SetUpFailed as error:
        sys.stderr.write(f"The peers are left out: {error}\n")
        return None
    return PYTHON


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


if __name__ == "__main__":
    main()
