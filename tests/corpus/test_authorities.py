"""The register of authorities: names found in titles, short names, successors, and no guesses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from corpus.authorities import fold_name, load_authorities

SHARED = Path(__file__).parents[3] / "shared"

TITLES = {
    "Short inspection, Royal Borough of Kensington and Chelsea "
    "local authority children's services": "Kensington and Chelsea",
    "Inspection of the Royal Borough of \nKensington & Chelsea local authority \n"
    "children’s services": "Kensington and Chelsea",
    "Birmingham City Council": "Birmingham",
    "London Borough of Hounslow": "Hounslow",
    "The City of London Corporation": "City of London",
    "City of London": "City of London",
    "St. Helens": "St Helens",
    "St Helens Borough Council": "St Helens",
    "Kingston upon Hull City Council": "Kingston upon Hull",
    "Kingston Upon Hull, City of": "Kingston upon Hull",
    "Inspection of Hull local authority children's services": "Kingston upon Hull",
    "Royal Borough of Kingston upon Thames Council": "Kingston upon Thames",
    "Bournemouth, Christchurch and Poole": "Bournemouth, Christchurch and Poole",
    "BCP Council": "Bournemouth, Christchurch and Poole",
    "Southend-on-Sea City": "Southend-on-Sea",
    "Southend Borough Council": "Southend-on-Sea",
    "County Durham": "Durham",
    "Durham County Council": "Durham",
    "Isle of Wight": "Isle of Wight",
    "Council of the Isles of Scilly": "Isles of Scilly",
    "Herefordshire Council": "Herefordshire",
    "Northamptonshire County Council": "Northamptonshire",
    "West Northamptonshire": "West Northamptonshire",
    "Cumbria": "Cumbria",
    "Borough of Poole": "Poole",
    "Bournemouth Borough Council": "Bournemouth",
    "North Yorkshire": "North Yorkshire",
    "City of York Council": "York",
    "Derbyshire County Council": "Derbyshire",
    "Derby City": "Derby",
    "Nottinghamshire": "Nottinghamshire",
    "Nottingham City": "Nottingham",
    "Tameside metropolitan borough": "Tameside",
    "City of Bradford Metropolitan District Council": "Bradford",
    "City of Wolverhampton Council": "Wolverhampton",
    "Inspection of East Riding local authority children’s services": "East Riding of Yorkshire",
    "1 Bristol City of Inspection of children's social care services": "Bristol",
    "Reading Borough Council": "Reading",
    "TELFORD & WREKIN COUNCIL": "Telford and Wrekin",
    "stoke-on-trent": "Stoke-on-Trent",
    "Birmingham City Council Inspection of services for children in need of help and protection, "
    "children looked after and care leavers and Review of the effectiveness of the Local "
    "Safeguarding Children Board": "Birmingham",
}


@pytest.mark.parametrize(("title", "name"), TITLES.items())
def test_title_gives_its_authority(title: str, name: str) -> None:
    found = load_authorities().find_printed(title)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Inspection of local authority children's services",
        "Inspection of Ambridge local authority children's services",
        "Kingston Borough Council",  # Hull is a Kingston too
        "Sutton Coldfield Town Council",
        "Newcastle-under-Lyme Borough Council",
        "North Derby Council",
        "Derby and Derbyshire Safeguarding Children Board",
        "Bedfordshire County Council",
        "Fostering Plus Bury Ltd",
        "how reading is taught",
    ],
)
def test_what_names_no_single_authority_is_not_guessed(title: str) -> None:
    assert load_authorities().find_printed(title) is None


@pytest.mark.parametrize("authority", load_authorities().all, ids=lambda authority: authority.name)
def test_every_name_is_found_in_every_frame(authority) -> None:  # type: ignore[no-untyped-def]
    register = load_authorities()
    for title in (
        authority.name,
        f"{authority.name} Council",
        f"Inspection of {authority.name} local authority children’s services",
        f"Focused visit to {authority.name} children's services",
    ):
        assert register.find_printed(title) is authority, title


@pytest.mark.parametrize(
    ("short", "names"),
    [
        ("RBKC", ["Kensington and Chelsea"]),
        ("k & c", ["Kensington and Chelsea"]),
        ("K and C", ["Kensington and Chelsea"]),
        ("Kensington & Chelsea", ["Kensington and Chelsea"]),
        ("bucks", ["Buckinghamshire"]),
        ("Telford & Wrekin", ["Telford and Wrekin"]),
        ("B&NES", ["Bath and North East Somerset"]),
        ("Kingston", ["Kingston upon Thames", "Kingston upon Hull"]),
        ("Beds", ["Central Bedfordshire", "Bedford"]),
        ("Ambridge", []),
    ],
)
def test_short_name_gives_all_it_can_mean(short: str, names: list[str]) -> None:
    assert [authority.name for authority in load_authorities().named(short)] == names


def test_folding_leaves_out_accents_hyphens_and_case() -> None:
    assert fold_name("Stöke–ON-Trent & St. Helen’s") == "stoke on trent and st helens"


def test_every_folded_name_is_short_name_or_name_of_somebody() -> None:
    names = load_authorities().names()
    assert all(name == fold_name(name) and meant for name, meant in names.items())
    for authority in load_authorities().all:
        assert all(authority in names[fold_name(alias)] for alias in authority.aliases)


def test_facts_of_an_authority() -> None:
    hull = load_authorities().get("Kingston upon Hull")
    assert hull is not None
    assert (hull.urn, hull.la_code, hull.region_code) == ("80477", "810", "YH")
    assert hull.neighbours[0] == "Sandwell"
    assert len(hull.neighbours) == 10
    assert load_authorities().get("hull") is None


def test_successors_and_predecessors() -> None:
    register = load_authorities()
    after = register.successors("Northamptonshire")
    assert {change.successor for change in after} == {
        "North Northamptonshire",
        "West Northamptonshire",
    }
    assert {change.date.isoformat() for change in after} == {"2021-04-01"}
    before = register.predecessors("Bournemouth, Christchurch and Poole")
    assert {change.former for change in before} == {"Bournemouth", "Poole"}
    assert register.successors("Kent") == ()


def test_codes_are_unique_and_changes_name_known_authorities() -> None:
    register = load_authorities()
    assert len({authority.name for authority in register.all}) == len(register.all) == 157
    assert len({authority.la_code for authority in register.all}) == 157
    for change in register.changes:
        assert register.get(change.former)
        assert register.get(change.successor)


def test_real_folders_and_printed_titles_map_to_the_authority_of_their_number() -> None:
    if not (SHARED / "gold" / "reports.csv").exists():
        pytest.skip("no real reports beside the repository (../shared)")
    register = load_authorities()
    by_urn = {authority.urn: authority for authority in register.all}
    with (SHARED / "gold" / "reports.csv").open(encoding="utf-8") as file:
        printed = [(row["file"], row["authority_printed"]) for row in csv.DictReader(file)]
    folders = [path.name for path in (SHARED / "reports").iterdir() if path.is_dir()]
    printed += [(folder, folder.partition("_")[2].replace("-", " ")) for folder in folders]
    wrong = [
        (file, title)
        for file, title in printed
        if title and register.find_printed(title) is not by_urn[file.partition("_")[0]]
    ]
    assert not wrong


def test_groups_hold_who_shares_a_region_a_kind_or_a_metropolitan_county() -> None:
    register = load_authorities()
    groups = register.groups()
    assert len(groups["london boroughs"].authorities) == 33
    assert "Cornwall" in groups["south west"].authorities
    assert groups["tyne and wear"].authorities[0] == "Gateshead"
    names = {authority.name for authority in register.all}
    for wording, group in groups.items():
        assert group.authorities, wording
        assert set(group.authorities) <= names
    assert not set(groups) & set(register.names())
