"""Browse's tab Classes in a real browser, on real MNIST: pointer and keyboard, desktop and phone, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.accessibility import serious_faults
from tests.support.page_layout import begins_above, ends_above, nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
TAB = "/browse?browse=Classes"


def means(page: Page, what: str = "mean images of the training images") -> Locator:
    """Return the ten tiles."""
    return page.get_by_role("figure", name=f"Ten {what}", exact=False).get_by_role("button")


def title(page: Page, text: str) -> Locator:
    return page.get_by_role("heading", level=3, name=text, exact=True)


def rows_of_tiles(tiles: Locator) -> int:
    """Return in how many rows ten tiles stand."""
    return len(set(tiles.evaluate_all("tiles => tiles.map(tile => Math.round(tile.getBoundingClientRect().y))")))


def fits_and_axe_finds_nothing_serious(page: Page) -> None:
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)


def test_classes_are_compared_and_a_typical_image_is_taken_in_hand(open_page: OpenPage) -> None:
    page = open_page(TAB, width=1280, height=800)
    card = page.get_by_role("table").filter(has_text="x_train")
    expect(card.first).to_contain_text("(60000, 28, 28)")
    ends_above(card.nth(1), 800)
    page.get_by_role("radio", name="For a convolution").click()
    expect(card.nth(1)).to_contain_text("(54000, 28, 28, 1)")

    expect(means(page)).to_have_count(10)
    assert rows_of_tiles(means(page)) == 1
    expect(title(page, "4 minus 9")).to_be_visible()
    expect(page.get_by_text("1,752 of 1,991 test images of the two are told apart (88.0 %)")).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)

    means(page).nth(3).click()
    expect(title(page, "3 minus 9")).to_be_visible()
    expect(means(page).nth(3)).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile(r"class-a=3\b"))
    page.get_by_role("radio", name="Spread").click()
    expect(means(page, "pictures of the spread of the training images")).to_have_count(10)

    page.get_by_text("Most and least typical images of A").click()
    typical = page.get_by_role("figure", name="Most typical: 10 images of 3").get_by_role("button")
    expect(typical).to_have_count(10)
    expect(page.get_by_role("figure", name="Least typical: 10 images of 3").get_by_role("button")).to_have_count(10)
    fits_and_axe_finds_nothing_serious(page)
    index = re.findall(r"\d[\d,]*\d", typical.first.get_attribute("aria-label") or "")[0]
    typical.first.click()
    expect(page.get_by_text(f"Training image {index}, label 3, is in hand.")).to_be_visible()
    expect(page.get_by_role("button", name=f"Digit: training image {index}")).to_be_visible()
    page.get_by_role("button", name="Open it in One digit").click()
    expect(page.get_by_role("tab", name="One digit")).to_have_attribute("aria-selected", "true")
    expect(page).to_have_url(re.compile(rf"digit=train-{index.replace(',', '')}\b"))

    page.go_back()
    expect(page.get_by_role("tab", name="Classes")).to_have_attribute("aria-selected", "true")


def test_all_is_there_on_a_phone_in_the_dark_and_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(f"{TAB}&class-a=7&class-b=1&class-split=test", width=390, height=844, dark=True)
    begins_above(page.get_by_role("table").filter(has_text="x_train").first, 844)
    tiles = means(page, "mean images of the test images")
    expect(tiles).to_have_count(10)
    assert rows_of_tiles(tiles) == 2
    expect(page.get_by_text("of 2,163 test images of the two are told apart")).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)

    tiles.nth(2).focus()
    page.keyboard.press("Enter")
    expect(title(page, "2 minus 1")).to_be_visible()
    expect(tiles.nth(2)).to_be_focused()  # a keyboard goes on from there
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(title(page, "3 minus 1")).to_be_visible()
    swap = page.get_by_role("button", name="Swap A and B")
    swap.focus()
    page.keyboard.press("Enter")
    expect(title(page, "1 minus 3")).to_be_visible()
    page.locator("summary").filter(has_text="Most and least typical images of A").press("Enter")
    page.get_by_role("figure", name="Most typical: 10 images of 1").get_by_role("button").last.press("Enter")
    expect(page.get_by_text(re.compile("^Test image [0-9,]+, label 1, is in hand"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^For each of 784 pixels"))).to_be_visible()
    page.locator("summary").filter(has_text="how many there are of each label").press("Enter")
    fits_and_axe_finds_nothing_serious(page)


def test_what_the_address_cannot_mean_has_a_way_back(open_page: OpenPage) -> None:
    page = open_page(f"{TAB}&class-a=12&class-split=nothing")
    expect(title(page, "4 minus 9")).to_be_visible()
    said = page.get_by_text("The address asks for something that is not there")
    expect(said).to_be_visible()
    page.get_by_role("button", name="Take it out of the address").click()
    expect(said).to_have_count(0)
    expect(page).to_have_url(re.compile("^(?!.*class-a).*browse=Classes"))
