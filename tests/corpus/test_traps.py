"""Traps 1 to 8, 14 and 17 of the reports: numbers, footers, footnotes, boxes, bullets and hyphens.

Each test draws an invented report that has the trap and says what must come out of it. The traps of
dates, names and grades are in `test_traps_record.py`, those of files in `test_traps_files.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.invented import SIF_AREAS, InventedPdf, closing, ilacs_front, sif_front
from tests.corpus.readers import holding, numbers, paragraph, read

HELP = "The experiences and progress of children who need help and protection"
LEADERS = "The impact of leaders on social work practice with children and families"


def test_1_line_of_text_that_starts_like_a_number(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    pdf.next_page()
    pdf.heading("The experiences and progress of care leavers: outstanding")
    pdf.numbered("1.", "Advisers keep in touch.")
    pdf.numbered(
        "2.",
        [
            "Care leavers keep their personal adviser until they reach the age of",
            "3. Nobody is left alone.",
        ],
    )
    pdf.numbered(
        "3.",
        [
            "Council tax is waived for all care leavers up to the age of",
            "25. Support for parents is strong.",
        ],
    )
    pdf.numbered("4.", "Housing is suitable.")
    document = read(pdf.save())
    assert numbers(document) == ["1", "2", "3", "4"]
    assert paragraph(document, "2").text.endswith("reach the age of 3. Nobody is left alone.")
    assert paragraph(document, "3").text.endswith(
        "up to the age of 25. Support for parents is strong."
    )


def test_1_number_in_the_text_column_that_is_the_next_one_due(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    pdf.next_page()
    pdf.heading("The experiences and progress of care leavers: outstanding")
    for number in range(1, 24):
        pdf.numbered(f"{number}.", "Advisers keep in touch.")
    pdf.next_page()
    pdf.numbered(
        "24.",
        [
            "Young people may stay with their foster carers up to the age of",
            "25. Most of them do so.",
        ],
    )
    pdf.numbered("25.", "Advisers know their young people.")
    document = read(pdf.save())
    assert numbers(document) == [str(number) for number in range(1, 26)]
    assert paragraph(document, "24").text.endswith("the age of 25. Most of them do so.")
    assert paragraph(document, "25").text == "Advisers know their young people."


@pytest.mark.parametrize("third", ["3.", "1."])
def test_2_judgement_rows_are_not_paragraphs(tmp_path: Path, third: str) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    rows = (
        (SIF_AREAS["help"], "Good"),
        (SIF_AREAS["care"], "Inadequate"),
        (f"{third} Leadership, management and governance", "Requires improvement"),
    )
    sif_front(pdf, rows=rows)
    pdf.next_page()
    pdf.heading("The local authority", size=16)
    pdf.heading("Recommendations")
    pdf.numbered("1.", "Give every social worker regular supervision.")
    pdf.numbered("2.", "Visit privately fostered children on time.")
    document = read(pdf.save())
    assert numbers(document) == ["1", "2"]
    assert paragraph(document, "1").section == "Recommendations"
    table = holding(document, "Leadership, management and governance")
    assert table.kind == "table"
    assert "Children who need help and protection" in table.text
    assert {j.area: j.grade for j in document.judgements} == {
        "overall effectiveness": "good",
        "help and protection": "good",
        "children in care": "inadequate",
        "impact of leaders": "requires improvement",
        "local safeguarding children board": "good",
    }


def test_3_footer_stays_out_of_a_paragraph_that_crosses_pages(tmp_path: Path) -> None:
    def footer(number: int) -> tuple[str, ...]:
        place = "Inspection of Thornmere local authority children’s services"
        return (place, "7 to 18 November 2022") if number > 1 else ()

    pdf = InventedPdf(tmp_path / "report.pdf", footer=footer)
    ilacs_front(pdf, dates="**Inspection dates:** 7 to 18 November 2022")
    pdf.next_page(top=640)
    pdf.heading(f"{LEADERS}: good")
    pdf.numbered("1.", ["Managers know the quality of", "practice and act when"])
    pdf.next_page()
    pdf.text(["it falls short. Caseloads are", "manageable."], left=99)
    pdf.numbered("2.", "Agency staff are few.")
    pdf.next_page()
    pdf.numbered("3.", "The workforce is stable.")
    document = read(pdf.save())
    crossing = paragraph(document, "1")
    assert crossing.text == (
        "Managers know the quality of practice and act when it falls short. "
        "Caseloads are manageable."
    )
    assert (crossing.page, crossing.page_end) == (2, 3)
    assert {box.page for box in crossing.boxes} == {2, 3}
    assert all(
        "7 to 18 November 2022" not in p.text for p in document.paragraphs if p.kind != "front"
    )


def test_4_footnotes_stand_apart_and_ordinals_stay(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    pdf.next_page(top=600)
    pdf.heading("The experiences and progress of children in care: good")
    pdf.numbered(
        "1.",
        [
            "The virtual school spends the pupil premium^3^ wisely and every child",
            "has a plan by the",
        ],
    )
    pdf.footnote(
        ["^3^ The pupil premium is money that schools receive for children", "who are in care."]
    )
    pdf.next_page()
    pdf.text(["18^th^ day of care."], left=99)
    pdf.numbered("2.", "Foster carers are well trained.")
    document = read(pdf.save())
    first = paragraph(document, "1")
    assert first.text.replace("premium3", "premium") == (
        "The virtual school spends the pupil premium wisely and every child has a plan by the "
        "18th day of care."
    )
    note = holding(document, "money that schools receive")
    assert note.kind == "prose"
    assert note.text.endswith(
        "The pupil premium is money that schools receive for children who are in care."
    )
    assert (note.page, note.number) == (2, None)


def test_5_number_column_moves(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    wanted = []
    for left, first in ((72, 1), (54, 4), (90, 7)):
        pdf.next_page()
        for number in range(first, first + 3):
            words = f"Leaders read the {number} audits that teams send and learn from all of them. "
            pdf.numbered(f"{number}.", words * 2, left=left, indent=left + 28)
            wanted.append((str(number), (words * 2).strip()))
    document = read(pdf.save())
    assert [(p.number, p.text) for p in document.paragraphs if p.number] == wanted


def test_6_skipped_number_is_kept_as_printed(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    pdf.next_page()
    pdf.heading(f"{HELP}: good")
    for number in (1, 2, 3, 5, 6):
        pdf.numbered(f"{number}.", f"Return interview number {number} took place.")
    document = read(pdf.save())
    assert numbers(document) == ["1", "2", "3", "5", "6"]
    assert paragraph(document, "3").text == "Return interview number 3 took place."
    assert paragraph(document, "5").section == HELP


def test_6_numbering_restarts_in_an_appended_part(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    sif_front(pdf)
    pdf.next_page()
    pdf.heading("Recommendations")
    for number in range(1, 6):
        pdf.numbered(f"{number}.", f"Council recommendation {number} matters.")
    pdf.next_page()
    pdf.heading("The Local Safeguarding Children Board (LSCB)")
    pdf.heading("The Local Safeguarding Children Board is good", size=12)
    for number in range(1, 4):
        pdf.numbered(f"{number}.", f"Board finding {number} matters.")
    document = read(pdf.save())
    assert numbers(document) == ["1", "2", "3", "4", "5", "1", "2", "3"]
    second = holding(document, "Board finding 2 matters.")
    assert (second.number, second.section_grade) == ("2", "good")
    assert second.area == "local safeguarding children board"
    assert len({p.id for p in document.paragraphs}) == len(document.paragraphs)


def test_7_findings_as_unnumbered_bullets(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    sif_front(pdf, published=None)
    pdf.next_page()
    pdf.heading("Summary of key findings")
    pdf.heading("This local authority is good because", size=12)
    pdf.bullet(["Social workers see children alone and", "listen to them."])
    pdf.bullet(["Partners send referrals early."])
    pdf.bullet(["Managers read"])
    pdf.next_page()
    pdf.text(["every case before it closes."], left=106)
    document = read(pdf.save())
    found = [p for p in document.paragraphs if p.kind == "bullet"]
    assert [p.text.lstrip("•■ ") for p in found] == [
        "Social workers see children alone and listen to them.",
        "Partners send referrals early.",
        "Managers read every case before it closes.",
    ]
    assert {(p.section, p.subsection) for p in found} == {
        ("Summary of key findings", "This local authority is good because")
    }
    assert numbers(document) == []


def test_7_summary_box_is_not_glued_to_the_paragraph_before(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    sif_front(pdf)
    pdf.next_page()
    pdf.heading("Leadership, management and governance")
    pdf.numbered("1.", "The director holds a weekly surgery with staff.")
    pdf.box("Summary. Leaders are ambitious and know where practice is weak.")
    pdf.numbered("2.", "Elected members ask hard questions.")
    document = read(pdf.save())
    assert paragraph(document, "1").text == "The director holds a weekly surgery with staff."
    assert paragraph(document, "2").text == "Elected members ask hard questions."
    assert holding(document, "Leaders are ambitious").kind in ("prose", "table")


def test_8_what_needs_to_improve_is_unnumbered_and_stays_together(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    pdf.next_page()
    pdf.heading("What needs to improve?")
    pdf.bullet("The regularity of supervision for social workers, and what is written down of it.")
    pdf.bullet("The timeliness of return home interviews.")
    pdf.heading(f"{HELP}: good")
    pdf.numbered("1.", "Early help is easy to reach.")
    document = read(pdf.save())
    found = [p for p in document.paragraphs if p.section == "What needs to improve?"]
    assert [(p.kind, p.number, p.text.lstrip("•■ ")) for p in found] == [
        (
            "bullet",
            None,
            "The regularity of supervision for social workers, and what is written down of it.",
        ),
        ("bullet", None, "The timeliness of return home interviews."),
    ]
    assert all(p.section_grade is None for p in found)


def test_8_recommendations_share_the_sequence(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    sif_front(pdf)
    pdf.next_page()
    pdf.heading("Recommendations")
    pdf.numbered("1.", "Hold strategy meetings with the police and health.")
    pdf.heading(
        "The experiences and progress of children who need help and protection is good", size=12
    )
    pdf.numbered("2.", "Strategy meetings are held by telephone.")
    document = read(pdf.save())
    first, second = paragraph(document, "1"), paragraph(document, "2")
    assert (first.section, first.section_grade, first.area) == ("Recommendations", None, None)
    assert (second.section_grade, second.area) == ("good", "help and protection")


def test_sub_bullets_stay_inside_their_numbered_paragraph(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    sif_front(pdf)
    pdf.next_page()
    pdf.heading("Recommendations")
    pdf.numbered("1.", "Improve plans for care leavers, so that:")
    pdf.bullet("every plan has a date", left=110, indent=126)
    pdf.bullet("every plan names a person.", left=110, indent=126)
    pdf.numbered("2.", "Publish the local offer.")
    document = read(pdf.save())
    assert paragraph(document, "1").text == (
        "Improve plans for care leavers, so that: "
        "• every plan has a date • every plan names a person."
    )
    assert paragraph(document, "2").text == "Publish the local offer."


def test_14_closing_text_does_not_stick_to_the_last_paragraph(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    pdf.next_page()
    pdf.heading(f"{LEADERS}: good")
    pdf.numbered("1.", "The council invests in its staff.")
    closing(pdf)
    document = read(pdf.save())
    assert paragraph(document, "1").text == "The council invests in its staff."
    printed = " ".join(p.text for p in document.paragraphs)
    for words in (
        "Piccadilly",
        "Textphone",
        "Crown copyright",
        "large print",
        "care for children",
    ):
        assert words not in printed
    assert document.pages == 3


def test_14_closing_text_does_not_stick_to_a_list_of_names(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    sif_front(pdf)
    pdf.next_page()
    pdf.heading("Information about this inspection")
    pdf.text(["Lead inspector: Ada Quill"])
    pdf.text(["Deputy lead inspector: Bram Rowe"])
    closing(pdf)
    document = read(pdf.save())
    assert holding(document, "Bram Rowe").text == "Deputy lead inspector: Bram Rowe"
    assert all("Office for Standards" not in p.text for p in document.paragraphs)


def test_17_line_end_hyphens(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    pdf.next_page()
    pdf.heading(f"{HELP}: good")
    pdf.numbered("1.", ["Partners in the multi-", "agency hub share what they know."])
    pdf.numbered(
        "2.", ["Homeless 16-", "and 17-year-", "olds learn of their right to come into care."]
    )
    pdf.numbered("3.", ["The well-", "being of children comes first –", "always."])
    document = read(pdf.save())
    assert paragraph(document, "1").text == "Partners in the multi-agency hub share what they know."
    assert paragraph(document, "2").text == (
        "Homeless 16- and 17-year-olds learn of their right to come into care."
    )
    assert paragraph(document, "3").text == "The well-being of children comes first – always."
