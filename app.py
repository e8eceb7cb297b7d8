"""The entry point: `streamlit run app.py` serves Digit Lab, and the Lab is open for as long as the server runs.

What can only be done on the way in or out is done here: to tell an anonymous visitor apart from others (a random
cookie that scripts in the page cannot read), to send the headers that confine the page, and to put right what a
browser sends amiss, and what Streamlit would not send to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import lab
from core.errors import LabError
from pages.parts.train.run.watch.news import news_routes
from pages.state.browse.map_pictures import pictures_routes
from pages.state.draw.along_network import weights_routes
from pages.state.socket import theme_message, unsent_messages
from pages.state.socket.browser_messages import BrowserMessages
from pages.state.visitor import OWNER_COOKIE, is_owner

ONE_YEAR_SECONDS = 365 * 24 * 3600

# No picture, script or connection from elsewhere, whatever a person writes into a name. Streamlit's own page needs the
# inline and evaluated script, and workers and styles that it builds itself.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": CONTENT_POLICY,
}


class Visitors:
    """ASGI middleware: security headers on every response, an owner cookie with a page for whoever has none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        known = is_owner(HTTPConnection(scope).cookies.get(OWNER_COOKIE))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                if not known and headers.get("content-type", "").startswith("text/html"):
                    headers.append("Set-Cookie", _owner_cookie(secure=scope["scheme"] == "https"))
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _owner_cookie(*, secure: bool) -> str:
    parts = [f"{OWNER_COOKIE}={secrets.token_hex(16)}", "Path=/", f"Max-Age={ONE_YEAR_SECONDS}", "HttpOnly"]
    return "; ".join([*parts, "SameSite=Lax", *(["Secure"] if secure else [])])


def _import_ahead() -> None:
    """Import what the first figure needs, while the first visitor's browser is still loading the page.

    Streamlit collects garbage after every run of a page, and would look each time through all that was imported: half
    of the time that a change of page takes on the server. So that is set aside.
    """
    for name in ("numpy", "plotly.graph_objects", "plotly.io", "plotly.tools"):
        importlib.import_module(name)
    gc.freeze()


def _open_lab() -> None:
    """Open the Lab; where that fails, every page says why and tries again."""
    with contextlib.suppress(LabError):
        lab.current()


@contextlib.asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Keep the Lab open for as long as the server runs; nothing here waits for data or engines."""
    started = asyncio.gather(asyncio.to_thread(_import_ahead), asyncio.to_thread(_open_lab))
    try:
        yield
    finally:
        with contextlib.suppress(Exception):
            await started
        await asyncio.to_thread(lab.close, for_good=True)


unsent_messages.keep()
theme_message.keep()
app = st.App(
    Path(__file__).resolve().parent / "pages" / "navigation.py",
    lifespan=lifespan,
    routes=[*weights_routes(), *pictures_routes(), *news_routes()],
    middleware=[Middleware(Visitors), Middleware(BrowserMessages)],
)
