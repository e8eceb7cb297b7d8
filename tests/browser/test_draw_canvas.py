"""The canvas under a hand: wide for numbers, with Redo, under a pen and a palm, and over a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from benchmarks import harness
from benchmarks.harness import SEVEN
from tests.support.draw_in_browser import BAR, OpenPage, answer, canvas, choose, ink, invitation
from tests.support.quick_presses import press_quickly
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]
ONE, ANOTHER_ONE = ([(across, 50), (across, 230)] for across in (370, 490))  # on the right half of a wide canvas


def is_of(pen: Locator, share: int) -> None:
    """Wait until the canvas is so many times as wide as high, on screen and in its own pixels, which follow later."""
    until(lambda: (shape := pen.bounding_box()) is not None and abs(shape["width"] - share * shape["height"]) < 3)
    until(lambda: pen.evaluate("(canvas, share) => canvas.width === share * canvas.height", share))


class Tablet:
    """What touches the canvas, in canvas pixels, as Chromium tells a page of it."""

    def __init__(self, page: Page) -> None:
        box = harness.pen(page).bounding_box()
        assert box is not None
        self._left, self._top, self._scale = box["x"], box["y"], box["height"] / 280
        self._browser: CDPSession = page.context.new_cdp_session(page)

    def touch(self, kind: str, **fingers: tuple[float, float]) -> None:
        """Send a touch event with all fingers, and palms, that lie there now."""
        points = [{"id": number, **self._place(at)} for number, at in enumerate(fingers.values())]
        self._browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def pen(self, kind: str, at: tuple[float, float]) -> None:
        buttons = {"mouseMoved": 1, "mousePressed": 1, "mouseReleased": 0}[kind]
        self._send_pen(kind, at, button="left", buttons=buttons, clickCount=1)

    def hover(self, at: tuple[float, float]) -> None:
        """Hold the pen over the canvas."""
        self._send_pen("mouseMoved", at, button="none", buttons=0)

    def _send_pen(self, kind: str, at: tuple[float, float], **more: object) -> None:
        place = {**self._place(at), "pointerType": "pen", **more}
        self._browser.send("Input.dispatchMouseEvent", {"type": kind, **place})

    def _place(self, at: tuple[float, float]) -> dict[str, float]:
        return {"x": self._left + self._scale * at[0], "y": self._top + self._scale * at[1]}


@pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "phone"])
def test_number_is_drawn_on_a_wide_canvas_undone_redone_and_brought_into_a_square(
    open_page: OpenPage, width: int
) -> None:
    page = open_page("/draw", width=width, height=844)
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    page.get_by_role("radio", name="Wide").click()
    box = harness.pen(page)
    is_of(box, 2)
    until(lambda: ink(page))
    harness.draw_stroke(page, ONE)
    expect(answer(page, "It reads 71.")).to_be_visible()
    dark = ink(page)
    page.keyboard.press("Control+z")
    expect(answer(page, "It reads a 7.")).to_be_visible()
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()
    page.keyboard.press("Control+Shift+z")
    expect(answer(page, "It reads 71.")).to_be_visible()
    until(lambda: ink(page) == dark)
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()
    page.get_by_role("radio", name="Square").click()
    is_of(box, 1)
    expect(answer(page, "It reads 71.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("radio", name="Wide")).to_be_checked()
    until(lambda: ink(page) == dark)


def test_undo_right_after_a_stroke_or_a_pixel_takes_back_just_that(open_page: OpenPage) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    until(lambda: ink(page))  # the canvas is given its strokes after the answer
    dark = ink(page)
    harness.draw_stroke(page, BAR)
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()
    until(lambda: ink(page) == dark)
    choose(page, "Keyboard")
    pad = page.get_by_role("application", name="Pad of 28 × 28 pixels")
    pad.press("Space")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    pad.press("Shift+ArrowRight")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()  # the first pixel is there still


def test_resting_hand_neither_draws_nor_stops_the_pen(open_page: OpenPage) -> None:
    page = open_page("/draw", width=800, height=900, has_touch=True)
    tablet = Tablet(page)
    tablet.touch("touchStart", palm=(230, 250))  # the hand comes first, and slips
    tablet.touch("touchMove", palm=(236, 240))
    tablet.pen("mousePressed", SEVEN[0])
    for point in SEVEN[1:]:
        tablet.pen("mouseMoved", point)
        tablet.touch("touchMove", palm=(230, 250 - point[1] / 10))
    tablet.pen("mouseReleased", SEVEN[-1])  # and it still rests there
    expect(answer(page, "It reads a 7.")).to_be_visible()
    dark = ink(page)
    tablet.touch("touchEnd")
    tablet.hover((140, 20))
    tablet.touch("touchStart", palm=(60, 60))
    tablet.touch("touchMove", palm=(60, 200))
    tablet.touch("touchEnd")
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0
    assert ink(page) == dark
    page.get_by_role("button", name="Undo").click()
    expect(invitation(page)).to_be_visible()  # there was one stroke


def test_second_finger_leaves_the_line_of_the_first(open_page: OpenPage) -> None:
    page = open_page("/draw", width=800, height=900, has_touch=True)
    tablet = Tablet(page)
    tablet.touch("touchStart", first=(140, 40))
    tablet.touch("touchMove", first=(140, 100))
    tablet.touch("touchStart", first=(140, 100), second=(40, 240))
    tablet.touch("touchMove", first=(140, 170), second=(60, 240))
    tablet.touch("touchMove", first=(140, 240), second=(90, 240))
    tablet.touch("touchEnd")
    expect(answer(page, "It reads a 1.")).to_be_visible()


def test_stroke_outlives_a_reload_and_a_step_back_right_after_it(open_page: OpenPage) -> None:
    page = open_page("/evaluate")
    page.get_by_role("link", name="Draw", exact=True).click()
    harness.draw_stroke(page, SEVEN)
    page.reload()
    expect(answer(page, "It reads a 7.")).to_be_visible()
    dark = ink(page)
    harness.draw_stroke(page, BAR)
    page.evaluate("history.back()")
    expect(page.get_by_role("heading", level=1)).to_have_text("Evaluate")
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(canvas(page)).to_be_visible()
    until(lambda: ink(page) > dark)
    page.get_by_role("button", name="Undo").click()
    until(lambda: ink(page) == dark)
    page.reload()
    expect(answer(page, "It reads a 7.")).to_be_visible()
    until(lambda: ink(page) == dark)


def test_two_quick_presses_are_two_and_move_nothing_from_under_the_pointer(open_page: OpenPage) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    page.get_by_role("radio", name="Wide").click()
    box = harness.pen(page)
    is_of(box, 2)
    example = page.get_by_role("button", name="Draw one for me")
    until(lambda: ink(page))
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    before, seven = example.bounding_box(), ink(page)
    for stroke, said in ((ONE, "It reads 71."), (ANOTHER_ONE, "It reads 711.")):
        harness.draw_stroke(page, stroke)
        expect(answer(page, said)).to_be_visible()
    until(lambda: example.bounding_box() == before)
    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    press_quickly(undo, "draw-undo", 2)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    expect(redo).to_be_enabled()
    press_quickly(redo, "draw-redo", 2)
    expect(answer(page, "It reads 711.")).to_be_visible()
    expect(redo).to_be_disabled()
    press_quickly(undo, "draw-undo", 2)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    expect(canvas(page)).to_be_visible()  # two drawings at once had it taken away
    until(lambda: ink(page) == seven)
    harness.draw_stroke(page, ONE)
    expect(answer(page, "It reads 71.")).to_be_visible()
