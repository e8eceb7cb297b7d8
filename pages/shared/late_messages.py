"""ASGI middleware: a browser's message for a part of a page that has just been left goes no further.

A component that sends after a while (a canvas, a timer) can do so while the next page is on its way. Streamlit would
run that part under the page that was left, and the browser would then clear the page that was asked for: it stays
blank. Seen with Streamlit 1.67. What is no message that we know passes as it is.

Only the visitor's own changes of page are seen here. A page that answers with `st.switch_page` on its first run, before
the visitor did anything on it, would have its parts taken for late ones for some seconds: ours do not.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

LATE_SECONDS = 5.0  # after a change of page; the longest way to a server and back
SECOND_CLICK_SECONDS = 0.5  # so long a message from the new page may be the second click on its link


class LateMessages:
    """ASGI middleware that drops late messages, socket by socket."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        pages = PagesOfSocket()

        async def receive_in_time() -> Message:
            while True:
                message = await receive()
                if not pages.is_late(message.get("bytes")):
                    return message

        await self.app(scope, receive_in_time, send)


class PagesOfSocket:
    """What one browser's messages tell about the page that it shows and the one that it asked for."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._page = ""
        self._asked = -math.inf  # when the page was asked for; minus infinity once the browser is known to show it

    def is_late(self, frame: bytes | None) -> bool:
        """Return whether a frame is for a part of a page that has been left; each frame is shown once, in order."""
        message = BackMsg()
        try:
            message.ParseFromString(frame or b"")
        except DecodeError:
            return False
        if message.WhichOneof("type") != "rerun_script":
            return False
        page, is_for_part = message.rerun_script.page_script_hash, bool(message.rerun_script.fragment_id)
        waited = self._clock() - self._asked
        if is_for_part and page != self._page and waited < LATE_SECONDS:
            return True
        if is_for_part or not page or (page == self._page and waited > SECOND_CLICK_SECONDS):
            self._asked = -math.inf
        elif page != self._page:
            self._asked = self._clock()
        self._page = page
        return False
