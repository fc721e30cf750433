"""`qa mcp` with the mcp package's own client over a real process."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, MCPError, StdioServerParameters
from mcp.types import CallToolResult, Tool

from index import update_collection
from qa.live_collection import LiveCollection
from qa.mcp.server import ToolServer, described_tools
from qa.settings import Settings

ROOT = Path(__file__).parents[3]
QUESTION = "How many privately fostered children does Thornmere know of?"
SAID = "The council now knows of 31 privately fostered children."
PARAGRAPH = "thornmere-ilacs-2024-11-04.7"
ADDRESS = "https://answers.example"
NAMES = ["ask", "search", "get_paragraph", "list_reports", "list_judgements"]
THORNMERE = {"authority": ["Thornmere"]}
FOLLOWED = {
    "question": "And in Quillbridge?",
    "history": ["How is private fostering in Thornmere?"],
}

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}

CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "ask": ("ask", {"question": QUESTION}),
    "follow up": ("ask", FOLLOWED),
    "filter": ("ask", {"question": "How is private fostering?", **THORNMERE, "limit": 1}),
    "no answer": ("ask", {"question": "Does Thornmere teach sailing to llamas?"}),
    "search": ("search", {"query": "private fostering", "limit": 2, **THORNMERE}),
    "search on words": ("search", {"query": "private fostering"}),
    "paragraph": ("get_paragraph", {"paragraph_id": PARAGRAPH}),
    "reports": ("list_reports", {}),
    "few reports": ("list_reports", {"limit": 3, "kind": ["ilacs"]}),
    "no reports": ("list_reports", {"authority": ["Thornmere"], "kind": ["jtai"]}),
    "judgements": ("list_judgements", {"area": ["care leavers"], "grade": ["good"]}),
}
# What is wrong, and words that say it or what to do.
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {}, "question: Field required. Arguments are"),
    ("ask", {"question": "..."}, "There is no question."),
    ("ask", {"question": "a" * 2001}, "at most 2000 characters"),
    ("ask", {"question": "Hello?", "authority": ["Thornmeer"]}, "Did you mean Thornmere?"),
    ("ask", {"question": "Hello?", "authority": ["Zzzz"]}, "list_reports shows what"),
    ("ask", {"question": "Hello?", "autority": ["Thornmere"]}, "autority: no such argument."),
    ("search", {"query": "plans", "limit": 500}, "less than or equal to 50"),
    ("search", {"query": "plans", "kind": ["ofsted"]}, "no kind of report. Did you mean"),
    ("search", {"query": "plans", "since": "2024-13"}, "2024, 2024-03 or 2024-03-31 is wanted"),
    ("get_paragraph", {"paragraph_id": "nowhere.1"}, "Take an id as ask, search or"),
    ("list_reports", {"kind": "ilacs"}, "kind: Input should be a valid list."),
    ("list_reports", {"cursor": "x" * 36}, "This is no cursor:"),
    ("list_judgements", {"grade": ["adoption=excellent"]}, "is no grade. Did you mean"),
]


def server_over(index: Path, *more: str) -> StdioServerParameters:
    arguments = ["-m", "qa.cli.main", "mcp", "--index", str(index), *more]
    env = {"PYTHONPATH": str(ROOT)}
    return StdioServerParameters(command=sys.executable, args=arguments, env=env, cwd=ROOT)


@pytest.fixture(scope="module")
def session(sample_index: Path) -> dict[str, Any]:
    """The tools, what each of CALLS gave, and each of REFUSED, from one process."""

    async def converse() -> dict[str, Any]:
        async with Client(server_over(sample_index, "--address", ADDRESS)) as client:
            got: dict[str, Any] = {"tools": (await client.list_tools()).tools}
            for name, call in CALLS.items():
                got[name] = await client.call_tool(*call)
            got["refused"] = [await client.call_tool(*call[:2]) for call in REFUSED]
            with pytest.raises(MCPError, match="No such tool"):
                await client.call_tool("delete_everything", {})
            cursor = got["few reports"].structured_content["next"]
            call = ("list_reports", {**CALLS["few reports"][1], "cursor": cursor})
            got["more reports"] = await client.call_tool(*call)
            return got

    return asyncio.run(converse())


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert content.type == "text"
    return content.text


def values_of(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error, text_of(result)
    assert isinstance(result.structured_content, dict)
    return result.structured_content


def test_the_tools_are_five_and_only_read(session: dict[str, Any]) -> None:
    tools: list[Tool] = session["tools"]
    assert [tool.name for tool in tools] == NAMES
    for tool in tools:
        assert tool.annotations
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.destructive_hint is False
        assert tool.description
        assert tool.output_schema
        assert tool.input_schema["additionalProperties"] is False


def test_ask_gives_the_answer_as_text_and_as_values(session: dict[str, Any]) -> None:
    values = values_of(session["ask"])
    assert values["status"] == "answered"
    assert values["citations"][0]["paragraph_id"] == PARAGRAPH
    text = text_of(session["ask"])
    assert SAID in text
    assert f"{ADDRESS}/reports/thornmere-ilacs-2024-11-04/paragraphs/{PARAGRAPH}" in text
    assert "not affiliated" in text


def test_ask_follows_up_and_filters(session: dict[str, Any]) -> None:
    followed = values_of(session["follow up"])
    assert followed["understood"]["authorities"] == ["Quillbridge"]
    assert followed["understood"]["from_history"] == ["topics"]
    filtered = values_of(session["filter"])
    assert [citation["authority"] for citation in filtered["citations"]] == ["Thornmere"]


def test_no_answer_is_a_result_and_no_error(session: dict[str, Any]) -> None:
    assert values_of(session["no answer"])["status"] == "no_evidence"
    assert "No answer in these reports" in text_of(session["no answer"])


def test_search_gives_paragraphs_a_few_at_a_time(session: dict[str, Any]) -> None:
    values = values_of(session["search"])
    assert len(values["items"]) == 2
    assert {item["report"]["authority"] for item in values["items"]} == {"Thornmere"}
    assert values["next"]
    assert values["next"] in text_of(session["search"])
    assert values["items"][0]["paragraph"]["id"] in text_of(session["search"])
    assert len(values_of(session["search on words"])["items"]) == 10


def test_a_paragraph_comes_whole_with_its_neighbours(session: dict[str, Any]) -> None:
    values = values_of(session["paragraph"])
    assert values["text"].startswith(SAID)
    assert values["report"]["authority"] == "Thornmere"
    assert f"paragraph after: {values['next']}" in text_of(session["paragraph"])


def test_lists_have_pages_that_follow_one_another(session: dict[str, Any]) -> None:
    assert values_of(session["reports"])["next"] is None
    first, second = values_of(session["few reports"]), values_of(session["more reports"])
    assert len(first["items"]) == 3
    ids = [item["id"] for page in (first, second) for item in page["items"]]
    assert len(set(ids)) == len(ids) > 3
    assert text_of(session["few reports"]).startswith("1 to 3 of ")
    assert text_of(session["more reports"]).startswith("4 to ")
    assert text_of(session["no reports"]).startswith("No report meets these conditions.")


def test_judgements_come_with_grade_and_paragraph(session: dict[str, Any]) -> None:
    values = values_of(session["judgements"])
    assert values["items"]
    for item in values["items"]:
        assert "care leavers" in item["areas"]
        assert item["paragraph_id"] in text_of(session["judgements"])


@pytest.mark.parametrize("number", range(len(REFUSED)), ids=lambda n: f"{REFUSED[n][0]}-{n}")
def test_what_cannot_be_done_is_an_error_that_says_what_to_do(
    session: dict[str, Any], number: int
) -> None:
    result = session["refused"][number]
    assert result.is_error
    assert REFUSED[number][2] in text_of(result)


@pytest.mark.slow
def test_clients_of_the_older_handshake_are_served(sample_index: Path) -> None:
    async def converse() -> CallToolResult:
        async with Client(server_over(sample_index), mode="legacy") as client:
            assert [tool.name for tool in (await client.list_tools()).tools] == NAMES
            return await client.call_tool("ask", {"question": QUESTION})

    assert SAID in text_of(asyncio.run(converse()))


def test_nothing_but_the_protocol_is_on_the_output(sample_index: Path) -> None:
    call = {"name": "ask", "arguments": {"question": QUESTION}}
    messages = [
        HELLO,
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call},
    ]
    with running(sample_index) as process:
        assert process.stdin
        assert process.stdout
        for message in messages:
            process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()
        lines = [json.loads(process.stdout.readline()) for _ in range(2)]
        rest, _ = process.communicate(timeout=60)  # the end of the input ends the server
    assert [line["id"] for line in lines] == [1, 2]
    assert SAID in lines[1]["result"]["content"][0]["text"]
    assert rest == b""
    assert process.returncode == 0


def running(index: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "qa.cli.main", "mcp", "--index", str(index)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, stderr=pipe)


def test_a_folder_without_an_index_is_told_at_once(tmp_path: Path) -> None:
    with running(tmp_path) as process:
        output, told = process.communicate(timeout=60)
    assert process.returncode == 3
    assert output == b""
    assert str(tmp_path).encode() in told


def test_an_interrupt_ends_it_while_it_waits(sample_index: Path) -> None:
    with running(sample_index) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(HELLO).encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130


@pytest.mark.slow
def test_a_new_generation_is_taken_up(sample_index: Path, tmp_path: Path) -> None:
    index, added = tmp_path / "index", tmp_path / "added"
    shutil.copytree(sample_index, index)
    added.mkdir()
    sample = ROOT / "corpus/sample/99101_thornmere/self-assessment-2024.md"
    words = sample.read_text(encoding="utf-8").replace("Thornmere", "Wexcombe")
    (added / "wexcombe-self-assessment.md").write_text(words, encoding="utf-8")

    async def total(client: Client) -> int:
        return int(values_of(await client.call_tool("list_reports", {}))["total"])

    async def converse() -> tuple[int, int]:
        async with Client(server_over(index)) as client:
            before = await total(client)
            await asyncio.to_thread(update_collection, index, [added])
            until = time.monotonic() + 30
            while (after := await total(client)) == before and time.monotonic() < until:
                await asyncio.sleep(0.2)
            return before, after

    before, after = asyncio.run(converse())
    assert after == before + 1


@pytest.fixture
def live(sample_index: Path) -> Iterator[LiveCollection]:
    made = LiveCollection(Settings(index=sample_index))
    made.start()
    yield made
    made.stop()


def test_a_crash_is_told_without_its_details(
    live: LiveCollection, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("secret details")

    monkeypatch.setattr("qa.mcp.tools.search", crash)
    result = ToolServer(live).call("search", {"query": "plans"})
    assert result.is_error
    assert text_of(result).startswith("Something went wrong here.")
    assert "secret details" in capsys.readouterr().err


def test_every_argument_is_explained_or_speaks_for_itself() -> None:
    for tool in described_tools():
        for name, schema in tool.input_schema["properties"].items():
            told = json.dumps(schema)
            assert "description" in told or "enum" in told, (tool.name, name)
