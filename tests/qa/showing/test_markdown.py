"""Other people's words in Markdown: the same words, and nothing but words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.markdown import Markdown

from qa.showing.markdown import as_markdown
from qa.showing.plain_text import one_line

HOSTILE = [
    "[here](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "<script>alert(1)</script>",
    "<https://evil.example>",
    "[1]: https://evil.example",
    "1. a list",
    "12) a list",
    "- a list",
    "+ a list",
    "* a list",
    "# heading",
    "> quoted",
    "---",
    "***",
    "```\ncode",
    "~~~",
    "`code`",
    "a | b\n--- | ---\nc | d",
    "title\n=====",
    "&lt;b&gt; &#60;",
    "**bold** and _slanted_ and ~~struck~~",
    "    indented code",
    "ends in a backslash\\",
    "\\[not a link\\](x)",
    "two  \nlines",
    "the NFER's 3.5% (page 7) – children’s “own” words",
]
pieces = st.one_of(
    st.sampled_from(HOSTILE), st.text(), st.text("[]()<>!`*_#>-+.1\\&|~=: \n\t", max_size=12)
)
words = st.lists(pieces, max_size=4).map("".join)


def tokens_in(markdown: str) -> list[tuple[str, str]]:
    """Type and content of every token that a CommonMark reader makes of it, HTML allowed."""
    return [
        (token.type, token.content)
        for block in Markdown(markdown).parsed
        for token in (block.children or [block])
    ]


def read_back(markdown: str) -> str:
    """The words that a reader of the Markdown sees; anything but words is an error."""
    tokens = tokens_in(markdown)
    allowed = {"paragraph_open", "paragraph_close", "text"}
    assert {kind for kind, _ in tokens} <= allowed, tokens
    return "".join(content for kind, content in tokens if kind == "text")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_as_they_are(text: str) -> None:
    assert read_back(as_markdown(text)) == one_line(text)


@settings(deadline=None)  # a busy machine is no fault
@given(words)
def test_read_as_markdown_words_are_the_same_words(text: str) -> None:
    assert read_back(as_markdown(text)) == one_line(text)


def test_ordinary_words_stay_readable() -> None:
    text = "In 2024, children’s plans (about 35%) were good; 7 of 12 - most - had been reviewed."
    assert as_markdown(text) == text


def test_addresses_are_not_made_links_where_they_stand() -> None:
    written = as_markdown("see www.evil.example, https://evil.example and write to me@evil.example")
    assert written == (
        "see www\\.evil.example, https\\://evil.example and write to me\\@evil.example"
    )
