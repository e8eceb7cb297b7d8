"""Draw reads along: the answer follows the pen before it is lifted, and the server hears nothing of it meanwhile."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from benchmarks.harness import SEVEN
from tests.support.draw_in_browser import (
    LAST_SETTLED,
    OpenPage,
    answer,
    canvas,
    choose,
    clear,
    live,
    place,
    prepared,
    wait_until_it_reads_along,
)
from tests.support.messages import is_of_a_timer
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

UPWARDS = SEVEN[:0:-1]  # a 1 until the pen turns to the left
WIDTHS = """() => [...document.querySelectorAll("table.draw-bars tr")]
    .map(row => parseFloat(row.cells[1]?.querySelector("div > div")?.style.width) / 100)"""
IS_PAINTED = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)"
CLOSE = 1e-3  # of two probabilities of the same drawing


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_answer_follows_the_pen_and_the_servers_is_the_same(open_page: OpenPage, phone: bool) -> None:
    page, frames = open_page("/draw", width=390 if phone else 1280, height=844), []
    page.on(
        "websocket", lambda socket: socket.on("framesent", lambda frame: is_of_a_timer(frame) or frames.append(frame))
    )
    page.reload()
    harness.ready(page)
    wait_until_it_reads_along(page)
    harness.ready(page)  # what came of that has been sent
    assert frames
    heard = page.locator("[role=status]").filter(has=page.locator("h2"))
    expect(heard).not_to_have_attribute("aria-live", "off")

    start, *others = [place(page, point) for point in UPWARDS]
    turn = place(page, SEVEN[0])
    page.mouse.move(*start)
    page.mouse.down()
    quiet = len(frames)
    for point in others:
        page.mouse.move(*point, steps=4)
    expect(live(page)).to_have_text("So far: 1")
    expect(page.get_by_role("img", name="The drawing so far, as the network gets it")).to_be_visible()
    expect(heard).to_have_attribute("aria-live", "off")
    page.mouse.move(*turn, steps=8)
    expect(live(page)).to_have_text("So far: 7")
    expect(page.locator("table.draw-bars tr").nth(7)).to_have_css("font-weight", "700")
    expect(heard).to_have_attribute("aria-live", "off")
    assert frames[quiet:] == []
    page.mouse.up()
    expect(answer(page, "It reads a 7.")).to_be_visible()
    expect(live(page)).to_have_count(0)
    expect(heard).not_to_have_attribute("aria-live", "off")
    expect(prepared(page)).to_be_visible()
    expect(page.locator(".draw-pictures canvas")).to_have_count(0)
    until(lambda: bars_say_what_was_settled(page))

    clear(page)
    for stroke in ([(120, 60), (90, 140), (190, 150)], [(165, 70), (150, 140), (140, 240)]):
        harness.draw_stroke(page, stroke, while_down=lambda: expect(live(page)).to_be_visible())
        expect(live(page)).to_have_count(0)
        until(lambda: bars_say_what_was_settled(page))


def test_pad_and_a_number_are_read_along_and_the_layers_move(open_page: OpenPage) -> None:
    page = open_page("/draw", height=1000)
    wait_until_it_reads_along(page)
    maps = page.get_by_role("img", name="What Conv 16").locator("canvas")
    expect(maps.first).to_be_visible()
    until(lambda: not maps.first.evaluate(IS_PAINTED))
    narrow = [(x / 2, y) for x, y in SEVEN]
    harness.draw_stroke(page, narrow, while_down=lambda: until(lambda: maps.first.evaluate(IS_PAINTED)))
    expect(answer(page, "It reads a 7.")).to_be_visible()
    harness.draw_stroke(
        page, [(200, 60), (198, 240)], while_down=lambda: expect(live(page)).to_have_text("So far: 7 1")
    )
    expect(answer(page, "It reads 71.")).to_be_visible()
    page.get_by_role("checkbox", name="Show the layers move").uncheck()
    expect(maps.first).to_be_hidden()

    choose(page, "Keyboard")
    pad = page.get_by_role("application", name="Pad of 28 × 28 pixels")
    expect(page.get_by_role("checkbox", name="Show the layers move")).not_to_be_checked()
    expect(pad).to_be_visible()
    box = pad.bounding_box()
    assert box is not None
    page.evaluate("answers.length = 0")

    def cell(row: int, column: int) -> tuple[float, float]:
        return box["x"] + (column + 0.5) * box["width"] / 28, box["y"] + (row + 0.5) * box["width"] / 28

    page.mouse.move(*cell(4, 14))
    page.mouse.down()
    page.mouse.move(*cell(23, 14), steps=8)
    expect(live(page)).to_have_text("So far: 1")
    page.mouse.up()
    expect(answer(page, "It reads a 1.")).to_be_visible()
    expect(live(page)).to_have_count(0)
    page.wait_for_function(LAST_SETTLED)
    until(lambda: bars_say_what_was_settled(page))


def test_what_is_read_along_contradicts_neither_the_threshold_nor_what_else_is_said(open_page: OpenPage) -> None:
    page = open_page("/draw", height=1000)
    wait_until_it_reads_along(page)
    copied = page.get_by_test_id("stCode")

    def while_down() -> None:
        expect(live(page)).to_have_text("So far: 7 1 1")
        expect(page.get_by_text("the network alone is")).to_be_visible()
        expect(copied).to_have_attribute("aria-busy", "true")
        expect(copied).to_have_css("opacity", "0.4")
        page.keyboard.press("Control+z")  # takes back the 1, and with it what the pen is drawing
        expect(answer(page, "It reads a 7.")).to_be_visible()
        expect(live(page)).to_have_count(0)

    for stroke, said in (([(x / 2, y) for x, y in SEVEN], "It reads a 7."), ([(150, 60), (148, 240)], "It reads 71.")):
        harness.draw_stroke(page, stroke)
        expect(answer(page, said)).to_be_visible()
        expect(live(page)).to_have_count(0)
    expect(copied).not_to_have_attribute("aria-busy", "true")
    harness.draw_stroke(page, [(230, 60), (228, 240)], while_down=while_down)

    page.reload()
    harness.ready(page)
    wait_until_it_reads_along(page)
    page.get_by_role("slider", name="How sure").press("End")
    doubted, triangle = expect(live(page)), [(140, 60), (60, 220), (220, 220), (140, 60)]
    harness.draw_stroke(page, triangle, while_down=lambda: doubted.to_contain_text("So far not sure; closest: "))


def bars_say_what_was_settled(page: Page) -> bool:
    """Return whether the ten bars have the probabilities that the browser read last."""
    read, shown = page.evaluate(LAST_SETTLED), page.evaluate(WIDTHS)
    return read is not None and len(shown) == 10 and bool(np.abs(np.subtract(read, shown)).max() < CLOSE)


def inked(found: Locator) -> float:
    """Return which part of what is seen there is far from its ground, the most frequent shade."""
    shades = np.asarray(Image.open(io.BytesIO(found.screenshot())).convert("L")).astype(int)
    return float((abs(shades - np.bincount(shades.ravel()).argmax()) > 100).mean())


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everything_is_seen_where_colours_are_forced_and_on_paper_and_rests_for_who_wants_that(
    open_page: OpenPage, dark: bool
) -> None:
    page = open_page("/draw", height=1000, dark=dark, forced_colors="active", reduced_motion="reduce")
    wait_until_it_reads_along(page)
    maps = page.get_by_role("img", name="What Conv 16").locator("canvas")
    expect(maps).to_have_count(16)
    until(lambda: not maps.nth(1).evaluate(IS_PAINTED))
    pictures = page.locator(".draw-pictures figure > div")
    bar = page.locator("table.draw-bars tr").nth(7).locator("td").first
    seen = [(canvas(page), 0.02), (pictures.first, 0.02), (bar, 0.2)]

    def while_down() -> None:
        expect(live(page)).to_have_text("So far: 7")
        for found, least in seen:
            until(lambda found=found, least=least: inked(found) > least)
        assert not maps.nth(1).evaluate(IS_PAINTED)  # it rests while the pen moves

    harness.draw_stroke(page, SEVEN, while_down=while_down)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    seen += [(pictures.last, 0.02), (maps.nth(1), 0.02)]
    for found, least in seen:
        until(lambda found=found, least=least: inked(found) > least)
    page.emulate_media(forced_colors="none", media="print", reduced_motion="no-preference")
    until(lambda: page.evaluate("matchMedia('print').matches && !matchMedia('(forced-colors: active)').matches"))
    for found, least in seen:
        until(lambda found=found, least=least: inked(found) > least)
        inks = found.evaluate(
            "found => [found, ...found.querySelectorAll('*')].map(one => getComputedStyle(one).printColorAdjust)"
        )
        assert set(inks) == {"exact"}
    page.emulate_media(media="screen", color_scheme="light" if dark else "dark")
    for found, least in seen:
        until(lambda found=found, least=least: inked(found) > least)
