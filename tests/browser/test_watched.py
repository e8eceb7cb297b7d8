"""A run is watched by its news: without a run of the page, not while the tab is hidden, and also where they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from benchmarks.watched import COVER
from core.data.download.mirrors import MNIST_DIGEST
from core.recipes import recipe
from core.runs.log.store import Store
from core.training.record.events import EpochEnded, RunEnded, StepsEnded
from core.training.record.live_snapshot import write_snapshot
from tests.support.live_page import snapshot
from tests.support.waiting import until
from tests.support.written_runs import EPOCH, STARTED, create

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("real_mnist")]

OpenPage = Callable[..., Page]
UNCOVER = """delete document.hidden, delete document.visibilityState,
    document.dispatchEvent(new Event("visibilitychange"))"""
COUNT = """() => {
    const ask = window.fetch
    Object.assign(window, { asked: 0, pending: 0 })
    window.fetch = async (...all) => {
        window.asked += 1
        window.pending += 1
        try { return await ask(...all) } finally { window.pending -= 1 }
    }
}"""
AGREES = """() => document.querySelector(".st-key-run-progress [role=progressbar]").ariaLabel
    === document.querySelector(".st-key-run-progress p").textContent"""


class Written:
    """A run that a test writes into a server's log, step by step, as if it was trained there."""

    def __init__(self, server: harness.Server) -> None:
        found = recipe("quick-cnn")
        self._folder = server.home / "runs"
        self._store = Store(server.home / "runs.sqlite3")
        fields = {"recipe": found.key, "spec": found.spec, "config": found.config, "data": MNIST_DIGEST}
        self.run = create(self._store, owner="somebody", **fields)
        self._step = 0
        self.write(STARTED)
        self.takes_steps()

    def write(self, event: object) -> None:
        self._store.append(self.run, 1, [event])

    def takes_steps(self) -> None:
        """Take 8 steps, and leave a picture of them."""
        first, self._step = self._step + 1, self._step + 8
        share = self._step / STARTED.steps_per_epoch
        taken = {"first_step": first, "last_step": self._step, "mean_loss": 2.3 - share, "accuracy": 0.5 + share / 4}
        self.write(StepsEnded(epoch=1, seconds=self._step / 50, **taken))
        write_snapshot(self._folder / self.run, snapshot(split="train", epoch=1, step=self._step))

    def ends_epoch(self, ended: EpochEnded) -> None:
        self.write(ended)

    @property
    def said(self) -> str:
        return f"Epoch 1 of 3, step {self._step} of 422"

    def close(self) -> None:
        self._store.end(self.run, 1, RunEnded(outcome="stopped", epoch=0))
        self._store.delete(self.run)
        self._store.close()


@pytest.fixture
def written(open_page: OpenPage, server: harness.Server) -> Iterator[Written]:
    open_page("/train")  # a server that opens its log ends what trains there
    run = Written(server)
    yield run
    run.close()


def watch(open_page: OpenPage, written: Written, **look: object) -> Page:
    page = open_page(f"/train?run={written.run}", **look)
    expect(page.get_by_text(written.said)).to_be_visible()
    expect(page.locator(".st-key-live-digits").get_by_role("img")).to_have_count(20)
    return page


def test_steps_and_epochs_are_followed_without_a_run_of_the_page(
    open_page: OpenPage, server: harness.Server, written: Written
) -> None:
    page, sent = open_page("/train"), []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.goto(f"{server.url}/train?run={written.run}")
    expect(page.locator(".st-key-live-digits").get_by_role("img")).to_have_count(20)
    written.ends_epoch(EPOCH)  # the first one has the page drawn
    expect(page.locator(".st-key-run-accuracy").get_by_role("img", name="Accuracy after epoch 1")).to_be_visible()
    harness.ready(page)
    written.takes_steps()
    expect(page.get_by_text(written.said)).to_be_visible()
    sent.clear()
    for picture, part in (("digits", ".st-key-live-digits-finding"), ("curves", ".st-key-run-progress")):
        written.takes_steps()
        expect(page.locator(part)).to_contain_text(f"step {written.said.split('step ')[1].split()[0]}"), picture
    written.ends_epoch(replace(EPOCH, epoch=2, accuracy=0.9871))
    expect(page.locator(".st-key-run-accuracy").get_by_role("img", name="epoch 2: train 98.7%")).to_be_visible()
    assert page.evaluate(AGREES)
    assert sent == []
    for name, part in (("Kernels", ".st-key-live-kernels-scale"), ("Health", ".st-key-live-health")):
        page.get_by_role("radio", name=name, exact=True).click()
        expect(page.locator(part)).to_be_visible()
        harness.ready(page)
        sent.clear()
        written.takes_steps()
        expect(page.locator(part)).to_contain_text(f"step {written.said.split('step ')[1].split()[0]}")
        assert sent == []
    page.get_by_role("radio", name="Log", exact=True).click()
    expect(page.get_by_text("Epoch 2/3")).to_be_visible()
    written.ends_epoch(replace(EPOCH, epoch=3))
    expect(page.get_by_text("Epoch 3/3")).to_be_visible()
    written.write(RunEnded(outcome="stopped", epoch=3))
    expect(page.get_by_text("Change one thing, and train again from the start")).to_be_visible()


def test_hidden_page_asks_for_nothing_and_catches_up_when_it_is_seen(open_page: OpenPage, written: Written) -> None:
    page, beside = (watch(open_page, written) for _ in range(2))
    page.evaluate(COUNT)
    page.wait_for_function("asked > 1")  # the one that was under way is answered
    page.evaluate(COVER)
    page.wait_for_function("pending === 0")
    page.evaluate("asked = 0")
    before = written.said
    for _ in range(3):
        written.takes_steps()
        expect(beside.get_by_text(written.said)).to_be_visible()
    assert page.evaluate("asked") == 0
    expect(page.get_by_text(before)).to_be_visible()
    page.evaluate(UNCOVER)
    expect(page.get_by_text(written.said)).to_be_visible()


def test_page_keeps_up_where_its_news_do_not_come(open_page: OpenPage, written: Written) -> None:
    page = watch(open_page, written, width=390, height=844, dark=True)
    page.route("**/train/news?*", lambda route: route.fulfill(body="<p>This is a proxy's own page.</p>"))
    for _ in range(2):
        written.takes_steps()
        expect(page.get_by_text(written.said)).to_be_visible()
    page.unroute("**/train/news?*")
    written.takes_steps()
    expect(page.get_by_text(written.said)).to_be_visible()
    until(lambda: page.evaluate(AGREES))
