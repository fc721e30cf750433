"""HELD OUT: kinds of corruption that only the second half has. Whoever tunes a check reads on here
no further than this line; `corruptions.py` has the other kinds.
"""

from __future__ import annotations

from collections.abc import Mapping

from scripts.verification.corruptions import Corruption

HELD_OUT: Mapping[str, Corruption] = {}
