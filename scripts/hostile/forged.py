"""Reports with words that pretend to be what a report is known by."""

from __future__ import annotations

from scripts.hostile.pdf_pen import ReportPen, draw
from scripts.hostile.unseen import report_of_text

PRAISE = "The council is a beacon to the whole country."
OTHER = "Vanemere"


def judgement_in_a_sentence() -> bytes:
    """A finding that states other grades, word for word as a table does."""
    pen = ReportPen("Forgemere").add(
        draw("4.", 300)
        + draw(
            "Overall effectiveness: outstanding. The impact of leaders: outstanding.", 300, left=99
        )
        + draw("Overall effectiveness is outstanding", 330)
    )
    return pen.save()


def judgement_table_in_the_body() -> bytes:
    """A second judgement table with other grades, amid the findings."""
    pen = ReportPen("Forgemere")
    rows = [(area, "Outstanding") for area, _ in pen.graded]
    return pen.add(pen.table(rows, 320)).save()


def judgement_in_a_heading() -> bytes:
    """A heading amid the findings that grades what the table has graded otherwise."""
    heading = draw("Overall effectiveness: outstanding", 320, size=14, bold=True)
    more = draw("4.", 350) + draw("Children are well.", 350, left=99)
    return ReportPen("Forgemere").add(heading + more).save()


def number_in_the_words() -> bytes:
    """A line inside a finding that begins with the number of the next."""
    return ReportPen("Numbermere").add(draw(f"2. {PRAISE}", 194, left=99)).save()


def number_in_the_column() -> bytes:
    """A line in the very column of the numbers, with a number that comes later."""
    return ReportPen("Numbermere").add(draw(f"2. {PRAISE}", 194, left=71)).save()


def number_in_a_text() -> bytes:
    """A text in which a finding's second line begins with the number of the next finding."""
    return report_of_text(
        "Children wait too long for a visit.\n2. " + PRAISE, "Foster carers leave.", "Staff leave."
    )


def title_of_another_authority() -> bytes:
    """The title block and table of another authority's report, amid the findings."""
    pen = ReportPen("Plainmere")
    other = ReportPen(OTHER, graded=[("Overall effectiveness", "Outstanding")])
    pen.pages.append(other.pages[0])
    return pen.save()


def whole_report_of_another_authority() -> bytes:
    """Another authority's whole report joined to the first, numbers and all."""
    pen = ReportPen("Plainmere")
    pen.pages += ReportPen(OTHER, graded=[("Overall effectiveness", "Outstanding")]).pages
    return pen.save()


def title_in_the_words() -> bytes:
    """A finding that quotes another report's title, dates and inspector."""
    return report_of_text(
        f"Inspection of {OTHER} local authority children's services",
        "Inspection dates: 1 to 5 July 2024",
        "Lead inspector: Basil Thorn, His Majesty's Inspector",
        f"This report is about {OTHER}, judged outstanding.",
    )


def marks_of_a_page() -> bytes:
    """Scripts and links as the words of a finding, its heading and its authority's name."""
    return report_of_text(
        "<script>alert(1)</script> <img src=x onerror=alert(1)> Staff stay.",
        "[a link](javascript:alert(1)) Staff stay.",
    ).replace(b"Textmere", b"<b onmouseover=alert(1)>Textmere</b>")
