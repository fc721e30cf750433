"""Where somebody goes after signing in is a page of this site, whatever the address asked for."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.http.local_paths import START, local_path, path_of

SITE = "https://answers.example.org/sign-in"
# What attackers have got past such checks with, put together in any order.
PIECES = st.sampled_from(
    [*"/\\\t\n\r\0 @:?#.[];&é／\u2028", "//", "/\\", "%2f", "%5c", "..", "https:", "javascript:"]
)


def as_browsers_read(location: str) -> str:
    """The site that a browser goes to: it drops tabs and line ends, and a backslash is a slash."""
    read = re.sub(r"[\t\n\r]", "", location.strip("".join(map(chr, range(33))))).replace("\\", "/")
    joined = urlsplit(urljoin(SITE, read))
    return f"{joined.scheme}://{joined.netloc}"


@given(st.one_of(st.text(), st.lists(PIECES | st.just("evil.example"), max_size=8).map("".join)))
@example("//evil.example")
@example("/\\evil.example")
@example("/\t/evil.example")
@example("https://evil.example")
@example("javascript:alert(1)")
@example("/..//evil.example")
def test_nothing_leads_off_the_site(sent: str) -> None:
    path = local_path(sent)
    assert as_browsers_read(path) == "https://answers.example.org"
    assert path.startswith("/")
    assert path.isascii()
    assert not re.search(r"[\s\"'<>\\]", path.replace("'", "")), "would break out of its attribute"
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    ["/", "/reports", "/reports?authority=St%20Ives&since=2019", "/reports/a-b_c.d/paragraphs/57"],
)
def test_paths_of_the_page_are_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "sent", ["", "reports", "/sign-in", "/sign-in?next=/", "/sign-out", "/" + "x" * 3000, "/a b"]
)
def test_what_cannot_be_gone_to_becomes_the_start(sent: str) -> None:
    assert local_path(sent) == START


@given(st.text(st.characters(exclude_categories=["Cs"])), st.binary())
def test_where_a_request_went_is_always_a_path_to_go_back_to(path: str, query: bytes) -> None:
    where = path_of({"path": f"/{path}", "query_string": query})
    assert local_path(where) == where


def test_a_path_and_its_query_are_put_together() -> None:
    scope = {"path": "/reports/é x", "query_string": b"page=2"}
    assert path_of(scope) == "/reports/%C3%A9%20x?page=2"
