"""What a person waits for on Draw: `python -m benchmarks.browser --page draw`.

Here: the ladder after a drawing, and teaching digits; how the page follows the pen is `browser_draw_along`'s. What the
page does not have yet is not measured, and said.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from pathlib import Path

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as NotThereError

from benchmarks import browser_draw_along, harness
from benchmarks.browser_draw_along import SAID, clear
from benchmarks.browser_drawing import CANVAS, answers
from benchmarks.crowd.recording import COUNTED

BUDGETS = {**browser_draw_along.BUDGETS, "answer_p95_s": 0.45, "ladder_p95_s": 0.8, "teach_s": 20.0}
SOON_SECONDS = 15  # in which a part of the page is there if there is such a part: the ladder, the button
MODE = "My digits"
# Notes when, after the pen was lifted, a frame was about to be painted with the ladder's six answers.
NOTE_LADDER = """() => {
    window.ladderAt = null;
    document.addEventListener("pointerup", () => {
        const penUp = performance.now();
        const look = () => {
            const ladder = document.querySelector(".draw-ladder");
            const answers = ladder?.querySelectorAll("li [role=img]").length
            if (answers === 6 && !ladder.closest("[data-stale=true]")) window.ladderAt = performance.now() - penUp;
            else requestAnimationFrame(look);
        };
        look();
    }, {once: true, capture: true});
}"""


def ladders(page: Page, times: int) -> list[float]:
    """Draw so many sevens on an empty canvas; return the waits from pen up to each one's ladder."""
    waits = []
    for number in range(times + 1):
        page.wait_for_function("() => !document.querySelector('.draw-ladder')")
        page.evaluate(NOTE_LADDER)
        harness.draw_stroke(page, [(x + number % 5 * 9, y - number // 5 * 6) for x, y in harness.SEVEN])
        page.locator(SAID).wait_for()
        if not number and not _comes(page.locator(".draw-ladder")):
            return []
        page.wait_for_function("() => window.ladderAt !== null")
        if number:  # the first one wakes what an earlier visitor would have
            waits.append(page.evaluate("() => window.ladderAt / 1000"))
        clear(page)
    return waits


def taught(page: Page, url: str, digits: bytes) -> list[float]:
    """Bring digits, and teach them to the model in hand; return the wait from the click to what came of it.

    Args:
        page: any.
        url: of the server.
        digits: a file of JSON lines.
    """
    page.goto(f"{url}/draw")
    page.wait_for_selector(CANVAS)
    harness.ready(page)
    mode = page.locator(".st-key-draw-mode").get_by_text(MODE, exact=True)
    if not mode.count():
        return []
    mode.click()
    uploader = page.locator("[data-testid=stFileUploader]").filter(has_text=re.compile("of digits"))
    uploader.locator("input[type=file]").set_input_files(
        files=[{"name": "digits.jsonl", "mimeType": "application/jsonl", "buffer": digits}]
    )
    page.get_by_text(re.compile(r"digits? imported\.")).wait_for()
    button = page.locator(".st-key-primary-draw-teach button:not([disabled])")
    if not _comes(button):
        return []
    harness.ready(page)
    began = time.perf_counter()
    button.click()
    page.locator(".draw-taught").wait_for()
    return [time.perf_counter() - began]


def first_writers_digits(path: Path) -> bytes:
    """Return the lines of the writer who comes first in gzipped JSON lines; nothing where there is no file."""
    if not path.is_file():
        return b""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for line in file if line.strip()]
    writers = [json.loads(line).get("writer") for line in lines]
    return "".join(line for line, writer in zip(lines, writers, strict=True) if writer == writers[0]).encode()


def measure(*, strokes: int, drawings: int, digits: Path) -> dict[str, list[float]]:
    """Return the single measurements behind each figure; none for what the page does not have yet.

    Args:
        strokes: that are drawn slowly.
        drawings: that are answered, and whose ladder is waited for.
        digits: gzipped JSON lines, whose first writer's digits are taught.
    """
    with harness.launch() as browser, harness.serve() as server, harness.visit(browser) as seen:
        page, url = seen.page, server.url
        page.goto(f"{url}/draw")
        page.wait_for_selector(CANVAS)
        page.get_by_text(COUNTED).wait_for()  # the page has no more to work out by itself
        found = browser_draw_along.measure(page, server.process.pid, strokes)
        found["answer_p95_s"] = answers(page, drawings)[0]
        found["ladder_p95_s"] = ladders(page, drawings)
        lines = first_writers_digits(digits)
        found["teach_s"] = taught(page, url, lines) if lines else []
    return found


def _comes(element: Locator) -> bool:
    try:
        element.first.wait_for(timeout=1000 * SOON_SECONDS)
    except NotThereError:
        return False
    return True
