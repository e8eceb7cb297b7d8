"""What a person waits for on Browse's tab One digit: an edit of a pixel, and the ten nearest training images."""

from __future__ import annotations

from playwright.sync_api import Page

from benchmarks import harness
from benchmarks.waits import measured
from core.data.gallery import ImageName

TAB = "browse?browse=One+digit"
FIRST = 200  # index of the first test image that is looked at
# What the editor's answer says, once nothing on the page is about to be drawn anew; else nothing.
SAYS = """(() => {
    const pale = document.querySelector('[data-testid=stMain] [data-stale=true]');
    const said = [...document.querySelectorAll("[data-testid=stMarkdown]")].map(line => line.innerText);
    return pale ? "" : said.find(text => /changed/.test(text)) ?? "";
})()"""
BARS = "document.querySelector('.one-edit-bars').innerText"
# The digit in the heading, and the tiles' names, of the nearest images that belong to it.
HEADING = "[...document.querySelectorAll('[data-testid=stHeading]')].map(line => line.innerText).join(' ')"
TILES = """(() => {
    const parts = [...document.querySelectorAll('.st-key-one-nearest *')].map(part => part.shadowRoot).filter(Boolean);
    const list = parts.map(root => root.querySelector('.tiles')).find(Boolean)
        ?? document.querySelector('.st-key-one-nearest .tiles');
    const pale = document.querySelector('[data-testid=stMain] [data-stale=true]');
    return !list || pale ? "" : [...list.children].map(tile => tile.getAttribute('aria-label')).join('|');
})()"""


def edits(page: Page, url: str, times: int) -> list[float]:
    """Change one pixel after the other; return the waits until the ten probabilities are painted."""
    page.goto(f"{url}/{TAB}&digit={ImageName('test', FIRST)}")
    harness.ready(page)
    page.get_by_text("a vote of them").wait_for()
    pad = page.get_by_role("application")
    pad.scroll_into_view_if_needed()
    harness.ready(page)
    box = pad.bounding_box()
    assert box is not None
    before = ["", ""]

    def act(number: int) -> None:
        before[:] = page.evaluate(SAYS), page.evaluate(BARS)
        row, column = divmod(number + 2, 20)  # never the same pixel twice
        page.mouse.click(box["x"] + (column + 4.5) * box["width"] / 28, box["y"] + (row + 9.5) * box["height"] / 28)

    def seen(_: int) -> None:
        page.wait_for_function(
            f"([said, bars]) => {SAYS} && ({SAYS} !== said || {BARS} !== bars)", arg=before, polling="raf"
        )

    return measured(page, times, act, seen)


def neighbours(page: Page, url: str, times: int) -> list[float]:
    """Go from digit to digit; return the waits until its ten nearest training images are painted."""
    page.goto(f"{url}/{TAB}&digit={ImageName('test', FIRST)}")
    harness.ready(page)
    page.get_by_text("a vote of them").wait_for()
    page.wait_for_function(f"() => {TILES}")
    before = [""]

    def act(_: int) -> None:
        before[0] = page.evaluate(TILES)
        page.get_by_role("button", name="Next digit").click()

    def seen(number: int) -> None:
        heading = f"Test image {FIRST + 3 + number}, label"
        page.wait_for_function(
            f"([tiles, heading]) => {HEADING}.includes(heading) && {TILES} && {TILES} !== tiles",
            arg=[before[0], heading],
            polling="raf",
        )

    return measured(page, times, act, seen)


def measure(page: Page, url: str, clicks: int) -> dict[str, list[float]]:
    """Return the single waits behind each figure; `clicks` of each kind."""
    return {"pixel_p95_s": edits(page, url, clicks), "neighbours_p95_s": neighbours(page, url, clicks)}
