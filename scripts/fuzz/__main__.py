"""Fuzzes the parsers, and ends at the first input that breaks one.

    python -m scripts.fuzz [TARGET...] [--seconds 60] [--runs N] [--seed 1]

All targets but `pdfs` are guided by the lines that an input reaches (atheris, libFuzzer), each in a
process of its own with 2 GB of memory and ten seconds for an input. An input that breaks a target
is kept as `crash-...` (`slow-unit-...`, `oom-...`) in the folder that is named.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGETS = (
    "text", "pages", "blocks", "documents", "dates", "judgements", "numbering", "titles", "pdfs",
)  # fmt: skip
_LONGEST = 4096  # bytes of an input
_SLOWEST = 10  # seconds for an input
_MEMORY = 2048  # MiB


def main() -> None:
    """Print a line for each target; exit 1 where one was broken, 3 where atheris is missing."""
    parser = argparse.ArgumentParser(description="Look for inputs that break the parsers.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument("--runs", type=int, default=10**9, help="inputs for each target at most")
    parser.add_argument("--seed", type=int, default=1, help="repeats the same inputs (1)")
    parser.add_argument("--found", type=Path, help=argparse.SUPPRESS)  # in a process of its own
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.targets if name not in TARGETS]:
        parser.error(f"no such target: {', '.join(unknown)}")
    if arguments.found:
        options = (arguments.seconds, arguments.runs, arguments.seed)
        _guided(arguments.targets[0], arguments.found, *options)
    well = True
    for name in arguments.targets or TARGETS:
        run = fuzz_whole_pdfs if name == "pdfs" else fuzz_guided
        well &= run(name, arguments.seconds, arguments.runs, arguments.seed)
    raise SystemExit(0 if well else 1)


def fuzz_guided(name: str, seconds: int, runs: int, seed: int) -> bool:
    """Fuzz one target in a process of its own; whether it held."""
    try:
        import atheris  # noqa: F401
    except ImportError:
        print(f"{name}: SKIPPED, atheris has no wheel for this machine", file=sys.stderr)
        raise SystemExit(3) from None
    limits = ["--seconds", str(seconds), "--runs", str(runs), "--seed", str(seed)]
    with tempfile.TemporaryDirectory() as found:
        command = [sys.executable, "-m", "scripts.fuzz", name, *limits, "--found", found]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    count = re.search(r"Done (\d+) runs in (\d+) second", done.stderr)
    if done.returncode or count is None:
        print(f"{name:<11} BROKEN\n{done.stdout}{done.stderr[-4000:]}", file=sys.stderr)
        return False
    reached = re.findall(r"cov: (\d+)", done.stderr)
    edges = reached[-1] if reached else "no"
    print(
        f"{name:<11} {int(count[1]):>9,} inputs in {count[2]} s, {edges} edges reached", flush=True
    )
    return True


def fuzz_whole_pdfs(name: str, seconds: int, runs: int, seed: int) -> bool:
    """Read changed PDFs in child processes; whether nothing of ours broke."""
    from scripts.fuzz.broken_pdfs import fuzz_pdfs

    try:
        outcomes = fuzz_pdfs(seconds, runs, seed)
    except AssertionError as error:
        print(f"{name:<11} BROKEN: {error}", file=sys.stderr)
        return False
    told = ", ".join(f"{count:,} {outcome}" for outcome, count in outcomes.most_common())
    print(f"{name:<11} {sum(outcomes.values()):>9,} inputs: {told}")
    return True


def _guided(name: str, found: Path, seconds: int, runs: int, seed: int) -> None:
    """Runs in the process of its own, and never returns. `found` is for inputs that reach more."""
    import atheris

    with atheris.instrument_imports(include=["corpus"]):
        from scripts.fuzz import targets
    for number, words in enumerate(targets.seeds()):
        (found / f"seed-{number}").write_bytes(words)
    options = {
        "max_total_time": seconds,
        "runs": runs,
        "seed": seed,
        "max_len": _LONGEST,
        "timeout": _SLOWEST,
        "rss_limit_mb": _MEMORY,
        "artifact_prefix": f"{tempfile.gettempdir()}/",
    }
    arguments = [f"-{option}={value}" for option, value in options.items()]
    atheris.Setup([sys.argv[0], *arguments, str(found)], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
