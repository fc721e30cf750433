"""No bytes break a parser: by chance with hypothesis, and guided by coverage with atheris.

`make fuzz` goes on for as long as it is told. Inputs that once broke a parser stand in `FOUND`.
"""

from __future__ import annotations

import importlib.util
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.fuzz.broken_pdfs import changed, fuzz_pdfs
from scripts.fuzz.choices import Choices
from scripts.fuzz.targets import TARGETS, seeds

ROOT = Path(__file__).parents[2]
RUNS = {"numbering": 300}  # others have more in the same time
SEED = 20261124

# Target and bytes that raised something there before it was mended.
FOUND = [
    # A letter's line that looks like a date and is none ("0 Dddd 1900") ended the reading.
    ("dates", b"OavC\xdd\xdd\xdd\x10\x00\x00\x00\xfb\xfb\xfb\xfbt"),
    # A box farther off than a number that was thought large could be written and not read.
    ("pages", b"Judgement"),
]


@pytest.mark.parametrize("target", TARGETS)
@given(data=st.binary(max_size=600))
def test_no_bytes_break_a_parser(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_seeds_and_what_was_found_break_nothing(target: str) -> None:
    for data in (*seeds(), *(data for name, data in FOUND if name == target)):
        TARGETS[target](data)


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_guided_by_coverage_nothing_breaks(target: str) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("ATHERIS IS NOT HERE: it has wheels for Linux on x86_64 alone")
    runs = str(RUNS.get(target, 2000))
    command = [sys.executable, "-m", "scripts.fuzz", target, "--runs", runs, "--seed", str(SEED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_changed_pdfs_break_nothing_of_ours() -> None:
    outcomes = fuzz_pdfs(seconds=60, runs=50, seed=SEED)
    assert sum(outcomes.values()) == 50
    assert outcomes["read"], "the changes leave nothing to read"


def test_the_same_bytes_make_the_same_choices() -> None:
    for data in (b"", b"\x01", bytes(range(256))):
        first, second = Choices(data), Choices(data)
        assert [first.words(("a", "b")) for _ in range(9)] == [
            second.words(("a", "b")) for _ in range(9)
        ]
    assert Choices(b"").count(9) == 0
    assert not Choices(b"").flag()


def test_a_seed_repeats_its_changes() -> None:
    one, other = (changed(b"words " * 50, random.Random(SEED)) for _ in range(2))
    assert one == other != b"words " * 50


def test_what_breaks_is_told(tmp_path: Path) -> None:
    """The fuzzer itself: a target that raises ends it with the input and exit code 1."""
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("ATHERIS IS NOT HERE: it has wheels for Linux on x86_64 alone")
    program = (
        "import sys; from scripts.fuzz import __main__ as f, targets\n"
        "targets.TARGETS['text'] = lambda data: 1 / (len(data) < 3)\n"
        f"f._guided('text', __import__('pathlib').Path({str(tmp_path)!r}), 20, 2000, 1)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        check=False,
    )
    assert done.returncode != 0
    assert "ZeroDivisionError" in done.stdout + done.stderr
    assert list(tmp_path.glob("crash-*"))
