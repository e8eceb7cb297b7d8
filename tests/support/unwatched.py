"""A run that nobody watches: what its page draws anew all the while takes as much of a processor as its training."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from core.training.record.checkpoints import weights_name
from tests.support.waiting import until

RUN = re.compile(r"run=([0-9a-f]{32})")
TRAINING_SECONDS = 900.0  # trainers have the lowest priority: where other tests take both processors, they take long


def run_of(page: Page) -> str:
    """Return the id of the run that the page shows, once its address has it."""
    expect(page).to_have_url(RUN)
    found = RUN.search(page.url)
    assert found is not None
    return found[1]


def wait_for_epoch(home: Path, run: str, epoch: int) -> None:
    """Wait until a server has kept the weights that a run had after an epoch."""
    kept = home / "runs" / run / weights_name(epoch)
    until(kept.exists, TRAINING_SECONDS)


def leave_until_epoch(page: Page, home: Path, epoch: int) -> None:
    """Leave the page of a run, and come back to it when the weights of an epoch are kept."""
    run = run_of(page)
    address = page.url
    page.goto("about:blank")
    wait_for_epoch(home, run, epoch)
    page.goto(address)
