"""Which generation is live: one row of the engine, changed in one write.

    NAME_control             this row, and who is writing
    NAME_originals           every file as it was read, by its checksum
    NAME_000001_reports      versions of reports: since which generation, until which
    NAME_000001_pieces       their records, paragraphs and token vectors; vocabulary, statistics
    NAME_000001_paragraphs   what is searched
    NAME                     an alias of the live NAME_..._paragraphs, where the engine has aliases

The figure is the epoch: a rebuild writes a new one, any other run adds to the one that is live.
A row of an epoch says by which generation it was added and by which it was removed. So a reader of
one generation sees nothing of what a writer is at, and the engine, which has no transactions, needs
none: the row that names the live generation is the one moment at which a collection changes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from index.errors import IndexMissing, IndexOutOfDate, StoreDamaged, StoreRefused
from index.milvus.engine import Engine, Field

FORMAT = 1
STATE = "state"
CONTROL_FIELDS = (Field("key", "key"), Field("value", "text"))


@dataclass(frozen=True, slots=True)
class Generation:
    """Everything needed to open a generation and to know that it is whole."""

    number: int
    epoch: int
    model: str
    model_sha256: str
    dimension: int
    token_dimension: int  # 0 where the model gives no token vectors
    reports: int
    paragraphs: int
    rows: int  # of paragraphs: a long one has several vectors
    vocabulary_parts: int
    reference_length: float  # mean terms of a paragraph that the epoch's weights are made with
    format: int = FORMAT

    @property
    def stamp(self) -> str:
        """What tells it from any other generation."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class State:
    """What the control row says."""

    live: Generation
    earlier: Generation | None  # a roll-back goes there
    last_number: int  # no generation ever had a higher one
    last_epoch: int


class Names:
    """What the engine's collections of one collection of ours are called."""

    def __init__(self, collection: str) -> None:
        self.alias = collection
        self.control = f"{collection}_control"
        self.originals = f"{collection}_originals"

    def reports(self, epoch: int) -> str:
        return f"{self.alias}_{epoch:06d}_reports"

    def pieces(self, epoch: int) -> str:
        return f"{self.alias}_{epoch:06d}_pieces"

    def paragraphs(self, epoch: int) -> str:
        return f"{self.alias}_{epoch:06d}_paragraphs"

    def epoch_of(self, name: str) -> int | None:
        """The epoch that a collection of the engine belongs to; None for any other."""
        rest = name.removeprefix(f"{self.alias}_")
        figures, _, kind = rest.partition("_")
        if rest == name or not figures.isdigit() or kind not in ("reports", "pieces", "paragraphs"):
            return None
        return int(figures)


def read_state(engine: Engine, names: Names) -> State:
    """What is live now.

    Raises: IndexMissing, IndexOutOfDate, StoreDamaged, StoreUnavailable.
    """
    try:
        rows = engine.get(names.control, [STATE], ["value"])
    except StoreRefused as error:
        if engine.has(names.control):
            raise
        raise IndexMissing(engine.place) from error
    if not rows:
        raise IndexMissing(engine.place)
    try:
        values = json.loads(rows[0]["value"])
        checked = values.pop("sha256")
        if hashlib.sha256(json.dumps(values).encode()).hexdigest() != checked:
            raise ValueError("its checksum is another")
        if values["live"]["format"] != FORMAT:
            raise IndexOutOfDate(engine.place, values["live"]["format"], FORMAT)
        return State(
            live=Generation(**values["live"]),
            earlier=Generation(**values["earlier"]) if values["earlier"] else None,
            last_number=values["last_number"],
            last_epoch=values["last_epoch"],
        )
    except (KeyError, TypeError, ValueError) as error:
        found = f"the row that names the live generation: {error}"
        raise StoreDamaged(engine.place, found) from error


def write_state(engine: Engine, names: Names, state: State) -> None:
    """The one write that publishes, and that rolls back."""
    values: dict[str, Any] = asdict(state)
    sha256 = hashlib.sha256(json.dumps(values).encode()).hexdigest()
    row = {"key": STATE, "value": json.dumps({**values, "sha256": sha256})}
    engine.upsert(names.control, [row], without_vector=True)
    engine.flush(names.control)
    engine.point_alias(names.alias, names.paragraphs(state.live.epoch))
