"""A run while it trains, as it is seen without scrolling, and the names in its charts; the runs are written."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from core.data.download.mirrors import MNIST_DIGEST
from core.recipes import recipe
from core.runs.log.store import Store
from core.training.record.events import RunBranched, RunEnded, RunSteered, StepsEnded
from core.training.record.live_snapshot import write_snapshot
from tests.support.live_page import probabilities_for, snapshot
from tests.support.page_layout import ends_above
from tests.support.waiting import until
from tests.support.written_runs import EPOCH, FILE, STARTED, TEST, create

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
PER_EPOCH = STARTED.steps_per_epoch
# The names, numbers and titles in a chart that lie on one another, with a little less room than a letter's box has.
OVERPRINTED = """chart => {
    const texts = [...chart.querySelectorAll("svg text")].filter((text) => text.textContent.trim())
    const boxes = texts.map((text) => text.getBoundingClientRect())
    const meets = (a, b) => a.left + 1 < b.right && b.left + 1 < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom
    return texts.flatMap((text, index) => texts.slice(index + 1).filter((_, next) =>
        meets(boxes[index], boxes[index + 1 + next])).map((other) => `${text.textContent} | ${other.textContent}`))
}"""


FITS_A_PHONE = """() => document.querySelector("[data-testid=stMain]").scrollWidth <= 390
    && [...document.querySelectorAll(".st-key-run-accuracy svg, .st-key-run-loss svg")].every(
        chart => chart.getBoundingClientRect().width <= 390)"""
WIDTHS = "pictures => pictures.map(picture => picture.getBoundingClientRect().width)"


def epoch(number: int, train: float, validation: float):
    losses = {"loss": 3 * (1 - train), "validation_loss": 3 * (1 - validation)}
    file = dataclasses.replace(FILE, name=f"epoch-{number:03}.npz")
    return dataclasses.replace(
        EPOCH, epoch=number, accuracy=train, validation_accuracy=validation, checkpoint=file, **losses
    )


def course(*ended, more: int = 0, begun: int = 0) -> list:
    """Return epochs with the steps before each, and the steps of some more."""
    events, every = [STARTED], 16
    for number in range(begun + 1, begun + len(ended) + 1 + (more > 0)):
        last = number * PER_EPOCH if number <= begun + len(ended) else (number - 1) * PER_EPOCH + more
        for step in range((number - 1) * PER_EPOCH + every, last + 1, every):
            loss = 2.3 * math.exp(-9 * step / PER_EPOCH) + 0.05 + 0.02 * math.sin(step)
            taken = {"epoch": number, "first_step": step - every + 1, "last_step": step, "seconds": step / 100}
            events.append(StepsEnded(mean_loss=loss, accuracy=1 - min(0.9, loss / 2.5), **taken))
        events += ended[number - begun - 1 : number - begun]
    return events


@dataclasses.dataclass(frozen=True, slots=True)
class Writer:
    """Writes runs of somebody into a server's log, as if it had trained them."""

    server: harness.Server
    owner: str

    def write(self, events: list, *, is_live: bool = False, branched: RunBranched | None = None, **settings) -> str:
        found, store = recipe("quick-cnn"), Store(self.server.home / "runs.sqlite3")
        config = dataclasses.replace(found.config, **settings)
        fields = {"recipe": found.key, "spec": found.spec, "config": config, "data": MNIST_DIGEST}
        run = create(store, owner=self.owner, branched=branched, **fields)
        store.append(run, 1, events)
        store.close()
        if is_live:
            drawing, said = np.eye(28, dtype=np.uint8) * 255, probabilities_for([3])[0]
            glimpse = snapshot(split="train", drawing=drawing, drawing_probabilities=said)
            write_snapshot(self.server.home / "runs" / run, glimpse)
        return run


def check_names(page: Page, *charts: str) -> None:
    for key in charts:  # each is drawn anew with each step, and with the width
        until(lambda key=key: page.locator(f".st-key-{key}").evaluate(OVERPRINTED) == [])


def test_controls_curves_and_live_picture_are_in_view_and_no_name_lies_on_another(
    open_page: OpenPage, server: harness.Server
) -> None:
    page = open_page("/train")
    (owner,) = [one["value"] for one in page.context.cookies() if one["name"] == "digitlab-owner"]
    writer = Writer(server, owner)
    good, better = epoch(1, 0.945, 0.978), epoch(2, 0.981, 0.985)
    finished = [*course(good, better, epoch(3, 0.985, 0.9862)), TEST, RunEnded(outcome="finished", epoch=3)]
    parent = writer.write(finished)
    branched = RunBranched(parent=parent, epoch=1, checkpoint=FILE, optimizer=FILE)
    rate = RunSteered(action="learning_rate", epoch=3, step=2 * PER_EPOCH + 64, seconds=9.0, value=0.001)
    events = [*course(epoch(2, 0.97, 0.981), more=64, begun=1), rate]
    run = writer.write(events, is_live=True, branched=branched, epochs=4, learning_rate=0.01)

    # 17: at 1280 x 800 all that changes is in view without scrolling
    page.goto(f"{server.url}/train?run={run}")
    accuracy, loss, digits = (page.locator(f".st-key-{key}") for key in ("run-accuracy", "run-loss", "live-digits"))
    expect(digits.get_by_role("img")).to_have_count(21)
    for chart in (accuracy, loss):
        expect(chart.get_by_text("run before, validation")).to_be_visible()
    for name in ("Pause", "Stop and keep"):
        expect(page.get_by_role("button", name=name)).to_be_in_viewport()
    expect(page.get_by_text("Epoch 3 of 4, step 64 of 422")).to_be_in_viewport()
    for part in (accuracy, loss, digits.get_by_role("list")):
        ends_above(part, 800)

    # 18: accuracies above 90 % fill their axis, the whole range is a click away
    expect(accuracy.get_by_text("axis from 95")).to_be_visible()
    check_names(page, "run-accuracy", "run-loss")
    page.get_by_role("radio", name="Errors (log)").click()
    expect(accuracy.get_by_text("Errors, %")).to_be_visible()
    check_names(page, "run-accuracy")  # 12: labels of the run before lay on the curves and on the axis's numbers
    page.get_by_role("radio", name="Whole range").click()
    expect(accuracy.get_by_text("nearest mean image: 82.03 %")).to_be_visible()
    check_names(page, "run-accuracy")

    # on a phone the main control and the top of the curves are; one's own digit is as large as the others
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(FITS_A_PHONE)
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 0)")
    expect(page.get_by_role("button", name="Pause")).to_be_in_viewport()
    expect(accuracy.get_by_text("Accuracy, %")).to_be_in_viewport()
    until(lambda: len(widths := digits.get_by_role("img").evaluate_all(WIDTHS)) == 21 and np.ptp(widths) <= 1)
    check_names(page, "run-accuracy", "run-loss")

    # 11: names of runs that differ in epochs and learning rate, side by side
    shorter = [*course(epoch(1, 0.92, 0.965), epoch(2, 0.975, 0.981)), TEST, RunEnded(outcome="finished", epoch=2)]
    runs = [parent, writer.write(shorter, epochs=2, learning_rate=0.0003), run]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{server.url}/train?compare={','.join(runs)}")
    expect(page.locator(".st-key-compare-curves").get_by_text("0.0003")).to_be_visible()
    check_names(page, "compare-curves")
