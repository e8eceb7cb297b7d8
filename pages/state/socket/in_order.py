"""One browser's messages, held back where two presses would be answered as if they were one (seen with Streamlit 1.67).

What comes while a run of the page goes on, Streamlit joins to one message. Of two presses of one button a single one is
left then, and two buttons' callbacks are called as their buttons stand on the page: Clear, pressed after an example was
asked for, would come first and clear nothing. What comes while a callback goes on, ends it where it sends anything, as
another address. So whatever a person sends waits until the press before it is being answered and its callback is done.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable

from starlette.types import Message, Receive

MOST_HELD = 100  # messages; beyond that they are joined
_LOOK_SECONDS = 0.25  # between two looks whether a message has waited long enough


class InOrder:
    """A socket's messages in the order in which they came, each as soon as it may pass."""

    def __init__(self, receive: Receive, *, may_pass: Callable[[bytes], bool]) -> None:
        """Begin with none.

        Args:
            receive: gives the next message of the socket.
            may_pass: tells of a frame whether it may be answered now.
        """
        self._receive = receive
        self._may_pass = may_pass
        self._held: deque[Message] = deque()
        self._receiving: asyncio.Task[Message] | None = None
        self._news = asyncio.Event()

    def look_again(self) -> None:
        """Take note that what was held may pass now."""
        self._news.set()

    async def next(self) -> Message:
        """Return the next message that may pass, waiting for it."""
        try:
            return await self._next()
        except BaseException:  # the socket's task ends, and what waits for a message with it
            if self._receiving is not None:
                self._receiving.cancel()
            raise

    async def _next(self) -> Message:
        while True:
            if self._held and (len(self._held) > MOST_HELD or self._is_free(self._held[0]) or self._is_over):
                return self._held.popleft()
            message = await self._received()
            if message is not None:
                self._held.append(message)

    async def _received(self) -> Message | None:
        """Return what comes next; None where there is news of what is held, or enough time has gone by."""
        if self._receiving is None:
            self._receiving = asyncio.ensure_future(self._receive())
        if not self._held:
            return await self._taken(self._receiving)
        self._news.clear()
        news = asyncio.ensure_future(self._news.wait())
        await asyncio.wait({self._receiving, news}, timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        news.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await news
        return await self._taken(self._receiving) if self._receiving.done() else None

    async def _taken(self, receiving: asyncio.Task[Message]) -> Message:
        message = await receiving
        self._receiving = None
        return message

    @property
    def _is_over(self) -> bool:
        """True once the browser has gone: what it sent before is passed on first."""
        return self._held[-1]["type"] == "websocket.disconnect"

    def _is_free(self, message: Message) -> bool:
        frame = message.get("bytes")
        return frame is None or self._may_pass(frame)
