"""`.jsonl` files: lists of documents as other parsers may print them, and as nobody should."""

from __future__ import annotations

import json
from typing import Any

_ID = "listmere-ilacs-2024-05-06"


def document(**changed: Any) -> dict[str, Any]:
    """A whole document of one paragraph, with these values instead."""
    return {
        "id": _ID,
        "source": "list/report.pdf",
        "sha256": "0" * 64,
        "title": "Inspection of Listmere",
        "authority": "Listmere",
        "kind": "ilacs",
        "inspection_start": "2024-05-06",
        "inspection_end": "2024-05-10",
        "published": None,
        "lead_inspector": None,
        "pages": 2,
        "overall": "good",
        "judgements": [],
        "paragraphs": [paragraph()],
        "warnings": [],
    } | changed


def paragraph(**changed: Any) -> dict[str, Any]:
    """A whole paragraph, with these values instead."""
    return {
        "id": f"{_ID}.1",
        "number": "1",
        "section": None,
        "section_grade": None,
        "area": None,
        "page": 2,
        "page_end": 2,
        "kind": "numbered",
        "text": "Children in Listmere wait.",
        "boxes": [{"page": 2, "rect": [1, 2, 3, 4]}],
        "subsection": None,
    } | changed


def lines(*values: Any) -> bytes:
    """A line of JSON for each value; a string is a line as it stands."""
    written = (value if isinstance(value, str) else json.dumps(value) for value in values)
    return ("\n".join(written) + "\n").encode()


# One value each that is of no type or size that a document may hold.
UNFIT: dict[str, dict[str, Any]] = {
    "a number for a title": document(title=5),
    "a list for an authority": document(authority=["Listmere"]),
    "an object for a source": document(source={"a": 1}),
    "no text for an id": document(id=7),
    "a day that is none": document(published="2024-02-30"),
    "a number for a day": document(published=20240230),
    "pages beyond any file": document(pages=10**30),
    "pages below none": document(pages=-1),
    "true for a number of pages": document(pages=True),
    "a kind that is none": document(kind="forgery"),
    "a grade that is none": document(overall="splendid"),
    "paragraphs that are a text": document(paragraphs="abc"),
    "warnings that are a text": document(warnings="abc"),
    "a warning that is a number": document(warnings=[1]),
    "judgements that are no objects": document(judgements=[1]),
    "areas that are a text": document(
        judgements=[
            {
                "area": "a",
                "printed": "a",
                "grade": "good",
                "status": "judged",
                "areas": "abc",
                "page": 1,
                "paragraph_id": None,
            }
        ]
    ),
    "a text that is a number": document(paragraphs=[paragraph(text=5)]),
    "a number that is a number": document(paragraphs=[paragraph(number=1)]),
    "a page that is a text": document(paragraphs=[paragraph(page="2", page_end="2")]),
    "a page beyond any file": document(paragraphs=[paragraph(page=10**30, page_end=10**30)]),
    "half a character": document(paragraphs=[paragraph(text="a \ud800 b")]),
    "half a character in an id": document(id="\udcff", paragraphs=[]),
    "a box of words": document(
        paragraphs=[paragraph(boxes=[{"page": 2, "rect": ["1", "2", "3", "4"]}])]
    ),
    "true for a place": document(
        paragraphs=[paragraph(boxes=[{"page": 2, "rect": [True, 2, 3, 4]}])]
    ),
    "a box of five sides": document(
        paragraphs=[paragraph(boxes=[{"page": 2, "rect": [1, 2, 3, 4, 5]}])]
    ),
    "two paragraphs of one id": document(paragraphs=[paragraph(), paragraph()]),
    "no paragraph list": {key: value for key, value in document().items() if key != "paragraphs"},
}


def wrong_types() -> bytes:
    """A line for each of UNFIT, and one that is right."""
    return lines(*UNFIT.values(), document())


def not_numbers() -> bytes:
    """NaN and infinity, which Python writes and JSON does not know."""
    whole = json.dumps(document())
    return lines(
        whole.replace("[1, 2, 3, 4]", "[NaN, NaN, NaN, NaN]"),
        whole.replace("[1, 2, 3, 4]", "[-Infinity, 0, Infinity, 1]"),
        whole.replace('"pages": 2', '"pages": NaN'),
        whole.replace("[1, 2, 3, 4]", "[1e999, 2, 1e999, 4]"),
    )


def no_documents() -> bytes:
    """Values of every kind, and lines that are no JSON."""
    return lines(
        "null", "true", "1e400", '"words"', "[]", "{}", "{", "not json", '{"id": 1}', "9" * 10_000
    )


def deep() -> bytes:
    """Arrays and objects 200,000 deep."""
    return lines("[" * 200_000, '{"a":' * 200_000, json.dumps(document()))


def no_utf8() -> bytes:
    """Bytes that are no UTF-8, after a line that is right."""
    return lines(document()) + b"\xff\xfe\x00\x80" * 100 + b"\n"


def huge_line() -> bytes:
    """A line of 80 MB, and after it one that is right."""
    return b'{"id": "' + b"a" * (80 * 1024 * 1024) + b'"}\n' + lines(document())


def path_like_ids() -> bytes:
    """Ids that would lead elsewhere in a folder or an address."""
    ids = ("../../etc/passwd", "a/b", "a.b", "..", "", " ", "a\\b", "a b?c#d", "a\nb", "a\u202eb")
    return lines(
        *(document(id=one, paragraphs=[paragraph(id=f"{one}.1")]) for one in ids),
        document(paragraphs=[paragraph(id=f"{_ID}.../../x")]),
        document(paragraphs=[paragraph(id=f"{_ID}.a/b")]),
    )


def path_like_sources() -> bytes:
    """Sources and checksums that name files of this machine."""
    return lines(
        document(source="/etc/passwd", sha256="/etc/passwd"),
        document(
            id="b",
            source="../../../../etc/passwd",
            sha256="../" * 20,
            paragraphs=[paragraph(id="b.1")],
        ),
        document(id="c", source="file:///etc/passwd", sha256="*", paragraphs=[paragraph(id="c.1")]),
    )


def unseen_words() -> bytes:
    """Direction overrides, tags, NUL and escapes in every text of a document."""
    bad = "Chil\u202edren\u202c \x00are\x1b[2J sa\U000e0049fe in\u2028Listmere."
    return lines(
        document(
            title=bad,
            authority=bad,
            lead_inspector=bad,
            paragraphs=[paragraph(text=bad, section=bad)],
        )
    )


def ids_twice() -> bytes:
    """Two documents that claim one id and say different things."""
    return lines(document(), document(paragraphs=[paragraph(text="All is splendid.")]))
