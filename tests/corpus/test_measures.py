"""How running text is set: wide leading is no gap between paragraphs."""

from __future__ import annotations

import pytest

from corpus.pages import Line, Page, Span
from corpus.structure.blocks import read_blocks
from corpus.structure.measures import body_size, leading


def _line(words: str, baseline: float, *, right: float = 500.0, size: float = 12.0) -> Line:
    span = Span(words, 72.0, right, baseline - size, baseline, baseline, size, bold=False)
    return Line(1, (span,))


def _typescript(pitch: float, paragraphs: int = 6, lines_each: int = 5) -> list[Line]:
    """Paragraphs of full lines, the last of each short, with half as much white again between."""
    lines: list[Line] = []
    baseline = 80.0
    for _ in range(paragraphs):
        for number in range(lines_each):
            is_last = number == lines_each - 1
            words = "and the visit was made." if is_last else "Words of a line that is full of them"
            lines.append(_line(words, baseline, right=250.0 if is_last else 500.0))
            baseline += pitch
        baseline += pitch
    return lines


@pytest.mark.parametrize("pitch", [14.4, 18.0, 24.0])
def test_paragraphs_are_kept_whole_whatever_the_leading(pitch: float) -> None:
    lines = _typescript(pitch)
    assert leading([lines]) == pytest.approx(max(1.2, pitch / 12), abs=0.03)
    page = Page(1, 595.0, 3000.0, tuple(lines))
    blocks = read_blocks([page])
    assert [block.role for block in blocks] == ["prose"] * 6
    assert all(block.text.endswith("and the visit was made.") for block in blocks)


def test_a_few_lines_prove_nothing() -> None:
    assert leading([_typescript(24.0, paragraphs=1)]) == pytest.approx(1.2)


def test_the_body_is_what_most_letters_are_set_in() -> None:
    lines = [_line("A heading", 50.0, size=20.0), *_typescript(14.4)]
    assert body_size([lines]) == 12.0
    assert body_size([]) == 0.0
