"""Layouts that real reports mix: glued numbers, moving page numbers, running heads, prose."""

from __future__ import annotations

from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from tests.corpus.invented import InventedPdf, ilacs_front, sif_front
from tests.corpus.readers import holding, numbers, paragraph, read


def test_number_glued_to_its_text(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    pdf.next_page()
    pdf.heading("The experiences and progress of children in care: good")
    for number in range(1, 12):
        pdf.numbered(
            f"{number}.",
            ["There is a plan for each child that says", f"what happens in week {number}."],
            indent=72 + 6.8 * len(f"{number}."),
        )
    document = read(pdf.save())
    assert numbers(document) == [str(number) for number in range(1, 12)]
    assert paragraph(document, "10").text == (
        "There is a plan for each child that says what happens in week 10."
    )


def test_page_numbers_left_and_right_and_a_running_head(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf", numbered_pages=False)
    ilacs_front(pdf)
    for page in range(2, 7):
        pdf.next_page(top=40)
        pdf.line("Thornmere inspection report", size=9, body=False)
        pdf.top = 812
        pdf.line(str(page), left=72 if page % 2 else 514, size=16, body=False)
        pdf.top = 100
        if page > 2:
            pdf.text(["and every child", "is heard."], left=99)
        pdf.numbered(f"{page - 1}.", ["Social workers listen to children"])
    document = read(pdf.save())
    assert numbers(document) == ["1", "2", "3", "4", "5"]
    for number in ("1", "2", "3", "4"):
        assert paragraph(document, number).text == (
            "Social workers listen to children and every child is heard."
        )
    assert all("inspection report" not in p.text for p in document.paragraphs)


def test_prose_between_numbered_paragraphs_stands_alone(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    sif_front(pdf)
    pdf.next_page()
    pdf.heading("Recommendations")
    pdf.numbered("1.", "Recruit more foster carers for teenagers.")
    pdf.text("The council has accepted this. It will report on it in spring.")
    pdf.numbered("2.", "Visit children placed far away.")
    document = read(pdf.save())
    assert paragraph(document, "1").text == "Recruit more foster carers for teenagers."
    found = holding(document, "The council has accepted this.")
    assert (found.kind, found.number, found.section) == ("prose", None, "Recommendations")


def test_sub_bullets_that_cross_a_page(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    sif_front(pdf)
    pdf.next_page(top=680)
    pdf.heading("Recommendations")
    pdf.numbered("1.", "Improve plans, so that:")
    pdf.bullet("every plan has a date", left=110, indent=126)
    pdf.next_page()
    pdf.bullet("every plan names a person.", left=110, indent=126)
    pdf.numbered("2.", "Publish the local offer.")
    document = read(pdf.save())
    first = paragraph(document, "1")
    assert first.text == (
        "Improve plans, so that: • every plan has a date • every plan names a person."
    )
    assert (first.page, first.page_end) == (2, 3)


def test_bold_words_inside_a_paragraph_are_no_heading(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    pdf.next_page()
    pdf.heading("The experiences and progress of care leavers: outstanding")
    pdf.numbered(
        "1.", ["**Good practice.** Advisers visit young people", "**in custody** each month."]
    )
    pdf.numbered("2.", "Rent is guaranteed.")
    document = read(pdf.save())
    assert paragraph(document, "1").text == (
        "Good practice. Advisers visit young people in custody each month."
    )
    assert paragraph(document, "2").section == "The experiences and progress of care leavers"


def test_cropped_pages(tmp_path: Path) -> None:
    """Boxes are measured on the page as it is shown, after cropping."""
    pdf = InventedPdf(tmp_path / "upright.pdf")
    ilacs_front(pdf)
    pdf.next_page()
    pdf.numbered("1.", ["Children are settled in", "homes that last."])
    upright = pdf.save()
    writer = PdfWriter()
    for page in PdfReader(upright).pages:
        page.cropbox = RectangleObject((20, 10, 595, 842))
        writer.add_page(page)
    cropped = tmp_path / "cropped.pdf"
    writer.write(cropped)
    before, after = (paragraph(read(path), "1") for path in (upright, cropped))
    assert after.text == before.text
    assert abs(before.boxes[0].left - 20 - after.boxes[0].left) < 1
    assert abs(before.boxes[0].top - after.boxes[0].top) < 1
