"""What the benchmarks in a browser share: a wait from an act to what it shows, and how a run is begun by hand."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

WARM_UP = 2  # waits of each kind that are not counted: what a person sees for the first time is loaded then
BETWEEN_SECONDS = 0.7  # a person's pause between two clicks
LONG_RECIPE = "Article 1: dense, 512 and 512"


def p95(seconds: list[float]) -> float:
    """Return the 95th percentile, interpolated as NumPy does; of few values that is nearly the worst."""
    ordered = sorted(seconds)
    position = 0.95 * (len(ordered) - 1)
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (position - low) * (ordered[high] - ordered[low])


def timed(act: Callable[[], object], seen: Callable[[], object]) -> float:
    """Return the seconds from an act until what it should show is seen."""
    began = time.perf_counter()
    act()
    seen()
    return time.perf_counter() - began


def choose_recipe(page: Page, recipe: str) -> None:
    """Choose a recipe on the Train page, by its title."""
    page.get_by_role("combobox", name="Recipe", exact=True).click()
    page.get_by_role("option", name=recipe).click()
    expect(page.get_by_role("heading", name=recipe)).to_be_visible()


def measured(page: Page, times: int, act: Callable[[int], object], seen: Callable[[int], object]) -> list[float]:
    """Act so many times, a person's pause between; return the waits from each act to what is seen."""
    waits = []
    for number in range(-WARM_UP, times):
        page.wait_for_timeout(1000 * BETWEEN_SECONDS)
        wait = timed(lambda number=number: act(number), lambda number=number: seen(number))
        if number >= 0:
            waits.append(wait)
    return waits
