"""Follow the pixels in a real browser: before a function, part by part, over many digits, by link, and to the end."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks.harness import drawn
from core.inference.pretrained import pretrained
from models.layers import Conv2D, Flatten
from tests.support.accessibility import serious_faults
from tests.support.page_layout import nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
LAYERS = pretrained().network.spec.layers
DEEP = max(place for place, layer in enumerate(LAYERS, start=1) if isinstance(layer, Conv2D))
FLATTEN = next(place for place, layer in enumerate(LAYERS, start=1) if isinstance(layer, Flatten))


def title(page: Page) -> Locator:
    """Return the line that names the cell and its value."""
    return page.get_by_text(re.compile(r"^Map \d+, row \d+, column \d+.*: "))


def test_cell_by_link_is_followed_through_its_function_its_parts_and_2000_digits(open_page: OpenPage) -> None:
    page = open_page(f"/inside?digit=test-1&layer={DEEP}&map=9&cell=1,2")
    expect(title(page)).to_have_text(re.compile(r"^Map 9, row 1, column 2: "))
    value = title(page).inner_text().rsplit(": ", 1)[1]
    page.get_by_role("radio", name="Before ReLU").click()
    expect(title(page)).to_have_text(f"Map 9, row 1, column 2, before ReLU: {value}")  # ReLU keeps what is above 0
    drawn(page, f"inside-maps-{DEEP - 1}")
    page.get_by_role("button", name="Next cell").click()
    expect(title(page)).to_have_text(re.compile(r"^Map 9, row 1, column 3, before ReLU: "))
    expect(page).to_have_url(re.compile(r"map=9&cell=1%2C3"))

    page.get_by_text(re.compile(r"^What ReLU does: \d")).click()
    figure = page.get_by_role("img", name=re.compile(r"values are below 0 and become 0"))
    expect(figure).to_be_visible()
    expect(figure.locator("[style*='svg']")).to_be_visible()  # the curve came through
    page.get_by_role("button", name="Look at 2,000 digits").click()
    expect(page.get_by_text(re.compile(r"Map 9 is 0 for [\d,]+ of 2,000 digits \("))).to_be_visible()
    page.get_by_text("All kernels of this layer").click()
    expect(page.get_by_role("figure", name=re.compile(r"^Map 9 as a sum: "))).to_be_visible()
    drawn(page, "inside-kernel-table")
    assert serious_faults(page) == []

    page.reload()
    expect(title(page)).to_have_text(re.compile(r"^Map 9, row 1, column 3: "))


def test_phone_in_the_dark_has_flatten_both_ways_and_a_temperature_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(f"/inside?digit=test-1&layer={FLATTEN}", width=390, height=844, dark=True)
    position = page.get_by_role("spinbutton", name=re.compile("^Position, 0 to"))
    position.fill("70")
    position.press("Enter")
    rows, columns, maps = pretrained().network.spec.rows()[FLATTEN - 1].input_shape
    cell, number = divmod(70, maps)
    row, column = divmod(cell, columns)
    said = f"Row {row}, column {column}, map {number} goes to position"
    expect(page.get_by_text(re.compile(f"^{said}"))).to_be_visible()
    expect(page).to_have_url(re.compile(rf"map={number}&cell={row}%2C{column}"))
    field = page.get_by_role("spinbutton", name=re.compile("^Row, 0 to"))
    field.fill(str(rows - 1))
    field.press("Enter")
    expect(position).to_have_value(str(((rows - 1) * columns + column) * maps + number))
    drawn(page, f"inside-maps-{FLATTEN - 1}")
    nothing_is_wider_than_the_screen(page)
    assert serious_faults(page) == []

    page.locator(".st-key-inside-strip button").nth(len(LAYERS)).click()
    slider = page.get_by_role("slider", name="Temperature")
    expect(page.get_by_text(re.compile("^At 1 the 2 has .*, as the network says it"))).to_be_visible()
    slider.focus()
    page.keyboard.press("End")
    expect(page.get_by_text(re.compile(r"^At 5 the 2 has \S+ % instead of over 99"))).to_be_visible()
    expect(page.get_by_role("columnheader", name="At 5")).to_be_visible()
    nothing_is_wider_than_the_screen(page)
    assert serious_faults(page) == []
