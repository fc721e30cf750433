"""The MCP server on standard input and output.

What is slow to load is loaded while the client introduces itself; a call that comes before the
collection is open waits for it.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib.metadata import version
from typing import Any

from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from qa.errors import CollectionNotReady
from qa.live_collection import LiveCollection, OpenGeneration
from qa.settings import Settings
from qa.showing.attribution import NOT_AFFILIATED

NAME = "inspection-answers"
INSTRUCTIONS = (
    "Answers from a collection of inspection reports on English children's services, word for word "
    "and with sources. Use ask for a question, search for paragraphs, list_reports and "
    "list_judgements for records. Quote what it gives unchanged and name the source of each "
    f"sentence; add nothing that no source says. {NOT_AFFILIATED}"
)
OPENING_SECONDS = 120.0  # the largest collection opens in seconds; a machine that swaps needs more
_LOOK_SECONDS = 0.05
_CRASHED = "Something went wrong here. Try again; if it stays, tell whoever runs the service."


class ToolServer:
    """The tools over a collection that is kept up to date; one call is worked on at a time."""

    def __init__(self, live: LiveCollection, address: str = "") -> None:
        self._live = live
        self._address = address  # of a service with the page, put before links in texts
        self._desk = ThreadPoolExecutor(1, thread_name_prefix="tools")
        self.protocol: Server[Any] = Server(
            NAME,
            version=version(NAME),
            instructions=INSTRUCTIONS,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
        )

    async def _list_tools(self, _: Any, __: PaginatedRequestParams | None) -> ListToolsResult:
        loop = asyncio.get_running_loop()
        return ListToolsResult(tools=await loop.run_in_executor(self._desk, described_tools))

    async def _call_tool(self, _: Any, params: CallToolRequestParams) -> CallToolResult:
        loop = asyncio.get_running_loop()
        call = partial(self.call, params.name, params.arguments or {})
        return await loop.run_in_executor(self._desk, call)

    def call(self, name: str, arguments: dict[str, Any]) -> CallToolResult:
        """What the tool gives, from one generation; what it cannot give it says as an error.

        Raises: MCPError for a name that is no tool's.
        """
        from qa.mcp.refusals import refusal
        from qa.mcp.tools import TOOL_BY_NAME

        if name not in TOOL_BY_NAME:
            raise MCPError(INVALID_PARAMS, f"No such tool. There are {', '.join(TOOL_BY_NAME)}.")
        tool = TOOL_BY_NAME[name]
        try:
            taken = tool.arguments.model_validate(arguments)
            with lease_when_open(self._live) as held:
                told = tool.work(held, taken, self._address)
        except Exception as error:
            text = refusal(error, tool.arguments)
            if text is None:
                traceback.print_exception(error)  # on standard error, for whoever runs it
            return CallToolResult(content=[_text(text or _CRASHED)], is_error=True)
        return CallToolResult(content=[_text(told.text)], structured_content=told.values)


def described_tools() -> list[Tool]:
    """The tools as the protocol lists them."""
    from qa.mcp.tools import TOOLS

    return [
        Tool(
            name=tool.name,
            title=tool.title,
            description=tool.description,
            input_schema=tool.arguments.model_json_schema(),
            output_schema=tool.gives.model_json_schema(),
            annotations=ToolAnnotations(
                read_only_hint=True,
                destructive_hint=False,
                idempotent_hint=True,
                open_world_hint=False,
            ),
        )
        for tool in TOOLS
    ]


@contextmanager
def lease_when_open(
    live: LiveCollection, seconds: float = OPENING_SECONDS
) -> Iterator[OpenGeneration]:
    """The generation in use, waited for while it is opened.

    Raises: CollectionNotReady after so many seconds, or the IndexFolderError against it.
    """
    until = time.monotonic() + seconds
    while isinstance(live.failure, CollectionNotReady) and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    with live.lease() as held:
        yield held


def serve(settings: Settings, address: str = "") -> None:
    """Answer on standard input and output until the input ends."""
    live = LiveCollection(settings)
    live.start()
    try:
        asyncio.run(_run(ToolServer(live, address).protocol))
    finally:
        live.stop()


async def _run(protocol: Server[Any]) -> None:
    async with stdio_server() as (reading, writing):
        await protocol.run(reading, writing, protocol.create_initialization_options())


def _text(text: str) -> TextContent:
    return TextContent(type="text", text=text)
