"""Evaluate in a real browser, on real MNIST and with the real network."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from tests.support.accessibility import serious_faults
from tests.support.page_layout import ends_above, nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
MATRIX, TILES = ".st-key-evaluate-matrix", ".st-key-evaluate-tiles"
SCORE = re.compile(r"[\d.]+ % right: ([\d,]+) of 10,000 \(95 % interval [\d.]+ to [\d.]+\)\. Loss \d\.\d{3}\.")


def wait_for_score(page: Page) -> int:
    """Return how many images were read right, once the page says so and shows the mistakes."""
    sentence = page.get_by_text(SCORE)
    expect(sentence).to_be_visible()
    for shown in (chosen(page), page.locator(f"{TILES} button").first):
        expect(shown).to_be_visible()
    return int(SCORE.search(sentence.inner_text()).group(1).replace(",", ""))


def numbers(cells: Locator) -> list[int]:
    return [int(text.replace(",", "")) for text in cells.all_inner_texts() if text]


def chosen(page: Page) -> Locator:
    return page.locator(f"{MATRIX} button[aria-pressed=true]")


def test_score_matrix_and_pictures_agree(open_page: OpenPage) -> None:
    page = open_page("/evaluate")
    right = wait_for_score(page)
    cells = numbers(page.locator(f"{MATRIX} tbody td"))
    mistakes = numbers(page.locator(f"{MATRIX} tbody button"))
    assert sum(cells) == 10_000
    assert sum(mistakes) == 10_000 - right
    expect(chosen(page)).to_have_text(str(max(mistakes)))
    expect(page.locator(f"{TILES} button")).to_have_count(min(15, max(mistakes)))
    wrong = [int(text) for text in re.findall(r"wrong: (\d+) of", page.locator(".digit-bars").inner_text())]
    assert sum(wrong) == sum(mistakes)


def test_story_from_a_cell_to_its_pictures_and_by_one_click_to_inside(open_page: OpenPage) -> None:
    page = open_page("/evaluate?digit=test-1")
    wait_for_score(page)
    other = page.locator(f"{MATRIX} button[aria-pressed=false]").first
    name = other.get_attribute("aria-label")
    label, answer = re.match(r"(\d) read as (\d)", name).groups()
    other.click()
    expect(page.get_by_text(f"A {name}").first).to_be_visible()
    expect(chosen(page)).to_have_attribute("aria-label", name)
    tile = page.locator(f"{TILES} button").first
    expect(tile).to_have_attribute("aria-label", re.compile(rf"is {label}, read as {answer}, .* % sure"))
    tile.click()
    expect(tile).to_have_attribute("aria-pressed", "true")
    index = tile.get_attribute("data-index")
    expect(page).to_have_url(re.compile(rf"digit=test-{index}$"))
    expect(page.get_by_role("button", name=f"Digit: test image {int(index):,}")).to_be_visible()
    page.locator(f"{TILES}-ways").get_by_role("link", name="Open in Browse").click()
    expect(page.get_by_role("heading", level=3, name=f"Test image {int(index):,}")).to_be_visible()
    page.go_back()
    expect(page.get_by_text(f"A {name}").first).to_be_visible()  # the score is remembered, and so is the cell
    last = page.locator(f"{TILES} a").last
    index = page.locator(f"{TILES} button").last.get_attribute("data-index")
    assert f"digit=test-{index}" in last.get_attribute("href")
    last.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inside")
    expect(page).to_have_url(re.compile(rf"/inside\?.*digit=test-{index}"))


def test_matrix_of_the_validation_images_in_per_cent_is_chosen_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/evaluate")
    wait_for_score(page)
    expect(page.get_by_text(re.compile(r"On the 5,000 validation images: 9\d\.\d %"))).to_be_visible()
    page.get_by_role("radio", name="Per cent of row").focus()
    page.keyboard.press("Space")
    expect(page.locator(f"{MATRIX} tbody td").first).to_have_text(re.compile(r"^\d\d\.\d$"))
    page.get_by_role("radio", name="Validation images").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text(re.compile(r"% right: [\d,]+ of 5,000"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"On the 10,000 test images: 9\d\.\d\d %"))).to_be_visible()


def test_sureness_is_put_right_by_one_button(open_page: OpenPage) -> None:
    page = open_page("/evaluate?show=Trust", width=390, height=844, dark=True)
    expect(page.get_by_text(re.compile(r"It is [\d.]+ % sure on average and right in [\d.]+ %"))).to_be_visible()
    page.get_by_role("button", name="Fit a temperature").click()
    expect(page.get_by_text(re.compile(r"Temperature \d\.\d\d: .* Fitted on 5,000 validation images"))).to_be_visible()
    changed = page.get_by_role("row", name=re.compile("Answers changed, of 10,000"))
    expect(changed.get_by_role("cell").last).to_have_text("0")
    threshold = page.get_by_role("slider", name="How sure must it be?")
    expect(page.get_by_text(re.compile(r"At 60 %: .* of the answered .* are wrong: \d+ of [\d,]+\."))).to_be_visible()
    threshold.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"At 61 %: "))).to_be_visible()
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)


def test_keyboard_goes_from_cell_to_cell(open_page: OpenPage) -> None:
    page = open_page("/evaluate")
    wait_for_score(page)
    row, column = (int(chosen(page).get_attribute(f"data-{axis}")) for axis in ("row", "column"))
    in_row = page.locator(f'{MATRIX} button[data-row="{row}"]')
    places = [int(cell.get_attribute("data-column")) for cell in in_row.all()]
    place = places.index(column)
    key, step = ("ArrowRight", 1) if place + 1 < len(places) else ("ArrowLeft", -1)
    chosen(page).focus()
    page.keyboard.press(key)
    expect(chosen(page)).to_have_attribute("data-column", str(places[place + step]))
    expect(chosen(page)).to_be_focused()
    name = chosen(page).get_attribute("aria-label")
    expect(page.get_by_text(f"A {name}").first).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), harness.LOOKS.values(), ids=harness.LOOKS)
def test_page_is_accessible_fits_and_its_cells_can_be_touched(open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page("/evaluate", width=width, height=844, dark=dark)
    wait_for_score(page)
    page.locator(f"{TILES} button").first.click()
    expect(page.locator(f"{TILES}-ways").get_by_role("link")).to_have_count(2)
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)
    boxes = [button.bounding_box() for button in page.locator(f"{MATRIX} button").all()]
    assert min(min(box["width"], box["height"]) for box in boxes) >= 24


def test_score_matrix_and_its_pictures_are_in_the_first_view(open_page: OpenPage) -> None:
    page = open_page("/evaluate", width=1280, height=800)
    wait_for_score(page)
    ends_above(page.locator(f"{MATRIX} table"), 800)
    ends_above(page.locator(f"{TILES} button").first, 800)
