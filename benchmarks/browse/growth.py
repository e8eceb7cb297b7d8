"""How much the server grows in an hour of one person on Browse: 500 clicks over all four tabs.

Counted is memory of the server's process alone: what is resident less what is shared, as Linux counts them. Files that
are mapped, such as the images, are shared: the kernel takes their pages back whenever it needs room. Elsewhere it is
the unique set size.
"""

from __future__ import annotations

import contextlib
import random
import re
from collections.abc import Iterator

import psutil
from playwright.sync_api import Error, Locator, Page
from playwright.sync_api import TimeoutError as NotThereError

from benchmarks import harness
from pages.text.browse import Tabs

CLICKS = 500  # of an hour: one every seven seconds; here they come as soon as the page rests
TABS = (Tabs.PICTURES, Tabs.ONE_DIGIT, Tabs.CLASSES, Tabs.MAP)
AT_A_TIME = 25  # clicks, before another tab
MOST_WARM_UPS = 60  # controls of a tab that are clicked once before anything is counted
SETTLE_SECONDS = 5.0  # before memory is read, for what still works in the background
_CLICK_MS = 3000
_MOST_IN_VAIN = 60  # clicks in a row that hit nothing: the page has come to nothing
# What a person can click in a tab, or in what it has opened over itself; a picture that takes clicks anywhere.
_OPENED = ":is([role=tabpanel], [data-testid=stPopoverBody])"
CONTROLS = f"{_OPENED} :is(button, [role=radio], summary, canvas, .nsewdrag):not([disabled]):visible"
_PICTURES = ("CANVAS", "rect")
# Jobs of a minute, which another figure is about, and downloads.
NOT_CLICKED = re.compile("t-SNE|UMAP|untangle|stop|cancel|download|CSV|NPZ|save", re.IGNORECASE)
AT_REST = "() => !document.querySelector('[data-testid=stMain] [data-stale=true]')"
ALL_COUNTED = "() => !document.querySelector('[data-testid=stMain] [data-testid=stProgress]')"
COUNTING_SECONDS = 60.0  # for which a tab is waited for that counts when it is opened first, or the engine wakes


def private_mib(process: psutil.Process) -> float:
    """Return what a process holds for itself, without mapped files, in MiB."""
    held = process.memory_info()
    own = held.rss - held.shared if hasattr(held, "shared") else process.memory_full_info().uss
    return own / 2**20


class Hand:
    """Clicks what is there, by chance but each time alike."""

    def __init__(self, page: Page, seed: int) -> None:
        self._page, self._random = page, random.Random(seed)

    def open_tab(self, name: str) -> None:
        """Open a tab and wait until it rests."""
        self._page.keyboard.press("Escape")
        self._page.get_by_role("tab", name=name, exact=True).click()
        self.rest()

    def wait_until_counted(self) -> None:
        """Wait until nothing says how far it is, as long as that may take."""
        with contextlib.suppress(NotThereError):  # a job takes longer
            self._page.wait_for_function(ALL_COUNTED, timeout=1000 * COUNTING_SECONDS)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing is about to be drawn."""
        harness.ready(self._page)
        self._page.wait_for_function(AT_REST)
        self._page.wait_for_timeout(100)

    def click_any(self) -> None:
        """Click one of the controls."""
        for _ in range(_MOST_IN_VAIN):
            controls = self._page.locator(CONTROLS)
            count = controls.count()
            if count and self._click(controls.nth(self._random.randrange(count))):
                return
        raise RuntimeError("Nothing on the page can be clicked any more.")

    def click_each(self, most: int) -> Iterator[None]:
        """Click the controls one after the other, as they are there by then; no more than `most`."""
        for place in range(most):
            controls = self._page.locator(CONTROLS)
            if place >= controls.count():
                return
            if self._click(controls.nth(place)):
                yield

    def _click(self, control: Locator) -> bool:
        """Return whether it was clicked; what lies under something else, or has gone, is not."""
        try:
            name = control.get_attribute("aria-label", timeout=_CLICK_MS) or control.inner_text(timeout=_CLICK_MS)
            if NOT_CLICKED.search(name):
                return False
            kind, box = control.evaluate("one => one.tagName"), control.bounding_box(timeout=_CLICK_MS)
            if kind in _PICTURES and box is not None:
                across, down = (self._random.uniform(0.1, 0.9) for _ in range(2))
                control.click(timeout=_CLICK_MS, position={"x": across * box["width"], "y": down * box["height"]})
            else:
                control.click(timeout=_CLICK_MS)
        except (NotThereError, Error):
            self._page.keyboard.press("Escape")
            return False
        self.rest()
        return True


def measure(page: Page, url: str, clicks: int, *, process: psutil.Process) -> dict[str, list[float]]:
    """Return by how many MiB the server grew, after a round in which each control was clicked once.

    Args:
        page: any.
        url: of the server.
        clicks: how many are counted.
        process: the server's.
    """
    page.goto(f"{url}/browse")
    harness.ready(page)
    hand = Hand(page, seed=19)
    for tab in TABS:
        hand.open_tab(tab)
        hand.wait_until_counted()
        warmed = sum(1 for _ in hand.click_each(MOST_WARM_UPS))
        print(f"{tab}: {warmed} controls clicked once, {_memory(page, process):.0f} MiB")
    before = _memory(page, process)
    for number in range(clicks):
        if number % AT_A_TIME == 0:
            hand.open_tab(TABS[number // AT_A_TIME % len(TABS)])
        hand.click_any()
        if number % 100 == 99:
            print(f"{number + 1} clicks: {_memory(page, process):.0f} MiB")
    return {"grown_mib": [_memory(page, process) - before]}


def _memory(page: Page, process: psutil.Process) -> float:
    page.wait_for_timeout(1000 * SETTLE_SECONDS)
    return private_mib(process)
