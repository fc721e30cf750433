"""Makes .venv with everything in it and the commands `ask` and `qa`; quick where nothing changed.

Needs nothing but the standard library, writes nothing outside .venv (and pip's own cache), and asks
for no rights. Versions and checksums come from the lock files. torch comes by itself: on Linux the
ordinary build brings gigabytes of CUDA libraries, so the CPU build is looked for first.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TORCH = "2.13.0"
UV = "0.13.9"  # only asked for where pip finds no CPU build of torch

# Measured on 2026-11-22: .venv with everything in it takes 1.8 GB, the CUDA build some 5 GB more.
CPU_BYTES = 2_500_000_000
CUDA_BYTES = 8_000_000_000


class SetUpFailed(Exception):
    """What went wrong and what to do, in a sentence for the user."""


def main() -> int:
    """Set up, or say in a sentence why it cannot be done."""
    with_dev = "--dev" in sys.argv[1:]
    try:
        set_up(with_dev)
    except SetUpFailed as failure:
        say(f"Set-up stopped: {failure}")
        return 1
    except KeyboardInterrupt:
        say("Set-up was interrupted; `make setup` carries on where it stopped.")
        return 130
    return 0


def set_up(with_dev: bool) -> None:
    """Bring .venv to what the lock files say; nothing is done where its stamp says so already."""
    if is_set_up(with_dev):
        return
    started = time.monotonic()
    say("Setting up .venv. The first time takes one to ten minutes, most of it fetching 600 MB.")
    step(1, "a place for the packages (.venv)", make_venv)
    lock = "requirements-dev.lock" if with_dev else "requirements.lock"
    step(2, f"the packages of {lock}, checksums verified", lambda: install_locked(ROOT / lock))
    step(3, f"torch {TORCH}, which exports the model of meanings", install_torch)
    step(4, "the commands `ask` and `qa`", install_commands)
    step(5, "the model of meanings, exported for answering without torch", export_model)
    for dev in {False, with_dev}:  # what the tests need includes what a run needs
        stamp_path(dev).write_text(fingerprint(dev))
    say(f"Ready after {time.monotonic() - started:.0f} s: .venv/bin/ask and .venv/bin/qa")


def is_set_up(with_dev: bool) -> bool:
    """Whether a finished set-up left its stamp and nothing has changed since."""
    stamp = stamp_path(with_dev)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == fingerprint(with_dev)


def stamp_path(with_dev: bool) -> Path:
    """Where a finished set-up leaves its fingerprint."""
    return VENV / f".set-up-{'dev' if with_dev else 'run'}"


def step(number: int, what: str, work: Callable[[], str]) -> None:
    """Do one step, saying what it is before and how long it took after."""
    say(f"[{number}/5] {what} ...")
    started = time.monotonic()
    result = work()
    say(f"      {result} ({time.monotonic() - started:.0f} s)")


def fingerprint(with_dev: bool) -> str:
    """Differs whenever the locks, pyproject.toml, this script, the Python or the place differ."""
    digest = hashlib.sha256()
    locks = ("requirements.lock", "requirements-dev.lock") if with_dev else ("requirements.lock",)
    for name in (*locks, "pyproject.toml", "scripts/set_up.py"):
        digest.update((ROOT / name).read_bytes())
    digest.update(f"{sys.version_info[:2]} {ROOT}".encode())
    return digest.hexdigest()


def make_venv() -> str:
    """A virtual environment that works and stands where it was made."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise SetUpFailed(
                f"this Python ({sys.executable}) has no module {module}: install the package that "
                "brings it (python3-venv on Debian and Ubuntu), or name another Python with "
                "PYTHON=/path/to/python."
            )
    free = shutil.disk_usage(ROOT).free
    if free < CPU_BYTES and not PYTHON.exists():
        raise SetUpFailed(f"{free / 1e9:.1f} GB are free here, {CPU_BYTES / 1e9:.1f} GB needed.")
    if is_usable_venv():
        return f"kept, Python {platform.python_version()}"
    shutil.rmtree(VENV, ignore_errors=True)
    # Where .venv's own Python runs this, the one that it was made from lives on.
    base: str = getattr(sys, "_base_executable", sys.executable)
    run([base, "-m", "venv", str(VENV)], "The virtual environment could not be made.")
    return f"made with Python {platform.python_version()}"


def is_usable_venv() -> bool:
    """Whether .venv runs this Python and was made here: a moved one's scripts point elsewhere."""
    code = "import pip, sys; print(sys.version_info[:2], sys.prefix)"
    probe = quietly([str(PYTHON), "-c", code]) if PYTHON.exists() else None
    scripts = VENV / "bin" / "pip"
    if probe is None or probe.returncode or not scripts.exists():
        return False
    made_here = str(VENV) in scripts.read_text(encoding="utf-8", errors="replace")
    return made_here and probe.stdout.split(") ")[0] + ")" == str(sys.version_info[:2])


def install_locked(lock: Path) -> str:
    """The exact packages of the lock file; `--no-deps` because the file is complete."""
    pip(
        ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(lock)],
        f"The packages of {lock.name} could not be installed.",
    )
    return "installed"


def install_torch() -> str:
    """The CPU build of torch wherever one can be had; the ordinary build only as a last resort."""
    if torch_version().startswith(TORCH):
        return f"kept {torch_version()}"
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        raise SetUpFailed(f"there is no torch {TORCH} for Macs with Intel processors.")
    if sys.platform != "linux" or platform.machine() != "x86_64":
        pip(["--no-deps", f"torch=={TORCH}"], "torch could not be installed.")
    elif not (torch_from_where_pip_looks() or torch_by_uv()):
        install_cuda_torch()
    return f"installed {torch_version()}"


def torch_from_where_pip_looks() -> bool:
    """Try the CPU build by its name in the indexes and folders that this user's pip knows."""
    return pip_tries(["--no-deps", f"torch=={TORCH}+cpu"])


def torch_by_uv() -> bool:
    """Try uv, which knows where PyTorch publishes its CPU builds."""
    say("      pip finds no CPU build here; asking uv, which knows more places ...")
    if not pip_tries(["--no-deps", f"uv=={UV}"]):
        return False
    command = [str(PYTHON), "-m", "uv", "pip", "install", "--quiet", "--no-deps"]
    command += ["--python", str(PYTHON), "--torch-backend", "cpu", f"torch=={TORCH}"]
    return quietly(command).returncode == 0


def install_cuda_torch() -> None:
    """The ordinary Linux build with its CUDA libraries: it does not load without them."""
    free = shutil.disk_usage(ROOT).free
    advice = (
        "To avoid it, put a CPU wheel of torch into a folder and run "
        "PIP_FIND_LINKS=folder make setup."
    )
    if free < CUDA_BYTES:
        raise SetUpFailed(
            f"no CPU build of torch was found; the ordinary one needs {CUDA_BYTES / 1e9:.0f} GB, "
            f"and {free / 1e9:.1f} GB are free. {advice}"
        )
    say("      No CPU build of torch was found. Fetching the ordinary one: several GB of CUDA")
    say(f"      libraries that this program does not use. {advice}")
    pip([f"torch=={TORCH}"], "torch could not be installed.")


def torch_version() -> str:
    """The version of torch in .venv, with its build ("2.13.0+cpu"); empty where there is none."""
    code = "from importlib.metadata import version; print(version('torch'))"
    return quietly([str(PYTHON), "-c", code]).stdout.strip()


def install_commands() -> str:
    """This project itself, in place, so that edits count at once; then a look at the whole."""
    pip(
        ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
        "The commands `ask` and `qa` could not be installed.",
    )
    check = quietly([str(PYTHON), "-m", "pip", "check"])
    if check.returncode:
        raise SetUpFailed(f"the packages do not fit together: {check.stdout.strip()}")
    return "installed"


def export_model() -> str:
    """The packaged model as ONNX, 8-bit, in .venv; kept where it is there and whole."""
    code = "from index import OnnxEmbedder; OnnxEmbedder().sha256"
    run([str(PYTHON), "-c", code], "The model of meanings could not be exported.")
    return "ready"


def pip(arguments: list[str], failure: str) -> None:
    """Run pip's install inside .venv, or stop with the failure and pip's own reason."""
    run([str(PYTHON), "-m", "pip", "install", "--quiet", *arguments], failure)


def pip_tries(arguments: list[str]) -> bool:
    """Whether pip could install it."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", *arguments]
    return quietly(command).returncode == 0


def run(command: list[str], failure: str) -> None:
    """Run a command; where it fails, stop with its last lines and what to do."""
    done = quietly(command)
    if done.returncode == 0:
        return
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")] or lines
    reason = "\n      ".join(line[:200] for line in errors[-4:])
    raise SetUpFailed(f"{failure} {remedy(done.stderr)}\n      {reason}")


def remedy(errors: str) -> str:
    """What to do about what pip said."""
    if "No space left" in errors:
        return "The disk is full: make room and run `make setup` again."
    if "THESE PACKAGES DO NOT MATCH THE HASHES" in errors:
        return "A package is not the one of the lock file: look at where pip fetches from."
    if any(
        word in errors for word in ("NewConnectionError", "Max retries", "timed out", "resolve")
    ):
        return "The package index cannot be reached: see to the network and run `make setup` again."
    if "No matching distribution" in errors:
        version = platform.python_version()
        return (
            "The package index cannot be reached, or it has no build for Python "
            f"{version} on {platform.system()} {platform.machine()}: see to the network, or name "
            "another Python with PYTHON=/path/to/python, and run `make setup` again."
        )
    return "See the reason below and run `make setup` again."


def quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command with no input, keeping what it prints, apart from the user's own site."""
    environment = {
        **os.environ,
        "PYTHONNOUSERSITE": "1",
        "PIP_USER": "0",
        "PIP_NO_INPUT": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    environment.pop("PYTHONPATH", None)
    environment.pop("PYTHONHOME", None)
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        check=False,
    )


def say(line: str) -> None:
    """Progress belongs to stderr: what answers goes to stdout."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
