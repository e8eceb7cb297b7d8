"""What a person waits for on Inside, measured in Chromium: `python -m benchmarks.browser --page inside`.

Every wait ends when all that changes is painted. With `--training` a long run trains on the same server meanwhile.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.parse import quote_plus

from playwright.sync_api import Locator, Page, expect

from benchmarks import browser_inside_hands_on, harness
from benchmarks.waits import BETWEEN_SECONDS, LONG_RECIPE, choose_recipe, timed
from core.inference.attribution.attribution import METHODS, Method
from core.inference.attribution.target import Target
from core.inference.evaluation import DIGITS
from core.inference.pretrained import pretrained
from models.layers import Conv2D
from pages.text.inside import Tabs
from pages.text.inside_why import Why

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


def attributions(page: Page, url: str, times: int) -> list[float]:
    """Ask each method that uses gradients about one digit after the other; return the waits until the map is there."""
    waits = []
    for method in (method for method in METHODS if method != "occlusion"):
        page.goto(f"{url}/inside?digit=test-1&view={quote_plus(Tabs.WHY)}&method={method}")
        maps = page.get_by_role("img", name=re.compile(rf"^{re.escape(Why.METHODS[method])}: "))
        maps.first.wait_for()
        digits = page.get_by_role("radiogroup", name=Why.DIGIT).get_by_role("radio")

        def seen(number: int, method: Method = method) -> None:
            target = Target(digit=number % DIGITS)
            page.get_by_text(Why.title(method, target), exact=True).wait_for()
            name = re.compile(rf"^{re.escape(Why.METHODS[method])}: .* {target.digit}\b")
            page.get_by_role("img", name=name).wait_for()

        waits += measured(page, times, lambda number, digits=digits: digits.nth(number % DIGITS).click(), seen)
    return waits


def breaks(page: Page, url: str, times: int) -> tuple[list[float], list[float]]:
    """Switch filter after filter off; return the waits for this digit's probabilities, and for 2,000 images read."""
    page.goto(f"{url}/inside?digit=test-18&layer={FIRST + 1}&view={quote_plus(Tabs.DAMAGE)}")
    score = page.locator(".st-key-break-score")
    expect(score).to_contain_text("it reads")
    filters = LAYERS[FIRST].filters
    tiles = page.get_by_role("group", name=re.compile(rf"^{filters} filters")).get_by_role("button")
    shown, counted = [], []
    for number in range(WARM_UP + times):
        page.wait_for_timeout(1000 * BETWEEN_SECONDS)
        off = number % (2 * filters) + 1
        began = time.perf_counter()
        tiles.nth(number % filters).click()
        # below the probabilities in the page, and so painted after them
        page.get_by_text(re.compile(rf"^{filters} filters, {min(off, 2 * filters - off) or 'all on'}")).wait_for()
        shown.append(time.perf_counter() - began)
        expect(score).not_to_contain_text("Reading")
        counted.append(time.perf_counter() - began)
    return shown[WARM_UP:], counted[WARM_UP:]


def nines(page: Page, url: str) -> tuple[list[float], list[float]]:
    """Ask each convolution for what excites it; return the waits for nine digits the first time, and for other maps."""
    first, again = [], []
    pictures = page.get_by_role("img", name=re.compile("^Training image"))
    for index in CONVOLUTIONS:
        address = f"{url}/inside?view={quote_plus(Tabs.LEARNED)}&learned=digits&layer={index + 1}"
        first.append(timed(lambda address=address: page.goto(address), pictures.nth(8).wait_for))
    field = page.get_by_role("spinbutton", name=re.compile("^Map"))
    for number in range(1, 9):
        page.wait_for_timeout(1000 * BETWEEN_SECONDS)
        before = pictures.first.get_attribute("aria-label")
        field.fill(str(number))
        again.append(
            timed(lambda: field.press("Enter"), lambda before=before: _other_than(pictures.first, before)),
        )
    return first, again


def _other_than(picture: Locator, name: str | None) -> None:
    expect(picture).not_to_have_attribute("aria-label", name or "")


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
        return found | browser_inside_hands_on.measure(page, url, clicks)


def _train(page: Page, url: str) -> None:
    """Begin a long run in another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto(f"{url}/train")
    choose_recipe(tab, LONG_RECIPE)
    tab.locator(".st-key-primary-train button").click()
    tab.wait_for_selector(".st-key-run-accuracy svg path")
