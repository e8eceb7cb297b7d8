"""How the page follows the pen while that is down, measured in Chromium; part of `benchmarks.browser --page draw`.

The pen moves for about three seconds a stroke and rests now and then. While it moves, the answers that follow it may be
those of earlier moves; in a rest the last one must be that of the last move. So a wait is from the last move before a
rest to the last change of bars or picture in it, and a rest in which nothing changed counts whole. How often they
change is counted beside, while the pen moves. A change is seen when the frame that shows it is about to be painted.

The server's processor time is that of a stroke from pen down to just before pen up, less that of as long a rest.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from itertools import pairwise

from playwright.sync_api import Page

from benchmarks import harness
from benchmarks.processor_time import spent
from core.drawing.strokes import CANVAS_SIZE
from pages.text.draw import Draw

BUDGETS = {"along_p95_s": 0.1, "along_changes_per_s": 10.0, "along_server_ms": 60.0}
AT_LEAST = ("along_changes_per_s",)
DIGITS = {  # the bends of a stroke, in canvas pixels
    "7": [(80, 70), (195, 70), (170, 120), (150, 170), (135, 235)],
    "3": [(90, 75), (140, 55), (185, 85), (160, 130), (125, 138), (175, 150), (190, 195), (145, 235), (90, 215)],
    "2": [(85, 100), (105, 62), (155, 55), (185, 95), (160, 150), (110, 200), (82, 232), (140, 230), (205, 232)],
}
MOVES = 60  # of a stroke
MOVE_SECONDS = 0.03
REST_EVERY = 15  # moves
REST_SECONDS = 0.4
SAID = ".draw-answer:not([data-along])"  # by the server
WAKING_STROKES = 6  # with which the page may fetch what it needs to read along
# Notes when the pen moved, and when bars or picture were others than in the frame before.
NOTE_ALONG = """() => {
    const noted = window.noted = {moves: [], changes: [], wasAlong: false};
    const shown = () => [...document.querySelectorAll(".draw-bars, .draw-pictures")].map(element =>
        element.innerHTML + [...element.querySelectorAll("canvas")].map(canvas => canvas.toDataURL())).join();
    let before = shown();
    document.addEventListener("pointermove", event => {
        if (window.noted === noted && event.buttons) noted.moves.push(event.timeStamp);
    }, {capture: true});
    const look = () => {
        if (window.noted !== noted) return;
        if (document.querySelector("[data-along=true]")) noted.wasAlong = true;
        const now = shown();
        if (now !== before) noted.changes.push(performance.now());
        before = now;
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


def waits_in_rests(moves: Sequence[float], changes: Sequence[float]) -> list[float]:
    """Return the waits for the answer to the last move before each rest.

    Args:
        moves: when the pen moved, in milliseconds, in order.
        changes: when bars or picture changed.

    Returns:
        Seconds, for each rest that another move ends; the whole rest where nothing changed in it.
    """
    waits = []
    for move, following in pairwise(moves):
        if following - move >= 1000 * REST_SECONDS / 2:
            within = [change for change in changes if move < change <= following]
            waits.append(((max(within) if within else following) - move) / 1000)
    return waits


def changes_per_second(moves: Sequence[float], changes: Sequence[float]) -> float:
    """Return how often bars or picture changed while the pen moved; its rests do not count.

    Args:
        moves: when the pen moved, in milliseconds, in order.
        changes: when bars or picture changed.
    """
    spans = [(move, following) for move, following in pairwise(moves) if following - move < 1000 * REST_SECONDS / 2]
    seconds = sum(following - move for move, following in spans) / 1000
    count = sum(any(move < change <= following for move, following in spans) for change in changes)
    return count / seconds if seconds else 0.0


def drawn_slowly(page: Page, bends: Sequence[tuple[float, float]], process_id: int) -> float:
    """Draw a stroke as a hand does, with rests; return the processor seconds that the server spent on it.

    Args:
        page: shows the canvas.
        bends: of the stroke, in canvas pixels.
        process_id: of the server.
    """
    box = harness.pen(page).bounding_box()
    assert box is not None
    scale = box["width"] / CANVAS_SIZE
    points = [(box["x"] + scale * x, box["y"] + scale * y) for x, y in evenly(bends, MOVES + 1)]
    page.mouse.move(*points[0])
    before = spent(process_id)
    page.mouse.down()
    for number, point in enumerate(points[1:], 1):
        page.mouse.move(*point)
        page.wait_for_timeout(1000 * (MOVE_SECONDS if number % REST_EVERY else REST_SECONDS))
    took = (spent(process_id) - before).together
    page.mouse.up()
    return took


def evenly(bends: Sequence[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    """Return so many points on the straight lines between bends, as many between any two, the last bend the last."""
    points = []
    for number in range(count):
        place = number * (len(bends) - 1) / (count - 1)
        start = min(int(place), len(bends) - 2)
        (x, y), (next_x, next_y), share = bends[start], bends[start + 1], place - start
        points.append((x + share * (next_x - x), y + share * (next_y - y)))
    return points


def measure(page: Page, process_id: int, times: int) -> dict[str, list[float]]:
    """Draw so many slow strokes; return what is measured while the pen is down. Nothing where the page rests then."""
    found: dict[str, list[float]] = {"along_p95_s": [], "along_changes_per_s": [], "along_server_ms": []}
    if not _reads_along(page, process_id):
        return found
    strokes, rests = [], []
    for number in range(times):
        bends = list(DIGITS.values())[number % len(DIGITS)]
        page.evaluate(NOTE_ALONG)
        began = time.perf_counter()
        strokes.append(drawn_slowly(page, bends, process_id))
        seconds = time.perf_counter() - began
        noted = page.evaluate("() => { const noted = window.noted; window.noted = null; return noted; }")
        found["along_p95_s"] += waits_in_rests(noted["moves"], noted["changes"])
        found["along_changes_per_s"].append(changes_per_second(noted["moves"], noted["changes"]))
        clear(page)
        before = spent(process_id)
        page.wait_for_timeout(1000 * seconds)
        rests.append((spent(process_id) - before).together)
    found["along_server_ms"] = [1000 * (statistics.mean(strokes) - statistics.mean(rests))]
    return found | {
        "stroke_server_ms": [1000 * one for one in strokes],
        "rest_server_ms": [1000 * one for one in rests],
    }


def clear(page: Page) -> None:
    """Wait for what the server says, and take all off the canvas."""
    page.locator(SAID).wait_for()  # only then is there a Clear
    page.get_by_role("button", name=Draw.CLEAR, exact=True).click()
    page.locator(".draw-invitation:not([data-along])").wait_for()


def _reads_along(page: Page, process_id: int) -> bool:
    """Draw until the page follows the pen; return whether it ever did."""
    for _ in range(WAKING_STROKES):
        page.evaluate(NOTE_ALONG)
        drawn_slowly(page, harness.SEVEN, process_id)
        was_along = page.evaluate("() => { const noted = window.noted; window.noted = null; return noted.wasAlong; }")
        clear(page)
        if was_along:
            return True
    return False
