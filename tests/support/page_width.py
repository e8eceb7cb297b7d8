"""How wide a page is in a browser."""

from __future__ import annotations

from playwright.sync_api import Page

FITS = """() => {
    const main = document.querySelector("[data-testid=stMain]")
    return main !== null && main.scrollWidth === main.clientWidth
}"""


def nothing_is_wider_than_the_screen(page: Page) -> None:
    """Wait until nothing is: what has just been drawn, a chart above all, takes its width a moment later."""
    page.wait_for_function(FITS)
