"""The preset of suspicious labels in a real browser: asked for, stopped, and shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from core.data.dataset import load_dataset
from core.results.result_files import ResultFiles
from core.runs.jobs.label_doubt import label_doubt_request
from tests.support.doubted_labels import doubts
from tests.support.looks import in_each_look
from tests.support.page_layout import nothing_is_wider_than_the_screen

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
PRESET = "/browse?pictures=test.preset-suspicious.10x10"
FIRST = "Validation image 59,915, label 4, the networks say 7 instead, over 99.9 %; 4: under 0.1 %"


@pytest.fixture
def found(server: harness.Server, real_mnist: Path, tmp_path: Path):
    """Put doubts of MNIST where the server keeps them, as if they had been looked for; take them away again."""
    dataset = load_dataset(tmp_path, real_mnist, make_fallback=lambda: pytest.fail("MNIST is there"))
    identity = label_doubt_request(dataset).identity
    ResultFiles(server.home / "jobs", suffix=".job").write(identity, doubts().to_arrays())
    yield
    for path in (server.home / "jobs").glob(f"{identity}.*"):
        path.unlink()


def test_labels_are_looked_for_on_a_click_and_no_more_on_another(open_page: OpenPage) -> None:
    page = open_page("/browse")
    page.get_by_role("button", name="Presets").click()
    page.get_by_role("button", name="Suspicious labels", exact=True).click()
    expect(page.get_by_text("Is every label right? Ten small networks")).to_be_visible()
    page.keyboard.press("Escape")
    look, stop = (page.get_by_role("button", name=name, exact=True) for name in ("Look for them", "Stop"))
    look.click()
    expect(stop).to_be_visible()
    expect(look).to_be_hidden()
    expect(page.get_by_role("progressbar")).to_be_visible()
    stop.click()
    expect(look).to_be_visible()
    expect(stop).to_be_hidden()


@pytest.mark.usefixtures("found")
def test_doubted_images_come_most_doubtful_first_and_a_click_selects_one(open_page) -> None:
    page = open_page(PRESET, height=844)
    expect(page.get_by_text("The 3 images whose labels ten small networks doubt most")).to_be_visible()
    tiles = page.get_by_role("button", name="the networks say")
    expect(tiles).to_have_count(3)
    expect(tiles.first).to_have_accessible_name(FIRST)
    expect(tiles.first).to_have_text("4 → 7")
    tiles.nth(2).click()
    expect(page.get_by_role("heading", name="Test image 2,654, label 6")).to_be_visible()
    expect(page.get_by_text("The networks say 1 instead, 80.0 %; 6: 10.0 %.")).to_be_visible()
    page.get_by_text("Why these?").click()
    expect(page.get_by_text("Confident learning (Northcutt, Jiang and Chuang, 2021)")).to_be_visible()
    for _ in in_each_look(page):
        nothing_is_wider_than_the_screen(page)
