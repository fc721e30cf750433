"""The block that is open while the walk over the lines goes on, and when it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.pages.records import Line
from corpus.structure.joining import boxes_of, join_lines
from corpus.structure.records import Block, Role

# White above a line that begins a paragraph, over the leading: in the reports lines stand 1.2 sizes
# apart and paragraphs 1.65 and more.
_PARAGRAPH_GAP = 1.21
_WIDEST_GAP = 2.1  # the same above a line that goes on with a sentence
_INDENT = 4.0  # points by which a line must stand out to be of another column
_LONG_HEADING = 300  # characters: longer bold text is a paragraph
# Headings of sections are set at 14 points over 12 at least, sub-headings at 12.6 at most.
SECTION_SIZE = 1.1
_SENTENCE_WORDS = 12
# A heading is set at least so much larger than the body: 12.6 points over 12 is the least in print.
LARGER = 1.04
_OTHER_SIZE = 1.2  # points by which small print differs from the body; 11 and 12 are mixed freely
_TERMINAL = '.!?:;”’")'


class Builder:
    """Holds one open block and says, line by line, whether it goes on."""

    def __init__(self, body: float, leading: float) -> None:
        """`body` is the size of running text in points, `leading` its line pitch in sizes."""
        self._body = body
        self._leading = leading
        self._role: Role = "prose"
        self._lines: list[Line] = []
        self._texts: list[str] = []
        self._number: str | None = None
        self._bullet_left: float | None = None  # of the bullets inside a numbered paragraph
        self._at_page_top = True
        self._notes: list[Block] = []

    def begin_page(self) -> None:
        """The next line stands at the top of a page."""
        self._at_page_top = True

    def end_page(self, notes: Sequence[Block]) -> None:
        """Keep the page's footnotes until the block that is open ends."""
        self._notes.extend(notes)

    def after_break(self) -> None:
        """The next line does not go on with what stood before (a table lay between)."""
        self._at_page_top = False

    def open(
        self, role: Role, line: Line, words: str, number: str | None = None
    ) -> Iterator[Block]:
        """End the open block and begin another."""
        yield from self.close()
        self._role, self._number, self._bullet_left = role, number, None
        self._lines, self._texts = [line], [words]
        self._at_page_top = False

    def close(self) -> Iterator[Block]:
        """The open block, if there is one, and the footnotes that waited for its end."""
        if self._lines:
            yield self._block()
        self._lines, self._texts = [], []
        yield from self._notes
        self._notes = []

    def take_bullet(self, line: Line, words: str) -> Iterator[Block]:
        """A bullet belongs to the numbered paragraph it stands in, or is a block of its own."""
        if self._lines and self._holds_bullet(line):
            self._bullet_left = line.left
            self._add(line, "• " + words)
        else:
            yield from self.open("bullet", line, words)

    def may_be_heading(self, line: Line) -> bool:
        """Whether a line set like a heading stands like one: apart from the words above."""
        if not self._lines or self._role == "heading" or self._at_page_top:
            return not (self._at_page_top and self._is_unfinished() and not self._is_larger(line))
        # Whole pages for young readers are set large: there a larger line goes on with its block.
        other_size = abs(line.size - self._lines[-1].size) > _OTHER_SIZE
        return self._gap(line) > _PARAGRAPH_GAP or (self._is_larger(line) and other_size)

    def take_heading(self, line: Line) -> Iterator[Block]:
        """A heading goes on in the next line of the same make."""
        if self._role == "heading" and self._lines and self._same_heading(line):
            self._add(line, line.text)
        else:
            yield from self.open("heading", line, line.text)

    def take_text(self, line: Line) -> Iterator[Block]:
        """A line without a mark goes on with the open block, or begins prose."""
        if self._lines and self._role != "heading" and self._goes_on(line):
            self._add(line, line.text)
        else:
            yield from self.open("prose", line, line.text)

    def _add(self, line: Line, words: str) -> None:
        self._lines.append(line)
        self._texts.append(words)
        self._at_page_top = False

    def _gap(self, line: Line) -> float:
        """White above the line over the leading; negative where it stands above the last."""
        pitch = self._leading * max(line.size, 1.0)
        return (line.baseline - self._lines[-1].baseline) / pitch

    def _same_heading(self, line: Line) -> bool:
        last = self._lines[-1]
        alike = last.bold == line.bold or self._is_larger(line)
        same_size = abs(last.size - line.size) < 0.6
        near = line.page == last.page and 0 < self._gap(line) < _PARAGRAPH_GAP
        return alike and same_size and near

    def _is_larger(self, line: Line) -> bool:
        return line.size > LARGER * self._body

    def _is_unfinished(self) -> bool:
        return bool(self._lines) and self._texts[-1][-1:] not in _TERMINAL

    def _is_broken_off(self) -> bool:
        return self._is_unfinished() or self._texts[-1].endswith(":")

    def _goes_on(self, line: Line) -> bool:
        if abs(line.size - self._lines[-1].size) > _OTHER_SIZE:
            return False
        crosses_page = self._at_page_top and line.page != self._lines[-1].page
        if not crosses_page and 0 < self._gap(line) <= _PARAGRAPH_GAP:
            return True
        if self._role in ("numbered", "bullet") and self._is_hung(line):
            return self._role == "numbered" or crosses_page or self._texts[-1].endswith(":")
        if line.text[:1].islower() and self._is_broken_off():
            return crosses_page or 0 < self._gap(line) < _WIDEST_GAP
        if crosses_page:
            return self._is_unfinished() or line.text[:1].islower()
        return False

    def _is_hung(self, line: Line) -> bool:
        """Whether the line stands under the words of the open block, not under its mark."""
        if len(self._lines) > 1:
            hang = min(other.left for other in self._lines[1:])
        else:
            hang = self._lines[0].left + 2 * _INDENT
        return line.left > hang - _INDENT and hang > self._lines[0].left + _INDENT

    def _holds_bullet(self, line: Line) -> bool:
        if self._role == "bullet":
            return line.left > self._lines[0].left + 2 * _INDENT
        if self._role != "numbered":
            return False
        if self._bullet_left is not None and abs(line.left - self._bullet_left) <= _INDENT:
            return True
        return line.left > self._lines[0].left + _INDENT or self._texts[-1].endswith(":")

    def _is_prose(self, text: str) -> bool:
        """Whether what is set like a heading is too long for one, or a sentence set large."""
        is_sentence = text.endswith(".") and len(text.split()) >= _SENTENCE_WORDS
        return len(text) > _LONG_HEADING or (is_sentence and not self._lines[0].bold)

    def _block(self) -> Block:
        text = join_lines(self._texts)
        role: Role = "prose" if self._role == "heading" and self._is_prose(text) else self._role
        size = max(line.size for line in self._lines)
        return Block(
            role=role,
            text=text,
            page=self._lines[0].page,
            page_end=self._lines[-1].page,
            boxes=boxes_of(self._lines),
            lines=tuple(line.text for line in self._lines),
            number=self._number if role == "numbered" else None,
            size=size if role == "heading" else 0.0,
            is_large=role == "heading" and size > SECTION_SIZE * self._body,
        )
