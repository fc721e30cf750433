"""Traps 9 to 13 and 16 of the reports: grades in their many places, dates, inspectors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from corpus import read_documents
from tests.corpus.invented import SIF_AREAS, SIF_ROWS, InventedPdf, ilacs_front, sif_front
from tests.corpus.readers import grades, holding, paragraph, read

CARE = "The experiences and progress of children in care"
MERGED_ROWS = (
    ("The impact of leaders on social work practice\nwith children and families", "Inadequate"),
    ("The experiences and progress of children who\nneed help and protection", "Inadequate"),
    (
        "The experiences and progress of children in\ncare and care leavers",
        "Requires improvement\nto be good",
    ),
    ("Overall effectiveness", "Inadequate"),
)


def test_four_areas_and_the_overall_grade(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    document = read(pdf.save())
    assert (document.kind, document.overall) == ("ilacs", "good")
    assert grades(document) == {
        "impact of leaders": "good",
        "help and protection": "good",
        "children in care": "good",
        "care leavers": "outstanding",
        "overall effectiveness": "good",
    }
    table = holding(document, "Overall effectiveness")
    assert table.kind == "table"
    assert {j.paragraph_id for j in document.judgements} == {table.id}
    assert {j.page for j in document.judgements} == {1}
    assert holding(document, "Lead inspector").kind == "front"


def test_9_one_judgement_for_two_areas(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf, rows=MERGED_ROWS)
    pdf.next_page()
    pdf.heading([f"{CARE} and care", "leavers: requires improvement to be good"])
    pdf.numbered("1.", "Children wait for homes that last.")
    document = read(pdf.save())
    (merged,) = (j for j in document.judgements if j.status == "merged")
    assert merged.areas == ("children in care", "care leavers")
    assert merged.grade == "requires improvement"
    assert merged.printed == f"{CARE} and care leavers"
    assert document.overall == "inadequate"
    assert paragraph(document, "1").section == f"{CARE} and care leavers"
    assert paragraph(document, "1").section_grade == "requires improvement"


@pytest.mark.parametrize(
    ("heading", "grade"),
    [
        ([f"{CARE}: good"], "good"),
        ([f"{CARE}:", "outstanding"], "outstanding"),
        ([f"{CARE}: requires", "improvement to be good"], "requires improvement"),
        ([f"{CARE} is good"], "good"),
        ([f"{CARE} are: good."], "good"),
        ([f"{CARE}", "requires improvement"], "requires improvement"),
        ([f"{CARE} is: inadequate"], "inadequate"),
    ],
)
def test_10_grade_in_a_heading(tmp_path: Path, heading: Sequence[str], grade: str) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf, rows=[("Overall effectiveness", "Good"), (CARE, grade.capitalize())])
    pdf.next_page()
    pdf.heading("What needs to improve?")
    pdf.bullet("The timeliness of health assessments.")
    pdf.heading(heading)
    pdf.numbered("1.", "Children see their families.")
    found = paragraph(read(pdf.save()), "1")
    assert found.section_grade == grade
    assert found.area == "children in care"
    assert (found.section or "").startswith(CARE)


def test_10_colon_and_grade_are_no_part_of_the_section(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf)
    pdf.next_page()
    pdf.heading([f"{CARE}: requires", "improvement to be good"])
    pdf.numbered("1.", "Children see their families.")
    assert paragraph(read(pdf.save()), "1").section == CARE


@pytest.mark.parametrize("spelling", ["judgement", "judgment"])
def test_10_grade_in_a_sentence_and_in_a_cell(tmp_path: Path, spelling: str) -> None:
    sentence = f"The graded {spelling} for adoption performance is that it is outstanding"
    pdf = InventedPdf(tmp_path / "report.pdf")
    graded = {"care": "Requires improvement", "adoption": "Outstanding"}
    sif_front(pdf, rows=[(label, graded.get(key, "Good")) for key, label in SIF_AREAS.items()])
    pdf.next_page()
    pdf.graded(
        ["The experiences and progress of", "children looked after and achieving", "permanence"],
        ["Requires", "improvement"],
    )
    pdf.numbered("1.", "Plans for permanence drift.")
    pdf.heading(sentence, size=12)
    pdf.numbered("2.", "Adopters are found without delay.")
    pdf.heading("Leadership, management and governance", size=12)
    pdf.row(("Key judgement", "Judgement grade"), bold=True)
    pdf.row(("Leadership, management and\ngovernance", "Good"))
    pdf.top += 12
    pdf.numbered("3.", "Leaders know their services.")
    document = read(pdf.save())
    first, second, third = (paragraph(document, number) for number in "123")
    assert (first.section_grade, first.area) == ("requires improvement", "children in care")
    assert first.section == (
        "The experiences and progress of children looked after and achieving permanence"
    )
    assert (second.section, second.section_grade) == (sentence, "outstanding")
    assert second.area == "adoption"
    assert (third.section_grade, third.area) == ("good", "impact of leaders")
    assert third.section == "Leadership, management and governance"
    assert third.text == "Leaders know their services."


DATES = [
    ("**Inspection dates:** 6 to 10 May 2024", "2024-05-06", "2024-05-10"),
    ("**Inspection dates:** 6 – 10 May 2024", "2024-05-06", "2024-05-10"),
    ("**Inspection dates:** 6–10 May 2024", "2024-05-06", "2024-05-10"),
    ("**Inspection date:** 11 - 22 July 2022", "2022-07-11", "2022-07-22"),
    ("**Inspection dates:** 28 April to 9 May 2025", "2025-04-28", "2025-05-09"),
    ("**Inspection dates: 10 September 2018 to 21 September 2018**", "2018-09-10", "2018-09-21"),
    ("**Inspection dates:** 30 November 2020 to 15 January 2021", "2020-11-30", "2021-01-15"),
    ("**Inspection dates:** 1/06/2015 – 25/06/2015", "2015-06-01", "2015-06-25"),
    ("**Inspection date:** 28 July 2016", "2016-07-28", "2016-07-28"),
    (
        "**Inspection dates:** 5 to 9 December 2022 and 14 to 15 February 2023",
        "2022-12-05",
        "2023-02-15",
    ),
    (
        "**Inspection dates:** 8 July 2019 to 12 July 2019 and 7 August 2019",
        "2019-07-08",
        "2019-08-07",
    ),
    ("**Inspection dates:** 4^th^ to 8^th^ March 2024", "2024-03-04", "2024-03-08"),
]


def test_11_dates_in_every_printed_form(tmp_path: Path) -> None:
    paths = []
    for number, (printed, _, _) in enumerate(DATES):
        pdf = InventedPdf(tmp_path / f"report-{number}.pdf")
        ilacs_front(pdf, dates=printed)
        pdf.next_page()
        pdf.numbered("1.", "The last inspection took place from 3 to 7 June 2013.")
        paths.append(pdf.save())
    found = {}
    for (printed, _, _), reading in zip(DATES, read_documents(paths, workers=1), strict=True):
        assert reading.document is not None, reading.error
        document = reading.document
        found[printed] = (document.inspection_start, document.inspection_end)
    assert found == {
        printed: (date.fromisoformat(start), date.fromisoformat(end))
        for printed, start, end in DATES
    }


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("**Lead inspector:** Ada Quill, His Majesty’s Inspector", "Ada Quill"),
        ("**Lead inspector:** Ada Quill HMI", "Ada Quill"),
        (
            "**Lead inspectors:** Ada Quill and Bram O’Rowe, Her Majesty’s Inspectors",
            "Ada Quill; Bram O’Rowe",
        ),
        (
            "**Lead inspectors:** Ada Quill, His Majesty’s Inspector, and Bram Rowe-Hill,",
            "Ada Quill; Bram Rowe-Hill",
        ),
        (
            "**Lead inspectors:** Ada Quill-Summerfield and Bartholomew Rowe-\nHill, His Majesty’s "
            "Inspectors",
            "Ada Quill-Summerfield; Bartholomew Rowe-Hill",
        ),
    ],
)
def test_12_lead_inspectors_on_the_front_page(tmp_path: Path, printed: str, names: str) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf, lead=printed)
    assert read(pdf.save()).lead_inspector == names


def test_12_lead_inspector_near_the_back_beside_a_deputy(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    sif_front(pdf)
    pdf.next_page()
    pdf.heading("Recommendations")
    pdf.numbered("1.", "Appoint more personal advisers.")
    pdf.heading("Information about this inspection")
    pdf.text("Inspectors read files and talked to children.")
    pdf.heading("The inspection team", size=12)
    for words in (
        "Deputy lead inspector: Bram Rowe",
        "Lead inspector: Ada Quill",
        "Team inspectors: Cy Dunn",
    ):
        pdf.text([words])
    document = read(pdf.save())
    assert document.lead_inspector == "Ada Quill"


def test_13_not_judged_and_the_older_grade(tmp_path: Path) -> None:
    rows = (SIF_ROWS[0], SIF_ROWS[1], ("2.1 Adoption performance", "Not judged"), *SIF_ROWS[3:])
    pdf = InventedPdf(tmp_path / "report.pdf")
    sif_front(pdf, rows=rows, overall="The overall effectiveness is adequate")
    document = read(pdf.save())
    by_area = {j.area: j for j in document.judgements}
    assert (by_area["adoption"].status, by_area["adoption"].grade) == ("not judged", None)
    assert document.overall == "adequate"
    assert by_area["care leavers"].grade == "requires improvement"


def test_13_reinspection_quotes_earlier_and_worse_grades(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    overall = "Children’s services in Thornmere require improvement to be good"
    sif_front(pdf, overall=overall, board=None)
    pdf.next_page()
    pdf.heading("Previous Ofsted inspections")
    pdf.bullet(
        "At the previous inspection in 2014 the overall effectiveness was judged to be inadequate. "
        "The graded judgement for adoption performance was that it was inadequate."
    )
    pdf.heading("Recommendations")
    pdf.numbered("1.", "Leaders should keep caseloads low.")
    document = read(pdf.save())
    assert document.kind == "sif"
    assert document.overall == "requires improvement"
    assert grades(document)["adoption"] == "good"
    assert "local safeguarding children board" not in grades(document)
    assert "inadequate" not in grades(document).values()


def test_16_published_date_from_the_file_name(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "children's-services-inspection---13-january-2025.pdf")
    ilacs_front(pdf, dates="**Inspection dates:** 11 to 15 November 2024")
    document = read(pdf.save())
    assert document.published == date(2025, 1, 13)
    assert document.inspection_start == date(2024, 11, 11)


def test_16_printed_date_goes_before_the_file_name(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "children's-services-inspection---12-august-2014.pdf")
    sif_front(pdf, published="Report published: 8 August 2014")
    assert read(pdf.save()).published == date(2014, 8, 8)


def test_16_nothing_printed_is_nothing(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf, lead="")
    document = read(pdf.save())
    assert document.published is None
    assert document.lead_inspector is None


@pytest.mark.parametrize(
    ("printed", "place"),
    [("Thornmere", "Thornmere"), ("the City of Quillbridge", "Quillbridge")],
)
def test_authority_on_no_list_is_kept(tmp_path: Path, printed: str, place: str) -> None:
    pdf = InventedPdf(tmp_path / "report.pdf")
    ilacs_front(pdf, place=printed)
    assert place in (read(pdf.save()).authority or "")


def test_same_report_has_one_id_wherever_it_lies(tmp_path: Path) -> None:
    ids = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        pdf = InventedPdf(tmp_path / name / f"{name}.pdf")
        ilacs_front(pdf)
        pdf.numbered("1.", "Leaders listen.")
        document = read(pdf.save())
        ids.add((document.id, tuple(p.id for p in document.paragraphs)))
    assert len(ids) == 1


def test_place_in_the_address_of_a_letter_is_not_the_authority(tmp_path: Path) -> None:
    pdf = InventedPdf(tmp_path / "letter.pdf")
    pdf.text(["Ofsted", "Piccadilly Gate", "Store Street", "Manchester", "M1 2WD"])
    pdf.text(["15 October 2018"])
    pdf.text(["Orla Finch", "Director of Children’s Services", "Thornmere City Council"])
    pdf.text(["Dear Ms Finch"])
    pdf.heading("Focused visit to Thornmere local authority children’s services")
    pdf.text(
        "This letter tells what was found on a focused visit on 19 and 20 September 2018. It "
        "looked at how the council supports care leavers and plans for those who will soon be one."
    )
    pdf.heading("Findings")
    pdf.bullet("No care leaver lives in a caravan.")
    document = read(pdf.save())
    assert document.authority == "Thornmere"
    assert (document.kind, document.published) == ("focused-visit", date(2018, 10, 15))
    assert document.inspection_end == date(2018, 9, 20)
    assert holding(document, "supports care leavers").kind == "prose"
