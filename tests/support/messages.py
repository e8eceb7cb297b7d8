"""What a browser sends to the server, held back and passed on by hand, so that two messages cross."""

from __future__ import annotations

from playwright.sync_api import Page, WebSocketRoute
from streamlit.proto.BackMsg_pb2 import BackMsg


class HeldMessages:
    """Passes a page's messages on at once; after `hold`, one with each `pass_on`."""

    def __init__(self) -> None:
        self.held: list[bytes | str] = []
        self._server: WebSocketRoute | None = None
        self._is_holding = False

    def stand_before(self, page: Page) -> None:
        """Stand between a page, which was not opened yet, and the server."""
        page.route_web_socket("**/_stcore/stream", self._connect)

    def hold(self) -> None:
        """Hold back whatever the page sends from now on."""
        self._is_holding = True

    def pass_on(self, *, keep: bool = False) -> None:
        """Pass the oldest message on; `keep` holds it back all the same, to be passed on once more."""
        assert self._server is not None
        self._server.send(self.held[0] if keep else self.held.pop(0))

    def let_go(self) -> None:
        """Pass on what is held, and what comes, at once."""
        self._is_holding = False
        while self.held:
            self.pass_on()

    def _connect(self, route: WebSocketRoute) -> None:
        self._server = route.connect_to_server()
        route.on_message(self._take)

    def _take(self, message: bytes | str) -> None:
        if self._server is not None and is_of_a_timer(message):  # nobody did anything
            self._server.send(message)
            return
        self.held.append(message)
        if not self._is_holding:
            self.pass_on()


def is_of_a_timer(message: bytes | str) -> bool:
    """Return whether a part of the page that draws itself again and again sent a message."""
    asked = BackMsg()
    asked.ParseFromString(message if isinstance(message, bytes) else message.encode())
    return asked.rerun_script.is_auto_rerun
