"""The app in a narrow window: on a phone, with a finger, and where a large zoom leaves 640 x 400 pixels."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from core.inference.pretrained import pretrained
from pages.text import pages as page_texts
from pages.text.pages import PageText
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
LAST_LAYER = len(pretrained().network.spec.layers)
IN_A_ROW = """group => {
    const choices = [...group.querySelectorAll("[role=radio], [role=toolbar] button")]
    const tops = choices.map(choice => choice.getBoundingClientRect().top)
    return [...new Set(tops)].map(top => tops.filter(other => other === top).length)
}"""
HEAD_IS_IN_ORDER = """() => {
    const box = selector => document.querySelector(selector).getBoundingClientRect()
    const lead = document.querySelector(".st-key-page-head").parentElement.nextElementSibling.getBoundingClientRect()
    const buttons = [...document.querySelectorAll(".st-key-selected-controls button")].map(one => one.closest("div"))
    return lead.top - box(".st-key-page-head").bottom >= 4 && buttons.every(one => one.offsetHeight < 45)
        && document.querySelector("[data-testid=stMain]").scrollWidth <= innerWidth
}"""


def choose_in_menu(page: Page, chosen: PageText, choose: Callable[[Locator], None]) -> None:
    """Change the page as a person does, and see that the menu closes after it and leaves the page the focus."""
    menu = page.get_by_test_id("stSidebar")
    choose(page.get_by_role("button", name="Expand sidebar"))
    expect(menu).to_have_attribute("data-collapsed", "false")
    link = menu.get_by_role("link", name=chosen.title)
    expect(link).to_be_in_viewport(ratio=1)
    choose(link)
    expect(page.get_by_role("heading", level=1)).to_have_text(chosen.title)
    expect(menu).to_have_attribute("data-collapsed", "true")
    expect(menu.get_by_text(chosen.title)).not_to_be_in_viewport()
    expect(page.get_by_test_id("stMain")).to_be_focused()


def choices(page: Page, key: str, count: int) -> Locator:
    """Return a group of choices once all of them are there."""
    group = page.locator(f".st-key-{key}")
    expect(group.get_by_role("radio")).to_have_count(count)
    return group


def are_in_rows(group: Locator, counts: list[int]) -> None:
    """Wait until as many choices stand side by side in each row."""
    until(lambda: group.evaluate(IN_A_ROW) == counts)


def test_phone_has_a_menu_that_closes_even_rows_of_ten_and_one_strip_of_layers(open_page: OpenPage) -> None:
    page = open_page("/?digit=test-18", width=390, height=844, has_touch=True, is_mobile=True)
    are_in_rows(choices(page, "start-guess", 10), [5, 5])  # the 9 is not left alone
    for chosen in (page_texts.BROWSE, page_texts.BROWSE):  # also the page that is seen already
        choose_in_menu(page, chosen, Locator.tap)
    are_in_rows(page.locator(".st-key-browse-label"), [10])
    expect(page.get_by_role("button", name="Next digit")).to_be_visible()
    expect(page.locator("kbd >> visible=true")).to_have_count(0)  # no keys are told to a finger
    harness.drawn(page, "browse-picture")
    expect(page.locator(".modebar-container >> visible=true")).to_have_count(0)  # nothing covers a digit
    page.wait_for_function(HEAD_IS_IN_ORDER)
    choose_in_menu(page, page_texts.INSIDE, Locator.tap)
    strip = choices(page, "inside-strip", LAST_LAYER + 1)
    are_in_rows(strip, [LAST_LAYER + 1])
    page.wait_for_function(HEAD_IS_IN_ORDER)
    strip.get_by_role("radio").last.tap()  # it is swiped into view
    are_in_rows(choices(page, "inside-digit", 10), [5, 5])
    page.reload()
    choices(page, "inside-strip", LAST_LAYER + 1)
    expect(strip.get_by_role("radio").last).to_be_in_viewport(ratio=0.9)  # the strip begins at the chosen layer
    expect(strip.get_by_role("radio").first).not_to_be_in_viewport()


def test_zoom_has_a_menu_that_closes_and_a_strip_that_fills_the_width(open_page: OpenPage) -> None:
    page = open_page("/", width=640, height=400)
    choose_in_menu(page, page_texts.BROWSE, Locator.click)
    expect(page.locator("kbd >> visible=true")).not_to_have_count(0)  # they are told to a keyboard
    choose_in_menu(page, page_texts.TRAIN, lambda found: found.press("Enter"))
    choose_in_menu(page, page_texts.INSIDE, Locator.click)
    strip = choices(page, "inside-strip", LAST_LAYER + 1)
    until(lambda: len(strip.evaluate(IN_A_ROW)) == 2)
    page.wait_for_function(HEAD_IS_IN_ORDER)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function(
        "group => group.lastElementChild.getBoundingClientRect().right > group.getBoundingClientRect().right - 4",
        arg=strip.get_by_role("radiogroup").element_handle(),
    )
