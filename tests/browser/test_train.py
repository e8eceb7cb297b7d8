"""Train in a real browser, on real MNIST, with real Keras: a run is started, watched, left, found again and stopped."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from benchmarks import harness
from tests.support.accessibility import lasting_faults
from tests.support.looks import in_each_look
from tests.support.page_layout import nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
RUN_ADDRESS = re.compile(r"/train\?.*run=([0-9a-f]{32})")


def run_of(page: Page) -> str:
    """Return the id of the run that the page shows."""
    expect(page).to_have_url(RUN_ADDRESS)
    return RUN_ADDRESS.search(page.url).group(1)


def set_number(page: Page, label: str, value: str) -> None:
    field = page.get_by_role("spinbutton", name=label)
    field.fill(value)
    field.press("Enter")


def rows_with(page: Page, *texts: str | re.Pattern[str]) -> Locator:
    """Return the rows of the table of runs that have all these texts."""
    rows = page.get_by_role("row")
    for text in texts:
        rows = rows.filter(has_text=text)
    return rows


def wait_for_points(page: Page) -> None:
    """Wait until the run trains and its curves are there."""
    expect(page.locator(".st-key-run-accuracy svg path").first).to_be_visible()


def test_five_quick_clicks_start_one_run_that_goes_on_unwatched_and_watched_by_a_stranger_until_stop_keeps_its_model(
    open_page: OpenPage, server: harness.Server
) -> None:
    page = open_page("/train?recipe=article-4~epochs.200")  # longer than any machine takes for this test
    page.locator(".st-key-primary-train button").click(click_count=5, delay=10)
    run = run_of(page)
    wait_for_points(page)

    page.get_by_role("link", name="Browse", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Browse")
    page.get_by_role("link", name="Train", exact=True).click()
    assert run_of(page) == run
    expect(page.get_by_text(re.compile(r"Epoch \d+ of 200, step"))).to_be_visible()

    second = page.context.new_page()  # a second tab of the same person
    second.goto(page.url)
    expect(second.get_by_text(re.compile(r"Epoch \d+ of 200, step"))).to_be_visible()
    stranger = open_page("/" + page.url.split("/", 3)[3])
    may_watch_and_nothing_else(stranger)

    page.get_by_role("button", name="Stop and keep").click()
    for tab in (page, second, stranger):
        expect(tab.get_by_text(re.compile(r"% right: [\d,]+ of 10,000 test images"))).to_be_visible()
        expect(tab.get_by_text(re.compile(r"Stopped in epoch \d+; the model of that step is kept"))).to_be_visible()
    expect(stranger.get_by_role("button", name="Use its settings")).to_be_visible()
    kept = server.home / "runs" / run
    assert (kept / "stopped.npz").stat().st_size > 4 * 121_930

    page.get_by_role("tab", name="Runs", exact=True).click()
    listed = rows_with(page, "Article 4: two convolutions", "Status: stopped", re.compile(r"Test: [\d.]+ %"))
    expect(listed).to_have_count(1)
    expect(page.get_by_role("checkbox", name=re.compile("^Compare "))).to_have_count(1)
    listed.get_by_role("button").click()
    assert run_of(page) == run


def may_watch_and_nothing_else(stranger: Page) -> None:
    """Find no control of a run of 200 epochs, set something up beside it, and come back."""
    expect(stranger.get_by_text("Only the person who started it can steer or delete it.")).to_be_visible()
    expect(stranger.get_by_text(re.compile(r"Epoch \d+ of 200, step"))).to_be_visible()
    expect(stranger.get_by_role("button", name="Stop and keep")).to_have_count(0)
    stranger.locator(".st-key-set-up-beside button").click()
    expect(stranger.locator(".st-key-primary-train button")).to_be_visible()
    stranger.go_back()


def fits_and_is_accessible_in_each_look(page: Page) -> None:
    for look in in_each_look(page):
        nothing_is_wider_than_the_screen(page)
        assert (look, lasting_faults(page)) == (look, [])


def test_every_mode_of_the_page_is_accessible_and_fits(open_page: OpenPage) -> None:
    page = open_page("/train?recipe=quick-cnn~epochs.200", height=844)  # longer than the looks
    page.locator(".st-key-primary-train button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".st-key-run-head h3")).to_be_focused()  # Train, which had the focus, is there no more
    wait_for_points(page)
    fits_and_is_accessible_in_each_look(page)
    page.get_by_role("button", name="Stop and keep").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"% right: "))).to_be_visible()
    expect(page.locator(".st-key-run-set-up button")).to_be_visible()
    expect(page.get_by_role("button", name="Set up another run")).to_have_count(1)
    fits_and_is_accessible_in_each_look(page)


def test_setting_outside_its_bounds_is_refused_and_nothing_can_start(open_page: OpenPage) -> None:
    page = open_page("/train")
    for label, value, said in (
        ("Epochs", "0", "Epochs must be a whole number from 1 to 200; got 0."),
        ("Learning rate", "-1", "Learning rate must be a number from 0.000001 to 100; got -1.0."),
        ("Batch size", "9999999", "Batch size must be a whole number from 1 to 4,096; got 9999999."),
    ):
        set_number(page, label, value)
        expect(page.get_by_text(said)).to_be_visible()
        expect(page.locator(".st-key-primary-train button")).to_have_count(0)
        set_number(page, label, "2")
        expect(page.locator(".st-key-primary-train button")).to_be_visible()
    set_number(page, "Epochs", "")
    expect(page.get_by_text("A number is needed here. It stays 2.")).to_be_visible()
