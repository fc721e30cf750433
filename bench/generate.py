"""Makes an index of invented reports.

    python -m bench.generate FOLDER --paragraphs N [--seed S] [--documents FILE]
    python -m bench.generate --check

The index is in the product's own format and names the packaged model. `--documents` writes the
reports as lines of JSON too, which `qa index` takes. Vectors are invented: what is measured on them
is speed and memory, and recall for such vectors only. `--check` prints what real reports
measured beside what as many invented paragraphs do.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from bench.generator.collection import SEED, SEGMENT_PARAGRAPHS, make_index


def main() -> None:
    """Make, or check."""
    parser = argparse.ArgumentParser(description="Make an index of invented reports.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--paragraphs", type=int, default=36_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--segment", type=int, default=SEGMENT_PARAGRAPHS, metavar="PARAGRAPHS")
    parser.add_argument("--documents", type=Path, metavar="FILE")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    if arguments.check:
        from bench.generator.checking import print_check

        print_check()
        return
    if arguments.folder is None:
        parser.error("name a folder to make the index in")
    started = time.perf_counter()
    manifest = make_index(
        arguments.folder,
        arguments.paragraphs,
        seed=arguments.seed,
        segment_paragraphs=arguments.segment,
        documents=arguments.documents,
        processes=arguments.processes,
        progress=lambda done, total: print(f"{done:,} of {total:,} paragraphs", flush=True),
    )
    seconds = time.perf_counter() - started
    print(f"{manifest.reports:,} reports, {manifest.paragraphs:,} paragraphs in {seconds:.0f} s")


if __name__ == "__main__":
    main()
