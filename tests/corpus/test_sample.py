"""The sample collection: rendered as its sources say, and read as its authors meant."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from corpus import KINDS, Document, find_files, load_authorities, read_documents

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpus" / "sample"


@cache
def _sample() -> dict[str, Document]:
    """Every report of the sample by its id, read once."""
    documents = {}
    for reading in read_documents(find_files([SAMPLE])):
        assert reading.document is not None, f"{reading.source}: {reading.error}"
        documents[reading.document.id] = reading.document
    return documents


@cache
def _renderer() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "render_sample", ROOT / "scripts" / "render_sample.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["render_sample"] = module
    spec.loader.exec_module(module)
    return module


# authority, kind, start, end, published, overall
REPORTS = [
    ("Thornmere", "sif", "2014-06-02", "2014-06-25", "2014-08-08", "inadequate"),
    ("Thornmere", "sif", "2017-03-06", "2017-03-23", "2017-06-13", "requires improvement"),
    ("Thornmere", "ilacs", "2022-07-04", "2022-07-15", "2022-09-02", "good"),
    ("Thornmere", "ilacs", "2024-11-04", "2024-11-08", "2025-01-13", "outstanding"),
    ("Thornmere", "self-assessment", None, None, None, None),
    ("Quillbridge", "ilacs", "2019-06-24", "2019-07-05", "2019-08-19", "inadequate"),
    ("Quillbridge", "monitoring-visit", "2021-09-14", "2021-09-15", "2021-10-18", None),
    ("Quillbridge", "ilacs", "2024-04-22", "2024-05-03", "2024-06-14", "requires improvement"),
    ("Brackenhythe", "slac", "2012-03-12", "2012-03-23", "2012-04-27", None),
    ("Brackenhythe", "jtai", "2023-11-06", "2023-11-10", "2023-12-18", None),
    ("Brackenhythe", "ilacs", "2025-06-02", "2025-06-06", "2025-07-21", "good"),
    ("Fernholt and Penmarsh", "other", "2013-12-02", "2013-12-11", "2014-01-31", None),
    ("Fernholt and Penmarsh", "sif", "2016-03-07", "2016-03-31", "2016-05-26", "good"),
    ("Fernholt and Penmarsh", "focused-visit", "2018-09-19", "2018-09-20", "2018-10-15", None),
    (
        "Fernholt and Penmarsh",
        "ilacs",
        "2022-10-31",
        "2022-11-11",
        "2023-01-06",
        "requires improvement",
    ),
]


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def test_every_report_is_read_as_meant() -> None:
    found = {
        (d.authority, d.kind, d.inspection_start, d.inspection_end, d.published, d.overall)
        for d in _sample().values()
    }
    wanted = {(a, k, _day(s), _day(e), _day(p), overall) for a, k, s, e, p, overall in REPORTS}
    assert found == wanted


def test_every_kind_occurs() -> None:
    assert {document.kind for document in _sample().values()} == set(KINDS)


def test_no_authority_of_the_sample_is_a_real_one() -> None:
    register = load_authorities()
    for document in _sample().values():
        assert register.find_printed(document.authority or "") is None


@pytest.mark.parametrize(
    "source", sorted(SAMPLE.glob("sources/*.report")), ids=lambda path: path.stem
)
def test_rendering_again_gives_the_same_bytes(source: Path) -> None:
    renderer = _renderer()
    renderer.register_fonts()
    target = SAMPLE / renderer.read_source(source)[0]["file"]
    assert renderer.render(source) == target.read_bytes(), "run scripts/render_sample.py"


def test_numbered_paragraphs_are_those_of_the_source() -> None:
    for source in sorted(SAMPLE.glob("sources/*.report")):
        fields, lines = _renderer().read_source(source)
        wanted = [tuple(line.split(". ", 1)) for line in lines if line.split(". ")[0].isdigit()]
        (document,) = (d for d in _sample().values() if d.source == str(SAMPLE / fields["file"]))
        found = [(p.number, p.text) for p in document.paragraphs if p.number]
        assert [number for number, _ in found] == [number for number, _ in wanted], source.stem
        for (number, text), (_, printed) in zip(found, wanted, strict=True):
            plain = printed.replace(" \\ ", " ").replace("^", "")
            assert text.startswith(plain), f"{source.stem} {number}"


def test_paragraphs_have_the_grade_of_their_area() -> None:
    """A graded section of an ILACS report has the grade that the judgement table gives its area."""
    for document in _sample().values():
        if document.kind != "ilacs":
            continue
        grade_by_area = {area: j.grade for j in document.judgements for area in j.areas}
        numbered = [p for p in document.paragraphs if p.number]
        assert numbered
        for found in numbered:
            assert found.area is not None, found.id
            assert found.section_grade == grade_by_area[found.area], found.id


def test_lead_inspectors() -> None:
    leads = {d.id: d.lead_inspector for d in _sample().values() if d.kind in ("sif", "ilacs")}
    assert leads["thornmere-sif-2014-06-02"] == "Idris Calloway"
    assert leads["thornmere-sif-2017-03-06"] == "Maren Oduya"
    assert leads["fernholt-and-penmarsh-sif-2016-03-07"] == "Joan Petherick"
    assert leads["quillbridge-ilacs-2024-04-22"] == "Wren Abernathy-Shaw; Tobias Rendell-Okafor"


def test_hidden_words_are_reported_and_not_read() -> None:
    warned = [d for d in _sample().values() if d.warnings]
    assert [d.kind for d in warned] == ["monitoring-visit"]
    assert all("any machine" not in p.text for p in warned[0].paragraphs)


def test_nobody_takes_them_for_real() -> None:
    for path in find_files([SAMPLE]):
        content = path.read_bytes()
        assert b"Invented" in content, path.name


def test_closing_text_is_left_out() -> None:
    for document in _sample().values():
        for paragraph in document.paragraphs:
            assert "Office for Standards" not in paragraph.text, paragraph.id
            assert "licence of this project" not in paragraph.text, paragraph.id
