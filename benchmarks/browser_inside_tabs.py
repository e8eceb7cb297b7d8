"""What a person waits for on Inside's further tabs: an attribution, a broken network, the nine digits.

Part of `python -m benchmarks.browser --page inside`.
"""

from __future__ import annotations

import re
import time
from urllib.parse import quote_plus

from playwright.sync_api import Page, expect

from benchmarks.waits import BETWEEN_SECONDS, WARM_UP, measured, timed
from core.inference.attribution.attribution import METHODS, Method
from core.inference.attribution.target import Target
from core.inference.evaluation import DIGITS
from core.inference.pretrained import pretrained
from models.layers import Conv2D
from pages.text.inside import Tabs
from pages.text.inside_why import Why

LAYERS = pretrained().network.spec.layers
CONVOLUTIONS = [index for index, layer in enumerate(LAYERS) if isinstance(layer, Conv2D)]
FIRST = CONVOLUTIONS[0]


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
    tiles = page.get_by_role("figure", name=re.compile(rf"^{filters} filters")).get_by_role("button")
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
    """Ask layer after layer what excites it; return the waits for nine digits the first time, and for other maps."""
    page.goto(f"{url}/inside?view={quote_plus(Tabs.LEARNED)}&learned=digits&layer={FIRST + 1}")
    pictures = page.get_by_role("img", name=re.compile("^Training image"))
    pictures.nth(8).wait_for()
    first, again = [], []

    def shown() -> str:
        return pictures.first.get_attribute("aria-label") or ""

    for index in CONVOLUTIONS[1:]:
        before = shown()  # now: behind an open list nothing is named
        page.get_by_role("combobox", name="Layer", exact=True).click()
        option = page.get_by_role("option", name=re.compile(rf"^{index + 1} "))
        option.wait_for()
        first.append(timed(option.click, lambda before=before: _others_than(page, before)))
    field = page.get_by_role("spinbutton", name=re.compile("^Map"))
    for number in range(1, 9):
        page.wait_for_timeout(1000 * BETWEEN_SECONDS)
        before = shown()
        field.fill(str(number))
        again.append(timed(lambda: field.press("Enter"), lambda before=before: _others_than(page, before)))
    return first, again


def _others_than(page: Page, name: str) -> None:
    page.wait_for_function(
        """name => {
            const shown = [...document.querySelectorAll('[role=img][aria-label^="Training image"]')];
            return shown.length === 9 && shown[0].getAttribute("aria-label") !== name;
        }""",
        arg=name,
    )
