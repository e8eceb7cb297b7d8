"""How Draw looks: within the first view, accessible, the same ink in both themes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from benchmarks.harness import SEVEN
from tests.support.accessibility import lasting_faults
from tests.support.draw_in_browser import OpenPage, answer, canvas, choose, ink, prepared
from tests.support.looks import in_each_look
from tests.support.page_layout import nothing_is_wider_than_the_screen
from tests.support.waiting import until

INKS = {False: "rgb(13, 26, 51)", True: "rgb(244, 247, 252)"}  # by whether the theme is dark

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]


def test_nothing_is_inaccessible_or_wider_than_the_screen(open_page: OpenPage) -> None:
    page = open_page("/draw", height=844)
    for look in in_each_look(page):
        for mode, shown in (("Draw", "It reads a"), ("Keyboard", "Paint a digit here"), ("Photo", "It reads a")):
            choose(page, mode)
            if mode == "Draw":
                page.get_by_role("button", name="Draw one for me").click()
            expect(answer(page, shown)).to_be_visible()
            expect(page.locator("[data-stale=true]")).to_have_count(0)  # pale while a page runs
            nothing_is_wider_than_the_screen(page)
            assert (look, mode, lasting_faults(page)) == (look, mode, [])


def fills(page: Page, width: int) -> bool:
    """Return whether the canvas is as wide as it is in a window of this width."""
    box = canvas(page).bounding_box()
    return box is not None and (350 < box["width"] <= 390 if width == 390 else box["width"] > 400)


def is_within(seen: Locator, width: int, height: int) -> bool:
    box = seen.bounding_box()
    return box is not None and 0 <= box["x"] <= width - box["width"] and box["y"] + box["height"] <= height


def test_canvas_its_buttons_and_the_answer_are_in_the_first_view(open_page: OpenPage) -> None:
    page = open_page("/draw")
    page.get_by_role("button", name="Draw one for me").click()
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        until(lambda width=width: fills(page, width))
        for seen in (canvas(page), page.get_by_role("button", name="Undo"), answer(page, "It reads a")):
            until(lambda seen=seen, width=width, height=height: is_within(seen, width, height))


DARK_PAPER, LIGHT_PAPER = (20, 24, 31), (255, 255, 255)


def switch_theme(page: Page, *, dark: bool) -> None:
    page.emulate_media(color_scheme="dark" if dark else "light")
    ground = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    page.wait_for_function(f"{ground} === 'rgb{DARK_PAPER if dark else LIGHT_PAPER}'")


def colours(surface: Locator) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return what a person sees of something to draw on: its paper's colour, and its ink's, which differs most."""
    seen = np.asarray(Image.open(io.BytesIO(surface.screenshot())).convert("RGB"), int)
    values, counts = np.unique(seen[8:-8, 8:-8].reshape(-1, 3), axis=0, return_counts=True)
    paper = values[counts.argmax()]
    return tuple(paper.tolist()), tuple(values[np.abs(values - paper).sum(axis=1).argmax()].tolist())


def test_drawing_is_as_wide_as_there_is_room_and_the_same_in_both_themes_at_every_size_and_after_a_reload(
    open_page: OpenPage,
) -> None:
    page = open_page("/draw")
    until(lambda: fills(page, 1280))
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    until(lambda: ink(page) > 0)
    drawn, given = ink(page), prepared(page).get_attribute("style")
    for dark, width in ((False, 390), (True, 1280), (True, 390), (False, 1280)):
        page.set_viewport_size({"width": width, "height": 844})
        switch_theme(page, dark=dark)
        expect(prepared(page)).to_have_css("background-color", INKS[dark])
        until(lambda width=width: fills(page, width))
        until(lambda: ink(page) == drawn)
        expect(prepared(page)).to_have_attribute("style", given)
        until(lambda dark=dark: colours(canvas(page))[0] == (DARK_PAPER if dark else LIGHT_PAPER))
        until(lambda dark=dark: min(colours(canvas(page))[1]) > 240 if dark else max(colours(canvas(page))[1]) < 60)
    page.wait_for_function("sessionStorage.getItem('digitlab-drawing')")
    page.reload()
    expect(answer(page, "It reads a 7.")).to_be_visible()
    expect(prepared(page)).to_have_attribute("style", given)
    until(lambda: ink(page) == drawn)
    page.get_by_role("button", name="Draw one for me").click()  # it stays once there is ink
    expect(answer(page, "It reads a 7.")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(prepared(page)).to_have_attribute("style", given)
    page.get_by_role("button", name="Clear").click()
    expect(answer(page, "Draw a digit here")).to_be_visible()
    page.wait_for_function("!sessionStorage.getItem('digitlab-drawing')")  # what a reload brings back
    page.reload()
    expect(canvas(page)).to_be_visible()
    expect(answer(page, "Draw a digit here")).to_be_visible()
    harness.draw_stroke(page, [(140, 40), (140, 240)])  # and no 7 comes back beside it
    expect(answer(page, "It reads a 1.")).to_be_visible()


def test_what_a_reload_brings_back_waits_for_the_canvas(open_page: OpenPage) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    page.wait_for_function("sessionStorage.getItem('digitlab-drawing')")
    until(lambda: ink(page) > 0)
    drawn, held = ink(page), []
    script = "**/streamlit-drawable-canvas.*/*.js"
    page.route(script, lambda route: held.append(route), times=1)  # one left unanswered would block all later pages
    with page.expect_request(script):
        page.reload()
    page.get_by_role("button", name="Draw one for me").wait_for()
    harness.ready(page)
    expect(answer(page, "Draw a digit here")).to_be_visible()
    (route,) = held
    route.continue_()
    expect(answer(page, "It reads a 7.")).to_be_visible()
    until(lambda: ink(page) == drawn)


def test_pad_follows_the_theme_survives_a_reload_and_takes_back_what_was_painted(open_page: OpenPage) -> None:
    page = open_page("/draw", width=390, height=844, has_touch=True, is_mobile=True)
    choose(page, "Keyboard")
    pad = page.get_by_role("application", name="Pad of 28 × 28 pixels")
    expect(page.get_by_text("a finger that moves draws a line")).to_be_visible()
    expect(page.get_by_text("The arrow keys move")).to_be_hidden()
    box = pad.bounding_box()
    assert box["width"] > 330

    def paint(column: int) -> None:
        cell = box["width"] / 28
        page.mouse.move(box["x"] + (column + 0.5) * cell, box["y"] + 4.5 * cell)
        page.mouse.down()
        for row in range(5, 24):
            page.mouse.move(box["x"] + (column + 0.5) * cell, box["y"] + (row + 0.5) * cell)
        page.mouse.up()

    top = answer(page, "Paint a digit here").bounding_box()["y"]
    paint(20)
    expect(answer(page, "It reads a 1.")).to_be_visible()
    until(lambda: answer(page, "It reads a 1.").bounding_box()["y"] == top)  # there was room for the buttons
    paint(5)
    expect(answer(page, "It reads 11.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()  # a whole stroke
    expect(answer(page, "It reads a 1.")).to_be_visible()
    for keys in page.locator("kbd").all():
        expect(keys).to_be_hidden()  # a finger presses no keys
    for dark in (True, False):
        switch_theme(page, dark=dark)
        ground, lines = (DARK_PAPER, INKS[True]) if dark else (LIGHT_PAPER, INKS[False])
        expect(prepared(page)).to_have_css("background-color", lines)
        until(lambda ground=ground: colours(pad)[0] == ground)
        until(lambda dark=dark: min(colours(pad)[1]) > 200 if dark else max(colours(pad)[1]) < 60)
    page.wait_for_function("sessionStorage.getItem('digitlab-pad')")
    page.reload()
    choose(page, "Keyboard")
    expect(answer(page, "It reads a 1.")).to_be_visible()
