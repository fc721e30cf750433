"""Text for terminals: clean, no wider than the paper, coloured only where wanted."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.cli.terminal import Paper, ProgressLine, paper_for
from qa.showing.plain_text import clean


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


def test_a_terminal_sees_a_bar_that_is_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    progress = ProgressLine()
    progress.show("reading", 51, 204)
    progress.show("reading", 204, 204)
    progress.show("publishing", 0, 0)
    shown = screen.getvalue().split("\r")
    assert "[#######" in shown[1]
    assert shown[1].endswith("51 of 204")
    assert "." not in shown[2]
    assert max(map(len, shown)) < 80
    progress.end()
    assert screen.getvalue().endswith(" \r")


def test_a_pipe_gets_a_quiet_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 0.0
    monkeypatch.setattr("qa.cli.terminal.time.monotonic", lambda: now)
    progress = ProgressLine()
    for done in range(1, 101):
        now += 1.0
        progress.show("reading", done, 100)
    progress.show("embedding", 0, 5_000)
    progress.end()
    told = capsys.readouterr().err
    assert "\r" not in told
    assert told.splitlines() == [
        "reading 1 of 100",
        "reading 31 of 100",
        "reading 61 of 100",
        "reading 91 of 100",
        "embedding 0 of 5,000",
    ]
