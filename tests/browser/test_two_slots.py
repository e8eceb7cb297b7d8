"""A server that trains two runs at once: neither knows of the other, and each ends as it would alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from benchmarks import harness
from core.training.record.checkpoints import weights_name
from tests.support.unwatched import leave_until_epoch, run_of

pytestmark = pytest.mark.browser

EPOCHS = 10
SET_UP = f"/train?recipe=quick-cnn~epochs.{EPOCHS}"


@pytest.fixture(scope="module")
def two_slots() -> Iterator[harness.Server]:
    """Give a server of its own, on the digits that need no download."""
    with harness.serve({"DIGITLAB_TRAINING_SLOTS": "2", "DIGITLAB_DATA": ""}) as running:
        yield running


def begin(page: Page) -> None:
    page.locator(".st-key-primary-train button").click()


def finish(page: Page, home: Path) -> None:
    """Wait for the end of a run, unwatched but for its last moments."""
    leave_until_epoch(page, home, EPOCHS)
    expect(page.get_by_role("heading", name=re.compile(r"% right: "))).to_be_visible()


def last_weights(page: Page, home: Path) -> str:
    """Return the SHA-256 of the last epoch's weights of the run in view."""
    return hashlib.sha256((home / "runs" / run_of(page) / weights_name(EPOCHS)).read_bytes()).hexdigest()


def test_two_runs_at_once_are_steered_apart_and_end_as_each_does_alone(
    open_page: Callable[..., Page], two_slots: harness.Server
) -> None:
    one, other = (open_page(SET_UP, url=two_slots.url) for _ in range(2))
    begin(one)
    expect(one.locator(".st-key-run-accuracy svg path").first).to_be_visible()
    begin(other)
    other.get_by_role("button", name="Pause", exact=True).click()  # at once: all its epochs take a few seconds
    expect(other.get_by_role("button", name="Go on", exact=True)).to_be_visible()
    run_of(other)
    address = other.url
    other.goto("about:blank")
    finish(one, two_slots.home)  # while the other waits
    other.goto(address)
    expect(other.get_by_role("button", name="Go on", exact=True)).to_be_visible()
    other.get_by_role("button", name="Go on", exact=True).click()
    expect(other.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    finish(other, two_slots.home)
    alone = open_page(SET_UP, url=two_slots.url)
    begin(alone)
    finish(alone, two_slots.home)
    weights = {last_weights(page, two_slots.home) for page in (one, other, alone)}
    assert len(weights) == 1
