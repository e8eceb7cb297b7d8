"""What a network learned, in a real browser with the real engine: the network that the app brings along, and a run."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks.harness import Server
from core.runs.log.store import Store
from models.cnn import cnn
from tests.support.accessibility import serious_faults
from tests.support.kept_runs import kept_run
from tests.support.numpy_network import weights_of
from tests.support.page_layout import begins_above, ends_above, nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
TAB = "/inside?digit=test-1&view=What+it+learned"
CHART = ".st-key-learned-digits"


def view(page: Page, name: str) -> None:
    """Choose a view."""
    page.get_by_role("radio", name=name, exact=True).click()


def figure(page: Page, name: str) -> Locator:
    """Return a figure by the beginning of what it tells."""
    return page.get_by_role("figure", name=re.compile(f"^{name}"))


def fits_and_axe_finds_nothing_serious(page: Page) -> None:
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)


def outermost_point(page: Page) -> tuple[float, float, int]:
    """Return where the point of the map furthest to the right stands on screen, and which test image it is."""
    return page.evaluate(
        """selector => {
            const plot = document.querySelector(selector), box = plot.getBoundingClientRect();
            const {xaxis, yaxis} = plot._fullLayout;
            const index = plot.calcdata[0].reduce((best, one, i, all) => one.x > all[best].x ? i : best, 0);
            const {x, y} = plot.calcdata[0][index];
            return [box.x + xaxis._offset + xaxis.l2p(x), box.y + yaxis._offset + yaxis.l2p(y), index];
        }""",
        f"{CHART} .js-plotly-plot",
    )


def test_kernels_strongest_digits_a_made_picture_values_and_the_map(open_page: OpenPage) -> None:
    page = open_page(TAB)
    kernels = figure(page, "16 kernels")
    expect(kernels).to_be_visible()
    ends_above(kernels, 800)
    fits_and_axe_finds_nothing_serious(page)

    view(page, "What excites it")
    nine = figure(page, "9 training images that excite map")
    expect(nine.get_by_role("img")).to_have_count(9)
    ends_above(nine, 800)
    page.get_by_role("button", name="Make a picture that excites it").press("Enter")
    expect(page.get_by_role("img", name=re.compile("^The picture after 200 steps"))).to_be_visible()
    reached, best = map(float, re.findall(r"[\d.]+\d", page.get_by_text("It reaches").inner_text())[:2])
    assert reached > best
    fits_and_axe_finds_nothing_serious(page)

    view(page, "Weights and activations")
    table = page.get_by_role("region", name="each layer's weights and activations in numbers")
    expect(table.get_by_role("img", name=re.compile("^Histogram of the activations"))).to_have_count(15)
    page.get_by_role("button", name="Save a figure").click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(1)  # all of it
    page.keyboard.press("Escape")
    fits_and_axe_finds_nothing_serious(page)

    view(page, "Map of the digits")
    page.wait_for_selector(f"{CHART} .scatterlayer .point")
    fits_and_axe_finds_nothing_serious(page)
    ends_above(page.locator(f"{CHART} .js-plotly-plot"), 800)
    x, y, index = outermost_point(page)  # only now: the page has come to rest
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile(rf"digit=test-{index}\b"))
    opened = page.get_by_role("spinbutton", name="Test image to open")
    expect(opened).to_have_value(str(index))
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV: where each label lies on average").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2001
    assert lines[0].startswith('"Test image","Label",')
    opened.fill("7")
    opened.press("Enter")
    expect(page).to_have_url(re.compile(r"digit=test-7\b"))
    expect(page.get_by_role("radio", name="Map of the digits")).to_be_checked()


def test_epochs_of_a_run_stand_side_by_side_on_a_phone_too(open_page: OpenPage, server: Server) -> None:
    spec = cnn(filters=(4,), dense=(6,), dropout=0.0)
    store = Store(server.home / "runs.sqlite3")
    epochs = [weights_of(spec, seed=seed) for seed in range(8)]
    run = kept_run(store, server.home / "runs", epochs, spec=spec, data="0", owner="0" * 32)
    store.close()
    page = open_page(f"{TAB}&model={run}", width=390, height=844, dark=True)
    strip = figure(page, "Moments side by side. Epoch 1: it reads")
    expect(strip.get_by_role("img")).to_have_count(13)  # the start has kernels alone
    begins_above(strip, 844)
    fits_and_axe_finds_nothing_serious(page)
    dark = np.array([int(part) for part in re.findall(r"\d+", _ground(page))[:3]])
    assert dark.max() < 64
    page.get_by_text("Show as table: each moment's answer").click()
    expect(page.get_by_role("row", name=re.compile("^Epoch 8 "))).to_be_visible()
    page.get_by_role("radio", name="One of them").click()
    number = page.get_by_role("spinbutton", name="Map, 0 to 3", exact=True)
    number.fill("3")
    number.press("Enter")
    expect(
        page.get_by_text("One kernel, and below its map for this digit, at the start and at 6 of 8 kept epochs")
    ).to_be_visible()


def _ground(page: Page) -> str:
    return page.locator("[data-testid=stApp]").evaluate("app => getComputedStyle(app).backgroundColor")
