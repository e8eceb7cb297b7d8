"""A network is broken in a real browser, with the real engine, kept, and taken to Draw."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.accessibility import serious_faults
from tests.support.page_layout import begins_above, ends_above, nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

ADDRESS = "/inside?digit=test-1&view=Break+it"
SCORE = re.compile(r"^Of the first 2,000 test images it read 1,\d{3} right; now ")


def tile(page: Page, number: int, *, within: str = "break-tiles") -> Locator:
    """Return the button of a filter."""
    return page.locator(f".st-key-{within}").get_by_role("button", name=re.compile(rf"Filter {number}[,:]"))


def test_filters_are_switched_off_ranked_and_what_is_left_is_kept_and_taken_to_draw(open_page) -> None:
    page = open_page(ADDRESS, width=1280, height=800)
    expect(page.get_by_text(re.compile(r"^Of the first 2,000 test images it reads 1,\d{3} right"))).to_be_visible()
    for part in (page.locator(".st-key-break-bars table"), tile(page, 15), page.locator(".st-key-break-score p")):
        ends_above(part, 800)
    tile(page, 3).click()
    expect(tile(page, 3)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text(SCORE)).to_be_visible()
    expect(page.get_by_text("Layer 1, Conv 16: filter 3 off")).to_be_visible()
    expect(page).to_have_url(re.compile(r"broken=[0-9a-f]{8}_o1\.3"))
    tile(page, 7).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Layer 1, Conv 16: filters 3, 7 off")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Layer 1, Conv 16: filters 3, 7 off")).to_be_visible()
    page.get_by_role("button", name="Undo").wait_for()
    tile(page, 7).click()
    expect(page.get_by_text("Layer 1, Conv 16: filter 3 off")).to_be_visible()

    page.get_by_role("button", name="Rank the filters of this layer").click()
    expect(page.get_by_text(re.compile(r"^Without (any one )?filter"))).to_be_visible()
    expect(page.locator(".st-key-break-ranking").get_by_role("button")).to_have_count(16)
    page.get_by_role("button", name="Draw the curve").click()
    expect(page.locator(".st-key-break-curve .scatterlayer path.js-line")).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_role("button", name="Save a figure").click()
    figures = page.get_by_role("dialog").get_by_role("listitem")
    for name in ("16 filters, 1 off", "16 filters, the one missed most first"):
        expect(figures.filter(has_text=name)).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Keep it as a model").click()
    expect(page.get_by_text("which was changed here and kept")).to_be_visible()
    expect(page.get_by_text("Nothing is changed yet")).to_be_visible()
    page.locator(".st-key-break-kept").get_by_role("link", name="Now with your own handwriting").click()
    expect(page).to_have_url(re.compile(r"/draw\?.*model=file-[0-9a-f]{32}"))
    expect(page.get_by_role("button", name=re.compile("Model, changed here: Pretrained, Layer 1"))).to_be_visible()


def test_phone_in_the_dark_has_answer_and_filters_that_fit(open_page) -> None:
    page = open_page(ADDRESS, width=390, height=844, dark=True)
    expect(page.get_by_text(re.compile(r"^Of the first 2,000 test images it reads"))).to_be_visible()
    begins_above(page.locator(".st-key-break-bars table"), 844)
    page.get_by_role("button", name="All off").click()
    expect(page.get_by_text(SCORE)).to_be_visible()
    expect(page.get_by_text("Layer 1, Conv 16: all 16 filters off")).to_be_visible()
    nothing_is_wider_than_the_screen(page)
    assert serious_faults(page) == []
    page.get_by_role("button", name="Put it all back").click()
    expect(page.get_by_text("Nothing is changed yet")).to_be_visible()
    scale = page.get_by_role("slider", name="Scale its weights")
    scale.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Layer 1, Conv 16: weights × 0.7")).to_be_attached()
    expect(page.locator(".stSlider", has_text="Scale its weights")).to_be_in_viewport()
    expect(page.get_by_text(re.compile("^It read a 2, "))).to_be_in_viewport()  # and the label's line with it
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Nothing is changed yet")).to_be_visible()
