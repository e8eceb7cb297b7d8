"""How long a person waits who breaks a network: `python -m benchmarks.breaking`, in Chromium, on real MNIST.

From a click on a filter of the pretrained network until the new probabilities are on screen, and until the 2,000 test
images are counted, each filter once; the same while a run trains; and until a layer's filters are ranked.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections.abc import Callable

from playwright.sync_api import Page

from benchmarks import harness
from benchmarks.browser import CONTROLS, p95, timed

ADDRESS = "/inside?digit=test-1&view=Break+it"
BUDGETS = {"break_p95_s": 0.4, "damage_p95_s": 1.9, "break_training_p95_s": 0.8, "damage_training_p95_s": 3.8}
FILTERS = 16  # of the pretrained network's first layer
WAIT_MS = 120_000
# Notes in the page itself when the answer and the score were painted after a click, each in milliseconds since it.
NOTE = """
    window.watch = (number) => {
        const button = [...document.querySelectorAll('.st-key-break-tiles *')].map(host => host.shadowRoot)
            .filter(Boolean).flatMap(root => [...root.querySelectorAll('button')])
            .concat([...document.querySelectorAll('.st-key-break-tiles button')])
            .find(one => one.dataset.number === String(number))
        const bars = () => document.querySelector('.st-key-break-bars')?.innerText
        const score = () => document.querySelector('.st-key-break-score')?.innerText
        const before = bars(), counted = score(), seen = {}
        window.seen = new Promise((done) => {
            const began = performance.now()
            const look = () => {
                const now = performance.now() - began
                if (seen.bars === undefined && bars() !== before) seen.bars = now
                const text = score() ?? ''
                if (seen.bars !== undefined && text !== counted && /now \\d/.test(text)) {
                    seen.score = now
                    done(seen)
                } else requestAnimationFrame(look)
            }
            button.click()
            look()
        })
    }
"""


def breaks(page: Page, clicks: int) -> tuple[list[float], list[float]]:
    """Switch filters off, one after the other; return the waits for the probabilities, and for the test images."""
    answers, scores = [], []
    page.evaluate(NOTE)
    for number in range(clicks):
        page.evaluate("number => window.watch(number)", number % FILTERS)
        seen = page.evaluate("() => window.seen")
        answers.append(seen["bars"] / 1000)
        scores.append(seen["score"] / 1000)
        harness.ready(page)
        page.wait_for_timeout(500)  # a person's pause between two clicks
    return answers, scores


def ranking(page: Page) -> float:
    """Rank the filters of the layer that is chosen; return the wait."""
    button = page.get_by_role("button", name="Rank the filters of this layer")
    done = page.get_by_text(re.compile(r"^Without (any one )?filter"))
    return timed(button.click, lambda: done.wait_for(timeout=WAIT_MS))


def open_tab(page: Page, url: str) -> None:
    """Open the tab, and wait until the whole network has been counted."""
    page.goto(url + ADDRESS)
    page.get_by_text(re.compile(r"^Of the first [\d,]+ test images it reads")).wait_for(timeout=WAIT_MS)
    harness.ready(page)


def measure(clicks: int, *, is_quiet: bool = False) -> dict[str, list[float]]:
    """Return the waits by the figure's name; `is_quiet`: without those while a run trains."""
    measured: dict[str, list[float]] = {}
    with harness.serve() as server, harness.launch() as browser:
        with harness.visit(browser) as seen:
            open_tab(seen.page, server.url)
            measured["break_p95_s"], measured["damage_p95_s"] = breaks(seen.page, clicks)
            measured["ranking_s"] = [ranking(seen.page)]
        if is_quiet:
            return measured
        with harness.visit(browser) as trains, harness.visit(browser) as seen:
            trains.page.goto(server.url + "/train")
            trains.page.locator(CONTROLS["Train"]).click()
            trains.page.locator(".st-key-run-accuracy svg path").first.wait_for(timeout=WAIT_MS)
            open_tab(seen.page, server.url)
            _fresh(seen.page)
            both = breaks(seen.page, clicks)
            measured["break_training_p95_s"], measured["damage_training_p95_s"] = both
    return measured


def _fresh(page: Page) -> None:
    """Prune a little first: the server remembers what it was asked."""
    act: Callable[[], None] = page.get_by_role("slider", name="Prune its smallest weights").focus
    act()
    page.keyboard.press("ArrowRight")
    page.get_by_text(re.compile(r"^Of the first [\d,]+ test images it read .*; now ")).wait_for(timeout=WAIT_MS)
    harness.ready(page)


def main() -> None:
    """Print a table for people, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clicks", type=int, default=FILTERS, help="filters switched off")
    options.add_argument("--quiet", action="store_true", help="leave out what is measured while a run trains")
    chosen = options.parse_args()
    measured = measure(chosen.clicks, is_quiet=chosen.quiet)
    figures = {name: p95(values) if "p95" in name else max(values) for name, values in measured.items()}
    print(f"{'what':28} {'figure':>8} {'median':>8} {'worst':>8} {'n':>4} {'budget':>8}")
    for name, values in measured.items():
        budget = f"{BUDGETS[name]:8.2f}" if name in BUDGETS else ""
        middle, worst = statistics.median(values), max(values)
        print(f"{name:28} {figures[name]:8.2f} {middle:8.2f} {worst:8.2f} {len(values):4} {budget}")
    print("figures: " + " ".join(f"{name}={value:.2f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
