"""How tough is it, in a real browser with the real network: images are damaged, and one is changed until it fools."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import serious_faults
from tests.support.looks import show
from tests.support.page_layout import nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]


def test_curves_grow_the_digit_is_damaged_and_the_smallest_change_fools(open_page: Callable[..., Page]) -> None:
    page = open_page("/evaluate?show=Trust&digit=test-2")
    page.get_by_role("button", name="Damage and count").click()
    expect(page.get_by_text(re.compile(r"pretrained: [1-9] of 9 conditions, about .* left"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Rotation, 20 degrees: 9\d\.\d % of 2,000 test images"))).to_be_visible()
    strength = page.get_by_role("slider", name="How strongly")
    strength.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("img", name="The selected digit, a 1: Rotation, 40 degrees")).to_be_visible()
    expect(page.get_by_text("Rotation, 40 degrees: ")).to_be_visible()
    expect(page.locator(".st-key-tough-curves .scatterlayer .trace")).to_have_count(2)  # the line, and where it stands
    page.get_by_role("radio", name="Occlusion").press("Space")
    expect(page.get_by_role("img", name="The selected digit, a 1: Occlusion, 12 pixels")).to_be_visible()
    page.get_by_role("button", name="Find the smallest change").click()
    found = page.get_by_text(re.compile(r"It is enough to move each pixel by (\d+) of 255 or less"))
    expect(found).to_be_visible()
    size = int(re.search(r"by (\d+) of 255", found.inner_text())[1])
    expect(page.get_by_text(re.compile(rf"PGD, {size} of 255: a 1 is read as an? \d"))).to_be_visible()
    page.get_by_role("slider", name="How far each pixel may move").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text(f"PGD, {size - 1} of 255: it still reads a 1")).to_be_visible()
    show(page, width=390, dark=True)
    page.get_by_text("What does this mean?").scroll_into_view_if_needed()
    nothing_is_wider_than_the_screen(page)
    assert serious_faults(page) == []
