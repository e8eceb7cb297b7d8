"""A run that trains on a server of its own, as its log tells: how fast it is, and what that costs the processors."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from playwright.sync_api import Page

from benchmarks import harness, processor_time
from benchmarks.processor_time import ProcessorTime
from core.runs.log.rows import read_events
from core.training.record.events import RunStarted, StepsEnded
from pages.text.run import Run

LOOK_SECONDS = 0.1
LONG_SECONDS = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A while of a run's training: whole epochs, wherever in one it began, so that each has its validation."""

    epoch_seconds: float  # of an epoch
    server: float  # processors that were kept busy, on average: 1.0 is one of them
    engines: float
    browser: float


class Subject:
    """A run that trains. Mutable: what its log says is read as it comes."""

    def __init__(self, server: harness.Server, page: Page, recipe: str) -> None:
        """Begin a run of a recipe by hand, of 200 epochs, and wait for its first epoch.

        Args:
            server: has no other run.
            page: of the owner; it is left empty.
            recipe: its key.
        """
        self._server = server
        self._row, self._steps, self._per_epoch = 0, [(0, 0.0)], 0
        page.goto(f"{server.url}/train?recipe={recipe}~epochs.200")
        page.locator(".st-key-primary-train button").click()
        page.wait_for_selector(".st-key-run-accuracy svg path")
        self.run = page.url.split("run=")[1].split("&")[0]
        page.goto("about:blank")
        self._wait_for_step(1)
        self._wait_for_step(self._per_epoch + 1)

    def spell(self, epochs: int) -> Spell:
        """Return how a run trains from now on for so many epochs."""
        self._read()
        first, began = self._steps[-1]
        (used, before), clock = self._used(), time.perf_counter()
        last = first + epochs * self._per_epoch
        self._wait_for_step(last)
        passed, (taken, now) = time.perf_counter() - clock, self._used()
        spent, browsers = taken - used, sum(seconds - before.get(pid, 0.0) for pid, seconds in now.items())
        return Spell(
            epoch_seconds=(self._seconds_at(last) - began) / epochs,
            server=spent.server / passed,
            engines=spent.engines / passed,
            browser=browsers / passed,
        )

    def stop(self, page: Page) -> None:
        """End the run."""
        page.goto(f"{self._server.url}/train?run={self.run}")
        stop = page.get_by_role("button", name=Run.STOP, exact=True)
        stop.click()
        stop.wait_for(state="detached")
        page.goto("about:blank")

    def _used(self) -> tuple[ProcessorTime, dict[int, float]]:
        return processor_time.spent(self._server.process.pid), _browsers_seconds()

    def _wait_for_step(self, step: int) -> None:
        deadline = time.monotonic() + LONG_SECONDS
        while self._steps[-1][0] < step:
            if time.monotonic() > deadline:
                raise TimeoutError(f"step {step} did not come")
            time.sleep(LOOK_SECONDS)
            self._read()

    def _seconds_at(self, step: int) -> float:
        """Return when a step had been taken, in seconds of the run, between two that the log names."""
        after = next(index for index, (taken, _) in enumerate(self._steps) if taken >= step)
        (low, early), (high, late) = self._steps[after - 1 : after + 1]
        return early + (late - early) * (step - low) / (high - low)

    def _read(self) -> None:
        with contextlib.closing(sqlite3.connect(_address(self._server.home), uri=True)) as reader:
            events, self._row = read_events(reader, self.run, after=self._row, without_steps=False)
        for event in events:
            if isinstance(event, RunStarted):
                self._per_epoch = event.steps_per_epoch
            if isinstance(event, StepsEnded):
                self._steps.append((event.last_step, event.seconds))


def _address(home: Path) -> str:
    return f"{(home / 'runs.sqlite3').as_uri()}?mode=ro"


def _browsers_seconds() -> dict[int, float]:
    """Return the processor time of each process of the browsers that this one has started, by its id."""
    seconds = {}
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if "chrom" in child.name():
                seconds[child.pid] = sum(child.cpu_times()[:2])
    return seconds
