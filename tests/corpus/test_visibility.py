"""How a font is told to be bold."""

from __future__ import annotations

import pytest

from corpus.pages.visibility import is_bold_font


@pytest.mark.parametrize(
    ("name", "weight", "bold"),
    [
        (b"Tahoma-Bold", 400, True),
        (b"ABCDEF+Arial,Bold", 0, True),
        (b"Tahoma", 700, False),  # some programs write too wide a stem for every font
        (b"ABCDEF+Tahoma", 400, False),
        (b"CIDFont+F2", 700, True),  # the name tells nothing: the weight decides
        (b"TT0", 400, False),
        (b"", 700, True),
    ],
)
def test_bold_is_told_by_the_name_or_else_by_the_weight(
    name: bytes, weight: int, bold: bool
) -> None:
    assert is_bold_font(name, weight) is bold
