"""Strokes on Draw's canvas in a browser, and what it then shows."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page

OpenPage = Callable[..., Page]
BAR = [(100, 150), (190, 150)]


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


def prepared(page: Page) -> Locator:
    """Return the picture that the network gets."""
    return page.get_by_role("img", name="The drawing as the network gets it")
