"""Browse in a real browser, on real MNIST: what only a browser can show."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from benchmarks.harness import drawn, ready
from tests.support.page_layout import begins_above, ends_above, nothing_is_wider_than_the_screen
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
MOSAIC, PICTURE = "browse-mosaic", "browse-picture"
PLOT = f"document.querySelector('.st-key-{PICTURE} .js-plotly-plot')"
PAPER = {False: (255, 255, 255), True: (20, 24, 31)}  # by dark: #FFFFFF, #14181F
INK = {False: (13, 26, 51), True: (244, 247, 252)}  # #0D1A33, #F4F7FC

# Reads one pixel of the n-th heatmap's picture in a chart, as the browser painted it.
READ_PIXEL = """async ([key, x, y]) => {
    const image = new Image();
    image.src = document.querySelector(`.st-key-${key} .heatmaplayer image`).href.baseVal;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width; canvas.height = image.height;
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return [...context.getImageData(x * image.width / 28, y * image.height / 28, 1, 1).data].slice(0, 3);
}"""


def click_tile(page: Page, place: int) -> None:
    """Click the tile at `place`, counted from 0 along the rows."""
    tile(page, place).click()


def tile(page: Page, place: int) -> Locator:
    """Return the tile at `place`, counted from 0 along the rows."""
    return page.locator(f".st-key-{MOSAIC} [data-id]").nth(place)


def mosaic_drawn(page: Page) -> None:
    """Wait until the mosaic shows its tiles."""
    tile(page, 0).wait_for()


def heading(page: Page):
    """Return the heading over the selected digit."""
    return page.get_by_role("heading", level=3, name="image")


def paper_and_ink_are_the_themes(page: Page, *, dark: bool) -> None:
    """Read two pixels of the picture of test image 1 as the browser painted them."""
    assert tuple(page.evaluate(READ_PIXEL, [PICTURE, 0, 0])) == PAPER[dark]
    ink = page.evaluate(READ_PIXEL, [PICTURE, 12, 4])  # 253 of 255
    assert all(abs(seen - wanted) <= 4 for seen, wanted in zip(ink, INK[dark], strict=True))


def colours_follow_a_switch(page: Page, *, dark: bool) -> None:
    """Switch the theme of a page that shows test image 1, and find its colours there."""
    page.emulate_media(color_scheme="dark" if dark else "light")
    plots = f"[...document.querySelectorAll('.st-key-{PICTURE} .js-plotly-plot')]"
    paper = "#14181F" if dark else "#FFFFFF"
    page.wait_for_function(f"String({plots}.map(plot => plot.data[0].colorscale[0][1])) === '{paper}'")
    drawn(page, PICTURE)
    paper_and_ink_are_the_themes(page, dark=dark)
    nothing_is_wider_than_the_screen(page)


def test_clicked_digit_opens_survives_a_reload_and_a_page_change_and_is_gone_back_to(open_page: OpenPage) -> None:
    page = open_page("/browse")
    mosaic_drawn(page)
    drawn(page, PICTURE)
    expect(heading(page)).to_have_text("Test image 1, label 2")
    click_tile(page, 18)
    expect(heading(page)).to_have_text("Test image 18, label 3")
    expect(page.get_by_role("figure", name="Test image 18 is a 3")).to_be_visible()
    expect(page.get_by_role("button", name="Digit: test image 18")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/browse\?digit=test-18$"))

    page.reload()
    expect(heading(page)).to_have_text("Test image 18, label 3")
    mosaic_drawn(page)
    click_tile(page, 10)
    expect(heading(page)).to_have_text("Test image 10, label 0")
    page.go_back()
    expect(heading(page)).to_have_text("Test image 18, label 3")

    page.get_by_role("link", name="Train", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Train")
    expect(page).to_have_url(re.compile(r"/train\?digit=test-18$"))
    page.get_by_role("link", name="Back: Browse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Browse")
    expect(heading(page)).to_have_text("Test image 18, label 3")


def test_digit_is_looked_at_by_pointer_keyboard_and_number_in_both_themes(open_page: OpenPage) -> None:
    page = open_page("/browse?digit=test-1", width=1280, height=800)
    mosaic_drawn(page)
    drawn(page, PICTURE)
    ends_above(page.locator(f".st-key-{MOSAIC} [role=figure]"), 800)  # in the first view, with its controls
    begins_above(page.get_by_role("button", name="Next", exact=True), 800)
    nothing_is_wider_than_the_screen(page)
    paper_and_ink_are_the_themes(page, dark=False)
    # Row 24 of this 2 is blank, row 3 is its upper bow: upside down, it would be the other way round.
    assert tuple(page.evaluate(READ_PIXEL, [PICTURE, 13, 24])) == PAPER[False]
    assert tuple(page.evaluate(READ_PIXEL, [PICTURE, 13, 3])) != PAPER[False]

    page.keyboard.press("Shift+ArrowRight")
    expect(heading(page)).to_have_text("Test image 2, label 1")
    page.keyboard.press("Shift+ArrowLeft")
    expect(heading(page)).to_have_text("Test image 1, label 2")
    row = page.get_by_role("spinbutton", name="Row, 0 to 27", exact=True)
    row.fill("9")
    row.press("Enter")
    expect(page.get_by_text("row 9, column 14: 247 of 255 (ink)")).to_be_visible()

    frame = f"{PLOT}?._fullLayout?.shapes?.at(-1)"  # a chart before this one may be there still
    page.wait_for_function(f"{frame}?.y0 === 9 - 0.5 && {frame}?.x0 === 14 - 0.5")
    drawn(page, PICTURE)
    box = page.locator(f".st-key-{PICTURE} .nsewdrag").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 14.5 / 28, box["y"] + box["height"] * 9.5 / 28, steps=3)
    expect(page.locator(f".st-key-{PICTURE} .hoverlayer")).to_contain_text("row 9, column 14: 247")
    page.mouse.move(box["x"] + box["width"] * 12.5 / 28, box["y"] + box["height"] * 4.5 / 28, steps=3)
    expect(page.locator(f".st-key-{PICTURE} .hoverlayer")).to_contain_text("row 4, column 12: 253")
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_text("row 4, column 12: 253 of 255 (ink)")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Row")).to_have_value("4")
    expect(page.get_by_role("spinbutton", name="Column")).to_have_value("12")

    colours_follow_a_switch(page, dark=True)

    page.get_by_text("Show the numbers").click()
    expect(page.locator(f".st-key-{PICTURE} .heatmap-label").filter(has_text="247").first).to_be_visible()
    for control in ("Row, 0 to 27", "Column, 0 to 27"):
        expect(page.get_by_role("spinbutton", name=control)).to_be_in_viewport()
    expect(page.get_by_text("Show the numbers")).to_be_in_viewport()

    # Streamlit's browser side sends a click that leaves a field with the field, for the field's fragment alone.
    row.fill("5")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_text(re.compile(r"page 2 of"))).to_be_visible()
    expect(page.get_by_text(re.compile("row 5, column"))).to_be_visible()

    page.get_by_role("button", name="Digit: test image 1").click()
    index = page.get_by_role("spinbutton", name="Index, 0 to 9,999", exact=True)
    index.fill("9999")
    index.press("Enter")
    expect(heading(page)).to_have_text("Test image 9,999, label 6")
    expect(page.get_by_text("10,000 images, 16 shown, page 157 of 157")).to_be_visible()


def test_unknown_digit_has_a_way_back(open_page: OpenPage) -> None:
    page = open_page("/browse?digit=../../etc/passwd")
    expect(page.get_by_text("There is no such digit.")).to_be_visible()
    page.get_by_role("button", name="Show test image 1").click()
    expect(heading(page)).to_have_text("Test image 1, label 2")


def test_phone_in_the_dark_has_the_mosaic_in_its_first_view_and_nothing_wider_than_its_screen(
    open_page: OpenPage,
) -> None:
    page = open_page("/browse?digit=test-1", width=390, height=844, dark=True)
    mosaic_drawn(page)
    drawn(page, PICTURE)
    begins_above(page.locator(f".st-key-{MOSAIC}"), 844 * 0.65)
    paper_and_ink_are_the_themes(page, dark=True)
    nothing_is_wider_than_the_screen(page)
    colours_follow_a_switch(page, dark=False)


def test_finger_on_the_mosaic_scrolls_the_page_and_taps_a_tile(open_page: OpenPage) -> None:
    page = open_page("/browse", width=390, height=844, has_touch=True, is_mobile=True)
    mosaic_drawn(page)
    drawn(page, PICTURE)
    before = page.evaluate(f"String({PLOT}.data[1].text)")
    box = page.locator(f".st-key-{MOSAIC} [role=figure]").bounding_box()
    tile(page, 34).tap()
    expect(heading(page)).to_have_text("Test image 34, label 7")
    expect(page.get_by_role("figure", name="Test image 34 is a 7")).to_be_visible()
    texts = f"{PLOT}?.data?.[1]?.text"
    page.wait_for_function(f"before => {texts} && String({texts}) !== before", arg=before)  # not the chart before
    drawn(page, PICTURE)
    ready(page)
    picture = page.locator(f".st-key-{PICTURE} .nsewdrag")
    picture.scroll_into_view_if_needed()

    def is_pixel_tapped() -> bool:
        """Tap a pixel; return False where the page still moved, or the chart did not know the finger yet."""
        place = picture.bounding_box()
        if place is None:
            return False
        page.touchscreen.tap(place["x"] + place["width"] * 0.5 / 28, place["y"] + place["height"] * 2.5 / 28)
        try:
            expect(page.get_by_text("row 2, column 0: 0 of 255 (paper)")).to_be_visible(timeout=5000)
        except AssertionError:
            return False
        return True

    until(is_pixel_tapped, seconds=harness.PATIENCE_SECONDS)
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for moved in range(0, 200, 20):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - moved}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 100")
