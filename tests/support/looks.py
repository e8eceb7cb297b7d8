"""A page that is open already, in other looks: it follows the window and the theme, and need not be loaded again."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from benchmarks import harness

PAPER = {False: "rgb(255, 255, 255)", True: "rgb(20, 24, 31)"}  # by whether the theme is dark
GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


def show(page: Page, *, width: int, dark: bool) -> None:
    """Show a page in a window of another width or in another theme."""
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.wait_for_function(f"{GROUND} === '{PAPER[dark]}'")
    harness.ready(page)  # a change of theme draws the page anew


def in_each_look(page: Page) -> Iterator[str]:
    """Show a page in each of `harness.LOOKS` in turn, and give the look's name: what failed is to say it."""
    for look, (width, dark) in harness.LOOKS.items():
        show(page, width=width, dark=dark)
        yield look
