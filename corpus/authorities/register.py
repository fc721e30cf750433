"""The local authorities of England as records, read once from the tables beside this file.

`authorities.csv` holds the facts, `changes.csv` which authority took over from which, `aliases.csv`
the short names people use. An alias that stands in several rows is ambiguous; its usual meaning
stands first. `groups.csv` holds what regions and kinds of council are called, and which column of
`authorities.csv` tells who belongs to them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from corpus.authorities.names import find_printed_names, fold_name


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority responsible for children's services, now or formerly."""

    name: str  # the one name used everywhere, such as "Kingston upon Hull"
    urn: str | None  # the inspectorate's number; None where the register has none
    la_code: str  # the three digits of the Department for Education
    ons_code: str | None  # the nine characters of the Office for National Statistics
    region: str
    region_code: str
    type: str  # "London Borough", "County", "Unitary Authority", "Metropolitan District"
    population_0_25: int | None
    aliases: tuple[str, ...]  # other names, the ambiguous ones included
    neighbours: tuple[str, ...]  # names of its statistical neighbours, nearest first


@dataclass(frozen=True, slots=True)
class Succession:
    """One authority handing over to another on a day."""

    former: str
    successor: str
    date: date


@dataclass(frozen=True, slots=True)
class AuthorityGroup:
    """Authorities that share a region, a kind of council or a metropolitan county."""

    name: str  # as it is shown
    field: str  # what they share: "region", "type", or "la_code" where the members are listed
    authorities: tuple[str, ...]  # by name, in the register's order


class Authorities:
    """Every authority, found by its name, its short names or the title of a report."""

    def __init__(
        self,
        authorities: Iterable[Authority],
        changes: Iterable[Succession],
        aliases: Iterable[tuple[str, str]] = (),
        groups: Iterable[tuple[str, AuthorityGroup]] = (),
    ) -> None:
        """`aliases`: short name and authority; of an ambiguous name the usual meaning first.

        `groups`: what a group is called, and the group.
        """
        self.all: tuple[Authority, ...] = tuple(authorities)
        self.changes: tuple[Succession, ...] = tuple(changes)
        self._by_name = {authority.name: authority for authority in self.all}
        self._by_folded = _fold_all_names(self._by_name, aliases)
        self._groups = {fold_name(wording): group for wording, group in groups}
        self._longest = max((len(name.split()) for name in self._by_folded), default=0)

    def get(self, name: str) -> Authority | None:
        """The authority of exactly this name, or None."""
        return self._by_name.get(name)

    def named(self, words: str) -> tuple[Authority, ...]:
        """The authorities that this name or short name can mean, the usual one first.

        Case, accents, hyphens and "&" do not matter. "Kingston" gives two, an unknown name none.
        """
        return self._by_folded.get(fold_name(words), ())

    def names(self) -> Mapping[str, tuple[Authority, ...]]:
        """Every folded name and short name with the authorities it can mean, usual one first."""
        return dict(self._by_folded)

    def groups(self) -> Mapping[str, AuthorityGroup]:
        """Every folded wording of a group of authorities, with the group."""
        return dict(self._groups)

    def find_printed(self, text: str) -> Authority | None:
        """The one authority that a report's printed title names; None where that is in doubt.

        The text may be the whole title ("Inspection of Hull local authority children's services")
        or a council's full name. Unknown places, ambiguous short names and titles that name two
        authorities give None.
        """
        found = find_printed_names(text, self._by_folded, self._longest)
        meant = {authority for name in found for authority in self._by_folded[name]}
        return meant.pop() if len(meant) == 1 else None

    def successors(self, name: str) -> tuple[Succession, ...]:
        """Which authorities took over from this one, by name; empty where it still stands."""
        return tuple(change for change in self.changes if change.former == name)

    def predecessors(self, name: str) -> tuple[Succession, ...]:
        """From which authorities this one took over, by name."""
        return tuple(change for change in self.changes if change.successor == name)


@cache
def load_authorities() -> Authorities:
    """The register, read on the first call and kept."""
    rows = _read_table("authorities.csv")
    name_by_code = {row["la_code"]: row["name"] for row in rows}
    aliases = [(row["alias"], row["authority"]) for row in _read_table("aliases.csv")]
    aliases_by_name: dict[str, list[str]] = {name: [] for name in name_by_code.values()}
    for alias, name in aliases:
        aliases_by_name[name].append(alias)
    return Authorities(
        (_authority(row, name_by_code, tuple(aliases_by_name[row["name"]])) for row in rows),
        (
            Succession(row["former"], row["successor"], date.fromisoformat(row["date"]))
            for row in _read_table("changes.csv")
        ),
        aliases,
        [(row["wording"], _group(row, rows)) for row in _read_table("groups.csv")],
    )


def _group(row: Mapping[str, str], authorities: Iterable[Mapping[str, str]]) -> AuthorityGroup:
    """The group of one row: who has one of its values in the column that it names."""
    values = row["values"].split(";")
    members = tuple(a["name"] for a in authorities if a[row["field"]] in values)
    return AuthorityGroup(row["group"], row["field"], members)


def _authority(
    row: Mapping[str, str], name_by_code: Mapping[str, str], aliases: tuple[str, ...]
) -> Authority:
    population = row["population_0_25"]
    return Authority(
        name=row["name"],
        urn=row["urn"] or None,
        la_code=row["la_code"],
        ons_code=row["ons_code"] or None,
        region=row["region"],
        region_code=row["region_code"],
        type=row["type"],
        population_0_25=int(population) if population else None,
        aliases=aliases,
        neighbours=tuple(name_by_code[code] for code in row["neighbours"].split()),
    )


def _fold_all_names(
    by_name: Mapping[str, Authority], aliases: Iterable[tuple[str, str]]
) -> dict[str, tuple[Authority, ...]]:
    """Folded name or alias -> the authorities it can mean, in the order of the aliases."""
    meant = {fold_name(name): [authority] for name, authority in by_name.items()}
    for alias, name in aliases:
        known = meant.setdefault(fold_name(alias), [])
        if by_name[name] not in known:
            known.append(by_name[name])
    return {folded: tuple(authorities) for folded, authorities in meant.items()}


def _read_table(name: str) -> list[dict[str, str]]:
    """The rows of one of the tables beside this file."""
    table = resources.files("corpus.authorities").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(table.splitlines()))
