"""One person's browser without its screen that goes from page to page: a WebSocket that counts what the server sends.

It sends what a browser sends for a link in the navigation, and for a change on the page: the address as the server
wrote it, and no values of widgets, which count as they are. It never asks for what a fragment's timer would.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from pages.state.visitor import OWNER_COOKIE

PATIENCE_SECONDS = 120.0  # with one run of a page; the first waits for what is loaded once


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A run of a page, as its visitor saw it."""

    seconds: float  # from the message to the script's end
    messages: int
    bytes: int
    has_failed: bool  # an error stands on the page, or the script did not come to its end
    beat_seconds: float | None  # of the fastest timer on the page; None where it has none


class Answer:
    """What comes of one message. Mutable: it is told each message of the server's."""

    def __init__(self) -> None:
        self.is_over = False
        self._messages = self._bytes = 0
        self._has_failed = False
        self._beats: list[float] = []

    def take(self, message: ForwardMsg, size: int) -> None:
        """Note a message of the server's and how many bytes it had."""
        self._messages += 1
        self._bytes += size
        kind = message.WhichOneof("type")
        if kind == "auto_rerun":
            self._beats.append(message.auto_rerun.interval)
        elif kind == "delta":
            shown = message.delta.new_element
            kind = shown.WhichOneof("type")
            self._has_failed |= kind == "exception" or (kind == "alert" and shown.alert.format == shown.alert.ERROR)
        elif kind == "script_finished":
            # one that ends early goes on in another run, whose end is to come
            self.is_over = message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            self._has_failed |= message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR

    def seen(self, seconds: float) -> Answered:
        """Return what was noted, of a run that took so many seconds."""
        return Answered(
            seconds=seconds,
            messages=self._messages,
            bytes=self._bytes,
            has_failed=self._has_failed,
            beat_seconds=min(self._beats, default=None),
        )


class Walker:
    """A person on one of the pages. Mutable: pages and addresses are as the server's messages say."""

    def __init__(self, socket: ClientConnection, url: str) -> None:
        """Begin with no page.

        Args:
            socket: to the server.
            url: the server's.
        """
        self._socket, self._url = socket, url
        self._hashes: dict[str, str] = {}  # of the pages, by their paths
        self._path, self._query = "", ""

    async def open(self) -> Answered:
        """Open the first page."""
        request = BackMsg()
        request.rerun_script.page_name = ""
        return await self._answered(request)

    async def go(self, path: str) -> Answered:
        """Go to a page as its link in the navigation does, which drops the address's parameters."""
        self._path, self._query = path, ""
        return await self.again()

    async def again(self) -> Answered:
        """Have the whole page run anew."""
        request = BackMsg()
        request.rerun_script.page_script_hash = self._hashes[self._path]
        return await self._answered(request)

    async def _answered(self, request: BackMsg) -> Answered:
        asked, answer = request.rerun_script, Answer()
        asked.query_string = self._query
        asked.context_info.timezone, asked.context_info.locale = "UTC", "en"
        asked.context_info.url = f"{self._url}/{self._path}" + (f"?{self._query}" if self._query else "")
        began = time.perf_counter()
        await self._socket.send(request.SerializeToString())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not answer.is_over:
                frame = await self._socket.recv()
                assert isinstance(frame, bytes)
                message = ForwardMsg()
                message.ParseFromString(frame)
                self._take(message)
                answer.take(message, len(frame))
        return answer.seen(time.perf_counter() - began)

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._hashes = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string


@asynccontextmanager
async def walker(url: str) -> AsyncIterator[Walker]:
    """Connect a new visitor with a server."""
    async with connect(
        url.replace("http", "ws", 1) + "/_stcore/stream",
        origin=Origin(url),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"Cookie": f"{OWNER_COOKIE}={secrets.token_hex(16)}"},
        max_size=None,
    ) as socket:
        yield Walker(socket, url)
