"""Steer a run in a real browser, with real Keras: paused, changed, stepped, stopped, and gone back in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.accessibility import serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
WIDTH_NEEDED = "document.querySelector('[data-testid=stMain]').scrollWidth"


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


def start(page: Page) -> None:
    page.locator(".st-key-primary-train button").click()
    expect(page.locator(".st-key-run-accuracy svg path").first).to_be_visible()


def test_run_is_paused_changed_stepped_and_stopped(open_page: OpenPage) -> None:
    page = open_page("/train?recipe=article-1a~epochs.200")  # longer than any machine takes for this test
    start(page)
    button(page, "Pause").focus()
    page.keyboard.press("Enter")
    expect(button(page, "Go on")).to_be_visible()
    expect(button(page, "Go on")).to_be_focused()
    expect(page.get_by_text(re.compile(r"Paused after step \d+ of epoch \d+\."))).to_be_visible()

    button(page, "More steering").click()  # looking changes nothing
    expect(page.get_by_role("spinbutton", name="Dropout rate", exact=True)).to_have_value("0.2")
    page.keyboard.press("Escape")
    rate = page.get_by_role("spinbutton", name="Learning rate", exact=True)
    rate.fill("0.0003")
    rate.press("Enter")
    expect(page.get_by_text("From the next step on: learning rate 0.0003.")).to_be_visible()
    page.get_by_role("radio", name="Log", exact=True).click()
    expect(page.get_by_text("learning rate 0.001 to 0.0003")).to_be_visible()

    button(page, "One step").click()
    expect(page.get_by_text("One step in numbers")).to_be_visible()
    expect(page.locator(".st-key-one-step [role=img]")).to_have_count(16)
    expect(page.get_by_text(re.compile("dropout rate .* to"))).to_have_count(0)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(f"{WIDTH_NEEDED} <= 390")  # the charts follow in a moment
    assert serious_faults(page) == []

    button(page, "Go on").click()
    expect(button(page, "Pause")).to_be_visible()
    button(page, "Stop and keep").click()
    expect(page.get_by_text(re.compile(r"Stopped in epoch \d+"))).to_be_visible()


def test_branch_from_an_epoch_shows_its_parents_curve(open_page: OpenPage) -> None:
    page = open_page("/train?recipe=article-1b~epochs.200~train_images.6000")  # short epochs, and many of them
    start(page)
    button(page, "One epoch").click()
    paused = r"Paused after epoch \d+\."
    expect(
        page.get_by_text(re.compile(f"pauses at the end of this epoch|{paused}"))
    ).to_be_visible()  # which may be soon
    expect(page.get_by_text(re.compile(paused))).to_be_visible()
    button(page, "Stop and keep").click()
    expect(page.get_by_text(re.compile(r"% right: "))).to_be_visible()
    parent = page.url

    page.get_by_text("Go back to an epoch, and train on from there").click()
    begin = button(page, re.compile(r"Branch from epoch \d+"))
    expect(begin).to_be_visible()
    assert serious_faults(page) == []
    begin.click(click_count=3, delay=10)
    expect(page.get_by_text(re.compile(r"Branched from epoch \d+ of"))).to_be_visible()
    expect(page.locator(".st-key-run-accuracy svg text", has_text="run before, validation")).to_be_visible()
    button(page, "Stop and keep").click()
    expect(page.get_by_text(re.compile(r"% right: "))).to_be_visible()
    page.locator(".st-key-run-parent button").click()
    expect(page.get_by_text("Branched from epoch")).to_have_count(0)
    expect(page).to_have_url(re.compile(parent.split("run=")[1][:32]))
