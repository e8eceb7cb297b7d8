"""A set-up by hand in a real browser: built, undone, reloaded, copied as a link, begun, and walked back to."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.accessibility import serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


def layers(page: Page) -> Locator:
    return page.get_by_role("list", name="Layers of the network").get_by_role("listitem")


def test_half_built_network_is_undone_redone_and_survives_a_reload(open_page: OpenPage) -> None:
    page = open_page("/train?tab=Network")
    expect(layers(page)).to_have_count(7)
    button(page, "Remove layer 5").click()  # the Flatten
    expect(page.get_by_text("It does not fit yet")).to_be_visible()
    expect(button(page, re.compile("^Undo"))).to_be_enabled()  # its keys are told to the page with the button
    page.keyboard.press("Control+z")
    expect(layers(page)).to_have_count(7)
    expect(button(page, re.compile("^Redo"))).to_be_enabled()
    page.keyboard.press("Control+Shift+z")
    expect(layers(page)).to_have_count(6)
    button(page, re.compile("^Undo")).click()
    expect(layers(page)).to_have_count(7)

    button(page, "Move layer 6 up").click()  # the Dense above the Flatten
    expect(button(page, "Move Flatten before layer 5")).to_be_visible()  # and not a second one
    expect(page).to_have_url(re.compile(r"~draft\.Dense-64-relu~draft\.Flatten~"))
    page.reload()
    expect(page.get_by_text("It does not fit yet")).to_be_visible()
    button(page, "Move Flatten before layer 5").click()
    expect(page.get_by_text("7 layers, 56,714 parameters")).to_be_visible()

    button(page, "Dense 64, ReLU").click()
    expect(page.get_by_text(re.compile("^Layer 6: "))).to_be_visible()
    drawing = page.locator(".st-key-network-drawing [role=img]")
    page.get_by_role("spinbutton", name="Units", exact=True).focus()
    button(page, "Remove all").scroll_into_view_if_needed()
    expect(drawing).to_be_in_viewport()  # editing leaves the figure in sight
    assert serious_faults(page) == []
    button(page, "Close").click()
    expect(page.get_by_text(re.compile("^Layer 6: "))).to_have_count(0)

    button(page, "Remove all").click()
    expect(page).to_have_url(re.compile(r"recipe=quick-cnn~draft\.empty"))
    page.reload()
    expect(page.get_by_text("No layer yet. Add one below.")).to_be_visible()


def test_each_back_takes_back_one_step_and_a_set_up_is_copied_as_a_link(open_page: OpenPage) -> None:
    page = open_page("/train")
    page.get_by_role("combobox", name="Recipe", exact=True).click()
    page.get_by_role("option", name="From articles: Article 3: dense, 256 (97.61 %").click()
    expect(page.get_by_role("heading", name="Article 3: dense, 256")).to_be_visible()
    expect(page.get_by_text("keras图片数字识别入门AI机器学习")).to_be_visible()
    expect(page.get_by_text("The article reports 97.56 % and 97.67 % of the test images.")).to_be_visible()
    expect(page.get_by_text("measured on 26 November").first).to_be_visible()
    epochs = page.get_by_role("spinbutton", name="Epochs", exact=True)
    epochs.fill("200")
    epochs.press("Enter")
    expect(page).to_have_url(re.compile(r"recipe=article-3~epochs\.200$"))

    page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")  # http in a classroom
    copy = button(page, "Copy link to this set-up")
    expect(copy).to_have_attribute("data-link", re.compile(r"epochs\.200$"))  # it is drawn after the address is
    copy.click()
    expect(page.get_by_text("Copied: whoever opens it")).to_be_visible()
    recipe = page.get_by_role("combobox", name="Recipe", exact=True)  # what was copied is pasted into it
    recipe.click()
    page.keyboard.press("Control+v")
    expect(recipe).to_have_value(page.url)
    page.keyboard.press("Escape")

    batch = page.get_by_role("spinbutton", name="Batch size", exact=True)
    batch.fill("64")
    page.locator(".st-key-primary-train button").click()  # which leaves the field: one step with the click
    expect(page).to_have_url(re.compile(r"/train\?run=[0-9a-f]{32}"))
    run = page.url
    button(page, re.compile("Stop and keep|Cancel")).first.click()
    expect(page.locator(".st-key-run-set-up button")).to_be_visible()
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Draw")

    page.go_back()
    expect(page).to_have_url(re.compile(re.escape(run)))
    expect(page.locator(".st-key-run-set-up button")).to_be_visible()
    page.go_back()
    expect(batch).to_have_value("64")
    expect(epochs).to_have_value("200")
    page.go_back()
    expect(page.get_by_role("heading", name="Article 3: dense, 256")).to_be_visible()
    expect(epochs).to_have_value("10")
    page.go_back()
    expect(page.get_by_role("heading", name="Quick CNN")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="Article 3: dense, 256")).to_be_visible()
