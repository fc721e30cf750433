"""Files that are not what they claim: each gets a named outcome, and none stops a run (trap 15)."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from corpus import CorpusError, Limits, read_documents
from tests.corpus.invented import InventedPdf, ilacs_front, slow_pdf, web_page
from tests.corpus.readers import outcome, read


def _pdf(path: Path, *, pages: int = 1, encryption: StandardEncryption | None = None) -> Path:
    pdf = InventedPdf(path, encryption=encryption)
    ilacs_front(pdf)
    for _ in range(pages - 1):
        pdf.next_page()
        pdf.text("Children are safe.")
    return pdf.save()


def test_15_web_page_saved_as_pdf(tmp_path: Path) -> None:
    assert (
        outcome(web_page(tmp_path / "children's-services-inspection---13-july-2012.pdf"))
        == "not-a-report"
    )


@pytest.mark.parametrize("name", ["report.pdf", "report.txt", "report.md"])
@pytest.mark.parametrize("content", [b"", b" \r\n\t\n"])
def test_empty(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert outcome(path) == "empty"


def test_missing(tmp_path: Path) -> None:
    assert outcome(tmp_path / "report.pdf") == "missing"


def test_picture_named_pdf(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4)
    assert outcome(path) == "not-a-report"


def test_program_named_txt(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8)
    assert outcome(path) == "not-a-report"


def test_password_needed(tmp_path: Path) -> None:
    locked = StandardEncryption("open sesame", ownerPassword="owner", strength=128)
    assert outcome(_pdf(tmp_path / "report.pdf", encryption=locked)) == "encrypted"


def test_protected_against_changes_only(tmp_path: Path) -> None:
    protected = StandardEncryption("", ownerPassword="owner", canModify=0, strength=128)
    document = read(_pdf(tmp_path / "report.pdf", encryption=protected))
    assert document.overall == "good"


def test_damaged(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages" + b"\x00\xff" * 400
    )
    assert outcome(path) == "damaged"


def test_table_of_contents_of_the_file_lost(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "report.pdf", pages=3)
    content = path.read_bytes()
    path.write_bytes(content[: content.rindex(b"xref")])
    assert outcome(path) == "read", "pdfium rebuilds the table"


def test_scan_without_text(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf", numbered_pages=False)
    pdf.picture()
    pdf.next_page()
    pdf.picture()
    assert outcome(pdf.save()) == "no-text"


def test_scan_with_hidden_words_only(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf", numbered_pages=False)
    pdf.picture()
    pdf.hidden("All is well in Thornmere.", mode=3)
    assert outcome(pdf.save()) == "no-text"


def test_too_many_pages(tmp_path: Path) -> None:
    assert outcome(_pdf(tmp_path / "report.pdf", pages=4), Limits(pages=3)) == "too-large"


def test_too_many_bytes(tmp_path: Path) -> None:
    assert outcome(_pdf(tmp_path / "report.pdf"), Limits(bytes=1000)) == "too-large"


def test_too_slow(tmp_path: Path) -> None:
    assert outcome(slow_pdf(tmp_path / "report.pdf"), Limits(wall_seconds=1)) == "too-slow"


def test_too_hungry(tmp_path: Path) -> None:
    assert (
        outcome(slow_pdf(tmp_path / "report.pdf"), Limits(memory_bytes=300_000_000))
        == "too-much-memory"
    )


def test_one_bad_file_never_stops_a_run(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 400)
    paths = [
        _pdf(tmp_path / "first.pdf"),
        web_page(tmp_path / "page.pdf"),
        slow_pdf(tmp_path / "slow.pdf"),
        damaged,
        _pdf(tmp_path / "last.pdf", pages=2),
    ]
    readings = list(read_documents(paths, limits=Limits(wall_seconds=2)))
    assert [reading.source for reading in readings] == [str(path) for path in paths]
    assert [reading.document is not None for reading in readings] == [
        True,
        False,
        False,
        False,
        True,
    ]


def test_every_error_says_what_to_do(tmp_path: Path) -> None:
    (reading,) = read_documents([web_page(tmp_path / "page.pdf")])
    assert isinstance(reading.error, CorpusError)
    assert reading.error.source == str(tmp_path / "page.pdf")
    assert reading.error.remedy in str(reading.error)
