"""Build a network by clicks in a real browser, train it, change it on the way, pass the link on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.accessibility import lasting_faults
from tests.support.looks import in_each_look
from tests.support.page_layout import nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
RIGHT = re.compile(r"([\d.]+) % right: [\d,]+ of 10,000 test images")


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    expect(page.get_by_role("tab", name=name, selected=True)).to_be_visible()


def add(page: Page, kind: str) -> None:
    page.locator(f".st-key-add-{kind} button").first.click()  # with a help it is there twice
    expect(page.get_by_text(re.compile(r"^Layer \d+: "))).to_be_visible()  # the new one is open


def wait_for_points(page: Page) -> None:
    expect(page.locator(".st-key-run-accuracy svg path").first).to_be_visible()


def built_by_clicks(page: Page) -> None:
    """Build convolution, pooling, flatten and dense from nothing, meeting a refusal and its remedy on the way."""
    button(page, "Remove all").click()
    expect(page.get_by_text("It does not fit yet")).to_be_visible()
    add(page, "Conv2D")
    expect(page.get_by_text("26 × 26 × 16").first).to_be_visible()
    add(page, "MaxPooling2D")
    expect(page.get_by_text("13 × 13 × 16").first).to_be_visible()
    add(page, "Dense")
    misfit = page.get_by_role("list", name="Layers of the network").get_by_text(re.compile("^Layer"))
    expect(misfit).to_have_text(re.compile("Layer 3 does not fit: Dense needs one row of values"))
    tab(page, "Train")
    expect(page.locator(".st-key-primary-train button")).to_have_count(0)
    button(page, "Show it in Network").click()
    button(page, "Add Flatten before layer 3").click()  # the remedy that the row gave
    expect(misfit).to_have_text(re.compile("must give 10 values, one per digit, and it gives 64"))
    button(page, "Dense 64, ReLU").click()
    expect(page.get_by_text(re.compile("^Layer 4: "))).to_be_visible()  # so that the new one comes after it
    add(page, "Dense")
    expect(page.get_by_text("173,930 parameters").first).to_be_visible()
    button(page, "Conv 16, 3 × 3, ReLU").click()
    filters = page.get_by_role("spinbutton", name="Filters", exact=True)
    filters.fill("8")
    filters.press("Enter")
    expect(page.get_by_text("1,352 values").first).to_be_visible()


def test_network_is_built_from_nothing_trained_changed_and_branched_from(open_page: OpenPage) -> None:
    page = open_page("/train?tab=Network")
    built_by_clicks(page)
    button(page, "Back to Train").click()
    epochs = page.get_by_role("spinbutton", name="Epochs", exact=True)
    epochs.fill("2")
    epochs.press("Enter")
    expect(page.get_by_text("Changed from Quick CNN")).to_be_visible()
    expect(page).to_have_url(re.compile(r"recipe=quick-cnn~epochs\.2~layer\.Conv2D-8-3-1-valid-relu~layer\.MaxPool"))
    link = page.url

    other = open_page("/" + link.split("/", 3)[3])  # another person
    expect(other.get_by_role("spinbutton", name="Epochs", exact=True)).to_have_value("2")
    expect(other.get_by_text(re.compile("87,322 parameters"))).to_be_visible()
    expect(other.locator(".st-key-primary-train button")).to_be_visible()
    assert "run=" not in other.url

    page.get_by_role("spinbutton", name="Guess its test accuracy (optional), %", exact=True).fill("90")
    page.keyboard.press("Enter")
    page.locator(".st-key-primary-train button").click()
    wait_for_points(page)
    button(page, "Pause").click()
    expect(button(page, "Go on")).to_be_visible()
    expect(page.locator(".st-key-run-accuracy svg text", has_text="nearest mean image: 82.03 %")).to_be_visible()
    rate = page.get_by_role("spinbutton", name="Learning rate", exact=True)
    rate.fill("0.002")
    rate.press("Enter")
    page.get_by_role("radio", name="Log", exact=True).click()
    expect(page.get_by_text("learning rate 0.003 to 0.002")).to_be_visible()
    button(page, "Go on").click()
    page.get_by_role("radio", name="20 digits").click()
    expect(page.get_by_text(re.compile(r"\d+ of 20 right after step"))).to_be_visible()
    result = page.get_by_text(RIGHT)
    expect(result).to_be_visible()
    assert float(RIGHT.search(result.inner_text()).group(1)) > 95
    expect(page.get_by_text(re.compile(r"You guessed 90 %; it reached 9[\d.]+ %"))).to_be_visible()

    changed = page.locator(".st-key-change-one")
    changed.get_by_role("spinbutton", name="New value", exact=True).fill("0.01")
    page.keyboard.press("Enter")
    button(page, "Train with this").click(click_count=2, delay=10)
    expect(page.get_by_text("Restarted from the same initial weights as")).to_be_visible()
    expect(page.locator(".st-key-run-accuracy svg text", has_text="run before, validation")).to_be_visible()
    button(page, "Stop and keep").click()
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible()


def fits_and_is_accessible_in_each_look(page: Page) -> None:
    for look in in_each_look(page):
        assert (look, lasting_faults(page)) == (look, [])
        nothing_is_wider_than_the_screen(page)


def test_every_door_is_accessible_and_fits_and_augmentation_shows_ten_of_its_digits(open_page: OpenPage) -> None:
    page = open_page("/train?recipe=quick-cnn~schedule.one_cycle~patience.2", height=844)
    for name in ("How it learns", "What it learns from", "Stopping and seed", "Keras code"):
        page.locator("summary", has_text=name).focus()
        page.keyboard.press("Enter")
    expect(page.get_by_text("import keras").first).to_be_visible()
    expect(page.locator(".st-key-schedule-drawn svg path").first).to_be_visible()
    page.get_by_role("radio", name="Strong").click()
    expect(page.locator(".st-key-train-examples [role=img]")).to_have_count(10)
    fits_and_is_accessible_in_each_look(page)
    tab(page, "Network")
    button(page, "Conv 16, 3 × 3, ReLU").focus()
    page.keyboard.press("Enter")
    filters = page.get_by_role("spinbutton", name="Filters", exact=True)
    filters.fill("0")
    filters.press("Enter")
    refused = page.get_by_role("list", name="Layers of the network").get_by_text(re.compile("^Layer 1"))
    expect(refused).to_have_text(re.compile("Filters must be a whole number from 1 to 512; got 0."))
    fits_and_is_accessible_in_each_look(page)
