"""One person's browser without its screen: a WebSocket that speaks Streamlit 1.67's protocol and times the answers.

It sends what was taken down, at its time, whether the server has answered what came before or not; and what a fragment
asks to be asked again and again, as a browser does. A message that is joined with a later one counts as answered with
that: a person has waited as long.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.crowd.recording import CLEAR, FARTHEST, LARGER, SEVEN, SMALLER, Hand, Recording, Sent, drawn_by
from pages.state.visitor import OWNER_COOKIE

ANSWER = b'class="draw-answer"'
PATIENCE_SECONDS = 60  # with the first view of the page


@dataclass(slots=True, kw_only=True)
class Asked:
    """One act, the moment its first message was sent, and what came of it (`time.perf_counter`)."""

    act: str
    sent: float
    answered: float | None = None  # when the answer's words were there
    finished: float | None = None  # when the script had run to its end


@dataclass(slots=True, kw_only=True)
class Person:
    """A person who draws a seven, gives it a bar, clears it, and draws another one.

    Attributes:
        url: of the server.
        recording: made on that server.
        stream: decides when and where they draw.
        pause: seconds from one act to the next, on average.
    """

    url: str
    recording: Recording
    stream: random.Random
    pause: float
    asked: list[Asked] = field(default_factory=list)
    _fragment: str = ""  # that a person's newest message was for
    _states: BackMsg = field(default_factory=BackMsg)  # the newest message, whose values a timer sends again
    _timers: dict[str, asyncio.Task] = field(default_factory=dict)
    _run: str = ""  # the run that answers what was asked until it began
    _answers: list[Asked] = field(default_factory=list)
    _opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def live(self, opened: asyncio.Barrier, seconds: float) -> None:
        """Open the page, wait for the others, then draw for so many seconds and wait for what is still to come.

        Raises:
            TimeoutError: the page did not open.
        """
        headers = {"Cookie": f"{OWNER_COOKIE}={secrets.token_hex(16)}"}
        address = self.url.replace("http", "ws", 1) + "/_stcore/stream"
        async with connect(
            address,
            origin=Origin(self.url),
            subprotocols=[Subprotocol("streamlit")],
            additional_headers=headers,
            max_size=None,
        ) as socket:
            reader = asyncio.create_task(self._listen(socket))
            await self._send(socket, self.recording.opening)
            await asyncio.wait_for(self._opened.wait(), PATIENCE_SECONDS)
            await opened.wait()
            await self._draw(socket, seconds)
            for task in [reader, *self._timers.values()]:
                task.cancel()

    async def _draw(self, socket: ClientConnection, seconds: float) -> None:
        began = time.perf_counter()
        due = began + self.stream.uniform(0, self.pause)
        number, hand, acts = 0, _hand(self.stream), list(self.recording.acts)
        while due < began + seconds:
            await asyncio.sleep(due - time.perf_counter())
            act = acts[number % len(acts)]
            hand = _hand(self.stream) if act == SEVEN else hand
            await self._act(socket, act, self.recording.acts[act], hand)
            number += 1
            due += self.stream.uniform(0.5 * self.pause, 1.5 * self.pause)
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while time.perf_counter() < deadline and any(asked.finished is None for asked in self.asked):
            await asyncio.sleep(0.05)

    async def _act(self, socket: ClientConnection, act: str, messages: Iterable[Sent], hand: Hand) -> None:
        frames = [(message.after, drawn_by(message.frame, hand)) for message in messages]
        asked = Asked(act=act, sent=time.perf_counter())
        self.asked.append(asked)
        for after, frame in frames:
            await asyncio.sleep(asked.sent + after - time.perf_counter())
            await self._send(socket, frame)

    async def _send(self, socket: ClientConnection, frame: bytes) -> None:
        self._states = BackMsg()
        self._states.ParseFromString(frame)
        self._fragment = self._states.rerun_script.fragment_id
        await socket.send(frame)

    async def _listen(self, socket: ClientConnection) -> None:
        async for frame in socket:
            assert isinstance(frame, bytes)
            message = ForwardMsg()
            message.ParseFromString(frame)
            self.take(message, frame, time.perf_counter())
            if message.WhichOneof("type") == "auto_rerun":
                self._stop_timers([message.auto_rerun.fragment_id])
                timer = self._ask_again(socket, message.auto_rerun.fragment_id, message.auto_rerun.interval)
                self._timers[message.auto_rerun.fragment_id] = asyncio.create_task(timer)

    def take(self, message: ForwardMsg, frame: bytes, now: float) -> None:
        """Note what a message of the server's means for what was asked.

        Args:
            message: the server's.
            frame: the same, as it came.
            now: when it came.
        """
        kind, run = message.WhichOneof("type"), message.metadata.run
        if kind == "new_session":
            if not run.fragment_ids:
                self._stop_timers(list(self._timers))
            if not run.fragment_ids or self._fragment in run.fragment_ids:
                self._run = run.script_run_id
                self._answers = [asked for asked in self.asked if asked.finished is None]
        elif kind == "stop_auto_rerun":
            self._stop_timers(message.stop_auto_rerun.fragment_ids)
        elif kind == "delta" and ANSWER in frame:
            for asked in self._answers:
                asked.answered = asked.answered or now
        elif kind == "script_finished" and run.script_run_id == self._run:
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return  # the answer goes on in another run
            for asked in self._answers:
                asked.finished = now
            self._opened.set()

    async def _ask_again(self, socket: ClientConnection, fragment: str, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            message = BackMsg()
            message.CopyFrom(self._states)
            message.rerun_script.fragment_id, message.rerun_script.is_auto_rerun = fragment, True
            await socket.send(message.SerializeToString())

    def _stop_timers(self, fragments: Iterable[str]) -> None:
        for fragment in fragments:
            timer = self._timers.pop(fragment, None)
            if timer is not None:
                timer.cancel()


def strokes(people: Iterable[Person]) -> list[Asked]:
    """Return what all of them asked with their pens: not what only cleared the canvas, which costs less."""
    return [asked for person in people for asked in person.asked if asked.act != CLEAR]


def _hand(stream: random.Random) -> Hand:
    right, down = (stream.uniform(-FARTHEST, FARTHEST) for _ in range(2))
    return Hand(size=stream.uniform(SMALLER, LARGER), right=right, down=down)
