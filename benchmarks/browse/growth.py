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
from playwright.sync_api import Error, Page
from playwright.sync_api import TimeoutError as NotThereError

from benchmarks import harness
from pages.text.browse import Tabs

CLICKS = 500  # of an hour: one every seven seconds; here they come as soon as the page rests
TABS = (Tabs.PICTURES, Tabs.ONE_DIGIT, Tabs.CLASSES, Tabs.MAP)
AT_A_TIME = 25  # clicks, before another tab
SETTLE_SECONDS = 5.0  # before memory is read, for what still works in the background
_CLICK_MS = 3000
_EACH = 3  # controls of one kind that are clicked before anything is counted
_MOST_WEIGHT = 8  # controls of one kind that count as many when one is chosen by chance
_MOST_IN_VAIN = 60  # clicks in a row that hit nothing: the page has come to nothing
_NAMES = "all => all.map(one => (one.getAttribute('aria-label') || one.innerText || one.tagName).slice(0, 60))"
# What a person can click in a tab, or in what it has opened over itself; a picture that takes clicks anywhere.
_OPENED = ":is([role=tabpanel], [data-testid=stPopoverBody])"
CONTROLS = f"{_OPENED} :is(button, [role=radio], summary, canvas, .nsewdrag):not([disabled]):visible"
_PICTURES = ("CANVAS", "rect")
# Jobs of a minute, which another figure is about, and downloads.
NOT_CLICKED = re.compile("t-SNE|UMAP|untangle|stop|cancel|download|CSV|NPZ|save", re.IGNORECASE)
AT_REST = "() => !document.querySelector('[data-testid=stMain] [data-stale=true]')"
ALL_COUNTED = """() => {
    const main = document.querySelector("[data-testid=stMain]")
    return !main.querySelector("[data-testid=stProgress]") && !main.innerText.includes("waking up")
}"""
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
        broken = self._page.locator("[data-testid=stException]")
        if broken.count():
            raise RuntimeError(f"The page broke: {broken.first.inner_text()[:500]}")

    def click_any(self) -> None:
        """Click one of the controls; the many tiles of a mosaic do not leave the few filters out."""
        for _ in range(_MOST_IN_VAIN):
            alike = self._alike()
            if alike:
                weights = [min(len(places), _MOST_WEIGHT) for places in alike.values()]
                (kind,) = self._random.choices(list(alike), weights)
                if self._click(self._random.choice(alike[kind])):
                    return
        raise RuntimeError("Nothing on the page can be clicked any more.")

    def click_each(self) -> Iterator[None]:
        """Click the controls of each kind that there is by then, no more than a few of those that are alike."""
        seen: dict[str, int] = {}
        while True:
            alike = self._alike()
            kind = next((kind for kind, places in alike.items() if seen.get(kind, 0) < min(len(places), _EACH)), None)
            if kind is None:
                return
            seen[kind] = seen.get(kind, 0) + 1
            if self._click(alike[kind][seen[kind] - 1]):
                yield

    def _alike(self) -> dict[str, list[int]]:
        """Return the places of the controls that are there now, by their names without numbers."""
        alike: dict[str, list[int]] = {}
        for place, name in enumerate(self._page.locator(CONTROLS).evaluate_all(_NAMES)):
            if not NOT_CLICKED.search(name):
                alike.setdefault(re.sub(r"[\d,.]+", "#", name), []).append(place)
        return alike

    def _click(self, place: int) -> bool:
        """Return whether it was clicked; what lies under something else, or has gone, is not."""
        control = self._page.locator(CONTROLS).nth(place)
        try:
            kind, box = control.evaluate("one => one.tagName", timeout=_CLICK_MS), control.bounding_box()
            if kind in _PICTURES and box is not None:
                across, down = (self._random.uniform(0.1, 0.9) for _ in range(2))
                control.click(timeout=_CLICK_MS, position={"x": across * box["width"], "y": down * box["height"]})
            else:
                control.click(timeout=_CLICK_MS)
        except Error:
            self._page.keyboard.press("Escape")
            return False
        self.rest()
        return True


def measure(page: Page, url: str, clicks: int, *, process: psutil.Process) -> dict[str, list[float]]:
    """Return by how many MiB the server grew, after a round in which each kind of control was clicked.

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
        warmed = sum(1 for _ in hand.click_each())
        print(f"{tab}: {warmed} controls clicked, {_memory(page, process):.0f} MiB")
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
