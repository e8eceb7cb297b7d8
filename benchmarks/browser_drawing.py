"""What a person waits for who draws, measured in Chromium; part of `python -m benchmarks.browser`."""

from __future__ import annotations

import time

from playwright.sync_api import Browser, Page

from benchmarks import harness

CANVAS = ".st-key-draw-canvas-frame canvas"
# Notes in the page itself when the pen was lifted, when the answer was first there as text, and when a frame had been
# painted with bars and picture.
NOTE_ANSWER = """
    window.seen = {};
    document.addEventListener("pointerup", () => {
        const penUp = performance.now();
        const observer = new MutationObserver(() => {
            if (!window.seen.answer && document.querySelector(".draw-answer"))
                window.seen.answer = performance.now() - penUp;
            const bars = document.querySelector(".draw-bars:not([aria-hidden])");
            if (!bars || !document.querySelector(".draw-pictures [role=img]")) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => { window.seen.picture = performance.now() - penUp; }));
        });
        observer.observe(document, {childList: true, subtree: true});
    }, {once: true, capture: true});
"""


def first_predictions(browser: Browser, times: int) -> list[float]:
    """Start servers on empty homes and draw at once; return the waits from the server's start to the answer."""
    waits = []
    for _ in range(times):
        with harness.serve() as server, harness.visit(browser) as seen:
            seen.page.goto(f"{server.url}/draw")
            seen.page.wait_for_selector(CANVAS)
            harness.draw_stroke(seen.page, harness.SEVEN)
            seen.page.wait_for_selector(".draw-answer")
            waits.append(time.perf_counter() - server.started)
    return waits


def answers(page: Page, times: int) -> tuple[list[float], list[float]]:
    """Draw so many sevens, each a little elsewhere; return the waits from pen up to answer, and to bars and picture."""
    texts, pictures = [], []
    for number in range(times + 1):
        page.wait_for_selector(".draw-invitation")
        page.evaluate(NOTE_ANSWER)
        harness.draw_stroke(page, [(x + number % 5 * 9, y - number // 5 * 6) for x, y in harness.SEVEN])
        page.wait_for_function("() => window.seen.picture")
        if number:  # the first one wakes what an earlier visitor would have
            texts.append(page.evaluate("() => window.seen.answer / 1000"))
            pictures.append(page.evaluate("() => window.seen.picture / 1000"))
        page.get_by_role("button", name="Clear").click()
    return texts, pictures
