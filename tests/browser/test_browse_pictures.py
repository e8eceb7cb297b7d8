"""Browse's mosaic in a real browser: filters in the address, Back and Forward, a shared link, the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks.harness import drawn, ready
from tests.support.accessibility import lasting_faults
from tests.support.looks import in_each_look
from tests.support.page_layout import nothing_is_wider_than_the_screen, takes_a_finger

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]


def tiles(page: Page) -> Locator:
    """Return all tiles of the mosaic."""
    return page.locator(".st-key-browse-mosaic [data-id]")


def digit(page: Page, label: int) -> Locator:
    """Return the button of a digit above the mosaic."""
    return page.locator(".st-key-browse-label").get_by_role("button", name=str(label), exact=True)


def heading(page: Page) -> Locator:
    """Return the heading over the selected digit."""
    return page.get_by_role("heading", level=3, name="image")


def test_filters_are_gone_back_to_and_forward_and_a_link_shows_the_same_to_somebody_else(open_page: OpenPage) -> None:
    page = open_page("/browse?digit=test-1")
    expect(tiles(page)).to_have_count(64)
    digit(page, 4).click()
    expect(page).to_have_url(re.compile(r"pictures=test\.digits-4$"))
    expect(page.get_by_text("982 of 10,000 test images match; 64 shown, page 1 of 16")).to_be_visible()
    digit(page, 9).click()
    expect(page.get_by_text("1,991 of 10,000 test images match; 64 shown, page 1 of 32")).to_be_visible()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_text("page 2 of 32")).to_be_visible()
    expect(page).to_have_url(re.compile(r"pictures=test\.digits-49\.page-2$"))
    first = tiles(page).first.get_attribute("data-id")

    somebody = open_page(page.url.partition("/browse")[1] + page.url.partition("/browse")[2])
    expect(somebody.get_by_text("page 2 of 32")).to_be_visible()
    expect(tiles(somebody).first).to_have_attribute("data-id", first or "")

    page.go_back()
    expect(page.get_by_text("page 1 of 32")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("982 of 10,000 test images match")).to_be_visible()
    expect(digit(page, 9)).to_have_attribute("aria-pressed", "false")
    page.go_back()
    expect(page.get_by_text("10,000 images, 64 shown, page 1 of 157")).to_be_visible()
    page.go_forward()
    expect(page.get_by_text("982 of 10,000 test images match")).to_be_visible()
    expect(digit(page, 4)).to_have_attribute("aria-pressed", "true")


def test_more_filters_say_what_the_address_does_and_keep_it(open_page: OpenPage) -> None:
    page = open_page("/browse?pictures=test.wrong.sure-20-90.hardest.5x5")
    expect(page.get_by_text(re.compile("of 10,000 test images match"))).to_be_visible()
    digit(page, 4).click()
    expect(page).to_have_url(re.compile(r"test\.digits-4\.wrong"))
    digit(page, 9).click()
    expect(page).to_have_url(re.compile(r"test\.digits-49\.wrong\.sure-20-90\.hardest\.5x5"))
    page.get_by_role("button", name="More filters (3)").click()
    expect(page.get_by_role("radio", name="Wrong", exact=True)).to_be_checked()
    expect(page.get_by_role("radio", name=re.compile("^5 . 5$"))).to_be_checked()
    expect(page.get_by_role("slider").first).to_have_value("20")
    expect(page.get_by_role("slider").last).to_have_value("90")
    page.get_by_role("radio", name=re.compile("^10 . 10$")).click()
    expect(page).to_have_url(re.compile(r"test\.digits-49\.wrong\.sure-20-90\.hardest\.10x10"))
    page.get_by_role("radio", name="Right and wrong", exact=True).click()
    expect(page.get_by_role("button", name="More filters (2)")).to_be_visible()
    expect(page.get_by_role("radio", name="Right and wrong", exact=True)).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="Right and wrong", exact=True)).to_have_count(0)
    digit(page, 4).click()
    expect(page).to_have_url(re.compile(r"test\.digits-9\.sure-20-90\.hardest\.10x10"))
    page.get_by_role("button", name="More filters (2)").click()
    expect(page.get_by_role("slider").first).to_have_value("20")


def test_wrong_ones_are_found_by_a_network_and_opened(open_page: OpenPage) -> None:
    page = open_page("/browse?digit=test-1", height=844)
    expect(tiles(page)).to_have_count(64)
    for _ in in_each_look(page):
        nothing_is_wider_than_the_screen(page)
    page.get_by_role("button", name="More filters").click()
    page.get_by_role("radio", name="Wrong", exact=True).click()
    expect(page.get_by_role("button", name="More filters (1)")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile(r"^\d\d of 10,000 test images match"))).to_be_visible()
    expect(tiles(page).first).to_have_text(re.compile(r"^\d \u2192 \d$"))
    tiles(page).nth(1).click()
    expect(page.get_by_text(re.compile(r"reads it as \d, .* sure: wrong\."))).to_be_visible()
    for look in in_each_look(page):
        drawn(page, "browse-picture")
        nothing_is_wider_than_the_screen(page)
        assert (look, lasting_faults(page)) == (look, [])
    name = tiles(page).nth(1).get_attribute("data-id")
    page.get_by_role("button", name="Open this digit").click()
    expect(page.get_by_role("tab", name="One digit")).to_have_attribute("aria-selected", "true")
    expect(page).to_have_url(re.compile(f"digit={name}"))
    page.go_back()
    expect(page.get_by_role("tab", name="Pictures")).to_have_attribute("aria-selected", "true")
    expect(tiles(page).nth(1)).to_have_attribute("aria-pressed", "true")


def test_tiles_are_walked_through_and_opened_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/browse?digit=test-1&pictures=test.5x5")
    expect(tiles(page)).to_have_count(25)
    ready(page)
    tiles(page).nth(1).focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    expect(tiles(page).nth(6)).to_be_focused()
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Test image 6, label 4")
    expect(tiles(page).nth(6)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Shift+ArrowRight")
    expect(heading(page)).to_have_text("Test image 7, label 9")
    expect(tiles(page).nth(7)).to_have_attribute("aria-pressed", "true")


def test_presets_and_the_largest_mosaic_fit_the_screen(open_page: OpenPage) -> None:
    page = open_page("/browse?pictures=train.16x16", height=844)
    for _ in in_each_look(page):
        expect(tiles(page)).to_have_count(256)
        nothing_is_wider_than_the_screen(page)
        takes_a_finger(tiles(page).first)
    page.get_by_role("button", name="Presets").click()
    page.get_by_role("button", name="First 20 with labels").click()
    expect(tiles(page)).to_have_count(20)
    expect(page.get_by_role("button", name="Random page")).to_have_count(0)  # they closed over what they show
    page.get_by_role("button", name="Presets").click()
    page.get_by_role("button", name="Random page").click()
    expect(page.get_by_text(re.compile(r"At random, seed \d+\."))).to_be_visible()
    for look in in_each_look(page):
        assert (look, lasting_faults(page)) == (look, [])
    address = page.url
    page.get_by_role("button", name="Another", exact=True).click()
    page.wait_for_url(lambda url: url != address)
    page.get_by_role("button", name="Show all", exact=True).click()
    expect(page.get_by_text(re.compile("54,000 images"))).to_be_visible()
