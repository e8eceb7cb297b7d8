"""Models beside each other and a run's epochs, on a drawing in a real browser with real networks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from benchmarks import harness
from benchmarks.harness import SEVEN
from tests.support.draw_in_browser import OpenPage, answer, ink
from tests.support.kept_runs import blind_run
from tests.support.looks import in_each_look
from tests.support.waiting import until

NAME = "Late one"  # the second one of this test has a number behind it
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]


@pytest.fixture
def run(server: harness.Server, open_page: OpenPage) -> str:
    """Return a run that reads a 1 in everything for two epochs, and then as the pretrained network does."""
    open_page("/draw")  # the server has looked which runs were interrupted
    return blind_run(server.home, blind=2, seeing=2, name=NAME)


def test_models_are_compared_and_an_epoch_is_found_from_which_on_it_reads_the_seven(
    open_page: OpenPage, run: str
) -> None:
    page = open_page(f"/draw?model={run}.4&beside=pretrained,{run}.1", height=844)
    harness.draw_stroke(page, SEVEN)
    expect(answer(page, "It reads a 7.")).to_be_visible()
    expect(page.locator(".draw-agreement")).to_have_text(
        re.compile(rf"^Two of three read a 7; epoch 1 of {NAME}( \(2\))? reads a 1\.$")
    )
    expect(page.locator(".draw-compared")).to_have_count(3)
    page.get_by_text("From when on does it read my digit?").click()
    expect(page.locator(".draw-epochs-sentence")).to_have_text(
        "From epoch 3 on it reads a 7 (epochs 1 and 2 read a 1)."
    )
    slider = page.get_by_role("slider", name="Epoch whose ten probabilities are shown")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Epoch 3: it reads a 7")).to_be_visible()
    page.get_by_role("button", name="Remove").last.click()
    expect(page.locator(".draw-agreement")).to_have_text("Both read a 7.")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".draw-agreement")).to_have_count(0)
    until(lambda: ink(page) == 0)
    harness.draw_stroke(page, SEVEN)
    expect(page.locator(".draw-agreement")).to_have_text("Both read a 7.")  # the box stayed open
    for _ in in_each_look(page):
        page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
