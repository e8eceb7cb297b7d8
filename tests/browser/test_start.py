"""Start in a real browser, on real MNIST and with the real network."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.accessibility import lasting_faults
from tests.support.looks import in_each_look
from tests.support.page_layout import begins_above, ends_above, nothing_is_wider_than_the_screen
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
SENTENCE = re.compile(r"You said 7, the network says \d \((over )?[\d.]+ % sure\), the label is 7\.")


def ground(seen: Locator) -> list[float]:
    """Return red, green and blue behind something, each 0 to 1, in whichever way the browser writes them."""
    written = seen.evaluate("seen => getComputedStyle(seen).backgroundColor")
    parts = [float(part) for part in re.findall(r"[\d.]+(?:e-?\d+)?", written)][:3]
    return parts if written.startswith("color(srgb") else [part / 255 for part in parts]


def open_step(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).click()
    expect(page.get_by_role("radio", name=name)).to_be_checked()


def test_story_from_bare_numbers_to_the_answer_and_on(open_page: OpenPage) -> None:
    page = open_page("/?digit=test-0")
    cells = page.locator(".digit-cells")
    expect(cells).to_have_class(re.compile("numbers"))
    expect(cells.locator("td")).to_have_count(784)
    expect(page.get_by_role("heading", level=1)).to_have_text("Digit Lab")
    page.get_by_role("radio", name="7", exact=True).click()
    expect(page.get_by_role("status").get_by_text("You say 7, from bare numbers.")).to_be_visible()
    page.get_by_role("button", name="Show me the shades").click()
    expect(cells).to_have_class(re.compile("shading"))
    darkest = cells.locator("td", has_text="255").first  # as a figure's scale on the other pages ends
    for dark, ink in ((True, (244, 247, 252)), (False, (13, 26, 51))):
        page.emulate_media(color_scheme="dark" if dark else "light")
        until(lambda ink=ink: ground(darkest) == pytest.approx([part / 255 for part in ink], abs=0.01))
    page.get_by_role("button", name="Show me the picture").click()
    expect(cells).to_have_class(re.compile("picture"))
    expect(page.get_by_text("the label is")).to_have_count(0)
    page.get_by_role("button", name="Show me the network's answer").click()
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    expect(page.locator(".answer-bars tr")).to_have_count(10)
    inside = page.get_by_role("link", name="See how it knew")
    expect(inside).to_have_attribute("href", re.compile(r"inside\?digit=test-0&model=pretrained$"))

    page.get_by_role("button", name="Another digit").click()
    expect(cells).to_have_class(re.compile("numbers"))
    expect(page).not_to_have_url(re.compile("digit=test-0$"))
    digit = re.search(r"digit=(test-\d+)", page.url).group(1)
    onwards = page.get_by_role("link", name="Next: see all 70,000")
    expect(onwards).to_have_attribute("href", re.compile(rf"digit={digit}$"))
    onwards.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Browse")
    expect(page).to_have_url(re.compile(rf"/browse\?digit={digit}$"))


def test_path_ticks_what_was_visited_and_leads_there(open_page: OpenPage) -> None:
    page = open_page("/browse?digit=test-3")
    page.get_by_role("link", name="Back: Start").click()
    path = page.locator(".st-key-start-path")
    expect(path.get_by_text("You have seen")).to_have_count(1)
    expect(path.get_by_text("You have seen: data have a shape, a range and labels.")).to_be_visible()
    path.get_by_role("link", name="4 Inside").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inside")
    page.get_by_role("link", name="Start", exact=True).click()
    expect(path.get_by_text("You have seen")).to_have_count(2)
    page.get_by_role("link", name="I know this, take me to training").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Train")


def test_numbers_fit_their_cells_and_can_be_read(open_page: OpenPage) -> None:
    page = open_page("/?digit=test-1", height=844)
    expect(page.locator(".digit-cells")).to_be_visible()
    for width, count in ((1280, 784), (390, 400)):
        page.set_viewport_size({"width": width, "height": 844})
        until(lambda count=count: len(sizes(page)) == count)
        until(lambda: max(width for width, _ in sizes(page)) < 1)
        assert min(size for _, size in sizes(page)) > 9


def sizes(page: Page) -> list[tuple[float, float]]:
    """Return of each number that is shown its width as a share of its cell's, and its size in pixels."""
    return page.evaluate(
        """() => [...document.querySelectorAll('.digit-cells td')].filter(cell => cell.offsetWidth).map(cell => {
            const text = document.createRange();
            text.selectNodeContents(cell);
            return [text.getBoundingClientRect().width / cell.offsetWidth, parseFloat(getComputedStyle(cell).fontSize)];
        })"""
    )


def test_every_step_is_accessible_and_fits(open_page: OpenPage) -> None:
    page = open_page("/", height=844)
    for look in in_each_look(page):
        for step in ("Numbers", "Shading", "Picture", "Answer"):
            open_step(page, step)
            if step == "Answer":
                expect(page.get_by_text("the label is")).to_be_visible()
            assert (look, step, lasting_faults(page)) == (look, step, [])
            nothing_is_wider_than_the_screen(page)


def test_keyboard_alone_reaches_the_answer(open_page: OpenPage) -> None:
    page = open_page("/?digit=test-0")
    page.get_by_role("radio", name="7", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="7", exact=True)).to_be_checked()
    for step in ("shading", "picture"):
        page.get_by_role("button", name="Show me").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".digit-cells")).to_have_class(re.compile(step))
    page.get_by_role("button", name="Show me").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(SENTENCE)).to_be_visible()


def test_experiment_is_in_the_first_view(open_page: OpenPage) -> None:
    page = open_page("/", width=1280, height=800)
    for part in (page.locator(".digit-frame"), page.get_by_role("button", name="Show me")):
        ends_above(part, 800)
    phone = open_page("/", width=390, height=844)
    begins_above(phone.locator(".digit-frame"), 844 / 2)
    ends_above(phone.get_by_role("radio", name="0", exact=True), 844)
