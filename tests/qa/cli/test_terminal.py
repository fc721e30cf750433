"""Text for terminals: clean, no wider than the paper, coloured only where wanted."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.cli.terminal import Paper, clean, paper_for


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@given(st.text())
def test_no_control_character_passes(text: str) -> None:
    passed = clean(text)
    assert "\x1b" not in passed
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in passed)
    assert not set(passed) & set("\x7f\x9b\u202e\u2066")


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Z"]), max_size=400))
def test_lines_keep_to_the_width_unless_a_word_is_longer(text: str) -> None:
    longest = max(map(len, text.split()), default=0)
    for line in Paper(40, colour=False).wrapped(text, indent="  "):
        assert len(line) <= max(40, longest + 2)


def test_plain_paper_leaves_lines_whole() -> None:
    words = "word " * 50
    assert len(Paper(40, colour=False, wrap=False).wrapped(words)) == 1


def test_colours_only_on_a_willing_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert paper_for(Screen()).colour
    assert not paper_for(Screen(), plain=True).colour
    assert not paper_for(io.StringIO()).colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not paper_for(Screen()).colour


def test_styles_are_left_out_without_colours() -> None:
    assert Paper(80, colour=False).styled("x", "bold") == "x"
    assert Paper(80, colour=True).styled("x", "bold", "red") == "\x1b[1;31mx\x1b[0m"
