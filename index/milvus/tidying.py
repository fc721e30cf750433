"""What is left over in the engine: after a run, a roll-back, or a process that was killed."""

from __future__ import annotations

from index.milvus.engine import Engine
from index.milvus.epochs import Epoch
from index.milvus.expressions import NEVER
from index.milvus.generations import Names, State, read_state
from index.milvus.opening import LEDGER, content_version


def purge(engine: Engine, names: Names) -> None:
    """Remove what no kept generation has: rows, contents and epochs."""
    state = read_state(engine, names)
    kept = [one for one in (state.live, state.earlier) if one is not None]
    epochs = {one.epoch for one in kept}
    _drop_epochs(engine, names, _epochs_there(engine, names) - epochs)
    for number in sorted(epochs):
        epoch = Epoch(engine, names, number)
        oldest = min(one.number for one in kept if one.epoch == number)
        epoch.remove(epoch.versions(f"removed <= {oldest}"))
        needed = {content_version(one.number) for one in kept if one.epoch == number}
        epoch.remove_contents(sorted(set(epoch.pieces.versions(LEDGER)) - needed))


def reconcile(engine: Engine, names: Names, state: State, *, rebuild: bool) -> None:
    """Put right what a killed run or a roll-back left: rows that no generation has, or none lacks.

    What a killed run had written stays where this one can go on with it: a rebuild with the epoch
    that a rebuild began, any other run with the versions of its own number.
    """
    number, live = state.last_number + 1, state.live
    kept = {live.epoch, state.earlier.epoch if state.earlier else live.epoch}
    if rebuild:
        kept.add(state.last_epoch + 1)
    _drop_epochs(engine, names, _epochs_there(engine, names) - kept)
    epoch = Epoch(engine, names, live.epoch)
    begun = f"added > {live.number}"
    epoch.remove(epoch.versions(begun if rebuild else f"{begun} and added != {number}"))
    epoch.mark(epoch.versions(f"removed > {live.number} and removed < {NEVER}"), NEVER)


def _epochs_there(engine: Engine, names: Names) -> set[int]:
    found = (names.epoch_of(name) for name in engine.names())
    return {number for number in found if number is not None}


def _drop_epochs(engine: Engine, names: Names, numbers: set[int]) -> None:
    for number in sorted(numbers):
        Epoch(engine, names, number).drop()
