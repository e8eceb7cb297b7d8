"""What a person waits for on Inside, measured in Chromium: `python -m benchmarks.browser --page inside`.

Every wait ends when all that changes is painted. With `--training` a long run trains on the same server meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from benchmarks import harness
from benchmarks.waits import BETWEEN_SECONDS, LONG_RECIPE, choose_recipe, timed
from core.inference.pretrained import pretrained
from models.layers import Conv2D

BUDGETS = {
    "inside_p95_s": 0.6,
    "cell_p95_s": 0.3,
}
LAYERS = pretrained().network.spec.layers
CONVOLUTIONS = [index for index, layer in enumerate(LAYERS) if isinstance(layer, Conv2D)]
FIRST = CONVOLUTIONS[0]
SMALL_RECIPE = "Tiny"  # of six epochs
WARM_UP = 2  # waits of each kind that are not counted: what a person sees for the first time is loaded then
# The pictures of all charts on the page, as a set; a chart that is drawn anew has another one.
PICTURES = "[...document.querySelectorAll('[data-testid=stMain] .heatmaplayer image')].map(image => image.href.baseVal)"
CELL = re.compile(r"^Map \d+, row \d+, column \d+: ")


def painted_anew(page: Page, before: list[str]) -> None:
    """Wait until as many charts as before show other pictures, and nothing is about to be replaced."""
    page.wait_for_function(
        f"""before => {{
            const now = {PICTURES};
            return now.length >= before.length && now.every(picture => !before.includes(picture))
                && !document.querySelector('[data-testid=stMain] [data-stale=true]');
        }}""",
        arg=before,
    )


def measured(page: Page, times: int, act: Callable[[int], object], seen: Callable[[int], object]) -> list[float]:
    """Act so many times, a person's pause between; return the waits from each act to what is seen."""
    waits = []
    for number in range(-WARM_UP, times):
        page.wait_for_timeout(1000 * BETWEEN_SECONDS)
        wait = timed(lambda number=number: act(number), lambda number=number: seen(number))
        if number >= 0:
            waits.append(wait)
    return waits


def samples(page: Page, url: str, times: int) -> list[float]:
    """Go from digit to digit in the first convolution; return the waits until all is painted."""
    page.goto(f"{url}/inside?digit=test-100&layer={FIRST + 1}")
    harness.drawn(page, f"inside-cells-{FIRST}")
    page.locator(".st-key-digit-popover button").click()
    field = page.get_by_role("spinbutton", name=re.compile("^Index"))
    before: list[str] = []

    def act(number: int) -> None:
        before[:] = page.evaluate(PICTURES)
        field.fill(str(200 + number))
        field.press("Enter")

    waits = measured(page, times, act, lambda _: painted_anew(page, before))
    page.keyboard.press("Escape")
    return waits


def layers(page: Page, times: int) -> list[float]:
    """Go from convolution to convolution; return the waits until the panel is painted."""

    def act(number: int) -> None:
        place = CONVOLUTIONS[number % len(CONVOLUTIONS)] + 1
        page.locator(".st-key-inside-strip button").nth(place).click()

    def seen(number: int) -> None:
        index = CONVOLUTIONS[number % len(CONVOLUTIONS)]
        page.get_by_role("heading", level=3, name=f"Layer {index + 1} of {len(LAYERS)}.").wait_for()
        for chart in ("maps", "cells"):
            harness.drawn(page, f"inside-{chart}-{index}")

    act(0)
    seen(0)
    return measured(page, times, lambda number: act(number + 1), lambda number: seen(number + 1))


def epochs(page: Page, url: str, times: int) -> list[float]:
    """Train a small network, then go from epoch to epoch of it; return the waits until all is painted."""
    page.goto(f"{url}/train")
    choose_recipe(page, SMALL_RECIPE)
    page.locator(".st-key-primary-train button").click()
    page.get_by_role("link", name="Look inside this network").first.click()
    harness.drawn(page, "inside-cells-0")
    page.locator(".st-key-model-popover button").click()
    slider = page.get_by_role("slider")
    before: list[str] = []

    def act(number: int) -> None:
        before[:] = page.evaluate(PICTURES)
        slider.press(["ArrowLeft", "ArrowRight"][number % 2])

    waits = measured(page, times, act, lambda _: painted_anew(page, before))
    page.keyboard.press("Escape")
    return waits


def cells(page: Page, times: int) -> list[float]:
    """Go from cell to cell; return the waits until its arithmetic and the frame round it are there."""
    title = page.get_by_text(CELL)
    shown = [title.inner_text()]

    def seen(_: int) -> None:
        expect(title).not_to_have_text(shown[0])
        shown[0] = title.inner_text()
        found = re.search(r"row (\d+), column (\d+)", shown[0])
        assert found is not None
        page.wait_for_function(
            """([row, column]) => [...document.querySelectorAll('.js-plotly-plot')].some(plot => {
                const frame = plot._fullLayout?.shapes?.at(-1);
                return frame?.y0 === row - 0.5 && frame?.x0 === column - 0.5;
            })""",
            arg=[int(number) for number in found.groups()],
        )

    return measured(page, times, lambda _: page.get_by_role("button", name="Next cell").click(), seen)


def measure(*, clicks: int, is_training: bool) -> dict[str, list[float]]:
    """Return the single waits behind each figure.

    Args:
        clicks: of each kind.
        is_training: a run trains on the same server meanwhile.
    """
    with harness.launch() as browser, harness.serve() as server, harness.visit(browser) as seen:
        page = seen.page
        page.goto(f"{server.url}/inside?digit=test-1")
        page.get_by_text("It reads a 2").wait_for()
        if is_training:
            _train(page, server.url)
        changes = epochs(page, server.url, clicks) + samples(page, server.url, clicks)
        return {
            "inside_p95_s": changes + layers(page, clicks),
            "cell_p95_s": cells(page, clicks),
        }


def _train(page: Page, url: str) -> None:
    """Begin a long run in another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto(f"{url}/train")
    choose_recipe(tab, LONG_RECIPE)
    tab.locator(".st-key-primary-train button").click()
    tab.wait_for_selector(".st-key-run-accuracy svg path")
