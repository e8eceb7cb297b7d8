"""How long a map takes: PCA once the page is opened, t-SNE from the click on; another tab stays usable meanwhile."""

from __future__ import annotations

import time

from playwright.sync_api import Page

from benchmarks import harness
from benchmarks.waits import timed

PCA_SECONDS, SWITCH_SECONDS = 3.0, 3.0  # at most: of the map that opens, and of another tab's pages while t-SNE works
MAP = "/browse?browse=Map"
OTHERS = ("Evaluate", "Train", "Draw")
MOST_SECONDS = 600
# Notes in the page when the finished map was painted: asking from outside would wait for what another tab does.
NOTE_DONE = """() => {
    const began = performance.now();
    const find = (root) => root.querySelector(".digit-map")
        ?? [...root.querySelectorAll("*")].map(one => one.shadowRoot && find(one.shadowRoot)).find(Boolean);
    window.untangledAfter = null;
    const look = setInterval(() => {
        if (find(document)?.dataset.shown !== "tsne done") return;
        clearInterval(look);
        window.untangledAfter = (performance.now() - began) / 1000;
    }, 50);
}"""


def measure(page: Page, url: str, clicks: int) -> dict[str, list[float]]:
    """Return the seconds from the click to the finished t-SNE of 5,000 test images; print those of PCA.

    Args:
        page: of a visitor who has not been anywhere; the server's engines may still be starting.
        url: of the server, with a home of its own: what was made before is kept there.
        clicks: at least so many pages are changed in another tab, and more while t-SNE works.
    """
    page.goto(url + MAP)
    page.wait_for_selector(".digit-map[data-shown=pca]")  # the engine is awake
    page.get_by_role("radio", name="Validation", exact=True).click()
    pca = timed(
        page.get_by_role("radio", name="Train", exact=True).click,
        page.get_by_text("5,000 training images by their 784 pixels").wait_for,
    )
    page.get_by_role("radio", name="Test", exact=True).click()
    page.get_by_text("5,000 test images by their 784 pixels").wait_for()
    other = page.context.new_page()
    other.goto(f"{url}/train")
    harness.ready(other)
    for name in OTHERS:  # a first round, not counted
        _switch(other, name)
    page.evaluate(NOTE_DONE)
    page.get_by_role("button", name="Untangle it").click()
    waits: list[float] = []
    deadline = time.monotonic() + MOST_SECONDS
    while (seconds := page.evaluate("window.untangledAfter")) is None or len(waits) < clicks:
        assert time.monotonic() < deadline, "t-SNE does not come to an end"
        waits.append(_switch(other, OTHERS[len(waits) % len(OTHERS)]))
        other.wait_for_timeout(300)
    other.close()
    usual = sorted(waits)[int(0.95 * (len(waits) - 1))]
    print(f"PCA of 5,000: {pca:.2f} s (at most {PCA_SECONDS:.0f})")
    print(f"t-SNE: {seconds:.1f} s; another tab's pages meanwhile, p95 of {len(waits)}: {usual:.2f} s")
    assert usual <= SWITCH_SECONDS, f"another tab waits {usual:.2f} s while t-SNE works"
    return {"tsne_s": [seconds]}


def _switch(page: Page, name: str) -> float:
    """Go to another page and return how long it took until its title was there."""
    link = page.get_by_role("link", name=name, exact=True)
    return timed(link.click, lambda: page.wait_for_selector(f"h1:has-text('{name}')"))
