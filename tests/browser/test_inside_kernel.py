"""A kernel set by hand, a picture shifted and a drawing that goes on, in a real browser with the real engine."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from benchmarks.harness import draw_stroke, drawn
from tests.support.accessibility import serious_faults
from tests.support.draw_page import SEVEN
from tests.support.page_layout import nothing_is_wider_than_the_screen
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
EDGE = "1,1,1,0,0,0,-1,-1,-1"
TYPED = "\N{MINUS SIGN}0,5"


@pytest.fixture
def inside(open_page: OpenPage) -> OpenPage:
    """Return a function that opens Inside and waits until the network has answered."""

    def opened(query: str = "", **options) -> Page:
        page = open_page(f"/inside?digit=test-1{query}", **options)
        expect(page.get_by_text("It reads a 2")).to_be_visible()
        return page

    return opened


def test_kernel_is_set_by_keyboard_alone_kept_over_a_reload_and_pooling_shows_a_shift(inside: OpenPage) -> None:
    page = inside(width=390, height=844)
    page.get_by_role("radio", name="My own kernel").click()
    page.get_by_role("radio", name="Dense above, sparse below").click()
    expect(page).to_have_url(re.compile(f"kernel={EDGE.replace(',', '(,|%2C)')}$"))
    title = page.get_by_text(re.compile(r"^Row \d+, column \d+ of the result: 2\.\d+$"))
    expect(title).to_be_visible()
    first, below = (page.get_by_role("textbox", name=f"row {row}, column 0") for row in (0, 1))
    expect(first).to_have_value("1")
    first.focus()
    page.keyboard.type(TYPED)
    page.keyboard.press("ArrowDown")
    expect(below).to_be_focused()
    expect(title).to_be_hidden()
    expect(page).to_have_url(re.compile(r"kernel=-0\.5(,|%2C)1"))
    expect(page.get_by_role("table", name="kernel").get_by_role("cell").first).to_have_text("\N{MINUS SIGN}0.50")
    expect(first).to_have_value(TYPED)  # what was typed stays as it was typed
    page.keyboard.type("x")
    expect(page.get_by_text(re.compile("^A number from .*10 to 10"))).to_be_visible()
    page.keyboard.press("Backspace")
    page.keyboard.type("0")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("textbox", name="row 1, column 1", exact=True)).to_be_focused()
    expect(page.get_by_text(re.compile("^A number from .*10 to 10"))).to_be_hidden()
    box = first.bounding_box()
    assert min(box["width"], box["height"]) >= 28
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)
    page.reload()
    expect(first).to_have_value("-0.5")
    expect(page.get_by_role("figure", name="The same kernel on ten digits").get_by_role("img")).to_have_count(10)

    page = inside("&layer=3", width=1280, height=800)
    shift = page.get_by_text(re.compile(r"^Not shifted: 0 of 2,304"))
    expect(shift).to_be_visible()
    page.get_by_role("button", name="Right", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"^Shifted 1 right: [\d,]+ of 2,304 .* still reads a 2"))).to_be_visible()
    expect(page.get_by_role("img", name="The picture, shifted 1 right by pixels.")).to_be_visible()
    page.get_by_role("button", name="Put it back").click()
    expect(shift).to_be_visible()
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)


def test_layers_follow_the_pen(inside: OpenPage) -> None:
    page = inside(width=1280, height=800)
    drawn(page, "inside-cells-0")
    page.get_by_role("button", name="Draw your own").click()
    expect(page.get_by_text("Draw a digit here")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Drawing area .* “Draw with the keyboard”, above"))).to_be_visible()
    draw_stroke(page, SEVEN)
    expect(page.get_by_text("It reads a 7")).to_be_visible()
    expect(page.get_by_text("The label says")).to_be_hidden()
    expect(page.get_by_text("Each stroke is followed")).to_be_visible()
    drawn(page, "inside-cells-0")
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)
    area = page.get_by_role("img", name=re.compile("^Drawing area"))

    def width() -> float:
        return (area.bounding_box() or {"width": 0.0})["width"]  # none while it is made anew

    before = width()
    for tab in ("What it learned", "Break it", "Follow the pixels"):  # onwards and back: each makes a canvas
        page.get_by_role("tab", name=tab).click()
        expect(area).to_be_visible()
        until(lambda: abs(width() - before) < 1)
    follow = page.get_by_role("tabpanel", name="Follow the pixels")  # another tab's canvas may stand for a while yet
    follow.get_by_role("button", name="Clear").click()
    expect(follow.get_by_text("The last picture stays")).to_be_visible()
    expect(page.get_by_text("It reads a 7")).to_be_visible()
    follow.get_by_role("button", name=re.compile("^Undo")).click()
    expect(follow.get_by_text("Each stroke is followed")).to_be_visible()
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(page.get_by_role("heading", name="It reads a 7.")).to_be_visible()  # the strokes are Draw's own
