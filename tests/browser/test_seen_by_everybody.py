"""What people see who force colours, print, have their browser translate, or are on another page while a run trains."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from core.inference.pretrained import pretrained
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
LAST_LAYER = len(pretrained().network.spec.layers)
# As a browser does it: each text is replaced by another one within two <font>.
TRANSLATE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = []
    while (walker.nextNode()) texts.push(walker.currentNode)
    const seen = texts.filter(text => text.data.trim() && !text.parentElement.closest("script, style, [translate=no]"))
    for (const text of seen) {
        const font = document.createElement("font")
        font.appendChild(document.createElement("font")).textContent = text.data
        text.replaceWith(font)
    }
    return seen.length
}"""


BEARS_TRANSLATIONS = "window.bearsTranslations && !document.querySelector('[data-stale=true]')"


def inked(found: Locator) -> float:
    """Return which part of what is seen there is far from its ground, the most frequent shade."""
    shades = np.asarray(Image.open(io.BytesIO(found.screenshot())).convert("L")).astype(int)
    return float((abs(shades - np.bincount(shades.ravel()).argmax()) > 100).mean())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_digits_and_bars_are_seen_where_colours_are_forced_and_on_paper(open_page: OpenPage, dark: bool) -> None:
    page = open_page(f"/inside?digit=test-0&layer={LAST_LAYER}", dark=dark, forced_colors="active")
    digit = page.locator(".st-key-inside-strip").get_by_role("radio").first
    expect(digit).to_be_visible()
    bar = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="7", exact=True)).first
    expect(bar).to_be_visible()
    until(lambda: inked(digit) > 0.05)
    until(lambda: inked(bar.locator("td").last) > 0.2)
    page.emulate_media(forced_colors="none", media="print")
    until(lambda: page.evaluate("matchMedia('print').matches && !matchMedia('(forced-colors: active)').matches"))
    until(lambda: inked(digit) > 0.05)
    until(lambda: inked(bar.locator("td").last) > 0.2)
    painted = bar.locator("td").last.locator("div").last
    assert painted.evaluate("bar => getComputedStyle(bar).printColorAdjust") == "exact"


def test_translated_page_works_on_and_every_page_tells_how_far_a_run_is(
    open_page: OpenPage, server: harness.Server
) -> None:
    page = open_page("/inside?digit=test-0&layer=1")
    strip = page.locator(".st-key-inside-strip").get_by_role("radio")
    badge = page.locator(".st-key-training-badge").get_by_role("link")
    expect(page.get_by_role("heading", name="Layer 1 of")).to_be_visible()
    for layer in (2, LAST_LAYER):
        page.wait_for_function(BEARS_TRANSLATIONS)
        assert page.evaluate(TRANSLATE) > 50
        strip.nth(layer).click()
        expect(page.get_by_role("heading", name=f"Layer {layer} of")).to_be_visible()
    page.evaluate(TRANSLATE)
    page.get_by_role("link", name="Train", exact=True).click()
    begin = page.locator(".st-key-primary-train button")
    expect(begin).to_be_visible()
    harness.ready(page)
    expect(badge).to_have_count(0)  # no run of this visitor's
    page.goto(f"{server.url}/train?recipe=quick-cnn~epochs.200")  # longer than any machine takes for this test
    expect(begin).to_be_visible()
    page.wait_for_function(BEARS_TRANSLATIONS)
    page.evaluate(TRANSLATE)
    begin.click()
    expect(page.locator(".st-key-run-accuracy svg path").first).to_be_visible()
    run = page.url
    harness.ready(page)
    expect(badge).to_have_count(0)  # the page shows the run itself
    page.evaluate(TRANSLATE)

    page.get_by_role("link", name="Browse", exact=True).click()
    expect(badge).to_have_text(re.compile(r"Training \d+ %"))
    row = page.get_by_role("spinbutton", name="Row, 0 to 27", exact=True)
    row.click()
    row.press("End")
    row.press("Backspace")
    page.evaluate(TRANSLATE)
    elsewhere = page.context.new_page()
    elsewhere.goto(run)
    elsewhere.get_by_role("button", name="Stop and keep").click()
    expect(badge).to_have_text(re.compile("Stopped: Quick CNN"))
    expect(row).to_be_focused()  # whoever types meanwhile is left alone
    expect(row).to_have_value("1")
    badge.click()
    expect(page.get_by_text(re.compile(r"% right: [\d,]+ of 10,000 test images"))).to_be_visible()
    expect(badge).to_have_count(0)
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Draw")
    harness.ready(page)
    expect(badge).to_have_count(0)  # its end was seen
    assert "was created with a default value" not in server.log.read_text(errors="replace")
