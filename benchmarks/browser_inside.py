"""What a person waits for on Inside, measured in Chromium: `python -m benchmarks.browser --page inside`.

Every wait ends when all that changes is painted. With `--training` a long run trains on the same server meanwhile.
"""

from __future__ import annotations

import re
from urllib.parse import quote_plus

from playwright.sync_api import Page

from benchmarks import browser_inside_hands_on, harness
from benchmarks.browser_inside_tabs import CONVOLUTIONS, FIRST, LAYERS, attributions, breaks, nines
from benchmarks.waits import LONG_RECIPE, choose_recipe, measured
from pages.text.inside import Tabs

BUDGETS = {
    "inside_p95_s": 0.6,
    "cell_p95_s": 0.3,
    "attribution_p95_s": 1.0,
    "occlusion_p95_s": 3.0,
    "break_p95_s": 0.4,
    "damage_p95_s": 1.9,
    "nine_first_s": 3.0,
    "nine_again_p95_s": 0.5,
    **browser_inside_hands_on.BUDGETS,
}
SMALL_RECIPE = "Tiny"  # of six epochs
MANY_EPOCHS = "100"  # minutes, on two cores
# The pictures of all charts on the page, as a set; a chart that is drawn anew has another one.
PICTURES = "[...document.querySelectorAll('[data-testid=stMain] .heatmaplayer image')].map(image => image.href.baseVal)"
# Row and column of the cell that title and frame in the map agree on; nothing while they do not.
CELL = """(() => {
    const title = [...document.querySelectorAll("strong")].map(line => line.innerText)
        .find(text => /^Map \\d+, row \\d+, column \\d+: /.test(text)) ?? "";
    const [, row, column] = title.match(/row (\\d+), column (\\d+)/) ?? [];
    const frames = [...document.querySelectorAll(".js-plotly-plot")].map(plot => plot._fullLayout?.shapes?.at(-1));
    return frames.some(frame => frame?.y0 === row - 0.5 && frame?.x0 === column - 0.5) ? `${row},${column}` : "";
})()"""


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


def samples(page: Page, address: str, chart: str, times: int) -> list[float]:
    """Go from digit to digit; return the waits until all is painted anew.

    Args:
        page: any.
        address: of Inside, with a tab and a layer.
        chart: key of a chart that stands there.
        times: digits.
    """
    page.goto(address)
    harness.drawn(page, chart)
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
    page.get_by_role("link", name="Look inside it", exact=True).click()
    harness.drawn(page, "inside-cells-0")
    harness.ready(page)
    page.get_by_role("button", name=re.compile("^Model")).click()
    slider = page.get_by_role("slider")
    before: list[str] = []

    def act(number: int) -> None:
        before[:] = page.evaluate(PICTURES)
        slider.press(["ArrowLeft", "ArrowRight"][number % 2])

    waits = measured(page, times, act, lambda _: painted_anew(page, before))
    page.keyboard.press("Escape")
    return waits


def cells(page: Page, times: int) -> list[float]:
    """Go from cell to cell; return the waits until its arithmetic and the frame round it in the map are there."""
    before = [""]

    def act(_: int) -> None:
        before[0] = page.evaluate(CELL)
        page.get_by_role("button", name="Next cell").click()

    return measured(
        page, times, act, lambda _: page.wait_for_function(f"before => {CELL} && {CELL} !== before", arg=before[0])
    )


def measure(*, clicks: int, is_training: bool) -> dict[str, list[float]]:
    """Return the single waits behind each figure.

    Args:
        clicks: of each kind.
        is_training: a run trains on the same server meanwhile.
    """
    with harness.launch() as browser, harness.serve() as server, harness.visit(browser) as seen:
        page, url = seen.page, server.url
        page.goto(f"{url}/inside?digit=test-1")
        page.get_by_text("It reads a 2").wait_for()
        changes = epochs(page, url, clicks)
        if is_training:
            _train(page, url)
        followed = f"{url}/inside?digit=test-100&layer={FIRST + 1}"
        changes += samples(page, followed, f"inside-cells-{FIRST}", clicks)
        changes += layers(page, clicks)
        found = {"inside_p95_s": changes, "cell_p95_s": cells(page, clicks)}
        found["attribution_p95_s"] = attributions(page, url, max(clicks // 4, 2))
        found["occlusion_p95_s"] = samples(page, f"{url}/inside?view={quote_plus(Tabs.WHY)}", "why-map", clicks)
        found["break_p95_s"], found["damage_p95_s"] = breaks(page, url, clicks)
        found["nine_first_s"], found["nine_again_p95_s"] = nines(page, url)
        found |= browser_inside_hands_on.measure(page, url, clicks)
        if is_training:
            page.get_by_text(re.compile(r"^Training \d+ %")).first.wait_for()  # it was not over before
        return found


def _train(page: Page, url: str) -> None:
    """Begin a long run in another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto(f"{url}/train")
    choose_recipe(tab, LONG_RECIPE)
    epochs = tab.get_by_role("spinbutton", name="Epochs", exact=True)
    epochs.fill(MANY_EPOCHS)
    epochs.press("Enter")
    tab.get_by_text("Changed from").wait_for()
    tab.locator(".st-key-primary-train button").click()
    tab.wait_for_selector(".st-key-run-accuracy svg path")
    page.bring_to_front()  # a tab behind another one is painted once a second
