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

# Axe takes a good second: what is drawn anew meanwhile it sees in parts, of the page before and of the one after.
WATCH = """() => {
    window.watched?.disconnect()
    window.changes = 0
    window.watched = new MutationObserver((all) => { window.changes += all.length })
    const roots = [document, ...[...document.querySelectorAll("*")].map(({ shadowRoot }) => shadowRoot).filter(Boolean)]
    for (const root of roots)
        window.watched.observe(root, { subtree: true, childList: true, characterData: true, attributes: true })
}"""
HAS_CHANGED = f"""() => window.changes > 0 || !({NOTHING_FADES})() ||
    !document.querySelector("[data-testid=stApp]")?.matches("[data-test-script-state=notRunning]")"""
STEADY_SECONDS = 30.0  # some pages never are, as while a network trains


def serious_faults(page: Page) -> list[tuple[str, list[str]]]:
    """Return each serious or critical fault with the beginnings of the elements that have it.

    A fault counts if nothing on the page changed while it was looked for, or if it is there for half a minute.
    """
    deadline = time.monotonic() + STEADY_SECONDS
    while True:
        page.wait_for_function(NOTHING_FADES)
        page.evaluate(WATCH)
        found = Axe().run(page).response["violations"]
        faults = [
            (fault["id"], [node["html"][:200] for node in fault["nodes"]])
            for fault in found
            if fault["impact"] in ("serious", "critical")
        ]
        if not faults or not page.evaluate(HAS_CHANGED) or time.monotonic() > deadline:
            return faults


def lasting_faults(page: Page, *, seconds: float = 60.0) -> list[tuple[str, list[str]]]:
    """Return the faults that stay, as `serious_faults` does: none as soon as there are none."""
    deadline = time.monotonic() + seconds
    while (found := serious_faults(page)) and time.monotonic() < deadline:
        pass  # axe itself takes its time
    return found
