"""All runs in a real browser: a sweep of two tiny ones, their table and figure, and the link that shows them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from tests.support.accessibility import lasting_faults
from tests.support.looks import in_each_look
from tests.support.page_layout import nothing_is_wider_than_the_screen
from tests.support.written_runs import write_runs

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
FIGURE = ".st-key-compare-curves svg[baseProfile]"
HOSTILE = '<img src=x onerror="alert(1)"> ![x](http://x.invalid/y.png) **b** :red[r]'


def heads_of(page: Page) -> Locator:
    """Return the heads of the rows of the table of runs."""
    return page.get_by_role("region", name=re.compile("^Table of runs")).get_by_role("rowheader")


def test_sweep_of_two_runs_is_trained_compared_and_shown_to_a_stranger(open_page: OpenPage) -> None:
    page = open_page("/train")
    page.get_by_role("spinbutton", name="Epochs", exact=True).fill("1")
    page.get_by_role("spinbutton", name="Epochs", exact=True).press("Enter")
    expect(page.get_by_text("Changed from Quick CNN")).to_be_visible()
    page.get_by_role("tab", name="Runs", exact=True).click()
    page.get_by_text("Try several values").click()
    setting = page.get_by_role("combobox", name="Setting", exact=True)
    setting.click()  # at once, while it still unfolds
    setting.fill("Training images")  # the list shows only what is in view
    page.get_by_role("option", name="Training images").click()
    values = page.get_by_role("textbox", name="Values", exact=True)
    expect(values).to_have_value("1000, 5000, 20000")
    expect(page.get_by_text("3 runs, 3 epochs in all")).to_be_visible()
    values.fill("500, 1000")
    values.press("Enter")
    page.get_by_role("button", name="Train all 2").click(click_count=5, delay=10)

    heads = heads_of(page)
    expect(heads).to_have_count(2)
    expect(heads.first).to_be_in_viewport()
    for name in ("Quick CNN, 1 epoch, training images 500", "Quick CNN, 1 epoch, training images 1,000"):
        expect(page.get_by_role("checkbox", name=f"Compare {name}", exact=True)).to_be_checked()
        row = page.get_by_role("row").filter(has=page.get_by_role("button", name=name, exact=True))
        expect(row).to_contain_text("Status: finished")  # by itself
        expect(row).to_contain_text(re.compile(r"Test: [\d.]+ %"))
        expect(page.locator(FIGURE)).to_contain_text(name)
    expect(page.get_by_text(re.compile(r"They differ in training images \(500, 1,000\)\."))).to_be_visible()

    stranger = open_page("/" + page.url.split("/", 3)[3])
    expect(heads_of(stranger)).to_have_count(2)
    expect(heads_of(stranger).first).to_be_in_viewport()
    expect(heads_of(stranger).first).to_contain_text("somebody else's")
    expect(stranger.locator(FIGURE)).to_contain_text("Quick CNN, 1 epoch, training images 500")
    expect(stranger.get_by_role("button", name="Delete")).to_have_count(0)

    page.get_by_role("button", name="Quick CNN, 1 epoch, training images 500", exact=True).click()
    expect(page).to_have_url(re.compile(r"[?&]run=[0-9a-f]{32}"))
    expect(page.get_by_text("Change the value, then its run can be started.")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Further epochs", exact=True)).to_have_value("1")
    page.get_by_role("button", name="Train longer").click()
    longer = "Quick CNN, 1 epoch, training images 500, 1 epoch longer"
    expect(page.get_by_role("heading", name=longer, exact=True)).to_be_visible()
    expect(page.get_by_text("Branched from epoch 1 of")).to_be_visible()
    expect(page.get_by_text(re.compile(r"% right: "))).to_be_visible()
    page.get_by_role("tab", name="Runs", exact=True).click()
    expect(heads_of(page)).to_have_count(3)
    expect(page.get_by_role("button", name=longer, exact=True)).to_be_visible()
    page.get_by_role("tab", name="Train", exact=True).click()
    page.locator(".st-key-run-set-up button").click()
    expect(page.get_by_role("spinbutton", name="Epochs", exact=True)).to_have_value("2")  # the whole run's


def test_table_by_keyboard_is_accessible_fits_and_shows_names_literally(
    open_page: OpenPage, server: harness.Server
) -> None:
    page = open_page("/train?tab=Runs", height=844)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    (owner,) = [one["value"] for one in page.context.cookies() if one["name"] == "digitlab-owner"]
    write_runs(server.home, owner, names=["b", HOSTILE, "a", "W" * 80])
    page.reload()
    harness.ready(page)

    heads = heads_of(page)
    expect(heads.first).to_contain_text("W" * 80)
    head = page.get_by_role("columnheader", name="Run")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(heads.first).to_contain_text(HOSTILE)
    expect(heads.nth(1).get_by_role("button")).to_have_text("a")
    for name in ("b", HOSTILE):
        page.get_by_role("checkbox", name=f"Compare {name}", exact=True).focus()
        page.keyboard.press("Space")
    expect(page.locator(FIGURE)).to_contain_text("b")
    expect(page.get_by_text("2 runs ticked")).to_be_visible()
    for look in in_each_look(page):
        nothing_is_wider_than_the_screen(page)
        assert (look, lasting_faults(page)) == (look, [])
    page.get_by_role("textbox", name="Filter", exact=True).fill("onerror")
    expect(heads).to_have_count(1)
    expect(page.get_by_text("1 of 4 runs")).to_be_visible()
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []
