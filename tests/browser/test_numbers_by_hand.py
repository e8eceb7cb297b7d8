"""Numbers as hands expect them: plus and minus, the arrow keys, a decimal comma, words for 0, a phone's keypad."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from tests.support.accessibility import serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]


def field(page: Page, name: str) -> Locator:
    """Return a number's field once the page attends to it."""
    found = page.get_by_role("spinbutton", name=name, exact=True)
    expect(found).to_have_attribute("inputmode", re.compile("decimal|numeric"))
    return found


def click(found: Locator, sign: str) -> None:
    number = found.locator("xpath=ancestor::*[@data-testid='stNumberInput']")
    number.get_by_role("button", name={"+": "Increment", "-": "Decrement"}[sign]).click()


def enter(found: Locator, text: str) -> None:
    found.fill(text)
    found.press("Enter")


def refusal(found: Locator) -> Locator:
    return found.locator("xpath=ancestor::*[@data-testid='stNumberInput']").locator(".number-refused")


def test_fields_of_the_set_up_step_and_read_as_hands_expect(open_page: OpenPage) -> None:
    page = open_page("/train?recipe=quick-cnn~train_images.50000~patience.1")
    rate, size, epochs = (field(page, name) for name in ("Learning rate", "Batch size", "Epochs"))
    for value in ("0.01", "0.03", "0.1"):  # times three, not 0.004
        click(rate, "+")
        expect(rate).to_have_value(value)
    expect(page).to_have_url(re.compile(r"~learning_rate\.0\.1~"))
    rate.focus()
    for value in ("0.03", "0.01", "0.003", "0.001"):  # by the keyboard as well
        page.keyboard.press("ArrowDown")
        expect(rate).to_have_value(value)
    click(size, "+")
    expect(size).to_have_value("256")  # not 129
    expect(page).to_have_url(re.compile(r"~learning_rate\.0\.001~batch_size\.256~"))

    rate.click(click_count=3)
    page.keyboard.type("0,02")  # a comma that is typed
    page.keyboard.press("Tab")
    expect(rate).to_have_value("0.02")
    enter(size, "1,000")  # and one between thousands
    expect(size).to_have_value("1000")
    expect(page).to_have_url(re.compile(r"~learning_rate\.0\.02~batch_size\.1000~"))
    enter(epochs, "0,1")
    expect(refusal(epochs)).to_have_text("Not a whole number: 0,1. It stays 3.")
    expect(epochs).to_have_value("3")
    enter(rate, "0,1,2")
    expect(refusal(rate)).to_have_text("Not a number: 0,1,2. It stays 0.02.")
    enter(rate, "1e400")
    expect(refusal(rate)).to_have_text("Not a number: 1e400. It stays 0.02.")
    enter(rate, "")
    expect(refusal(rate)).to_have_text("A number is needed here. It stays 0.02.")
    assert serious_faults(page) == []
    enter(rate, "0,05")
    expect(refusal(rate)).to_have_count(0)
    guess = page.locator(".st-key-train-guess").get_by_role("spinbutton")
    enter(guess, "97,5")
    expect(guess).to_have_value("97.5")

    page.locator(".st-key-train-expander-from summary").click()
    images = field(page, "Training images")
    expect(images).to_have_value("50000")
    click(images, "+")
    expect(images).to_have_value("all")  # not 0, and the most of all
    expect(images).to_have_attribute("aria-valuetext", "all")
    expect(page).not_to_have_url(re.compile("train_images"))
    images.click()
    page.keyboard.type("5.000")  # over the word
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"~train_images\.5000"))
    enter(images, "1e3")
    expect(page).to_have_url(re.compile(r"~train_images\.1000\b"))  # not 1
    enter(images, "all")
    expect(page).not_to_have_url(re.compile("train_images"))
    page.locator(".st-key-train-expander-long summary").click()
    patience = field(page, "Patience")
    click(patience, "-")
    expect(patience).to_have_value("off")
    click(patience, "-")
    expect(patience).to_have_value("off")  # there is nothing below
    expect(page).not_to_have_url(re.compile("patience"))


def test_phone_has_a_keypad_for_numbers_also_in_a_layer_and_a_sweep_asks_what_a_comma_is(open_page: OpenPage) -> None:
    page = open_page("/train?tab=Network", width=390, height=844)
    page.get_by_role("button", name=re.compile(r"Conv 16, 3\s×\s3, ReLU")).click()
    kernel, decay = field(page, "Kernel size"), field(page, "L2")
    expect(kernel).to_have_attribute("inputmode", "numeric")
    expect(decay).to_have_attribute("inputmode", "decimal")
    kernel.press("ArrowUp")
    expect(kernel).to_have_value("5")
    expect(page.get_by_role("button", name=re.compile(r"Conv 16, 5\s×\s5, ReLU"))).to_be_visible()
    kernel.press("Control+z")  # in a field it is the field's own, and undoes no change of the network
    expect(decay).to_have_value("off")
    enter(decay, "0,001")
    expect(decay).to_have_value("0.001")
    enter(kernel, "2,5")
    expect(refusal(kernel)).to_have_text("Not a whole number: 2,5. It stays 5.")
    expect(page.get_by_role("button", name=re.compile(r"Conv 16, 5\s×\s5, ReLU"))).to_be_visible()

    page.get_by_role("tab", name="Train", exact=True).click()
    field(page, "Epochs")  # values are tried of a set-up that was seen
    page.get_by_role("tab", name="Runs", exact=True).click()
    page.locator("summary", has_text="Try several values").click()
    values = page.get_by_role("textbox", name="Values", exact=True)
    enter(values, "0,1")
    expect(page.get_by_text("0,1 may be 0.1, or 0 and 1. Write 0.1, or 0, 1 with a space.")).to_be_visible()
    enter(values, "0,1; 0,03")
    expect(page.get_by_role("button", name="Train all 2")).to_be_visible()

    page.goto(page.url.partition("/train")[0] + "/browse?digit=test-1")
    harness.ready(page)
    row = field(page, "Row, 0 to 27")
    enter(row, "9,5")
    expect(refusal(row)).to_have_text("Not a whole number: 9,5. It stays 13.")
    for typed, why in (("-1", "\N{MINUS SIGN}1 is not from 0 to"), ("x", "Not a whole number: x. It stays 13.")):
        row.fill(typed)
        row.press("Enter")
        expect(refusal(row)).to_contain_text(why)
        expect(row).to_have_value("13")
    enter(row, "9,0")
    expect(page.get_by_text("row 9, column 14: 247 of 255 (ink)")).to_be_visible()
