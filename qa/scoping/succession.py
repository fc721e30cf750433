"""Authorities that took over from others: whose reports are searched beside those asked about.

Reports on Cumbria are what there is to say of Cumberland before April 2023. They are searched
where the times asked about lie before the change, where the successor has no report in scope or
too few to show a change, and where its own reports do not answer. The same holds the other way
round for an authority that is gone. The notes say so each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpus import Authorities, Succession
from index import Report
from qa.labels import day, listed
from qa.open_collection import OpenCollection
from qa.records import Understanding
from qa.scoping.timeline import place_in_time
from qa.understanding import succession_note


def across_changes(
    understanding: Understanding, collection: OpenCollection, register: Authorities
) -> Understanding:
    """The understanding with the reports of predecessors or successors where they are needed."""
    for name in understanding.sides:
        understanding = _beside(name, understanding, collection, register)
    return understanding


def beyond_own_reports(
    understanding: Understanding, collection: OpenCollection, register: Authorities
) -> Understanding | None:
    """The same with every predecessor and successor that has a report in scope; None if none."""
    widened = understanding
    for name in understanding.sides:
        for change in _changes(name, register):
            widened = _added(name, [change], widened, collection, register)
    return None if widened.scope == understanding.scope else widened


def _beside(
    name: str, understanding: Understanding, collection: OpenCollection, register: Authorities
) -> Understanding:
    """The understanding with what is needed beside or instead of one authority."""
    before, after = register.predecessors(name), register.successors(name)
    if before and _ends_before(understanding, before[0].date):
        return _instead(name, before, understanding, collection, register)
    if after and _starts_after(understanding, after[0].date):
        return _instead(name, after, understanding, collection, register)
    own = _reports(name, understanding, collection)
    if before and not own and understanding.move == "previous" and not understanding.periods:
        newest = replace(understanding, move=None, latest_inspection=True)
        return _instead(name, before, newest, collection, register)
    needed = 2 if understanding.compares or understanding.last else 1
    if len(own) >= needed:
        return understanding
    return _added(name, before or after, understanding, collection, register)


def _changes(name: str, register: Authorities) -> tuple[Succession, ...]:
    return (*register.predecessors(name), *register.successors(name))


def _ends_before(understanding: Understanding, change: date) -> bool:
    """Whether only times before the change are asked about."""
    ends = [period.until for period in understanding.periods if period.of == "report"]
    if understanding.scope.until:
        ends = [understanding.scope.until]
    return bool(ends) and all(end is not None and end < change for end in ends)


def _starts_after(understanding: Understanding, change: date) -> bool:
    """Whether only times from the change on are asked about."""
    starts = [period.since for period in understanding.periods if period.of == "report"]
    if understanding.scope.since:
        starts = [understanding.scope.since]
    return bool(starts) and all(start is not None and start >= change for start in starts)


def _reports(
    name: str, understanding: Understanding, collection: OpenCollection
) -> Sequence[Report]:
    """The reports on one authority that the question means."""
    scope = replace(understanding.scope, authorities=(name,))
    return place_in_time(replace(understanding, scope=scope), collection).reports


def _others(name: str, changes: Sequence[Succession]) -> list[str]:
    return [change.former if change.successor == name else change.successor for change in changes]


def _instead(
    name: str,
    changes: Sequence[Succession],
    understanding: Understanding,
    collection: OpenCollection,
    register: Authorities,
) -> Understanding:
    """The understanding with the others in the authority's place, where they have reports."""
    others = [o for o in _others(name, changes) if _reports(o, understanding, collection)]
    if not others:
        return understanding
    kept = [own for own in understanding.scope.authorities if own != name]
    note = f"{_what_changed(name, changes)}: for the time asked about, {_searched(others)}"
    return _with(understanding, [*kept, *others], name, note, register)


def _added(
    name: str,
    changes: Sequence[Succession],
    understanding: Understanding,
    collection: OpenCollection,
    register: Authorities,
) -> Understanding:
    """The understanding with the others beside the authority, where they have reports."""
    others = [o for o in _others(name, changes) if _reports(o, understanding, collection)]
    if not others or set(others) <= set(understanding.scope.authorities):
        return understanding
    note = f"{_what_changed(name, changes)}: {_searched(others, also=True)}"
    everyone = [*understanding.scope.authorities, *others]
    return _with(understanding, everyone, name, note, register)


def _with(
    understanding: Understanding,
    authorities: Sequence[str],
    name: str,
    note: str,
    register: Authorities,
) -> Understanding:
    """The understanding for other authorities, with the note in place of the usual one."""
    scope = replace(understanding.scope, authorities=tuple(dict.fromkeys(authorities)))
    usual = succession_note(name, register)
    notes = [other for other in understanding.notes if other != usual]
    return replace(understanding, scope=scope, notes=(*notes, note))


def _what_changed(name: str, changes: Sequence[Succession]) -> str:
    """ "Cumberland took over from Cumbria on 1 April 2023"."""
    when = day(changes[0].date)
    others = listed(_others(name, changes))
    if changes[0].successor == name:
        return f"{name} took over from {others} on {when}"
    return f"{name} was replaced by {others} on {when}"


def _searched(others: Sequence[str], *, also: bool = False) -> str:
    verb = "were searched too" if also else "were searched"
    return f"reports on {listed(list(others))} {verb}."
