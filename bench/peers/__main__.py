"""Quality and time of this program beside what people would use instead, all in one run.

    python -m bench.peers [--files N] [--all | --only NAME] [--rounds 3] [--rebuild]

LangChain's ensemble and txtai's hybrid run in an environment of their own, over the same files,
with the same sentence model and their own defaults. Each system is a process that stays warm; in
every round one after the other is asked all questions, so that none computes while another is
timed. The peers' indexes stay in build/peers, for a second run to ask again; ours is built anew.
Machines differ and are shared: ratios matter more than figures.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench.peers.chunks import Reply, answer_line
from bench.peers.environment import PYTHON, REQUIREMENTS, make_environment
from bench.peers.process import PeerFailed, PeerProcess
from bench.peers.table import Measured, table_lines
from scripts.set_up import SetUpFailed

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "peers"


@dataclass(frozen=True, slots=True)
class System:
    """One line of the table: which module in `bench/peers` speaks for it, and how it is set."""

    name: str
    title: str
    module: str
    variant: str
    is_ours: bool = False
    is_extra: bool = False  # another way to cut, measured with --all


SYSTEMS = (
    System(
        "langchain-4000",
        "LangChain ensemble, chunks of 4,000 characters (the class's default)",
        "langchain_ensemble",
        "4000",
    ),
    System(
        "langchain-1000",
        "LangChain ensemble, chunks of 1,000 (as its manuals show)",
        "langchain_ensemble",
        "1000",
        is_extra=True,
    ),
    System("txtai-sections", "txtai hybrid, sections (pages)", "txtai_hybrid", "sections"),
    System(
        "txtai-paragraphs",
        "txtai hybrid, paragraphs",
        "txtai_hybrid",
        "paragraphs",
        is_extra=True,
    ),
    System("ours", "**ours**", "ours", "int8", is_ours=True),
)


@dataclass(slots=True)
class Asked:
    """What one system has answered so far."""

    lines: list[dict[str, Any]] = field(default_factory=list)  # of the first round
    seconds: list[float] = field(default_factory=list)  # of all rounds
    peak_bytes: int = 0


def main() -> int:
    """Set up, index, ask, score, print; 2 where something that is needed is missing."""
    arguments = parsed_arguments()
    questions_file = arguments.shared / "gold" / "questions.jsonl"
    scorer = arguments.shared / "tools" / "score_answers.py"
    if not (questions_file.is_file() and scorer.is_file()):
        say(f"make bench-peers needs {questions_file} and {scorer}: see CONTRIBUTING.md")
        return 2
    systems = [system for system in SYSTEMS if is_wanted(system, arguments)]
    files = chosen_files(arguments.shared, arguments.files)
    questions = [json.loads(line) for line in questions_file.read_text("utf-8").splitlines()]
    try:
        make_environment()
        built = {system.name: build(system, files, arguments.rebuild) for system in systems}
        asked = ask_all(systems, built, questions, arguments.rounds)
    except (PeerFailed, SetUpFailed) as failure:
        say(str(failure))
        return 2
    rows = [
        measured(system, built[system.name], asked[system.name], scorer, questions_file)
        for system in systems
    ]
    print_report(rows, built, len(files), arguments)
    return 0


def parsed_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure this program beside its peers.")
    add = parser.add_argument
    shared = Path(os.environ.get("SHARED", "../shared"))
    add("--shared", type=Path, default=shared, help="where reports, questions and scorer lie")
    add("--files", type=int, default=0, help="so many PDFs only, for a try (all)")
    add("--only", action="append", choices=names(), help="this system only; can be repeated")
    add("--all", action="store_true", help="the peers' other ways to cut too, which take hours")
    add("--rounds", type=int, default=3, help="how often each question is asked (3)")
    add("--rebuild", action="store_true", help="index with the peers again too")
    return parser.parse_args()


def is_wanted(system: System, arguments: argparse.Namespace) -> bool:
    """Whether this run measures the system."""
    if arguments.only:
        return system.name in arguments.only
    return arguments.all or not system.is_extra


def names() -> list[str]:
    """The names of all systems."""
    return [system.name for system in SYSTEMS]


def chosen_files(shared: Path, count: int) -> list[Path]:
    """All PDFs, or so many from all over the folder; and the texts, always."""
    pdfs = sorted((shared / "reports").glob("*/*.pdf"))
    if count:
        pdfs = pdfs[:: max(1, len(pdfs) // count)][:count]
    return [*pdfs, *sorted((shared / "seeds").glob("*.txt"))]


def build(system: System, files: Sequence[Path], rebuild: bool) -> Mapping[str, Any]:
    """Index with one system, unless a peer has these files indexed; what it told, and where."""
    folder = FOLDER / f"{system.name}-{fingerprint(system, files)}"
    told = folder / "built.json"
    if told.exists() and not rebuild and not system.is_ours:
        say(f"{system.name}: kept from an earlier run")
        return {**json.loads(told.read_text()), "folder": folder}
    say(f"{system.name}: indexing {len(files)} files ...")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "index").mkdir(parents=True)
    with PeerProcess(command(system, "build", folder), folder / "log.txt") as process:
        values = {**process.build(files), "on": date.today().isoformat()}
    told.write_text(json.dumps(values))
    return {**values, "folder": folder}


def fingerprint(system: System, files: Sequence[Path]) -> str:
    """Differs where a peer's versions, its setting or the files differ."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes() + system.variant.encode())
    for file in files:
        digest.update(str(file).encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


def command(system: System, verb: str, folder: Path) -> list[str]:
    """How the system's process is started."""
    python = sys.executable if system.is_ours else str(PYTHON)
    module = f"bench.peers.{system.module}"
    return [python, "-m", module, verb, str(folder / "index"), system.variant]


def ask_all(
    systems: Sequence[System],
    built: Mapping[str, Mapping[str, Any]],
    questions: Sequence[Mapping[str, Any]],
    rounds: int,
) -> dict[str, Asked]:
    """Ask every system all questions, one system after the other in each round.

    Not in turns question by question: the threads of the libraries for matrices wait busily for a
    while after their work, and would take time from whoever is asked next.
    """
    asked = {system.name: Asked() for system in systems}
    with ExitStack() as processes:
        opened = {}
        for system in systems:
            folder = built[system.name]["folder"]
            started = PeerProcess(command(system, "ask", folder), folder / "log.txt")
            opened[system.name] = processes.enter_context(started)
            opened[system.name].told()  # ready
            opened[system.name].ask(asked_of(questions[0]))  # warm, not measured
        for number in range(1, rounds + 1):
            for system in systems:
                say(f"{system.name}: round {number} of {rounds}, {len(questions)} questions")
                time.sleep(0.5)  # for the busy threads of the one before to come to rest
                ask_once(opened[system.name], questions, asked[system.name], number == 1)
    return asked


def ask_once(
    process: PeerProcess, questions: Sequence[Mapping[str, Any]], asked: Asked, keep: bool
) -> None:
    """Ask one system all questions; its answers are kept in the first round."""
    for question in questions:
        told = process.ask(asked_of(question))
        asked.seconds.append(told["seconds"])
        asked.peak_bytes = told["peak_bytes"]
        if keep:
            reply = Reply(told["answered"], tuple(told["retrieved"]))
            asked.lines.append(answer_line(question["id"], reply))


def asked_of(question: Mapping[str, Any]) -> dict[str, Any]:
    """What a system may see of a question: not its known answer."""
    return {name: question[name] for name in ("id", "question", "history") if name in question}


def measured(
    system: System,
    built: Mapping[str, Any],
    asked: Asked,
    scorer: Path,
    questions: Path,
) -> Measured:
    """One system's line of the table; its answers and scores stay beside its index."""
    answers, scores = built["folder"] / "answers.jsonl", built["folder"] / "scores.json"
    lines = [json.dumps(line, ensure_ascii=False) + "\n" for line in asked.lines]
    answers.write_text("".join(lines), encoding="utf-8")
    subprocess.run(
        [sys.executable, str(scorer), str(answers), str(questions), "--json", str(scores)],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return Measured(
        title=system.title,
        quality=json.loads(scores.read_text(encoding="utf-8"))["overall"],
        seconds=tuple(asked.seconds),
        chunks=built["chunks"],
        index_seconds=built["seconds"],
        peak_bytes=asked.peak_bytes,
    )


def print_report(
    rows: Sequence[Measured],
    built: Mapping[str, Mapping[str, Any]],
    files: int,
    arguments: argparse.Namespace,
) -> None:
    """The table, and what one has to know to read it."""
    print("\n".join(table_lines(rows)))
    days = ", ".join(f"{name} {told['on']}" for name, told in built.items())
    print(f"\n{date.today()}, {files} files, {os.cpu_count()} cores; indexed: {days}.")
    if arguments.files:
        print("Only some files: most questions find nothing, and the shares mean little.")


def say(line: str) -> None:
    """Progress belongs to stderr: the table goes to stdout."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
