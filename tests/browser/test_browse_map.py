"""Browse's map in a real browser with real engines, on the small digits: hands, keys, a phone, and t-SNE to its end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from tests.support.accessibility import lasting_faults
from tests.support.page_layout import begins_above, nothing_is_wider_than_the_screen

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MAP = "/browse?browse=Map"
DIGIT = re.compile(r"digit=test-\d+")


@pytest.fixture(scope="module")
def small_server() -> Iterator[harness.Server]:
    """Give a server on the digits that are always there."""
    with harness.serve({"DIGITLAB_DATA": ""}) as running:
        yield running


@pytest.fixture
def open_map(open_page: OpenPage, small_server: harness.Server) -> Callable[..., Page]:
    """Return a function that opens a map once it and its images are there."""

    def opened(query: str = "", **options) -> Page:
        page = open_page(MAP + query, url=small_server.url, **options)
        page.wait_for_selector(".digit-map[data-shown][data-pictures=there]")
        expect(page.get_by_text("Most of the ten nearest")).to_be_visible()
        return page

    return opened


def pane(page: Page, number: int = 0) -> Locator:
    return page.get_by_role("application").nth(number)


def said(page: Page) -> Locator:
    """Return what is told of the point that the keys have come to."""
    return page.locator(".digit-map .said")


def fits_and_axe_finds_nothing_serious(page: Page) -> None:
    assert lasting_faults(page) == []
    nothing_is_wider_than_the_screen(page)


def test_hands_point_open_enlarge_and_choose_several(open_map: Callable[..., Page]) -> None:
    page = open_map()
    begins_above(pane(page), 480)
    fits_and_axe_finds_nothing_serious(page)
    place = pane(page).bounding_box()
    assert place is not None
    across, down = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    pane(page).focus()
    page.mouse.move(across, down)
    tip = page.locator(".digit-map .tip")
    page.mouse.click(across, down)
    expect(tip.get_by_text(re.compile(r"^Image \d+, label \d$"))).to_be_visible()
    expect(tip.get_by_text(re.compile(r"ead as \d, .* sure$"))).to_be_visible()
    expect(page).to_have_url(DIGIT)
    before = page.evaluate("scrollY")
    for _ in range(4):
        page.get_by_role("button", name="Larger", exact=True).click()
    assert page.evaluate("scrollY") == before
    page.get_by_role("button", name="Whole map", exact=True).click()
    page.get_by_role("button", name="Box", exact=True).click()
    expect(page.get_by_role("button", name="Box", exact=True)).to_have_attribute("aria-pressed", "true")
    page.mouse.move(across - 90, down - 90)
    page.mouse.down()
    page.mouse.move(across + 90, down + 90, steps=4)
    page.mouse.up()
    expect(page.get_by_text(re.compile(r"^\d+ images chosen: "))).to_be_visible()
    fits_and_axe_finds_nothing_serious(page)
    page.get_by_role("button", name="Open in Pictures").click()
    expect(page.get_by_role("tab", name="Pictures", exact=True)).to_have_attribute("aria-selected", "true")
    expect(page).to_have_url(re.compile("pictures=[^&]*preset-map"))


def test_keys_alone_step_select_choose_and_open(open_map: Callable[..., Page]) -> None:
    page = open_map("&digit=test-500")
    page.get_by_role("button", name="Box", exact=True).focus()
    page.keyboard.press("Tab")
    expect(pane(page)).to_be_focused()
    expect(said(page)).to_have_text(re.compile(r"^Image 500, label \d"))  # where the selected digit lies
    page.keyboard.press("ArrowRight")
    expect(said(page)).not_to_have_text(re.compile(r"^Image 500,"))
    image = re.match(r"Image (\d+)", said(page).inner_text())
    assert image is not None
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"digit=test-{image[1]}\b"))
    page.keyboard.press("Space")
    expect(page.get_by_text(re.compile("^1 image chosen: "))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile("chosen: "))).to_have_count(0)
    page.get_by_role("button", name="Open in One digit").press("Enter")
    expect(page.get_by_role("tab", name="One digit", exact=True)).to_have_attribute("aria-selected", "true")


def test_choices_by_quick_keys_are_all_kept(open_map: Callable[..., Page]) -> None:
    page = open_map("&digit=test-500")
    pane(page).focus()
    expect(said(page)).to_have_text(re.compile(r"^Image \d+, label \d"))
    pane(page).evaluate(
        """pane => [" ", "ArrowRight", " ", "ArrowRight", " "].forEach(
            key => pane.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
        )"""
    )
    expect(page.get_by_text(re.compile("^3 images chosen: "))).to_be_visible()
    page.get_by_role("button", name="Let go", exact=True).click()
    expect(page.get_by_text(re.compile("chosen: "))).to_have_count(0)


def test_layer_before_and_after_training_on_a_dark_phone(open_map: Callable[..., Page]) -> None:
    page = open_map("&map-layer=13&map-colour=answer", width=390, height=844, dark=True)
    expect(page.get_by_role("application")).to_have_count(2)
    boxes = [pane(page, number).bounding_box() for number in range(2)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[1]["y"] > boxes[0]["y"] + boxes[0]["height"]
    expect(pane(page, 1)).to_have_attribute("aria-label", re.compile("after training"))
    fits_and_axe_finds_nothing_serious(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    page.get_by_text("Beside it, before training").click()
    expect(page.get_by_role("application")).to_have_count(1)
    expect(page).to_have_url(re.compile("map-start=off"))


def test_tsne_moves_the_points_to_its_end_and_is_kept(open_map: Callable[..., Page]) -> None:
    page = open_map(reduced_motion="reduce")
    before = page.get_by_text("Most of the ten nearest").inner_text()
    page.get_by_role("button", name="Untangle it").click()
    expect(page.locator(".digit-map")).to_have_attribute("data-shown", "tsne moving")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator(".digit-map")).to_have_attribute("data-shown", "tsne done")
    share = [float(re.findall(r"([\d.]+) %", text)[0]) for text in (before, page.get_by_text("Most of").inner_text())]
    assert share[1] > share[0] + 20
    fits_and_axe_finds_nothing_serious(page)
    page.get_by_role("button", name="Back to PCA").click()
    page.get_by_role("button", name="Show t-SNE").click()
    expect(page.locator(".digit-map")).to_have_attribute("data-shown", "tsne done")
    expect(page).to_have_url(re.compile("map-method=tsne"))
