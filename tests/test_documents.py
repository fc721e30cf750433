"""The documents stay true: what they link to, name and show exists."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from corpus import AREAS, GRADES, KINDS
from corpus.records import JUDGEMENT_STATUSES, PARAGRAPH_KINDS
from qa.records import STATUSES
from qa.settings import Settings
from scripts.write_commands import commands_page

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
PATH_IN_CODE = re.compile(r"`((?:corpus|index|qa|tests|scripts|bench|docs)/[\w./*-]+)`")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))


def shown_commands() -> Iterator[tuple[Path, str]]:
    """Every line of a code block that calls `ask`, `qa` or `make`, without prompt and comment."""
    for path in DOCUMENTS:
        if path.name == "commands.md":
            continue
        for block in FENCED.findall(read(path)):
            for line in block.splitlines():
                command = line.removeprefix("$ ").split("  #")[0].strip()
                if command.startswith(("ask", "qa ", "make")):
                    yield path, command


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    broken = [link for link in LINK.findall(read(path)) if not (path.parent / link).exists()]
    assert not broken


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_paths_named_in_code_exist(path: Path) -> None:
    missing = [name for name in PATH_IN_CODE.findall(read(path)) if not list(ROOT.glob(name))]
    assert not missing


def test_shown_make_commands_are_targets() -> None:
    targets = make_targets()
    unknown = [
        f"{path.name}: {command}"
        for path, command in shown_commands()
        if command.startswith("make ") and command.split()[1] not in targets
    ]
    assert not unknown


def test_shown_commands_and_their_options_are_in_the_help() -> None:
    page = commands_page()
    unknown = []
    for path, command in shown_commands():
        words = re.sub(r'"[^"]*"', "TEXT", command).split()
        if words[0] == "make":
            continue
        heading = "ask" if words[0] == "ask" else f"qa {words[1]}"
        if f"## `{heading}`\n" not in page:
            unknown.append(f"{path.name}: {command}")
            continue
        section = page.split(f"## `{heading}`\n")[1].split("\n## ")[0]
        options = [word.split("=")[0] for word in words if word.startswith("--")]
        unknown += [f"{path.name}: {command}: {o}" for o in options if o not in section]
    assert not unknown


def test_commands_page_is_what_the_commands_say() -> None:
    assert read(ROOT / "docs" / "commands.md") == commands_page(), (
        "docs/commands.md is out of date: python -m scripts.write_commands writes it anew"
    )


def test_settings_page_tells_every_setting_with_its_default() -> None:
    page = read(ROOT / "docs" / "settings.md")
    rows = dict(re.findall(r"^\| `QA_(\w+)` \| (.*?) \|", page, re.MULTILINE))
    assert set(rows) == {field.name.upper() for field in fields(Settings)}
    for field in fields(Settings):
        if field.default is not MISSING:
            assert rows[field.name.upper()].split()[0] == default_in_words(field.default)


def default_in_words(default: object) -> str:
    """A default as the settings page writes it."""
    if isinstance(default, bool):
        return "yes" if default else "no"
    return str(default) if default not in (None, ()) else "none"


def test_readme_shows_both_ways_in() -> None:
    readme = read(ROOT / "README.md")
    shown = {command for path, command in shown_commands() if path.name == "README.md"}
    assert {"make run", "make test"} <= shown
    assert "Open Government Licence v3.0" in readme
    assert "docs/ask.svg" in readme


def test_pictures_of_the_page_are_shown_and_light() -> None:
    shown = read(ROOT / "docs" / "page.md")
    pictures = sorted((ROOT / "docs").glob("page*.png"))
    assert len(pictures) == 5
    for picture in pictures:
        assert f"]({picture.name})" in shown
        assert picture.stat().st_size < 300_000


@pytest.mark.parametrize(
    "word", [*KINDS, *GRADES, *AREAS, *PARAGRAPH_KINDS, *JUDGEMENT_STATUSES, *STATUSES]
)
def test_glossary_explains_every_word_of_the_vocabulary(word: str) -> None:
    assert f"| `{word}` |" in read(ROOT / "docs" / "glossary.md")


@pytest.mark.parametrize(
    "folder",
    sorted(
        path.relative_to(ROOT).as_posix()
        for room in ("corpus", "index", "qa")
        for path in (ROOT / room).glob("*/__init__.py")
        for path in [path.parent]
    ),
)
def test_architecture_names_every_folder_of_code(folder: str) -> None:
    assert folder in read(ROOT / "docs" / "architecture.md")


def test_decisions_are_numbered_and_have_their_three_parts() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert len(set(numbers)) == len(numbers)
    for path in decisions:
        text = read(path)
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        parts = re.findall(r"^## (.*)$", text, re.MULTILINE)
        assert parts[:3] == ["Context", "Decision", "Consequences"], path.name


def test_decisions_named_in_the_source_exist() -> None:
    numbers = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}
    missing = {
        f"{path.relative_to(ROOT)}: {number}"
        for room in ("corpus", "index", "qa", "scripts", "bench", "tests")
        for path in (ROOT / room).rglob("*.py")
        for number in re.findall(r"docs/decisions/(\d{4})", read(path))
        if number not in numbers
    }
    assert not missing


def test_changelog_begins_with_the_version_of_the_project() -> None:
    version = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["version"]
    newest = re.search(r"^## (\S+)", read(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert newest
    assert newest[1] == version


def test_make_lists_every_target_with_a_sentence() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", read(ROOT / "Makefile"), re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == make_targets()
    for target in make_targets():
        assert re.search(rf"^{target}:.* ## \w", read(ROOT / "Makefile"), re.MULTILINE), target
