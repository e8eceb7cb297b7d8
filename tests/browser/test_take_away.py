"""A network taken away as a file and brought in again, in a real browser, with real Keras."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from tests.support.accessibility import serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
RESULT = re.compile(r"\d\d\.\d\d % right: ")
MADE = re.compile(r"In Keras, this very file read [\d.]+ % of the test images right: ([\d,]+) of 10,000")


def take_file(page: Page, kind: str, file_name: str, folder: Path) -> Path:
    """Have a file made on the tab "Take away" and download it."""
    page.get_by_role("radio", name=kind, exact=True).click()
    page.get_by_role("button", name=f"Make {file_name}").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download {file_name}").click()
    path = folder / file_name
    download.value.save_as(path)
    return path


def test_network_is_taken_away_its_run_deleted_and_the_file_brought_in_again(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page("/train?recipe=quick-cnn~epochs.1~train_images.20000")
    page.get_by_role("button", name="Start training", exact=True).click()
    expect(page.get_by_text(RESULT)).to_be_visible()
    page.get_by_role("link", name="Take it away").click()
    path = take_file(page, ".h5", "digits.h5", tmp_path)
    made = page.get_by_text(MADE)
    expect(made).to_be_visible()
    right = MADE.search(made.inner_text())[1]
    assert serious_faults(page) == []

    page.get_by_role("link", name="Train", exact=True).click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete this run and its weights").click()
    expect(page.get_by_role("button", name="Start training", exact=True)).to_be_visible()

    page.get_by_role("link", name="Draw", exact=True).click()
    page.get_by_role("button", name="Use the pretrained network").click()
    page.get_by_role("button", name="Model: pretrained").click()
    page.get_by_text("Bring in a file").click()
    page.get_by_test_id("stPopoverBody").locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("A network of 7 layers")).to_be_visible()
    assert serious_faults(page) == []
    page.get_by_role("textbox", name="Name", exact=True).fill("Mine again")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Use this network").click()
    expect(page.get_by_role("button", name="Model, brought in: Mine again")).to_be_visible()
    page.keyboard.press("Escape")
    harness.draw_stroke(page, harness.SEVEN)
    expect(page.get_by_role("heading", level=2, name="It reads a 7.")).to_be_visible()

    page.get_by_role("link", name="Evaluate", exact=True).click()
    page.get_by_role("tab", name="Score", exact=True).click()
    expect(page.get_by_text(re.compile(rf"{right} of 10,000 \(95 % interval"))).to_be_visible()
