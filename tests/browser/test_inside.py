"""Inside in a real browser, with the real engine and the network that the app brings along."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks.harness import drawn
from core.inference.pretrained import pretrained
from models.layers import Conv2D, Dense, MaxPooling2D
from tests.support.accessibility import serious_faults
from tests.support.page_layout import begins_above, ends_above, nothing_is_wider_than_the_screen
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
LAYERS = pretrained().network.spec.layers
CONVOLUTION, POOLING, DENSE = (
    next(place for place, layer in enumerate(LAYERS, start=1) if isinstance(layer, kind))
    for kind in (Conv2D, MaxPooling2D, Dense)
)
DEEPER = next(place for place, layer in enumerate(LAYERS, start=1) if isinstance(layer, Conv2D) and place > CONVOLUTION)
MAPS, CELLS = f"inside-maps-{CONVOLUTION - 1}", f"inside-cells-{CONVOLUTION - 1}"


@pytest.fixture
def inside(open_page: OpenPage) -> OpenPage:
    """Return a function that opens Inside and waits until the network has answered."""

    def opened(query: str = "?digit=test-1", **options) -> Page:
        page = open_page(f"/inside{query}", **options)
        expect(page.get_by_text("It reads a 2")).to_be_visible()
        return page

    return opened


def heading(page: Page, place: int) -> Locator:
    """Return the heading over the panel of a layer."""
    return page.get_by_role("heading", level=3, name=f"Layer {place} of {len(LAYERS)}.")


def station(page: Page, place: int) -> Locator:
    """Return a card of the strip."""
    return page.locator(".st-key-inside-strip button").nth(place)


def title(page: Page) -> Locator:
    """Return the line that names the cell and its value."""
    return page.get_by_text(re.compile(r"^Map \d+, row \d+, column \d+: "))


def click_part(page: Page, key: str, row: float, column: float) -> None:
    """Click a chart at a share of its height and width."""
    chart = page.locator(f".st-key-{key} .nsewdrag")
    box = chart.bounding_box()
    chart.click(position={"x": column * box["width"], "y": row * box["height"]})


def framed(page: Page) -> None:
    """Wait until the large map has its frame round the cell that the title names."""
    row, column = re.search(r"row (\d+), column (\d+)", title(page).inner_text()).groups()
    plot = f"document.querySelector('.st-key-{CELLS} .js-plotly-plot')"
    corner = f"{plot}?._fullLayout?.shapes?.at(-1)"
    page.wait_for_function(f"{corner}?.y0 === {row} - 0.5 && {corner}?.x0 === {column} - 0.5")
    drawn(page, CELLS)


def test_one_digit_is_followed_from_the_first_cell_to_the_ten_probabilities(inside: OpenPage) -> None:
    page = inside()
    expect(heading(page, CONVOLUTION)).to_be_visible()
    shown = title(page).inner_text()
    value = shown.rsplit(": ", 1)[1]
    expect(page.get_by_text(re.compile(rf"\(bias\) = .*{re.escape(value)}\.$"))).to_be_visible()
    drawn(page, MAPS)
    drawn(page, CELLS)
    page.get_by_role("button", name="Next cell").click()
    expect(title(page)).not_to_have_text(shown)
    page.get_by_role("button", name="Strongest cell").click()
    expect(title(page)).to_have_text(shown)
    station(page, POOLING).click()
    expect(heading(page, POOLING)).to_be_visible()
    expect(page.get_by_text(re.compile(r"Largest of .*, .*, .*, .*: "))).to_be_visible()
    expect(page).to_have_url(re.compile(rf"layer={POOLING}"))
    station(page, DEEPER).click()
    expect(page.get_by_text(re.compile(r"Of the other input maps map \d+ gives"))).to_be_visible()
    page.get_by_text("All kernels of this layer").click()
    drawn(page, "inside-kernel-table")
    drawn(page, f"inside-own-kernels-{DEEPER - 1}")
    station(page, DENSE).click()
    expect(page.get_by_text(re.compile(r"sum of products .* \(bias\) = "))).to_be_visible()
    station(page, len(LAYERS)).click()
    expect(page.get_by_text("Loss of this image")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile(r"^2 \S+ 0\.00 1 (>\s)?9\d\.\d\d\s%"))).to_be_visible()
    page.reload()
    expect(heading(page, len(LAYERS))).to_be_visible()


def test_map_and_cell_are_chosen_by_click_and_number_and_follow_a_switch_of_the_theme(inside: OpenPage) -> None:
    page = inside()
    drawn(page, MAPS)
    click_part(page, MAPS, 0.1, 0.1)
    number = page.get_by_role("spinbutton", name=re.compile("^Map, 0 to"))
    expect(number).to_have_value("0")
    expect(title(page)).to_have_text(re.compile(r"^Map 0, "))
    expect(page).to_have_url(re.compile(r"\bmap=0\b"))
    framed(page)
    click_part(page, CELLS, 0.98, 0.98)
    last = pretrained().network.spec.rows()[CONVOLUTION - 1].output_shape[1] - 1
    expect(title(page)).to_have_text(re.compile(rf"^Map 0, row {last}, column {last}: "))
    number.fill("3")
    number.press("Enter")
    expect(title(page)).to_have_text(re.compile(r"^Map 3, "))
    page.wait_for_function(
        f"String(document.querySelector('.st-key-{MAPS} .js-plotly-plot')?.data?.[1]?.selectedpoints) === '3'"
    )

    drawn(page, CELLS)
    cell = page.get_by_role("table", name="kernel").get_by_role("cell").first
    ground = "cell => getComputedStyle(cell).backgroundColor"
    in_light = cell.evaluate(ground)
    page.emulate_media(color_scheme="dark")
    plot = f"document.querySelector('.st-key-{CELLS} .js-plotly-plot')"
    page.wait_for_function(f"String({plot}?.data[0].colorscale[0][1]) === '#14181F'")
    until(lambda: cell.evaluate(ground) != in_light)

    page.get_by_text(re.compile(r"^Show as table: the numbers of map 3")).click()
    expect(page.get_by_role("region", name=re.compile(r"^the numbers of map 3"))).to_be_visible()


def panels_fit_and_axe_finds_nothing_serious(page: Page) -> None:
    for place in (CONVOLUTION, POOLING, DENSE, len(LAYERS)):
        station(page, place).click()
        expect(heading(page, place)).to_be_visible()
        assert serious_faults(page) == []
        nothing_is_wider_than_the_screen(page)


def test_desktop_has_all_in_its_first_view_panels_that_fit_and_works_by_keyboard_alone(inside: OpenPage) -> None:
    page = inside(width=1280, height=800)
    drawn(page, MAPS)
    drawn(page, CELLS)
    for key in (MAPS, CELLS):
        ends_above(page.locator(f".st-key-{key} .nsewdrag"), 800)
    ends_above(page.get_by_role("button", name="Next cell"), 800)
    panels_fit_and_axe_finds_nothing_serious(page)

    station(page, CONVOLUTION).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(heading(page, CONVOLUTION + 1)).to_be_visible()
    expect(page.locator("[data-stale=true]")).to_have_count(0)  # else the field may be that of the layer before
    row = page.get_by_role("spinbutton", name=re.compile("^Row, 0 to"))
    row.fill("0")
    row.press("Enter")
    expect(title(page)).to_have_text(re.compile(r"row 0, "))


def test_phone_in_the_dark_has_the_arithmetic_in_its_first_view_and_panels_that_fit(inside: OpenPage) -> None:
    page = inside(width=390, height=844, dark=True)
    drawn(page, MAPS)
    begins_above(title(page), 844)
    panels_fit_and_axe_finds_nothing_serious(page)


def test_back_undoes_a_change_of_tab(inside: OpenPage) -> None:
    page = inside()

    def open_tab(name: str) -> Locator:
        return page.get_by_role("tab", name=name, selected=True)

    for name in ("Why this answer", "What it learned"):
        page.get_by_role("tab", name=name).click()
        expect(page).to_have_url(re.compile(name.replace(" ", r"\+")))
    page.go_back()
    expect(open_tab("Why this answer")).to_be_visible()
    expect(page.get_by_text("Why this digit")).to_be_visible()
    page.go_back()
    expect(open_tab("Follow the pixels")).to_be_visible()
    expect(heading(page, CONVOLUTION)).to_be_visible()

    page.get_by_role("tab", name="Why this answer").hover()  # and one that is pressed for long is one step too
    page.mouse.down()  # it opens at once
    expect(page).to_have_url(re.compile(r"view=Why\+this\+answer"))
    page.mouse.up()
    expect(page.get_by_text("Why this digit")).to_be_visible()
    page.go_back()
    expect(open_tab("Follow the pixels")).to_be_visible()
    expect(heading(page, CONVOLUTION)).to_be_visible()


def test_back_wins_over_a_tab_whose_run_it_interrupts(inside: OpenPage) -> None:
    page = inside("?view=Why+this+answer")
    expect(page.get_by_text("Why this digit")).to_be_visible()
    page.evaluate("""() => {  // as if the answer to the click were still on its way
        const { send } = WebSocket.prototype
        WebSocket.prototype.send = () => {}
        window.go = () => { WebSocket.prototype.send = send }
    }""")
    page.get_by_role("tab", name="What it learned").click()
    expect(page.get_by_role("tab", name="What it learned", selected=True)).to_be_visible()
    page.evaluate("""() => {
        History.prototype.pushState.call(history, {}, "", location.href.replace("Why+this+answer", "What+it+learned"))
        window.go()
    }""")
    page.go_back()
    expect(page.get_by_role("tab", name="Why this answer", selected=True)).to_be_visible()
    expect(page.get_by_text("Why this digit")).to_be_visible()
    expect(page).to_have_url(re.compile("Why"))
