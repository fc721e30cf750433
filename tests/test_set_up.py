"""Set-up says what is wrong and what to do, and does nothing where nothing changed."""

from __future__ import annotations

import importlib.util
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import set_up

ROOT = Path(__file__).parents[1]


def write_program(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def run_setup(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A copy of scripts/setup.sh where only these programs and the shell's own are found."""
    (path.parent / "scripts").mkdir()
    script = shutil.copy(ROOT / "scripts" / "setup.sh", path.parent / "scripts")
    return subprocess.run(
        ["/bin/sh", str(script)],
        env={"PATH": str(path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder of programs that holds nothing but `dirname`, in a path with a space."""
    folder = tmp_path / "my programs"
    folder.mkdir()
    write_program(folder, "dirname", 'echo "${1%/*}"')
    return folder


def test_no_python_at_all_is_told(programs: Path) -> None:
    done = run_setup(programs)
    assert done.returncode == 2
    assert "No Python 3.11 or newer was found" in done.stderr


def test_old_python_is_passed_over_for_a_newer_one(programs: Path) -> None:
    write_program(programs, "python3", "exit 1")
    write_program(programs, "python3.12", '[ "$1" = -c ] || echo "chosen: $*"')
    done = run_setup(programs)
    assert done.returncode == 0
    assert done.stdout.strip() == "chosen: -E scripts/set_up.py"


def test_python_of_an_earlier_set_up_stays(programs: Path) -> None:
    own = programs.parent / ".venv" / "bin"
    own.mkdir(parents=True)
    write_program(own, "python", '[ "$1" = -c ] || echo "its own: $*"')
    write_program(programs, "python3", '[ "$1" = -c ] || echo "another: $*"')
    assert run_setup(programs).stdout.strip() == "its own: -E scripts/set_up.py"


def test_named_python_that_is_too_old_is_told_and_not_replaced(programs: Path) -> None:
    write_program(programs, "python3", "exit 0")
    write_program(programs, "python3.9", "exit 1")
    done = run_setup(programs, PYTHON="python3.9")
    assert done.returncode == 2
    assert "PYTHON=python3.9" in done.stderr


def test_python_without_venv_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], elsewhere: Path
) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else real(name)
    )
    monkeypatch.setattr(sys, "argv", ["set_up.py"])
    assert set_up.main() == 1
    assert "python3-venv" in capsys.readouterr().err
    assert not (elsewhere / ".venv").exists()


@pytest.mark.parametrize(
    ("errors", "advice"),
    [
        ("ConnectTimeoutError: timed out", "cannot be reached"),
        ("Retrying ... NewConnectionError('Failed to establish')", "cannot be reached"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "PYTHON="),
        ("OSError: [Errno 28] No space left on device", "make room"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "not the one of the lock file"),
        ("something else", "See the reason below"),
    ],
)
def test_what_pip_says_becomes_what_to_do(errors: str, advice: str) -> None:
    assert advice in set_up.remedy(errors)


def test_nothing_is_done_where_the_stamp_says_so(
    elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    python = elsewhere / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    set_up.stamp_path(False).write_text(set_up.fingerprint(False))
    set_up.set_up(with_dev=False)
    assert capsys.readouterr().err == ""
    assert not set_up.is_set_up(with_dev=True)


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml", "scripts/set_up.py"])
def test_a_changed_file_asks_for_a_new_set_up(elsewhere: Path, name: str) -> None:
    before = set_up.fingerprint(False)
    (elsewhere / name).write_text("changed")
    assert set_up.fingerprint(False) != before


class Installer:
    """Stands in for the commands that set-up runs: keeps them, and fails where it is told to."""

    def __init__(self, *failing: str) -> None:
        self.failing = failing
        self.installed: list[str] = []

    def __call__(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        asked = " ".join(command[1:])
        failed = any(words in asked for words in self.failing)
        if "install" in command and not failed:
            self.installed.append(asked)
        return subprocess.CompletedProcess(command, int(failed), stdout="", stderr="")


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> pytest.MonkeyPatch:
    """A Linux machine with an x86-64 processor, where the ordinary torch is the large one."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    return monkeypatch


def test_cpu_build_of_torch_is_taken_where_pip_finds_it(linux: pytest.MonkeyPatch) -> None:
    installer = Installer()
    linux.setattr(set_up, "quietly", installer)
    set_up.install_torch()
    (asked,) = installer.installed
    assert asked.endswith(f"--no-deps torch=={set_up.TORCH}+cpu")


def test_uv_is_asked_where_pip_finds_no_cpu_build(linux: pytest.MonkeyPatch) -> None:
    installer = Installer("+cpu")
    linux.setattr(set_up, "quietly", installer)
    set_up.install_torch()
    assert "uv==" in installer.installed[0]
    assert "--torch-backend cpu" in installer.installed[1]
    assert len(installer.installed) == 2


def test_large_torch_comes_last_and_is_told(
    linux: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    installer = Installer("+cpu", "--torch-backend")
    linux.setattr(set_up, "quietly", installer)
    linux.setattr(set_up, "CUDA_BYTES", 0)
    set_up.install_torch()
    assert installer.installed[-1].endswith(f"--quiet torch=={set_up.TORCH}")
    assert "several GB" in capsys.readouterr().err


def test_large_torch_is_refused_where_the_disk_is_small(linux: pytest.MonkeyPatch) -> None:
    linux.setattr(set_up, "quietly", Installer("+cpu", "--torch-backend"))
    linux.setattr(set_up, "CUDA_BYTES", 10**18)
    with pytest.raises(set_up.SetUpFailed, match="PIP_FIND_LINKS=folder"):
        set_up.install_torch()


def test_set_up_and_project_name_one_torch() -> None:
    assert f'"torch=={set_up.TORCH}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that set_up takes for the repository, with the files that its fingerprint reads."""
    (tmp_path / "scripts").mkdir()
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    (tmp_path / "scripts" / "set_up.py").write_text("set_up")
    monkeypatch.setattr(set_up, "ROOT", tmp_path)
    monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(set_up, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    return tmp_path


def test_locks_pin_everything_and_name_no_place() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if line and line[0] not in " #"]
        assert len(pinned) > 40
        assert all("==" in line for line in pinned), name
        assert not [line for line in lines if "://" in line or line.startswith("-")], name
        assert not [line for line in pinned if line.startswith(("torch", "nvidia"))], name


def test_both_locks_hold_the_same_versions() -> None:
    run, dev = (
        {
            line.removesuffix(" \\")
            for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
            if line and line[0] not in " #"
        }
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert run <= dev
