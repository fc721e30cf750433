"""Files made to break the reader, to swell, to deceive; their bytes are made when asked for."""

from scripts.hostile.collection import HOSTILE_FILES
from scripts.hostile.records import Hostile

__all__ = ["HOSTILE_FILES", "Hostile"]
