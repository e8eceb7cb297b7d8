"""Waits on Browse's tab Pictures: a page of the mosaic, a digit, a filter; and what a mosaic of 64 sends."""

from __future__ import annotations

from playwright.sync_api import Page, WebSocket

from benchmarks import harness
from benchmarks.waits import measured

MOSAIC, PICTURE = ".st-key-browse-mosaic", "browse-picture"
# The names of all tiles, which stand in a component's own part of the page.
TILES = f"""[...document.querySelectorAll("{MOSAIC} *")].flatMap(
    part => [...part.shadowRoot?.querySelectorAll("[data-id]") ?? []].map(tile => tile.dataset.id)).join()"""
CHART = f"document.querySelector('.st-key-{PICTURE} .heatmaplayer image')?.href.baseVal"


def open_pictures(page: Page, url: str) -> None:
    """Open the tab as a new visitor does, and wait for all that it shows."""
    page.goto(f"{url}/browse?digit=test-1")
    page.locator(f"{MOSAIC} [data-id]").first.wait_for()
    harness.drawn(page, PICTURE)
    harness.ready(page)


def grid(page: Page, times: int) -> list[float]:
    """Turn pages; return the waits from the click until another page of tiles is painted."""
    before = [""]

    def act(_: int) -> None:
        before[0] = page.evaluate(TILES)
        page.get_by_role("button", name="Next", exact=True).click()

    return measured(page, times, act, lambda _: _painted(page, TILES, before[0]))


def filters(page: Page, times: int) -> list[float]:
    """Choose digits, one more each time; return the waits from the click until other tiles are painted."""
    before = [""]

    def act(number: int) -> None:
        before[0] = page.evaluate(TILES)
        page.locator(".st-key-browse-label").get_by_role("button", name=str(number % 10), exact=True).click()

    return measured(page, times, act, lambda _: _painted(page, TILES, before[0]))


def digits(page: Page, times: int) -> list[float]:
    """Choose tiles; return the waits from the click until the chosen digit's chart is painted."""
    before = [""]
    tiles = page.locator(f"{MOSAIC} [data-id]")

    def act(number: int) -> None:
        before[0] = page.evaluate(CHART)
        tiles.nth((number + 20) % 64).click()

    return measured(page, times, act, lambda _: _painted(page, CHART, before[0]))


def mosaic_kb(page: Page, times: int) -> list[float]:
    """Turn pages; return what the server sent for each, in kB: the tiles and all that comes with them."""
    received = [0]

    def count(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: received.__setitem__(0, received[0] + len(frame)))

    page.on("websocket", count)
    page.reload()
    page.locator(f"{MOSAIC} [data-id]").first.wait_for()
    harness.drawn(page, PICTURE)
    harness.ready(page)
    sizes = []
    for number in range(-1, times):  # with the first one comes what is left of the page itself
        page.wait_for_load_state("networkidle")
        before, received[0] = page.evaluate(TILES), 0
        page.get_by_role("button", name="Next", exact=True).click()
        _painted(page, TILES, before)
        harness.ready(page)
        if number >= 0:
            sizes.append(received[0] / 1000)
    return sizes


def measure(page: Page, url: str, clicks: int) -> dict[str, list[float]]:
    """Return the single values behind each figure of the tab."""
    open_pictures(page, url)
    found = {"mosaic_kb": mosaic_kb(page, min(clicks, 5)), "grid_p95_s": grid(page, clicks)}
    open_pictures(page, url)
    found["digit_p95_s"] = digits(page, clicks)
    found["filter_p95_s"] = filters(page, clicks)
    return found


def _painted(page: Page, what: str, before: str) -> None:
    """Wait until something is another than before, and a frame with it was painted."""
    page.wait_for_function(
        f"""before => {{
            const now = {what};
            return now && now !== before && new Promise(done => requestAnimationFrame(() => setTimeout(done, 0, true)));
        }}""",
        arg=before,
    )
