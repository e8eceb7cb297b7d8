"""One digit of Browse in a real browser, on real MNIST with the real engine."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.accessibility import serious_faults
from tests.support.page_layout import begins_above, ends_above, nothing_is_wider_than_the_screen
from tests.support.quick_presses import press_quickly

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
TAB = "/browse?browse=One+digit&digit=test-4"


def cells(page: Page) -> Locator:
    """Return the digit's cells."""
    return page.locator(".st-key-one-picture table")


def step(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def fits_and_axe_finds_nothing_serious(page: Page) -> None:
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)


def changed(page: Page, count: str) -> Locator:
    """Return the sentence that counts the changed pixels."""
    return page.get_by_text(re.compile(rf"\b{count} changed; it (was|read)"))


def test_five_quick_presses_are_five_digits_further(open_page: OpenPage) -> None:
    page = open_page(TAB)
    expect(page.get_by_role("heading", name="Test image 4, label 4")).to_be_visible()
    press_quickly(page.get_by_role("button", name="Next digit"), "one-digit+1", 5)
    expect(page.get_by_role("heading", name="Test image 9, label 9")).to_be_visible()
    expect(page).to_have_url(re.compile("digit=test-9"))


def test_ladder_goes_from_the_picture_to_one_hot_with_back(open_page: OpenPage) -> None:
    page = open_page(TAB)
    expect(page.get_by_text("a vote of them would read 4")).to_be_visible()
    ends_above(cells(page), 800)
    expect(page.get_by_role("img", name=re.compile("^Test image 4 is a 4"))).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)

    step(page, "Numbers")
    expect(cells(page).get_by_text("255", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("step=numbers"))
    cells(page).locator("td").nth(17 * 28 + 13).click()
    expect(page.get_by_text(re.compile("^Row 17, column 13: 252 of 255"))).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Row, 0 to 27")).to_have_value("17")
    fits_and_axe_finds_nothing_serious(page)

    step(page, "784 in a row")
    strip = page.get_by_role("img", name=re.compile("the chosen pixel is number 489"))
    expect(strip).to_be_visible()
    ends_above(cells(page), 800)
    row = page.get_by_role("spinbutton", name="Row, 0 to 27")
    row.fill("0")
    row.press("Enter")
    expect(page.get_by_text(re.compile(r"^Row 0, column 13: its index in the row is"))).to_be_visible()
    expect(cells(page).locator("td.here")).to_have_attribute("data-place", "13")
    fits_and_axe_finds_nothing_serious(page)

    step(page, "One-hot")
    expect(page.get_by_role("img", name="Ten numbers: 1 at place 4")).to_be_visible()
    expect(page.get_by_text(re.compile("where the 1 is"))).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)
    page.go_back()
    expect(page.get_by_role("radio", name="784 in a row")).to_be_checked()
    expect(cells(page)).to_be_visible()


def test_neighbour_opens_and_next_digit_by_key(open_page: OpenPage) -> None:
    page = open_page(TAB)
    tiles = page.get_by_role("figure", name=re.compile("^The nearest training images")).get_by_role("button")
    expect(tiles).to_have_count(10)
    tiles.first.press("Enter")
    expect(page).to_have_url(re.compile("digit=train-"))
    expect(page.get_by_text("It is a training image itself")).to_be_visible()
    heading = page.get_by_role("heading", level=3).first
    before = heading.inner_text()
    page.get_by_role("heading", name="Browse").click()  # the focus on no field
    page.keyboard.press("Shift+ArrowRight")
    expect(heading).not_to_have_text(before)
    page.get_by_text("How often each value occurs").click()
    expect(page.get_by_text("of its 784 pixels are 0")).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)


def test_digit_is_changed_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(TAB)
    pad = page.get_by_role("application", name=re.compile("^Editor of 28"))
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    bars = page.get_by_role("table", name="How sure the network is of each digit")
    before = bars.inner_text()
    pad.focus()
    for key in (*["ArrowUp"] * 8, *["ArrowLeft"] * 1, *["Shift+ArrowRight"] * 4):  # a roof over the 4
        page.keyboard.press(key)
    expect(changed(page, "5 pixels")).to_be_visible()
    expect(page.get_by_text("It now reads 9")).to_be_visible()
    assert bars.inner_text() != before
    expect(page.get_by_text("row 5, column 16: 255 of 255, it was 0")).to_be_visible()
    expect(pad).to_be_focused()
    page.keyboard.press(" ")
    expect(changed(page, "4 pixels")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(changed(page, "5 pixels")).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)

    page.get_by_role("tab", name="Pictures", exact=True).click()
    page.wait_for_selector(".st-key-browse-mosaic")
    page.get_by_role("tab", name="One digit", exact=True).click()
    expect(changed(page, "5 pixels")).to_be_visible()
    page.get_by_role("button", name="Find few pixels").press("Enter")
    expect(page.get_by_text(re.compile(r"^\d+ pixels? do(es)? it:"))).to_be_visible()
    expect(page.get_by_text("It now reads 9")).to_be_visible()
    page.get_by_role("button", name="Back to the original").press("Enter")
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    page.get_by_role("button", name="What would help most?").press("Enter")
    expect(page.get_by_text(re.compile("helps most: 9 would go from"))).to_be_visible()
    page.get_by_role("button", name="Flip it").press("Enter")
    expect(changed(page, "1 pixel")).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)


def test_five_quick_clicks_are_undone_one_by_one(open_page: OpenPage) -> None:
    page = open_page(TAB)
    pad = page.get_by_role("application", name=re.compile("^Editor of 28"))
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    expect(page.get_by_text("a vote of them would read 4")).to_be_visible()  # what comes last, above the pad
    expect(
        page.get_by_role("figure", name=re.compile("^The nearest training images")).get_by_role("button")
    ).to_have_count(10)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    side = box["width"] / 28
    for column in range(5):
        page.mouse.click(box["x"] + (2.5 + 2 * column) * side, box["y"] + 2.5 * side)
    expect(changed(page, "5 pixels")).to_be_visible()
    for left in ("4 pixels", "3 pixels", "2 pixels", "1 pixel"):
        page.get_by_role("button", name="Undo").click()
        expect(changed(page, left)).to_be_visible()


def test_phone_in_the_dark_is_touched(open_page: OpenPage) -> None:
    page = open_page(f"{TAB}&step=numbers", width=390, height=844, dark=True, has_touch=True, is_mobile=True)
    expect(page.get_by_text("a vote of them would read 4")).to_be_visible()
    begins_above(cells(page), 844 * 0.75)
    expect(page.get_by_text("The middle 20 × 20; all round it are only 0s.")).to_be_visible()
    assert cells(page).locator("td:visible").first.evaluate("cell => parseFloat(getComputedStyle(cell).fontSize)") >= 9
    cells(page).locator("td").nth(10 * 28 + 19).tap()
    expect(page.get_by_text(re.compile("^Row 10, column 19: 255 of 255, full ink"))).to_be_visible()
    expect(page.get_by_text("Row 10 as text")).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)
    step(page, "784 in a row")
    expect(page.get_by_role("img", name=re.compile("the chosen pixel is number 299"))).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)

    pad = page.get_by_role("application", name=re.compile("^Editor of 28"))
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    side = box["width"] / 28
    page.touchscreen.tap(box["x"] + 14.5 * side, box["y"] + 5.5 * side)
    expect(changed(page, "1 pixel")).to_be_visible()
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)
