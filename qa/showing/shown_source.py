"""The file of a report as others may see it: its name, and nothing of the machine it lies on."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath

# Folder and file tell which report it is; the index keeps these two of an original, too.
KEPT_NAMES = 2


def shown_source(source: str) -> str:
    """The source as it was named where that tells nothing, else its folder and file.

    `reports/80544_thornmere/inspection.pdf` stays; of a path that begins at the root of a disk, in
    somebody's home, or above the folder the index was made in, the last two names are left.
    """
    windows = PureWindowsPath(source)
    parts = windows.parts if windows.drive else PurePosixPath(source.replace("\\", "/")).parts
    tells = windows.drive or source[:1] in ("/", "\\", "~") or ".." in parts
    if not tells:
        return source
    names = [part for part in parts if part not in (windows.anchor, "/", "..") and part[0] != "~"]
    return "/".join(names[-KEPT_NAMES:])
