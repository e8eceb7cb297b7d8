"""How much room a page takes in a browser, once it has come to rest: what is being drawn may lie elsewhere yet."""

from __future__ import annotations

import math

from playwright.sync_api import Locator, Page

from tests.support.waiting import until

FITS = """() => {
    const main = document.querySelector("[data-testid=stMain]")
    return main !== null && main.scrollWidth === main.clientWidth
}"""


def nothing_is_wider_than_the_screen(page: Page) -> None:
    """Wait until nothing is: what has just been drawn, a chart above all, takes its width a moment later."""
    page.wait_for_function(FITS)


def begins_above(element: Locator, height: float) -> None:
    """Wait until something begins within the uppermost pixels of the screen."""
    until(lambda: _edges(element)[0] < height)


def ends_above(element: Locator, height: float) -> None:
    """Wait until something lies within the uppermost pixels of the screen."""
    until(lambda: _edges(element)[1] <= height)


def takes_a_finger(element: Locator) -> None:
    """Wait until something is as large as a finger needs it, each way."""
    until(lambda: min(size_of(element)) >= 24)


def size_of(element: Locator) -> tuple[float, float]:
    """Return the width and height of something on the screen, in pixels; no numbers while it is drawn anew."""
    box = element.bounding_box()
    return (math.nan, math.nan) if box is None else (box["width"], box["height"])


def _edges(element: Locator) -> tuple[float, float]:
    """Return where something begins and ends on the screen, in pixels; far below it while it is drawn anew."""
    box = element.bounding_box()
    return (math.inf, math.inf) if box is None else (box["y"], box["y"] + box["height"])
