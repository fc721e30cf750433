"""What the processes of a service share lies in a folder of their own, and goes with them."""

from __future__ import annotations

import os

from qa.http.sharing import COUNTS, METRICS, share


def test_the_folder_is_for_its_owner_alone_and_goes() -> None:
    before = os.umask(0)
    try:
        with share() as folder:
            assert folder.stat().st_mode & 0o777 == 0o700
            assert sorted(path.name for path in folder.iterdir()) == sorted([COUNTS, METRICS])
    finally:
        os.umask(before)
    assert not folder.exists()
