"""Numbers and doubt on Draw in a real browser: each digit with its box, the whole as text, the switch, the slider."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from benchmarks.harness import SEVEN
from core.drawing.rasterize import draw_lines
from tests.support.accessibility import serious_faults
from tests.support.draw_in_browser import OpenPage, answer, choose, ink
from tests.support.page_layout import nothing_is_wider_than_the_screen, size_of
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

FOUR = [[(60, 60), (45, 150), (115, 150)], [(95, 70), (95, 220)]]
SMALL_SEVEN = [(170, 60), (235, 60), (190, 215)]
READ_AS = "How to read what is there"


def draw_47(page: Page) -> None:
    for stroke in (*FOUR, SMALL_SEVEN):
        harness.draw_stroke(page, stroke)
    expect(answer(page, "It reads 47.")).to_be_visible()


def photo_of_47() -> bytes:
    """Return a PNG of both digits in dark ink on grey paper."""
    paths = [np.array(stroke, np.float64) * 1.5 for stroke in (*FOUR, SMALL_SEVEN)]
    ink = draw_lines(paths, 420, 16.0).astype(np.float64)
    stored = io.BytesIO()
    Image.fromarray((210 - 0.65 * ink).astype(np.uint8)).save(stored, "PNG")
    return stored.getvalue()


def text(page: Page) -> Locator:
    """Return the whole as text, as it is copied."""
    return page.get_by_test_id("stCode").locator("code")


def boxes(page: Page) -> Locator:
    return page.get_by_role("img", name="The picture, with a box round each of its 2 digits.")


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="How sure must it be?")


@pytest.mark.parametrize(("width", "dark"), harness.LOOKS.values(), ids=harness.LOOKS)
def test_two_digits_are_read_each_with_its_box_and_together_as_text(
    open_page: OpenPage, width: int, dark: bool
) -> None:
    page = open_page("/draw", width=width, height=844, dark=dark)
    draw_47(page)
    expect(text(page)).to_have_text("47")
    digits = page.get_by_role("list", name="Each digit as the network gets it").get_by_role("listitem")
    expect(digits).to_have_count(2)
    expect(digits.nth(1)).to_contain_text("7")
    expect(boxes(page)).to_have_text("47")
    until(lambda: abs(np.subtract(*size_of(boxes(page)))) < 1)  # also where its column is narrower than the picture
    page.get_by_role("radio", name="2: 7").click()
    expect(page.get_by_role("img", name="2nd digit")).to_have_count(2)  # among the others, and beside its bars
    expect(page.locator(".draw-bars tr").nth(7)).to_have_css("font-weight", "700")
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    nothing_is_wider_than_the_screen(page)
    assert serious_faults(page) == []
    page.get_by_text("Show as table: All digits and their ten probabilities").click()
    table = page.get_by_role("region", name="All digits and their ten probabilities").get_by_role("row")
    expect(table).to_have_count(3)
    nothing_is_wider_than_the_screen(page)
    page.get_by_role("button", name="Look inside this digit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inside")


def test_number_is_read_as_one_digit_and_looked_at_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/draw")
    expect(page.get_by_role("radio", name="Read as one digit")).to_have_count(0)  # nothing is drawn
    draw_47(page)
    page.get_by_role("radio", name="1: 4").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_role("img", name="2nd digit")).to_have_count(2)
    page.get_by_role("radio", name="Read as a number").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(text(page)).to_have_count(0)
    expect(answer(page, "It reads 47.")).to_have_count(0)
    choose(page, "Keyboard")
    expect(page.get_by_role("heading", level=2, name="Paint a digit here")).to_be_visible()
    choose(page, "Draw")
    expect(page.get_by_role("radio", name="Read as one digit")).to_be_checked()
    page.get_by_role("radio", name="Read as a number").click()
    expect(answer(page, "It reads 47.")).to_be_visible()


def test_photo_of_a_number_is_shown_with_its_boxes(open_page: OpenPage) -> None:
    page = open_page("/draw", width=390, height=844)
    choose(page, "Photo")
    expect(answer(page, "It reads a")).to_be_visible()  # of the example
    page.locator("input[type=file]").set_input_files(
        [{"name": "number.png", "mimeType": "image/png", "buffer": photo_of_47()}]
    )
    expect(answer(page, "It reads 47.")).to_be_visible()
    expect(text(page)).to_have_text("47")
    expect(boxes(page)).to_have_text("47")
    until(lambda: size_of(boxes(page))[0] > 300)
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    nothing_is_wider_than_the_screen(page)
    assert serious_faults(page) == []


def test_slider_makes_an_answer_unsure_and_says_what_that_costs(open_page: OpenPage) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    expect(page.get_by_text("At 60 %: ")).to_contain_text("are wrong: ")
    page.get_by_role("radio", name="Read as one digit").click()  # also of the dash below, which is none
    page.get_by_role("button", name="Clear").click()
    expect(answer(page, "Draw a digit here")).to_be_visible()
    until(lambda: ink(page) == 0)
    harness.draw_stroke(page, [(60, 140), (220, 140)])
    expect(page.locator("h2.draw-answer")).to_be_visible()  # whatever it is, the dash was read
    slider(page).press("End")
    expect(page.get_by_text("At 99 %: ")).to_contain_text("of the test digits are not answered")
    expect(answer(page, "It is not sure.")).to_be_visible()
    slider(page).press("Home")
    expect(page.get_by_text("At 0 %: all test digits are answered")).to_be_visible()
    expect(answer(page, "It reads a")).to_be_visible()
