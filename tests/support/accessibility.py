"""What axe finds wrong with a page."""

from __future__ import annotations

import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What fades in or out has the colours of neither, and a part that is about to be drawn anew is pale; what turns for
# ever, as a sign of work does, is not waited for.
NOTHING_FADES = """() => !document.querySelector("[data-stale=true]") && document.getAnimations().every(
    animation => animation.playState !== "running" || animation.effect?.getComputedTiming().endTime === Infinity
)"""


def serious_faults(page: Page) -> list[tuple[str, list[str]]]:
    """Return each serious or critical fault with the beginnings of the elements that have it, once nothing fades."""
    page.wait_for_function(NOTHING_FADES)
    found = Axe().run(page).response["violations"]
    return [
        (fault["id"], [node["html"][:200] for node in fault["nodes"]])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def lasting_faults(page: Page, *, seconds: float = 60.0) -> list[tuple[str, list[str]]]:
    """Return the faults that stay, as `serious_faults` does: none as soon as there are none."""
    deadline = time.monotonic() + seconds
    while (found := serious_faults(page)) and time.monotonic() < deadline:
        pass  # axe itself takes its time
    return found
