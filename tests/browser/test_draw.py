"""Draw in a real browser, with the real engine and the pretrained network: pen, finger, keyboard and photo."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks import harness
from benchmarks.harness import SEVEN
from core.data.dataset import Dataset, open_dataset
from tests.support.draw_in_browser import BAR, OpenPage, answer, canvas, choose, ink, invitation, prepared
from tests.support.messages import HeldMessages
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]


A_PRESS = 100  # milliseconds from button down to button up, as quick as a hand is
SCREENS = pytest.mark.parametrize("width", [1280, 390], ids=["desktop", "phone"])


@pytest.fixture(scope="module")
def dataset(server: harness.Server, visitors) -> Dataset:
    """Return MNIST, as the server has prepared it."""
    with visitors.visit() as seen:
        seen.page.goto(server.url + "/browse")
        harness.drawn(seen.page, "browse-picture")
    return open_dataset(next((server.home / "data").glob("*/")))


def photo_of(pixels: np.ndarray) -> bytes:
    """Return a PNG of a digit in dark ink on paper that is lit from one side, with a margin and noise."""
    enlarged = np.asarray(Image.fromarray(pixels).resize((300, 300), Image.Resampling.BICUBIC), np.float64)
    page = np.full((420, 560), 210.0) + np.linspace(-20, 20, 560)
    page[60:360, 130:430] -= 0.6 * enlarged
    page += np.random.default_rng(0).normal(0, 5, page.shape)
    stored = io.BytesIO()
    Image.fromarray(page.clip(0, 255).astype(np.uint8)).save(stored, "PNG")
    return stored.getvalue()


def keyboard_pad(page: Page) -> Locator:
    """Return what is painted on with keys."""
    return page.get_by_role("application", name="Pad of 28 × 28 pixels")


@SCREENS
def test_drawn_seven_is_read_and_can_be_taken_back(open_page: OpenPage, width: int) -> None:
    page = open_page("/draw", width=width, height=844)
    expect(invitation(page)).to_be_visible()
    expect(answer(page, "It reads")).to_have_count(0)
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    expect(page.get_by_role("table", name="How sure the network is of each digit").get_by_role("row")).to_have_count(10)
    expect(prepared(page)).to_be_visible()
    picture, dark = prepared(page).get_attribute("style"), ink(page)
    harness.draw_stroke(page, BAR)
    expect(prepared(page)).not_to_have_attribute("style", picture)
    until(lambda: ink(page) > dark)
    page.keyboard.press("Control+z")
    expect(prepared(page)).to_have_attribute("style", picture)
    until(lambda: ink(page) == dark)
    page.get_by_role("button", name="Clear").click()
    expect(invitation(page)).to_be_visible()
    expect(answer(page, "It reads")).to_have_count(0)
    until(lambda: ink(page) == 0)
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    until(lambda: ink(page) == 0)


def test_drawing_comes_back_with_the_page(open_page: OpenPage) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    dark = ink(page)
    page.get_by_role("link", name="Evaluate", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Evaluate")
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(answer(page, "It reads a 7.")).to_be_visible()
    until(lambda: ink(page) == dark)
    choose(page, "Photo")
    expect(page.get_by_text("Until you bring one, an example:")).to_be_visible()
    choose(page, "Draw")
    expect(answer(page, "It reads a 7.")).to_be_visible()
    until(lambda: ink(page) == dark)
    harness.draw_stroke(page, BAR)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    until(lambda: ink(page) > dark)


@pytest.mark.parametrize(("mode", "done"), [("Draw", "pointerup"), ("Keyboard", "keyup")], ids=["pen", "keyboard"])
def test_stroke_that_is_sent_after_a_change_of_page_leaves_the_new_page_alone(
    chromium: Browser, server: harness.Server, mode: str, done: str
) -> None:
    with harness.visit(chromium) as seen:
        page, sent = seen.page, HeldMessages()
        sent.stand_before(page)
        page.goto(f"{server.url}/draw")
        page.get_by_role("button", name="Draw one for me").click()
        expect(answer(page, "It reads a")).to_be_visible()  # no page waits for the engine any more
        choose(page, mode)
        expect(page.get_by_role("radio", name=mode)).to_be_checked()
        expect(canvas(page) if mode == "Draw" else keyboard_pad(page)).to_be_visible()
        sent.hold()
        link = page.get_by_role("link", name="Start", exact=True).element_handle()
        page.evaluate("([link, done]) => addEventListener(done, () => link.click(), {once: true})", [link, done])
        if mode == "Draw":
            harness.draw_stroke(page, SEVEN)
        else:
            keyboard_pad(page).press("Space")
        until(lambda: page.wait_for_timeout(20) or len(sent.held) >= 2)  # the change of page, then the stroke
        sent.pass_on()
        for _ in range(100):  # one of them comes while the server draws the new page
            page.wait_for_timeout(1)
            sent.pass_on(keep=True)
        sent.let_go()
        expect(page.locator(".st-key-start-digit")).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_text("Digit Lab")
        assert seen.errors == []


@pytest.mark.parametrize("mode", ["Draw", "Keyboard"])
def test_stroke_is_sent_before_what_is_pressed_right_after_it(open_page: OpenPage, mode: str) -> None:
    page = open_page("/draw")
    page.get_by_role("button", name="Draw one for me").click()
    expect(answer(page, "It reads a")).to_be_visible()
    if mode == "Draw":
        page.get_by_role("button", name="Clear").click()
        expect(invitation(page)).to_be_visible()
        until(lambda: ink(page) == 0)
        harness.draw_stroke(page, [(140, 40), (140, 240)])
    else:
        choose(page, mode)
        pad = keyboard_pad(page)
        for _ in range(11):
            pad.press("Shift+ArrowDown")
    page.get_by_role("link", name="Evaluate", exact=True).click(delay=A_PRESS)
    expect(page.get_by_role("heading", level=1)).to_have_text("Evaluate")
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(answer(page, "It reads a 1.")).to_be_visible()


def test_drawing_is_followed_on_inside(open_page: OpenPage) -> None:
    page = open_page("/draw")
    harness.draw_stroke(page, SEVEN)
    page.get_by_role("button", name="Look inside this digit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inside")


@SCREENS
def test_photo_of_a_three_is_read(open_page: OpenPage, dataset: Dataset, width: int) -> None:
    page = open_page("/draw", width=width, height=844)
    choose(page, "Photo")
    expect(answer(page, "It reads a")).to_be_visible()  # of the example
    three = dataset.test_images[np.flatnonzero(dataset.test_labels == 3)[0]]
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "three.png", "mimeType": "image/png", "buffer": photo_of(three)},
            {"name": "![x](http://192.0.2.1/a.png).png", "mimeType": "image/png", "buffer": b"no picture"},
        ]
    )
    photo = page.get_by_role("region", name="three.png")
    expect(photo.get_by_role("heading")).to_have_text("It reads a 3.")
    expect(photo.get_by_role("img")).to_have_count(3)
    expect(page.get_by_role("button", name="Look inside this digit")).to_be_visible()  # though it is one of several
    refusal = page.get_by_role("alert").filter(has_text="This file is not an image we can read")
    assert refusal.inner_text().replace("\N{WORD JOINER}", "").startswith("![x](http://192.0.2.1/a.png).png")


def test_keyboard_alone_paints_a_seven(open_page: OpenPage) -> None:
    page = open_page("/draw")
    page.get_by_role("radio", name="Draw").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    pad = keyboard_pad(page)
    expect(pad).to_be_visible()
    page.keyboard.press("Tab")
    expect(pad).to_be_focused()
    where = page.get_by_text("row 13, column 13: paper")
    expect(where).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_text("row 13, column 13: ink")).to_be_visible()
    page.keyboard.press("Space")
    expect(where).to_be_visible()
    for key, count in (("ArrowUp", 8), ("ArrowLeft", 4), ("Shift+ArrowRight", 9), ("Shift+ArrowDown", 3)):
        for _ in range(count):
            page.keyboard.press(key)
    for _ in range(7):
        for key in ("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowLeft"):
            page.keyboard.press(key)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    expect(pad).to_be_focused()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("heading", level=2, name="Paint a digit here")).to_be_visible()


def test_finger_draws_and_does_not_scroll_the_page(open_page: OpenPage) -> None:
    page = open_page("/draw", width=390, height=844, has_touch=True, is_mobile=True)
    box = harness.pen(page).bounding_box()
    finger = page.context.new_cdp_session(page)
    points = [(box["x"] + 140, box["y"] + 240 - 20 * step) for step in range(11)]

    def touch(kind: str, *places: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in places]})

    touch("touchStart", points[0])
    for point in points[1:]:
        touch("touchMove", point)
    touch("touchEnd")
    expect(answer(page, "It reads a 1.")).to_be_visible()
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0
