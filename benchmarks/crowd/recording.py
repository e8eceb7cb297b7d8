"""What a browser sends while a person draws: taken down in Chromium, and changed so that each person draws their own.

It is taken down from the page as it is, and so also holds what a part of the page sends that this has never heard of.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import Browser, Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks import harness
from benchmarks.browser_drawing import CANVAS
from pages.text.draw import Draw

SEVEN = "a seven"
BAR = "its bar"
CLEAR = "Clear"
QUIET_SECONDS = 3.0  # after an act: what a browser still sends of it has been sent by then
BAR_STROKE = [(115, 150), (190, 148)]  # through the seven, in canvas pixels
SMALLER, LARGER = 0.85, 1.05  # sizes of a person's digit, of the one that was taken down
FARTHEST = 30.0  # that it lies elsewhere, in pixels of the canvas component
MIDDLE = 280.0  # of the canvas, in those pixels
COUNTED = re.compile(r"^At \d+ %: ")  # what the threshold costs: the last that the page works out by itself
PIECES = 5  # of each straight part of a stroke: about as many points as a hand leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message and when it followed the first of its act, in seconds."""

    after: float
    frame: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What opens the page, and what each act sends on a page as the act before has left it."""

    opening: bytes
    acts: Mapping[str, tuple[Sent, ...]]  # SEVEN, BAR and CLEAR, in this order


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Where a person draws, and how large; the recording's own place and size by default."""

    size: float = 1.0
    right: float = 0.0  # pixels of the canvas component
    down: float = 0.0


def record(browser: Browser, url: str) -> Recording:
    """Draw a seven with a bar and clear it, on a server whose engine is awake by then; return what was sent.

    Args:
        browser: any.
        url: of the server, which keeps the names of widgets and fragments for all that come after.
    """
    sent: list[tuple[float, bytes]] = []
    with harness.visit(browser) as seen:
        page = seen.page
        page.on("websocket", lambda socket: _listen(socket, sent))
        page.goto(f"{url}/draw")
        page.wait_for_selector(CANVAS)
        harness.ready(page)
        _wait_until_counted(page)
        opening = sent[0][1]
        acts = {
            SEVEN: _taken(page, sent, lambda: harness.draw_stroke(page, _dense(harness.SEVEN)), ".draw-answer"),
            BAR: _taken(page, sent, lambda: harness.draw_stroke(page, _dense(BAR_STROKE)), ".draw-answer"),
            CLEAR: _taken(page, sent, page.get_by_role("button", name=Draw.CLEAR).click, ".draw-invitation"),
        }
    return Recording(opening=opening, acts=acts)


def drawn_by(frame: bytes, hand: Hand) -> bytes:
    """Return a message with all that is drawn in it drawn elsewhere and in another size; others come back as they are.

    Args:
        frame: a browser's message.
        hand: of the person who draws.
    """
    message = BackMsg()
    message.ParseFromString(frame)
    for state in message.rerun_script.widget_states.widgets:
        kind = state.WhichOneof("value")
        if kind in ("json_value", "json_trigger_value"):
            value = json.loads(getattr(state, kind))
            _draw_elsewhere(value, hand)
            setattr(state, kind, json.dumps(value, separators=(",", ":")))
    return message.SerializeToString(deterministic=True)


def is_timers(frame: bytes) -> bool:
    """Return whether a message asks for a fragment because its time has come, not because a person did anything."""
    message = BackMsg()
    message.ParseFromString(frame)
    return message.rerun_script.is_auto_rerun


def _listen(socket: WebSocket, sent: list[tuple[float, bytes]]) -> None:
    def note(frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            sent.append((time.perf_counter(), frame))

    socket.on("framesent", note)


def _wait_until_counted(page: Page) -> None:
    """Wait until the page has no more to fetch by itself: the engine is awake and has read the test digits."""
    page.get_by_text(COUNTED).wait_for()
    page.wait_for_timeout(1000 * QUIET_SECONDS)


def _taken(page: Page, sent: list[tuple[float, bytes]], act: Callable[[], object], shown: str) -> tuple[Sent, ...]:
    sent.clear()
    act()
    page.wait_for_selector(shown)
    page.wait_for_timeout(1000 * QUIET_SECONDS)
    frames = [(moment, frame) for moment, frame in sent if not is_timers(frame)]
    return tuple(Sent(after=moment - frames[0][0], frame=frame) for moment, frame in frames)


def _dense(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a path with PIECES points to each of its straight parts."""
    dense = list(points[:1])
    for (x, y), (next_x, next_y) in pairwise(points):
        shares = [piece / PIECES for piece in range(1, PIECES + 1)]
        dense += [(x + share * (next_x - x), y + share * (next_y - y)) for share in shares]
    return dense


def _draw_elsewhere(value: object, hand: Hand) -> None:
    """Move and scale, in place, every object of Fabric's in a value that was read from JSON."""
    if isinstance(value, list):
        for part in value:
            _draw_elsewhere(part, hand)
    elif isinstance(value, dict):
        if isinstance(value.get("path"), list) and "left" in value:
            _move(value, hand)
        else:
            for part in value.values():
                _draw_elsewhere(part, hand)


def _move(stroke: dict, hand: Hand) -> None:
    def across(x: float) -> float:
        return MIDDLE + hand.size * (x - MIDDLE) + hand.right

    def along(y: float) -> float:
        return MIDDLE + hand.size * (y - MIDDLE) + hand.down

    ways = (across, along)
    stroke["path"] = [
        [letter, *(ways[place % 2](number) for place, number in enumerate(numbers))]
        for letter, *numbers in stroke["path"]
    ]
    stroke["left"], stroke["top"] = across(stroke["left"]), along(stroke["top"])
    stroke["width"], stroke["height"] = hand.size * stroke["width"], hand.size * stroke["height"]
