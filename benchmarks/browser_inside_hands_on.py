"""What a person waits for who changes things on Inside: a kernel's number, a shift, a stroke.

Part of `python -m benchmarks.browser --page inside`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page

from benchmarks import harness

BUDGETS = {"kernel_p95_s": 0.3, "shift_p95_s": 0.4, "stroke_p95_s": 0.5}
EDGE = "1,1,1,0,0,0,-1,-1,-1"
STEPS = '[role=figure][aria-label^="My own kernel on"]'
SHIFTED = '[role=figure][aria-label="What a shift changes"]'
MAP = ".st-key-inside-cells-0 .heatmaplayer image"
# Notes how long it takes from an event until the first element of a selector is there and another one than before.
NOTE_CHANGE = """
    ([selector, kind]) => {
        window.seen = null;
        const found = () => document.querySelector(selector)?.outerHTML;
        const before = found();
        document.addEventListener(kind, () => {
            const begun = performance.now();
            const look = () => {
                if ([undefined, before].includes(found())) requestAnimationFrame(look);
                else window.seen = performance.now() - begun;
            };
            look();
        }, {once: true, capture: true});
    }
"""


def waits(page: Page, selector: str, kind: str, times: int, act: Callable[[int], None]) -> list[float]:
    """Act so many times; return the seconds from the event of that kind to another picture."""
    seconds = []
    for number in range(times):
        page.evaluate(NOTE_CHANGE, [selector, kind])
        act(number)
        page.wait_for_function("() => window.seen !== null")
        seconds.append(page.evaluate("() => window.seen / 1000"))
        harness.ready(page)
        page.wait_for_function("() => !document.querySelector('[data-stale=true]')")
    return seconds


def typed(page: Page, number: int) -> None:
    """Type another number into the kernel's middle, and send it."""
    field = page.get_by_role("textbox", name="row 1, column 1", exact=True)
    field.fill(f"0.{number + 1}1")
    field.press("Enter")


def drawn_on(page: Page, number: int) -> None:
    """Draw a stroke that reaches farther than those before it."""
    farther = 8 * number
    harness.draw_stroke(page, [(150, 110), (140, 110 + farther), (140 - farther / 2, 120 + farther)])


def measure(page: Page, url: str, times: int) -> dict[str, list[float]]:
    """Return the single waits behind each figure of `BUDGETS`."""
    page.goto(f"{url}/inside?digit=test-1&kernel={EDGE}")
    page.locator(STEPS).wait_for()
    edits = waits(page, STEPS, "keydown", times, lambda number: typed(page, number))
    page.goto(f"{url}/inside?digit=test-1&layer=3")
    page.locator(SHIFTED).wait_for()
    arrows = [page.get_by_role("button", name=name, exact=True) for name in ("Right", "Down")]
    shifts = waits(page, SHIFTED, "click", times, lambda number: arrows[number % 2].click())
    page.goto(f"{url}/inside?digit=test-1&layer=1")
    harness.drawn(page, "inside-cells-0")
    page.get_by_role("button", name="Draw your own").click()
    harness.draw_stroke(page, [(130, 80), (150, 60), (150, 110)])
    page.get_by_text(re.compile("^Each stroke")).wait_for()
    strokes = waits(page, MAP, "pointerup", times, lambda number: drawn_on(page, number))
    return {"kernel_p95_s": edits, "shift_p95_s": shifts, "stroke_p95_s": strokes}
