"""Evaluate's tab "Mistakes" in a real browser: a round of naming by keyboard alone, and the way from a mistake on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from tests.support.accessibility import serious_faults
from tests.support.page_layout import ends_above, nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
PAD, NAMED, GALLERY = (f".st-key-evaluate-{name}" for name in ("naming-pad", "named-tiles", "gallery-tiles"))
SCORES = re.compile(r"You: (\d+) of 10 in [\d.]+\ss\. The network: (\d+) of 10 in (under )?[\d.]+\ss\.")


def tab_to(page: Page, element: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(40):
        if element.evaluate("element => element.getRootNode().activeElement === element"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not reach it")


@pytest.mark.parametrize(("width", "dark"), harness.LOOKS.values(), ids=harness.LOOKS)
def test_round_by_keyboard_ends_with_both_scores_and_a_mistake_opens_in_inside(
    open_page: OpenPage, width: int, dark: bool
) -> None:
    page = open_page("/evaluate?show=Mistakes", width=width, height=844 if dark else 800, dark=dark)
    begin = page.get_by_role("button", name="Begin")
    expect(page.locator(f"{GALLERY} button").first).to_be_visible()
    tab_to(page, begin)
    page.keyboard.press("Enter")
    pad = page.locator(PAD)
    answers = pad.get_by_role("group", name="Which digit is it?").get_by_role("button")
    expect(answers.first).to_be_focused()
    expect(page.locator(GALLERY)).to_have_count(0)
    ends_above(answers.last, 844 if dark else 800)
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    for place in range(1, 11):
        expect(pad.get_by_text(f"{place} of 10", exact=True)).to_be_visible()
        expect(pad.get_by_role("img", name=f"Picture {place} of 10")).to_be_visible()
        expect(answers.nth(6)).to_be_focused()
        page.keyboard.press("Enter")
    scores = page.get_by_text(SCORES)
    expect(scores).to_be_visible()
    ten = page.locator(f"{NAMED} button")
    expect(ten).to_have_count(10)
    right, its_right, _ = SCORES.search(scores.inner_text()).groups()
    said = [tile.inner_text() for tile in ten.all()]
    assert sum("\N{CHECK MARK} you: 6" in tile for tile in said) == int(right)
    assert sum("\N{CHECK MARK} it" in tile for tile in said) == int(its_right) == 5
    tile = page.locator(f"{GALLERY} button").first
    walks_by_keyboard(page)
    page.keyboard.press("Enter")
    expect(tile).to_have_attribute("aria-pressed", "true")
    index = tile.get_attribute("data-index")
    expect(page).to_have_url(re.compile(rf"digit=test-{index}(&|$)"))
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)
    page.locator(f"{GALLERY}-ways").get_by_role("link", name="Open in Inside").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inside")
    expect(page).to_have_url(re.compile(rf"/inside\?.*digit=test-{index}"))


def walks_by_keyboard(page: Page) -> None:
    """Go through the gallery, which is one stop of the Tab key, and back to its first picture."""
    tiles, links = page.locator(f"{GALLERY} button"), page.locator(f"{GALLERY} a")
    tiles.first.focus()
    page.keyboard.press("End")
    expect(tiles.last).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(tiles.nth(-2)).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"{GALLERY} .tile").nth(columns(page)).locator("button")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".st-key-gallery-more button")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(tiles.first).to_be_focused()


def columns(page: Page) -> int:
    style = page.locator(f"{GALLERY} .tiles").evaluate("tiles => getComputedStyle(tiles).gridTemplateColumns")
    return len(style.split())


def test_double_click_names_one_picture_and_a_reload_goes_on(open_page: OpenPage) -> None:
    page = open_page("/evaluate?show=Mistakes")
    page.get_by_role("button", name="Begin").click()
    answers = page.locator(PAD).get_by_role("group").get_by_role("button")
    answers.nth(3).dblclick()
    expect(page.locator(PAD).get_by_text("2 of 10", exact=True)).to_be_visible()
    answers.nth(4).click()
    expect(page.locator(PAD).get_by_text("3 of 10", exact=True)).to_be_visible()
    page.reload()
    expect(page.locator(PAD).get_by_text("3 of 10", exact=True)).to_be_visible()
    page.get_by_role("button", name="Stop this round").click()
    expect(page.locator(f"{GALLERY} button").first).to_be_visible()
