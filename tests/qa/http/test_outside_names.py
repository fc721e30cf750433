"""Ids, names and numbers from outside never reach the file system: they are 404 or 422, no more.

While they are tried, an audit hook notes every path that this process opens, lists, changes or
connects to, and `os.stat` every one that it looks at. None may hold anything that was sent, nor lie
outside the index, the program and Python.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.live_collection import LiveCollection
from qa.mcp.server import ToolServer
from qa.settings import Settings
from tests.qa.http.running import running

REPORT = "thornmere-ilacs-2024-11-04"
PARAGRAPH = f"{REPORT}.7"
MARK = "zqx7"  # in nothing that is there
# Places that a name from outside could mean, if a path were made of it.
NAMES = [
    f"../{MARK}",
    "../../../../etc/passwd",
    f"..\\..\\{MARK}",
    f"....//....//{MARK}",
    "/etc/passwd",
    f"//{MARK}/share",
    f"C:\\{MARK}",
    f"file:///etc/{MARK}",
    "~root/.ssh/id_rsa",
    f"{REPORT}/../{MARK}",
    f"{REPORT}/../../CURRENT",
    f"{REPORT}\x00.png",
    f"\x00{MARK}",
    f"%2e%2e%2f{MARK}",
    f"%252e%252e%252f{MARK}",
    f"..%c0%af{MARK}",
    f"\u2025/{MARK}",
    f"\uff0e\uff0e\uff0f{MARK}",
    f"..\u2215{MARK}",
    f"{MARK}\u202e",
    ".",
    "..",
    "...",
    "",
    " ",
    "*",
    f"{MARK}*?[a-z]",
    f"${{{MARK}}}",
    f"$(touch {MARK})",
    f"; touch {MARK}",
    f"| cat {MARK}",
    f"-o{MARK}",
    "CON",
    "NUL.txt",
    "/dev/zero",
    "/dev/stdin",
    "/proc/self/environ",
    "manifest.json",
    "CURRENT",
    "catalogue.sqlite",
    "page.js",
    "style.css/../page.js",
    "templates/ask.html",
    "../rendering.py",
    f"{MARK}" * 1_000,
    "A" * 20_000,
    "é",
    "e\u0301",
    "0" * 64,
    "a" * 64,
    REPORT.upper(),
    f"{REPORT} ",
    f"' OR 1=1 -- {MARK}",
    f"\r\nX-{MARK}: 1",
]
NUMBERS = [
    "0",
    "-1",
    "-0",
    "1.0",
    "1.5",
    "1e3",
    "1E+3",
    "0x1",
    "0b1",
    "1_0",
    "NaN",
    "Infinity",
    "-Infinity",
    str(10**30),
    str(-(10**30)),
    "9" * 5_000,
    str(2**31),
    str(2**63),
    str(2**64),
    "100001",
    "\u0661",
    "\uff11",
    "\u00b2",
    "\u2160",
    "1;2",
    "1,2",
    "true",
    "null",
    "",
    "../1",
    "1/../2",
    "1\x00",
    f"1{MARK}",
    # The same number written otherwise: a page has one address.
    "01",
    "0001",
    "+1",
    " 1",
    "1 ",
]


class Touched:
    """The paths that this process touches while it looks."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self._looking = False
        sys.addaudithook(self._hear)  # for good: a hook cannot be taken away, only be silent

    @contextmanager
    def looking(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Note every path until the block ends; looking at a file raises no audit event."""
        for name in ("stat", "lstat", "access", "readlink"):
            monkeypatch.setattr(os, name, self._noting(getattr(os, name)))
        self.paths = []
        self._looking = True
        try:
            yield
        finally:
            self._looking = False
            monkeypatch.undo()

    def _noting(self, look: Callable[..., Any]) -> Callable[..., Any]:
        def noted(path: Any, *arguments: Any, **more: Any) -> Any:
            self._hear("os.stat", (path,))
            return look(path, *arguments, **more)

        return noted

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._looking and event.startswith(_EVENTS):
            self.paths += [os.fsdecode(one) for one in arguments if isinstance(one, str | bytes)]
            self.paths += [str(one) for one in arguments if isinstance(one, os.PathLike)]
            if event == "subprocess.Popen":
                self.paths += [os.fsdecode(one) for one in arguments[1]]


_EVENTS = (
    "open",
    "os.",
    "shutil.",
    "glob.",
    "pathlib.",
    "sqlite3.",
    "subprocess.Popen",
    "tempfile.",
)
_touched = Touched()


@pytest.fixture(scope="module")
def client(sample_index: Path) -> Iterator[TestClient]:
    """A client that may try as often as it likes, and gets the service's errors as they are."""
    unlimited = Settings(index=sample_index, requests_per_minute=0)
    with running(unlimited, raise_server_exceptions=True) as made:
        for address, _ in addresses("1"):  # whatever is loaded once is loaded
            made.get(address.replace("{}", REPORT))
        yield made


@pytest.fixture(scope="module")
def tools(sample_index: Path) -> Iterator[ToolServer]:
    live = LiveCollection(Settings(index=sample_index))
    live.start()
    server = ToolServer(live)
    server.call("get_paragraph", {"paragraph_id": PARAGRAPH})
    yield server
    live.stop()


def addresses(name: str) -> list[tuple[str, dict[str, str]]]:
    """Every address that takes a name from outside, with this one in its place; and its query."""
    inside = quote(name, safe="")
    paths = [
        f"/api/reports/{inside}",
        f"/api/reports/{inside}/paragraphs",
        f"/api/reports/{inside}/pages/1.png",
        f"/api/paragraphs/{inside}",
        f"/reports/{inside}",
        f"/reports/{inside}/paragraphs/1",
        f"/reports/{REPORT}/paragraphs/{inside}",
        f"/static/{inside}",
        f"/v1/models/{inside}",
        f"/api/{inside}",
        f"/{inside}",
    ]
    # As it stands; a client leaves dots and slashes of an address out where it can.
    plain = quote(name, safe="/.%~:").lstrip("./")
    paths += [f"/static/{plain}", f"/api/reports/{plain}", f"/reports/{plain}"]
    queries = [
        (f"/api/reports/{REPORT}/pages/1.png", "paragraph"),
        ("/api/reports", "report"),
        ("/api/reports", "cursor"),
        ("/api/judgements", "report"),
        ("/api/judgements", "authority"),
        ("/api/search", "q"),
        ("/reports", "authority"),
        ("/sign-in", "next"),
    ]
    return [(path, {}) for path in paths] + [
        (path, {**({"q": "care"} if path == "/api/search" else {}), key: name})
        for path, key in queries
    ]


def numbered(number: str) -> list[tuple[str, dict[str, str]]]:
    """Every address that takes a number from outside, with this one in its place; and its query."""
    inside = quote(number, safe="")
    return [
        (f"/api/reports/{REPORT}/pages/{inside}.png", {}),
        ("/api/reports", {"limit": number}),
        ("/api/judgements", {"limit": number}),
        (f"/api/reports/{REPORT}/paragraphs", {"limit": number}),
        ("/api/search", {"q": "care", "limit": number}),
        ("/reports", {"page": number}),
        (f"/reports/{REPORT}/paragraphs/{PARAGRAPH}", {"start": number, "end": "5"}),
        (f"/reports/{REPORT}/paragraphs/{PARAGRAPH}", {"start": "0", "end": number}),
    ]


def answers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, asked: list[tuple[str, dict[str, str]]]
) -> list[tuple[str, int]]:
    """Each address with the status of its answer, nothing of what was sent having been touched."""
    found = []
    for path, query in asked:
        with _touched.looking(monkeypatch):
            status = client.get(path, params=query).status_code
        found.append((f"{path} {query}"[:200], status))
        stays_inside(client.app.state.service.settings.index)  # type: ignore[attr-defined]
    return found


def stays_inside(index: Path) -> None:
    here = str(Path(__file__).parents[3])
    places = (str(index), here, sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"))
    for path in _touched.paths:
        assert MARK not in path, path
        # "glob" hears its pattern apart from its folder: "*.pdf" is below what it is looked for in.
        below = not os.path.isabs(path) and ".." not in path
        assert below or os.path.normpath(path).startswith(places), path


# A file of the page, and what a client takes for the folder itself or the one above it.
_MEANT = {"page.js", "style.css/../page.js", ".", ".."}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:40])
def test_a_name_from_outside_reaches_no_file(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for address, status in answers(client, monkeypatch, addresses(name)):
        assert status in (200, 303, 307, 404, 405, 422), (address, status)
        if "/static/" in address and name not in _MEANT:
            assert status == 404, address
        if address.startswith(("/api/reports/", "/api/paragraphs/", "/v1/models/")) and name.strip(
            "./ "
        ):
            assert status in (404, 422), (address, status)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: ascii(number)[:40])
def test_a_number_from_outside_reaches_no_file(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    for address, status in answers(client, monkeypatch, numbered(number)):
        # A place in a text counts from 0, and one beyond its end marks nothing.
        may_be = (200, 422) if "paragraphs/" in address else (404, 422)
        assert status in may_be, (address, status)


trying = settings(  # the fixture is the same for all examples, and undoes what it did itself
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PIECES = st.sampled_from(
    [*"/\\.%:~*?\x00\n ", "..", "../", "%2e", "%2f", "%00", REPORT, "etc", MARK, "\uff0f", ".png"]
)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(TEXT, st.lists(PIECES | TEXT, max_size=8).map("".join)))
def test_no_name_reaches_a_file(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for address, status in answers(client, monkeypatch, addresses(f"{name}{MARK}")):
        assert status in (200, 303, 404, 405, 422), (address, status)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.integers(max_value=0), st.integers(100_001)).map(str) | st.floats().map(str))
def test_no_number_reaches_a_file(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    for address, status in answers(client, monkeypatch, numbered(number)):
        assert status in (200, 404, 422), (address, status)
        if ".png" in address:
            assert status in (404, 422), (address, status)


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:40])
def test_a_name_that_a_model_sends_reaches_no_file(
    tools: ToolServer, monkeypatch: pytest.MonkeyPatch, sample_index: Path, name: str
) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("get_paragraph", {"paragraph_id": name}),
        ("list_reports", {"report": [name]}),
        ("list_reports", {"authority": [name]}),
        ("list_reports", {"cursor": name}),
        ("list_judgements", {"report": [name], "limit": 1}),
        ("search", {"query": "care", "kind": [name]}),
        ("ask", {"question": "care?", "area": [name]}),
    ]
    for tool, arguments in calls:
        with _touched.looking(monkeypatch):
            told = tools.call(tool, arguments)
        stays_inside(sample_index)
        assert told.is_error or "No " in str(told.content[0]), (tool, arguments)
        assert "Something went wrong" not in str(told.content[0])


@pytest.mark.parametrize("number", [0, -1, 1.5, 10**30, "1e3", "../1", None, True, [1], "\u0661"])
def test_a_number_that_a_model_sends_is_refused(tools: ToolServer, number: Any) -> None:
    for tool, arguments in (
        ("list_reports", {"limit": number}),
        ("search", {"query": "care", "limit": number}),
    ):
        told = tools.call(tool, arguments)
        assert told.is_error or number is True, (tool, number)
        assert "Something went wrong" not in str(told.content[0])


def test_what_is_touched_is_noticed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without this the tests above could pass because nobody looks."""
    outside = tmp_path / MARK
    for touch in (outside.exists, outside.is_file, lambda: list(tmp_path.iterdir()), outside.touch):
        with _touched.looking(monkeypatch):
            touch()
        with pytest.raises(AssertionError):
            stays_inside(tmp_path / "elsewhere")
    with _touched.looking(monkeypatch):
        image = client.get(f"/api/reports/{REPORT}/pages/1.png")
    assert (image.status_code, bool(_touched.paths)) == (200, True)
