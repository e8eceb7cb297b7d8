"""My digits in a real browser: a round is drawn, taken away, deleted and brought back; a reload keeps it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from benchmarks.harness import SEVEN
from tests.support.accessibility import lasting_faults
from tests.support.draw_in_browser import OpenPage, answer, choose, ink
from tests.support.looks import in_each_look, show
from tests.support.page_layout import nothing_is_wider_than_the_screen
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

FOUR = [[(90, 60), (80, 150), (190, 150)], [(160, 60), (160, 240)]]


def tiles(page: Page) -> Locator:
    return page.get_by_role("group", name="Your digits").get_by_role("button")


def prompt(page: Page, place: int) -> Locator:
    return page.get_by_role("heading", level=2, name=f"({place} of 30)")


def fits_and_is_accessible_in_each_look(page: Page) -> None:
    for look in in_each_look(page):
        assert (look, lasting_faults(page)) == (look, [])
        nothing_is_wider_than_the_screen(page)


def test_round_is_kept_taken_away_deleted_and_brought_back(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/draw", height=844)
    choose(page, "My digits")
    expect(page.get_by_role("heading", name="There are no digits of yours yet.")).to_be_visible()
    fits_and_is_accessible_in_each_look(page)
    page.get_by_role("button", name="Draw each digit three times").click()
    for place, (width, dark) in enumerate([*harness.LOOKS.values(), harness.LOOKS["desktop, light"]], start=1):
        show(page, width=width, dark=dark)
        expect(prompt(page, place)).to_be_visible()
        expect(page.get_by_role("button", name="Undo Shortcut")).to_be_disabled()
        until(lambda: ink(page) == 0)  # the canvas is empty again
        for stroke in FOUR:  # two strokes: lifting the pen ends no digit
            harness.draw_stroke(page, stroke)
        if place == 2:
            page.keyboard.press("Enter")
        else:
            page.get_by_role("button", name="Next").click()
    expect(prompt(page, 4)).to_be_visible()
    fits_and_is_accessible_in_each_look(page)
    page.get_by_role("button", name="Leave for now").click()
    expect(page.get_by_role("button", name="Go on with the round (3 of 30 done)")).to_be_visible()
    expect(tiles(page)).to_have_count(3)
    expect(tiles(page).first).to_contain_text("read as")
    fits_and_is_accessible_in_each_look(page)
    names = tiles(page).evaluate_all("tiles => tiles.map(tile => tile.ariaLabel)")
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON lines").click()
    file = tmp_path / "my-digits.jsonl"
    download.value.save_as(file)
    assert [len(json.loads(line)["strokes"]) for line in file.read_text("utf-8").splitlines()] == [2, 2, 2]
    page.get_by_role("button", name="Delete all 3").click()
    expect(page.get_by_text("3 digits deleted.")).to_be_visible()
    expect(tiles(page)).to_have_count(0)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("3 digits imported.")).to_be_visible()
    expect(tiles(page)).to_have_count(3)
    page.reload()
    harness.ready(page)
    choose(page, "My digits")
    expect(tiles(page)).to_have_count(3)
    expect(tiles(page).first).to_contain_text("read as")
    assert tiles(page).evaluate_all("tiles => tiles.map(tile => tile.ariaLabel)") == names


def test_one_tap_keeps_a_digit_and_the_keyboard_alone_looks_after_it(open_page: OpenPage) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    page.get_by_role("radio", name="1", exact=True).click()
    expect(page.get_by_text("Kept as a 1. A mistake: it reads a 7, and it is a 1.")).to_be_visible()
    page.get_by_role("button", name="Draw another").click()
    expect(page.get_by_role("heading", level=2, name="Draw a digit here")).to_be_visible()
    until(lambda: ink(page) == 0)
    for stroke in FOUR:
        harness.draw_stroke(page, stroke)
    expect(answer(page, "It reads a 4.")).to_be_visible()
    page.get_by_role("radio", name="4 (as read)").click()
    expect(page.get_by_text("Kept as a 4. You have kept 2 digits.")).to_be_visible()
    choose(page, "My digits")
    expect(tiles(page)).to_have_count(2)
    tiles(page).first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your 1, misread as a 7")).to_be_visible()
    expect(tiles(page).last).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Delete this digit")).to_be_focused()
    page.keyboard.press("Enter")
    expect(tiles(page)).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()


def test_round_is_drawn_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("/draw")
    choose(page, "My digits")
    page.get_by_role("button", name="Draw each digit three times").press("Enter")
    expect(prompt(page, 1)).to_be_visible()
    page.get_by_role("radio", name="Pen, finger or mouse").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    pad = page.get_by_label("Pad of 28")
    for place in (1, 2):
        expect(prompt(page, place)).to_be_visible()
        expect(page.get_by_role("button", name="Undo Shortcut")).to_be_disabled()  # the pad is empty again
        pad.focus()
        expect(pad).to_be_focused()
        for _ in range(12):
            page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Enter")
    expect(prompt(page, 3)).to_be_visible()
    page.get_by_role("button", name="Skip").press("Enter")  # skips, and keeps nothing
    expect(prompt(page, 4)).to_be_visible()
    page.get_by_role("button", name="Leave for now").press("Enter")
    expect(tiles(page)).to_have_count(2)
