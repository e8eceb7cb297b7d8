"""How long a person waits for the images of a cell of the confusion matrix."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from benchmarks import harness
from benchmarks.waits import measured

MATRIX, TILES = ".st-key-evaluate-matrix", ".st-key-evaluate-tiles"
# The names of all tiles, which stand in a component's own part of the page.
NAMES = f"""[...document.querySelectorAll("{TILES} *")].flatMap(part =>
    [...part.shadowRoot?.querySelectorAll("button") ?? []].map(tile => tile.getAttribute("aria-label"))).join()"""


def measure(page: Page, url: str, clicks: int) -> list[float]:
    """Choose cells; return the waits from the click until other images are painted."""
    page.goto(f"{url}/evaluate")
    page.locator(f"{TILES} button").first.wait_for()
    page.get_by_text(re.compile("On the 5,000 validation images: ")).wait_for()  # nothing else is read any more
    harness.ready(page)
    cells, before = page.locator(f"{MATRIX} button"), [""]

    def act(number: int) -> None:
        before[0] = page.evaluate(NAMES)
        count = cells.count()
        cells.nth((number + 7) % count).click()

    def seen(_: int) -> None:
        page.wait_for_function(
            f"""before => {{
                const now = {NAMES};
                return now && now !== before && new Promise(
                    done => requestAnimationFrame(() => setTimeout(done, 0, true)));
            }}""",
            arg=before[0],
        )

    return measured(page, clicks, act, seen)
