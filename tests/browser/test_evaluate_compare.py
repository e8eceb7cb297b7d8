"""A dense network against a convolutional one in a real browser, with real answers to the 10,000 test images."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from core.data.dataset import Dataset
from core.runs.log.store import Store
from tests.support.accessibility import serious_faults
from tests.support.draw_in_browser import OpenPage
from tests.support.kept_runs import kept_run
from tests.support.looks import show
from tests.support.page_layout import ends_above, nothing_is_wider_than_the_screen
from tests.support.quick_mlp import quick_mlp

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

NAME = "One hidden layer"
VERDICT = re.compile(
    rf"{NAME} gets ([\d.]+) % right, the pretrained network ([\d.]+) %\. The difference of ([\d.]+) points is real: .* "
    r"\(McNemar's exact test, p.<.0\.0001\)\."
)


def write_run(home: Path, images: np.ndarray, labels: np.ndarray) -> str:
    """Write a run whose dense network reads most digits; return its id."""
    spec, weights = quick_mlp(images, labels)
    fields = {"spec": spec, "data": "0", "owner": "0" * 32, "name": NAME}
    return kept_run(Store(home / "runs.sqlite3"), home / "runs", [weights], **fields)


def cells(page: Page) -> list[int]:
    table = page.get_by_role("region", name="How many test images each network reads right and wrong")
    expect(table.locator("td").last).to_be_visible()
    return [int(text.replace(",", "")) for text in table.locator("td").all_inner_texts() if text]


def test_dense_network_is_compared_with_a_convolutional_one(
    open_page: OpenPage, server: harness.Server, bundled_dataset: Dataset
) -> None:
    page = open_page("/evaluate")  # the server has looked which runs were interrupted
    run = write_run(server.home, bundled_dataset.train_images, bundled_dataset.train_labels)
    page.goto(f"{server.url}/evaluate?show=Compare&model={run}&against=pretrained")
    expect(page.get_by_role("heading", name="The pretrained network is better: the difference is real")).to_be_visible()
    sentence = page.get_by_text(VERDICT)
    expect(sentence).to_be_visible()
    ends_above(sentence, 800)
    first, second, difference = map(float, VERDICT.search(sentence.inner_text()).groups())
    both, only_first, only_second, neither = cells(page)
    assert both + only_first + only_second + neither == 10_000
    assert round((both + only_first) / 100, 2) == first
    assert round((both + only_second) / 100, 2) == second
    assert difference == round(second - first, 2)
    expect(page.get_by_text(f"Only B is right: {only_second:,} images, 10 here")).to_be_visible()

    tile = page.locator(".st-key-compare-only-b button").first
    expect(tile).to_have_attribute("aria-label", re.compile(r"^Test image [\d,]+ is (\d); A says \d, B says \1; "))
    tile.focus()
    page.keyboard.press("Enter")
    expect(tile).to_have_attribute("aria-pressed", "true")
    index = tile.get_attribute("data-index")
    expect(page).to_have_url(re.compile(rf"digit=test-{index}\b"))
    expect(page.locator(".st-key-compare-ways").get_by_role("link", name="Open in Inside")).to_be_visible()

    rows = page.locator(".st-key-compare-table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("The pretrained network")
    expect(rows.first).to_contain_text("the best")
    expect(rows.last).to_contain_text("worse")
    head = page.locator(".st-key-compare-table").get_by_role("button", name="Errors")
    head.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Errors")).to_have_attribute("aria-sort", "ascending")
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Errors")).to_have_attribute("aria-sort", "descending")
    expect(rows.first).to_contain_text(NAME)
    page.get_by_text("How is this decided?").click()
    expect(page.get_by_text(f"{only_first:,} for A, {only_second:,} for B.")).to_be_visible()
    assert serious_faults(page) == []

    show(page, width=390, dark=True)
    expect(rows.first.get_by_text("Errors: ")).to_be_visible()
    assert serious_faults(page) == []
    nothing_is_wider_than_the_screen(page)

    rows.last.get_by_role("button", name="The pretrained network").click()
    expect(page).to_have_url(re.compile(r"model=pretrained\b"))
    expect(page.get_by_role("button", name="Model: pretrained")).to_be_visible()
