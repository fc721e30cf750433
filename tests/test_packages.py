"""What is installed is what was chosen: exact versions, checksums, floors with reasons, licences.

`pip-audit` passes where it cannot reach its database, so the versions below which a fault is known
stand in pyproject.toml, each with its advisory, and are compared here without any network.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

from scripts import set_up

ROOT = Path(__file__).parents[1]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
RUN, DEV, PEERS = "requirements.lock", "requirements-dev.lock", "bench/peers/requirements.txt"

ADVISORY = re.compile(r"(CVE-\d{4}-\d+|GHSA(-\w{4}){3}|PYSEC-\d{4}-\d+|[\w-]+#\d+)")
_REQUIREMENT = re.compile(r"([\w.-]+)(?:\[[\w,-]+\])?(>=|==)([\w.]+)(?:; .+)?")
_WITH_REASON = re.compile(r'^ +"([^"]+)",?(?: +# (.*))?$', re.MULTILINE)
_LOCKED = re.compile(r"^([\w.-]+)==([\w.]+)(?: ; [^\\\n]+?)? \\$")

# Licences that a program under the MIT licence may stand on, by the words that packages use.
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|Apache2|ISC|PSF|Zlib|CC0|CNRI|BSL|MPL|Python Software)", re.IGNORECASE
)
COPYLEFT = re.compile(r"\b[AL]?GPL|General Public|AGPL|SSPL|Commons Clause|EUPL", re.IGNORECASE)
# A library that is used as it is, and can be replaced: what the LGPL asks for.
LESSER = {"pebble": "LGPL"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """A line of pyproject.toml: a package, how its version is bound, and why."""

    name: str
    operator: str  # ">=" or "=="
    version: str
    reason: str

    def is_met_by(self, version: str) -> bool:
        if self.operator == "==":
            return numbers(version) == numbers(self.version)
        return numbers(version) >= numbers(self.version)


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers, "2.13.0+cpu" as (2, 13); zeros at the end say nothing."""
    found = [int(part) for part in re.findall(r"\d+", version.partition("+")[0])]
    while found and found[-1] == 0:
        found.pop()
    return tuple(found)


def normal(name: str) -> str:
    """A name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(wanted: list[str]) -> list[Requirement]:
    """These requirements of pyproject.toml, with the comments behind them."""
    reasons = dict(_WITH_REASON.findall(PYPROJECT))
    found = []
    for words in wanted:
        match = _REQUIREMENT.fullmatch(words)
        assert match, f"{words}: give one lower bound, or one version"
        found.append(Requirement(normal(match[1]), match[2], match[3], reasons[words]))
    return found


DEPENDENCIES = requirements(PROJECT["project"]["dependencies"])
TOOLS = requirements(PROJECT["dependency-groups"]["dev"])
BROUGHT = requirements(PROJECT["tool"]["uv"]["constraint-dependencies"])
FLOORS = [*BROUGHT, *(one for one in [*DEPENDENCIES, *TOOLS] if ADVISORY.search(one.reason))]


def locked(file: str) -> dict[str, list[str]]:
    """The versions of each package in a lock; a package has several for several Pythons."""
    versions: dict[str, list[str]] = {}
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([\w.-]+)==([\w.]+)", line):
            versions.setdefault(normal(match[1]), []).append(match[2])
    return versions


def faults_of_lock(text: str) -> Iterator[str]:
    """What in a lock is no exact version with at least one checksum."""
    name, hashes = "", 0
    for number, line in enumerate([*text.splitlines(), "end==0 \\"], start=1):
        if re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line):
            hashes += 1
            continue
        if name and not hashes:
            yield f"{name} has no checksum"
        name, hashes = line, 0
        if not _LOCKED.match(line):
            yield f"line {number} is no package with an exact version: {line}"


@pytest.mark.parametrize("file", [RUN, DEV])
def test_every_package_is_locked_to_a_version_and_its_checksums(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not list(faults_of_lock(text))
    assert not re.search(r"://|--(extra-)?index|--find-links|-e | @ ", text)
    assert len(locked(file)) > 70


@pytest.mark.parametrize(
    "planted",
    [
        "fine==1.0",
        "fine==1.0 \\",
        "fine>=1.0 \\\n    --hash=sha256:" + "a" * 64,
        "fine==1.0 \\\n    --hash=md5:" + "a" * 32,
        "fine @ https://example.org/fine.whl \\\n    --hash=sha256:" + "a" * 64,
        "--extra-index-url https://example.org/simple",
        "-e ./fine",
        "fine==1.* \\\n    --hash=sha256:" + "a" * 64,
    ],
)
def test_a_lock_that_lets_something_through_is_refused(planted: str) -> None:
    good = "good==1.0 ; python_version < '3.12' \\\n    --hash=sha256:" + "b" * 64
    assert not list(faults_of_lock(good))
    assert list(faults_of_lock(f"{planted}\n{good}"))


@pytest.mark.parametrize(("file", "wanted"), [(RUN, DEPENDENCIES), (DEV, DEPENDENCIES + TOOLS)])
def test_lock_and_pyproject_agree(file: str, wanted: list[Requirement]) -> None:
    versions = locked(file)
    for one in wanted:
        if one.name == "torch":  # comes apart: docs/decisions/0003
            assert one.name not in versions
            assert (one.operator, one.version) == ("==", set_up.TORCH)
            continue
        assert one.name in versions, f"{one.name} is not locked: make lock"
        unmet = [version for version in versions[one.name] if not one.is_met_by(version)]
        assert not unmet, f"{one.name} {unmet} is under {one.version}: make lock"


def test_what_tests_use_is_what_is_run() -> None:
    dev = locked(DEV)
    assert {name: dev.get(name) for name in locked(RUN)} == locked(RUN)


def test_every_floor_of_what_others_bring_along_has_its_reason() -> None:
    names = [one.name for one in BROUGHT]
    assert names == sorted(set(names))
    for one in BROUGHT:
        assert ADVISORY.search(one.reason), f"{one.name}: which advisory lies below {one.version}?"
        assert ": " in one.reason, f"{one.name}: what can happen below {one.version}?"


def test_each_floor_stands_in_one_place_and_is_needed() -> None:
    known = [one.name for one in [*DEPENDENCIES, *TOOLS, *BROUGHT]]
    assert len(known) == len(set(known)), "a floor stands in two places"
    assert {one.name for one in BROUGHT} <= set(locked(DEV)), "nobody brings it along any more"
    assert {"pypdf", "starlette", "transformers", "torch"} <= {one.name for one in FLOORS}


@pytest.mark.parametrize("file", [RUN, DEV, PEERS])
@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.name)
def test_no_lock_undercuts_a_floor(floor: Requirement, file: str) -> None:
    for version in locked(file).get(floor.name, []):
        assert floor.is_met_by(version) or floor.operator == "==", f"{version}: {floor.reason}"


@pytest.mark.parametrize("floor", FLOORS, ids=lambda floor: floor.name)
def test_nothing_installed_undercuts_a_floor(floor: Requirement) -> None:
    try:
        version = metadata.version(floor.name)
    except metadata.PackageNotFoundError:
        return  # brought along on other systems, or for the tests alone
    assert floor.is_met_by(version), f"{floor.name} {version}: {floor.reason}"


def test_versions_are_compared_as_numbers() -> None:
    floor = Requirement("any", ">=", "1.10", "")
    assert floor.is_met_by("1.10.0")
    assert floor.is_met_by("2.0.post1")
    assert not floor.is_met_by("1.9.9")
    assert Requirement("torch", "==", "2.13.0", "").is_met_by("2.13.0+cpu")


@pytest.mark.parametrize("name", [*sorted(locked(RUN)), "torch"])
def test_its_licence_permits_what_we_do_with_it(name: str) -> None:
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        pytest.skip("not for this system")
    classifiers = [one for one in told.get_all("Classifier", []) if one.startswith("License")]
    own = [(told.get_all(field, []) or [""])[0] for field in ("License-Expression", "License")]
    words = " ".join([*classifiers, *(one[:200] for one in own)])
    if name in LESSER:
        assert LESSER[name] in words
        return
    assert PERMISSIVE.search(words), f"{name} says of its licence: {words.strip() or 'nothing'}"
    # Where there is a choice, one side of it is enough.
    assert " OR " in words or not COPYLEFT.search(words), f"{name}: {words}"
