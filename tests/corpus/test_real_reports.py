"""Real reports beside the repository: nothing printed is lost, and the gold data is met.

Skipped, saying so, where `../shared` is absent.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from corpus import Document, find_files, read_documents

SHARED = Path(os.environ.get("QA_SHARED", Path(__file__).parents[3] / "shared"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SHARED / "reports").is_dir(), reason="no real reports in ../shared: nothing measured"
    ),
]


@cache
def _documents() -> dict[str, Document]:
    """Every real report by its folder and name."""
    found = {}
    for reading in read_documents(find_files([SHARED / "reports"])):
        assert reading.document is not None, f"{reading.source}: {reading.error}"
        found["/".join(Path(reading.source).parts[-2:])] = reading.document
    return found


def _plain(text: str) -> str:
    """Letters and digits only: quotes, dashes, bullets and spaces are printed in many ways."""
    return re.sub(r"[^a-z0-9%£]", "", text.lower())


def test_every_field_of_the_record_is_right() -> None:
    wrong = []
    with (SHARED / "gold" / "reports.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        document = _documents()[row["file"]]
        found = {
            "document_type": document.kind,
            "inspection_start": str(document.inspection_start),
            "inspection_end": str(document.inspection_end),
            "overall": document.overall or "",
        }
        wrong += [(row["file"], name) for name, value in found.items() if value != row[name]]
        if document.lead_inspector not in (row["lead_inspector"], None):
            wrong.append((row["file"], "lead_inspector"))
    assert len(wrong) <= 0.01 * 5 * len(rows), wrong


def test_numbered_paragraphs_are_those_of_the_gold_data() -> None:
    with (SHARED / "gold" / "paragraphs.jsonl").open(encoding="utf-8") as file:
        gold = [json.loads(line) for line in file]
    by_number = {
        (name, p.number): p for name, d in _documents().items() for p in d.paragraphs if p.number
    }
    found = [(g, by_number.get((g["file"], g["number"]))) for g in gold]
    pairs = [(g, p) for g, p in found if p is not None]
    assert len(pairs) >= 0.995 * len(gold)
    assert sum(_plain(g["text"]) == _plain(p.text) for g, p in pairs) >= 0.97 * len(pairs)
    assert sum(g["section_grade"] == p.section_grade for g, p in pairs) >= 0.99 * len(pairs)
    assert sum(g["page"] == p.page for g, p in pairs) >= 0.99 * len(pairs)


def test_grades_of_sections_are_those_of_the_judgement_table() -> None:
    for name, document in _documents().items():
        graded = {area: j.grade for j in document.judgements for area in j.areas}
        for paragraph in document.paragraphs:
            if paragraph.section_grade and paragraph.area in graded:
                assert paragraph.section_grade == graded[paragraph.area], (name, paragraph.id)


@pytest.mark.parametrize("part", range(4))
def test_no_printed_word_is_lost(part: int) -> None:
    """But for headers, footers and closing text, every word of the pages is in a paragraph."""
    for name, document in sorted(_documents().items())[part::16]:
        printed = Counter(_words(_page_text(Path(document.source))))
        kept = Counter(_words("\n".join(p.text for p in document.paragraphs)))
        places = {p.section for p in document.paragraphs} | {
            p.subsection for p in document.paragraphs
        }
        kept.update(_words("\n".join(place for place in places if place)))
        footer = set(_words(document.title or "")) | _FOOTER_WORDS
        lost = {w: n for w, n in (printed - kept).items() if not w.isdigit() and w not in footer}
        assert sum(lost.values()) <= _MOST_LOST, (name, lost)


# Words of the older closing texts, whose beginning the cut below does not know.
_MOST_LOST = 80
_FOOTER_WORDS = set(
    "inspection of local authority childrens services to january february march april may june "
    "july august september october november december".split()
)


def _page_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    pages = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    document.close()
    text = "\n".join(pages)
    closing = text.rfind("The Office for Standards in Education, Children")
    return text[:closing] if closing > 0.6 * len(text) else text


def _words(text: str) -> list[str]:
    joined = re.sub(r"[\ufffe\x02’'-]", "", re.sub(r"[-\ufffe\x02]\s*\n", "", text))
    return re.findall(r"[a-z0-9%£]+", joined.lower())
