"""Makes build/peers-venv, where the peers run: never the product's own environment.

torch comes as `scripts/set_up.py` brings it, without CUDA where a CPU build can be had; everything
else in the versions of requirements.txt beside this file. Nothing but pip reaches out.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from scripts import set_up

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / "build" / "peers-venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def make_environment() -> None:
    """Bring the peers' environment to what requirements.txt says; quick where it is so already.

    Raises: scripts.set_up.SetUpFailed.
    """
    stamp = VENV / ".set-up"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes() + set_up.TORCH.encode()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    # The same steps as for .venv, in another folder.
    set_up.VENV, set_up.PYTHON = VENV, PYTHON
    VENV.parent.mkdir(exist_ok=True)
    set_up.say("Setting up build/peers-venv: some 2 GB on disk, 1 to 5 minutes.")
    set_up.make_venv()
    set_up.install_torch()
    set_up.pip(["-r", str(REQUIREMENTS)], "The peers' packages could not be installed.")
    stamp.write_text(wanted)
