"""Plain text and Markdown: the five shapes in which reports reach us without pages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from corpus import Document
from tests.corpus.readers import grades, holding, numbers, paragraph, read

HELP = "The experiences and progress of children who need help and protection"
LEADERS = "The impact of leaders on social work practice with children and families"
LEAVERS = "The experiences and progress of care leavers"

ILACS = f"""

Inspection of Thornmere local authority children's services

Inspection dates: 6 to 10 May 2024

Lead inspector: Ada Quill, His Majesty's Inspector

Judgement\tGrade
{LEADERS}\tGood
{HELP}\tRequires improvement to be good
The experiences and progress of children in care\tGood
{LEAVERS}\tOutstanding
Overall effectiveness\tGood

Children in Thornmere are safer than they were.

What needs to improve?

- How often social workers have supervision.
- The timeliness of return home interviews.

{HELP}: requires improvement to be good

1. Early help is easy to reach.
2. Strategy meetings are late. In one case:
- nobody told the school
- nobody told the nurse.
3. Help for children aged 16 and
17. Those who are homeless learn of their rights.

{LEAVERS}: outstanding

4. Advisers keep in touch.
"""

LETTER = """Ofsted Piccadilly Gate Store Street Manchester M1 2WD

T 0300 000 0000 **Textphone** 0300 000 0001

31 August 2018

Orla Finch Director of Children's Services Thornmere Town Hall

Dear Ms Finch

{title}

This letter summarises the findings of a {visit} to Thornmere local authority children's services \
on {dates}. The inspectors were Ada Quill, Her Majesty's Inspector, and Bram Rowe, Her \
Majesty's Inspector.

Overview

Managers know their staff.

What needs to improve in this area of social work practice

- The recording of enquiries.

Findings

- Decisions are quick.
- Parents are asked for their consent, though
 the reasons are not always written down.

Ofsted will take these findings into account.

Yours sincerely

Ada Quill
"""

SLAC = """# Inspection of safeguarding and looked after children services

Thornmere City Council

---

**Inspection dates:** 10-20 April 2012\x20\x20
**Reporting inspector** Ada Quill HMI

**Age group:** All\x20\x20
**Published:** 29 May 2012

---

# Contents

<b>About this inspection</b>\t<b>2</b>
Overall effectiveness\t4

## About this inspection

1. The inspection looked at two services.
2. The evidence included:
  - talks with children
  - a review of 40 files.

## Safeguarding services

### Overall effectiveness

**Grade 2 (Good)**

3. Children are safe.

### Capacity for improvement

### **Grade 3 (Adequate)**

4. Plans are thin.

**Ambition and prioritisation****Grade 2 (Good)**

5. Leaders aim high.

## Record of main findings:

<b>Safeguarding services</b>\t
Overall effectiveness\t<b>2 (Good)</b>
Capacity for improvement\t<b>3 (Adequate)</b>
"""

KINGSTON = """
Inspection of Quillbridge local authority children's services

Inspection dates: 9 to 13 December 2024

Lead inspector: Bram Rowe, His Majesty's Inspector

Judgement\tGrade
Overall effectiveness\tOutstanding

What needs to improve?

Letters to parents, so that they are clear.



The experiences and progress of children in care: outstanding

- 1. Children live close to home.
- 2. Plans are written to the child. They are


read aloud to younger children.
- 3. Health checks are on time.
"""

SELF_ASSESSMENT = """

Annual Self Assessment

April 2022/March 2023

Kinder



THE CITY OF
THORNMERE

Contents

1.1 Message from the leaders.....3
2. What our children say.....6

1.1 Message from the leaders

We are **proud** of our staff.

2. What our children say

- A young person said ***"it is good to be heard."***
 - At 31 March 2023 we had 42 plans.

| Measure | 2022 | 2023 |
| --- | --- | --- |
| Agency staff | 41 % | 18 % |
"""


def _read_words(folder: Path, words: str, name: str = "report.txt") -> Document:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return read(path)


def test_ilacs_as_text(tmp_path: Path) -> None:
    document = _read_words(tmp_path, ILACS)
    assert (document.kind, document.overall, document.pages) == ("ilacs", "good", None)
    assert (document.inspection_start, document.inspection_end) == (
        date(2024, 5, 6),
        date(2024, 5, 10),
    )
    assert document.lead_inspector == "Ada Quill"
    assert grades(document)["help and protection"] == "requires improvement"
    assert numbers(document) == ["1", "2", "3", "4"]
    assert paragraph(document, "2").text == (
        "Strategy meetings are late. In one case: • nobody told the school • nobody told the nurse."
    )
    assert paragraph(document, "3").text == (
        "Help for children aged 16 and 17. Those who are homeless learn of their rights."
    )
    assert paragraph(document, "4").section == LEAVERS
    assert paragraph(document, "4").section_grade == "outstanding"
    assert all(p.page is None and p.boxes == () for p in document.paragraphs)


def test_what_needs_to_improve_as_text(tmp_path: Path) -> None:
    document = _read_words(tmp_path, ILACS)
    found = [p for p in document.paragraphs if p.section == "What needs to improve?"]
    assert [(p.kind, p.text.lstrip("• ")) for p in found] == [
        ("bullet", "How often social workers have supervision."),
        ("bullet", "The timeliness of return home interviews."),
    ]
    assert holding(document, "Overall effectiveness").kind == "table"
    assert holding(document, "safer than they were").kind == "prose"


def test_windows_line_ends_and_a_byte_order_mark(tmp_path: Path) -> None:
    plain = _read_words(tmp_path, ILACS, "plain.txt")
    marked = tmp_path / "marked.txt"
    marked.write_bytes(b"\xef\xbb\xbf" + ILACS.replace("\n", "\r\n").encode())
    assert [p.text for p in read(marked).paragraphs] == [p.text for p in plain.paragraphs]


@pytest.mark.parametrize(
    ("title", "visit", "kind"),
    [
        ("Focused visit to Thornmere children's services", "focused visit", "focused-visit"),
        (
            "Monitoring visit to Thornmere children's services",
            "monitoring visit",
            "monitoring-visit",
        ),
        ("Joint targeted area inspection of Thornmere", "joint targeted area inspection", "jtai"),
    ],
)
def test_letters(tmp_path: Path, title: str, visit: str, kind: str) -> None:
    words = LETTER.format(title=title, visit=visit, dates="7 and 8 August 2018")
    document = _read_words(tmp_path, words)
    assert (document.kind, document.overall, document.judgements) == (kind, None, ())
    assert "Thornmere" in (document.authority or "")
    assert (document.inspection_start, document.inspection_end) == (
        date(2018, 8, 7),
        date(2018, 8, 8),
    )
    assert document.published == date(2018, 8, 31)
    findings = [p for p in document.paragraphs if p.section == "Findings" and p.kind == "bullet"]
    assert [p.text.lstrip("• ") for p in findings] == [
        "Decisions are quick.",
        "Parents are asked for their consent, though the reasons are not always written down.",
    ]
    assert holding(document, "The recording of enquiries.").section == (
        "What needs to improve in this area of social work practice"
    )
    assert numbers(document) == []


def test_dates_of_a_letter_that_cross_a_month(tmp_path: Path) -> None:
    title = "Focused visit to Thornmere children's services"
    words = LETTER.format(title=title, visit="focused visit", dates="31 July and 1 August 2018")
    document = _read_words(tmp_path, words)
    assert (document.inspection_start, document.inspection_end) == (
        date(2018, 7, 31),
        date(2018, 8, 1),
    )


def test_older_inspection_in_markdown(tmp_path: Path) -> None:
    document = _read_words(tmp_path, SLAC, "report.md")
    assert document.kind == "slac"
    assert "Thornmere" in (document.authority or "")
    assert (document.inspection_start, document.inspection_end) == (
        date(2012, 4, 10),
        date(2012, 4, 20),
    )
    assert document.published == date(2012, 5, 29)
    assert document.lead_inspector == "Ada Quill"
    assert numbers(document) == ["1", "2", "3", "4", "5"]
    assert paragraph(document, "2").text == (
        "The evidence included: • talks with children • a review of 40 files."
    )
    where = {p.number: (p.section, p.section_grade) for p in document.paragraphs if p.number}
    assert where["1"] == ("About this inspection", None)
    assert where["3"] == ("Overall effectiveness", "good")
    assert where["4"] == ("Capacity for improvement", "adequate")
    assert where["5"] == ("Ambition and prioritisation", "good")


def test_record_of_main_findings(tmp_path: Path) -> None:
    document = _read_words(tmp_path, SLAC, "report.md")
    table = holding(document, "3 (Adequate)")
    assert table.kind == "table"
    assert not re.search(r"<b>|\*\*", table.text)
    by_printed = {j.printed: j.grade for j in document.judgements}
    assert by_printed["Overall effectiveness"] == "good"
    assert by_printed["Capacity for improvement"] == "adequate"
    assert document.overall == "good"


def test_contents_are_no_headings(tmp_path: Path) -> None:
    document = _read_words(tmp_path, SLAC, "report.md")
    about = [p for p in document.paragraphs if p.section == "About this inspection"]
    assert [p.number for p in about] == ["1", "2"]


def test_numbers_behind_dashes(tmp_path: Path) -> None:
    document = _read_words(tmp_path, KINGSTON)
    assert numbers(document) == ["1", "2", "3"]
    assert paragraph(document, "2").text == (
        "Plans are written to the child. They are read aloud to younger children."
    )
    assert paragraph(document, "1").section == "The experiences and progress of children in care"
    assert paragraph(document, "1").section_grade == "outstanding"
    assert holding(document, "Letters to parents").section == "What needs to improve?"


def test_self_assessment(tmp_path: Path) -> None:
    document = _read_words(tmp_path, SELF_ASSESSMENT)
    assert document.kind == "self-assessment"
    assert (document.overall, document.judgements) == (None, ())
    assert document.inspection_start is None
    assert "thornmere" in (document.authority or "").lower()
    message = holding(document, "We are proud of our staff.")
    assert message.section == "1.1 Message from the leaders"
    quote = holding(document, "it is good to be heard.")
    assert quote.section == "2. What our children say"
    assert "*" not in quote.text
    table = holding(document, "Agency staff")
    assert table.kind == "table"
    assert "---" not in table.text
    assert "18 %" in table.text


@pytest.mark.parametrize("mark", ["-", "*", "*  ", "•", "–"])
def test_marks_of_bullets(tmp_path: Path, mark: str) -> None:
    words = ILACS.replace("\n- How often", f"\n{mark} How often").replace(
        "\n- The time", f"\n{mark} The time"
    )
    document = _read_words(tmp_path, words, "report.md")
    found = [p for p in document.paragraphs if p.section == "What needs to improve?"]
    assert [(p.kind, p.text.lstrip("• ")) for p in found] == [
        ("bullet", "How often social workers have supervision."),
        ("bullet", "The timeliness of return home interviews."),
    ]


def test_review_of_a_board_alone_is_other(tmp_path: Path) -> None:
    words = (
        "Thornmere City Council\n\n"
        "Review of the effectiveness of the Local Safeguarding Children Board\n\n"
        "Inspection dates: 2 to 6 December 2013\n\nFindings\n\n1. The board meets monthly.\n"
    )
    document = _read_words(tmp_path, words)
    assert document.kind == "other"
    assert document.inspection_start == date(2013, 12, 2)
    assert paragraph(document, "1").text == "The board meets monthly."
