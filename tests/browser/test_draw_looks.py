"""How Draw looks: within the first view, accessible, the same ink in both themes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from benchmarks import harness
from tests.support.accessibility import serious_faults
from tests.support.draw_in_browser import OpenPage, answer, canvas, choose, ink, prepared
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]


@pytest.mark.parametrize(("width", "dark"), harness.LOOKS.values(), ids=harness.LOOKS)
def test_nothing_is_inaccessible_or_wider_than_the_screen(open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page("/draw", width=width, height=844, dark=dark)
    main = page.locator("[data-testid=stMain]")
    for mode, shown in (("Draw", "It reads a"), ("Keyboard", "Paint a digit here"), ("Photo", "It reads a")):
        choose(page, mode)
        if mode == "Draw":
            page.get_by_role("button", name="Draw one for me").click()
        expect(answer(page, shown)).to_be_visible()
        expect(page.locator("[data-stale=true]")).to_have_count(0)  # pale while a page runs
        assert main.evaluate("box => box.scrollWidth - box.clientWidth") == 0
        assert serious_faults(page) == []


def test_canvas_its_buttons_and_the_answer_are_in_the_first_view(open_page: OpenPage) -> None:
    for width, height in ((1280, 800), (390, 844)):
        page = open_page("/draw", width=width, height=height)
        page.get_by_role("button", name="Draw one for me").click()
        for seen in (canvas(page), page.get_by_role("button", name="Undo"), answer(page, "It reads a")):
            box = seen.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= height


def test_ink_is_the_same_in_both_themes_and_bars_follow(open_page: OpenPage) -> None:
    page = open_page("/draw")
    page.get_by_role("button", name="Draw one for me").click()
    expect(answer(page, "It reads a")).to_be_visible()
    until(lambda: ink(page) > 0)
    dark = ink(page)
    page.emulate_media(color_scheme="dark")
    ground = "document.querySelector('[data-testid=stApp]')"
    page.wait_for_function(f"getComputedStyle({ground}).backgroundColor === 'rgb(20, 24, 31)'")
    assert ink(page) == dark
    expect(prepared(page)).to_have_css("background-color", "rgb(244, 247, 252)")
