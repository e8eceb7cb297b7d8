"""What the app's own addresses answer, without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from starlette.applications import Starlette
from starlette.routing import Route


def fetched(routes: Sequence[Route], path: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of what routes answer to a path with a query."""
    sent: list[dict] = []
    route, _, query = path.partition("?")
    scope = {"type": "http", "method": "GET", "path": route, "query_string": query.encode(), "headers": []}

    async def ask() -> None:
        async def receive() -> dict:
            return {"type": "http.request"}

        async def send(message: dict) -> None:
            sent.append(message)

        await Starlette(routes=routes)(scope, receive, send)  # type: ignore[arg-type]

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop of its own: that of browser tests
        thread.submit(asyncio.run, ask()).result()
    names = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], names, b"".join(message.get("body", b"") for message in sent[1:])
