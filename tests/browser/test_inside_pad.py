"""A digit is painted with the keyboard alone on Inside, in a real browser, and what is shown follows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import serious_faults
from tests.support.page_layout import nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def open_pad(page: Page) -> None:
    """Open the pad with the keyboard alone; the focus stands on it."""
    expect(page.get_by_text("It reads a 2")).to_be_visible()
    page.get_by_role("button", name="Draw your own").focus()
    press(page, "Enter")
    expect(page.get_by_text("Draw a digit here")).to_be_visible()
    page.get_by_role("button", name="Draw with the keyboard").focus()
    press(page, "Enter")
    expect(page.get_by_role("button", name="Draw with a pen")).to_be_focused()  # the same button: its other side
    pad = page.get_by_role("application", name="Pad of 28 × 28 pixels")
    expect(pad).to_be_visible()
    press(page, "Tab", "Tab")  # over the row of tabs
    expect(pad).to_be_focused()
    expect(page.get_by_text("row 13, column 13: paper")).to_be_visible()


def paint_a_seven(page: Page) -> None:
    press(page, *["ArrowUp"] * 8, *["ArrowLeft"] * 4, *["Shift+ArrowRight"] * 9, *["Shift+ArrowDown"] * 3)
    press(page, *["Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowLeft"] * 7)


def test_layers_follow_a_seven_painted_with_the_keyboard_and_what_is_undone(open_page) -> None:
    page = open_page("/inside?digit=test-1")
    open_pad(page)
    paint_a_seven(page)
    expect(page.get_by_text("It reads a 7")).to_be_visible()
    expect(page.get_by_text("Each change of a pixel is followed.")).to_be_visible()
    expect(page.get_by_text("The label says")).to_be_hidden()
    expect(page.get_by_role("application", name="Pad of 28 × 28 pixels")).to_be_focused()
    assert serious_faults(page) == []
    page.get_by_role("tab", name="Why this answer", exact=True).click()
    why = page.get_by_role("tabpanel", name="Why this answer")  # the other tab's pad may stand for a while yet
    expect(why.get_by_text("row 13, column 13: paper")).to_be_visible()  # a new pad, with what was painted
    why.get_by_role("button", name="Clear").click()
    expect(why.get_by_text("The last picture stays")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(why.get_by_text("Each change of a pixel is followed.")).to_be_visible()
    page.reload()
    open_pad(page)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()  # the browser kept it, and it is not followed
    expect(page.get_by_text("It reads a 2")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It reads a 7")).to_be_visible()


def test_phone_in_the_dark_breaks_a_network_that_reads_what_is_painted(open_page) -> None:
    page = open_page("/inside?digit=test-1&view=Break+it", width=390, height=844, dark=True)
    open_pad(page)
    paint_a_seven(page)
    expect(page.get_by_text("It reads a 7")).to_be_visible()
    nothing_is_wider_than_the_screen(page)
    assert serious_faults(page) == []
    page.get_by_role("button", name="Draw with a pen").click()
    expect(page.get_by_role("img", name="Drawing area")).to_be_visible()
    expect(page.get_by_text("Draw a digit here")).to_be_visible()
    expect(page.get_by_text("It reads a 7")).to_be_visible()
