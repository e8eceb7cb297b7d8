"""What Draw explains below its answer, in a real browser: the step that makes the difference, how like MNIST it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from benchmarks.harness import SEVEN
from tests.support.accessibility import lasting_faults, serious_faults
from tests.support.draw_in_browser import OpenPage, answer, prepared
from tests.support.looks import in_each_look
from tests.support.page_layout import nothing_is_wider_than_the_screen
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

CORNER = [(22 + 0.16 * x, 12 + 0.16 * y) for x, y in SEVEN]  # small, and far from the middle
IN_A_ROW = dict(zip(harness.LOOKS, (6, 3), strict=True))


def tops(page: Page) -> list[int]:
    """Return how far down each version's picture lies."""
    return page.locator(".draw-ladder li").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")


def test_small_seven_in_the_corner_flips_and_the_step_is_named(open_page: OpenPage) -> None:
    page = open_page("/draw", height=844)
    harness.draw_stroke(page, CORNER)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    ladder = page.get_by_role("figure", name="Which step makes the difference?")
    expect(ladder.get_by_role("listitem")).to_have_count(6)
    expect(ladder.locator(".draw-ladder-step")).to_have_text(re.compile(r"it reads an? [0-689]; .* it reads a 7: "))
    expect(ladder.get_by_text("Turns here")).to_have_count(1)
    expect(ladder.get_by_role("listitem").last).to_contain_text("reads 7")
    expect(ladder.get_by_role("listitem").first).not_to_contain_text("reads 7")
    last = ladder.get_by_role("img").last.evaluate("picture => picture.style.mask")
    assert last == prepared(page).evaluate("picture => picture.style.mask")
    for look in in_each_look(page):
        until(lambda look=look: len(set(tops(page))) == 6 // IN_A_ROW[look])
        nothing_is_wider_than_the_screen(page)
        assert (look, lasting_faults(page)) == (look, [])


def test_digit_is_compared_with_the_training_images_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, [(140, 40), (140, 240)])
    expect(answer(page, "It reads a 1.")).to_be_visible()
    page.locator("summary").filter(has_text="Is my digit like MNIST?").focus()
    page.keyboard.press("Enter")
    advice = page.locator(".draw-likeness-advice")
    expect(advice).to_have_text(re.compile("^Your 1 "))
    expect(page.locator(".draw-likeness")).to_contain_text("the training images of a 1, all 6,742 of them")
    nearest = page.get_by_role("figure", name="The five nearest training images")
    expect(nearest.get_by_role("listitem")).to_have_count(5)
    expect(nearest.get_by_role("listitem").first).to_contain_text("label 1")
    expect(nearest).to_contain_text("among all 60,000 training images")
    compared = page.locator(".st-key-draw-like-digit-draw")
    compared.get_by_role("radio", name="0", exact=True).click()
    expect(advice).to_have_text(re.compile("^Your 0 is narrower than all of MNIST's 0s: draw it wider"))
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    assert serious_faults(page) == []
