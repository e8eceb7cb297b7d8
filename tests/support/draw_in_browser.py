"""Strokes on Draw's canvas in a browser, and what it then shows."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from core.drawing.strokes import CANVAS_SIZE
from tests.support.waiting import until

OpenPage = Callable[..., Page]
BAR = [(100, 150), (190, 150)]
# Each answer of the network in the browser is told to the page.
_LISTEN = """() => {
    window.answers = []
    document.addEventListener("digitlab-along", ({ detail }) => window.answers.push(detail))
}"""
LAST_SETTLED = "answers.filter(({ settled }) => settled).at(-1)?.probabilities"


def canvas(page: Page) -> Locator:
    """Return the canvas, by the name that it has for who does not see it."""
    return page.get_by_role("img", name="Drawing area for a pen")


def answer(page: Page, text: str) -> Locator:
    """Return the heading that says what was read."""
    return page.get_by_role("heading", level=2, name=text)


def invitation(page: Page) -> Locator:
    return page.get_by_role("heading", level=2, name="Draw a digit here")


def ink(page: Page) -> int:
    """Return how many pixels of the canvas are dark."""
    return page.locator("canvas.dc-canvas").first.evaluate(
        """canvas => {
            const shown = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            let dark = 0;
            for (let place = 0; place < shown.length; place += 4) dark += shown[place] < 100 && shown[place + 3] > 0;
            return dark;
        }"""
    )


def choose(page: Page, mode: str) -> None:
    """Choose Draw, Photo or Keyboard."""
    page.get_by_role("radio", name=mode).click()


def clear(page: Page) -> None:
    """Take away what is drawn."""
    page.get_by_role("button", name="Clear").click()
    expect(invitation(page)).to_be_visible()
    until(lambda: ink(page) == 0)


def prepared(page: Page) -> Locator:
    """Return the picture that the network gets."""
    return page.get_by_role("img", name="The drawing as the network gets it")


def place(page: Page, point: tuple[float, float]) -> tuple[float, float]:
    """Return where a place on the canvas is on the screen."""
    box = harness.pen(page).bounding_box()
    assert box is not None
    return box["x"] + point[0] * box["width"] / CANVAS_SIZE, box["y"] + point[1] * box["width"] / CANVAS_SIZE


def live(page: Page) -> Locator:
    """Return the headline for as long as it comes from the browser."""
    return page.locator("[data-along=true]")


def wait_until_it_reads_along(page: Page) -> None:
    """Wait until the browser has the network, which reads a drawing that is there already; `answers` are its own."""
    page.evaluate(_LISTEN)
    page.get_by_role("button", name="Draw one for me").click()
    page.wait_for_function(LAST_SETTLED)
    expect(page.locator(".draw-answer")).to_be_visible()
    clear(page)
