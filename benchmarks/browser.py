"""What a person waits for, measured in Chromium: `python -m benchmarks.browser`.

Every figure is a wait from a person's act to what they acted for, on real MNIST where DIGITLAB_DATA names it. The
server's memory is what its process holds resident once every page was visited, pages of mapped files counted too.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks import browser_browse, browser_draw_along, browser_draw_page, browser_inside, figures_table, harness
from benchmarks.browser_drawing import CANVAS, answers, first_predictions
from benchmarks.waits import BETWEEN_SECONDS, LONG_RECIPE, choose_recipe, timed
from pages.text import pages as page_texts

BUDGETS = {
    "first_title_s": 3.0,
    "first_heatmap_s": 5.0,
    "page_switch_p95_s": 0.5,
    "click_to_first_point_p95_s": 1.5,
    "steered_p95_s": 1.5,
    "edit_p95_s": 0.4,
    "first_prediction_s": 12.0,
    "answer_p95_s": 0.45,
    "picture_p95_s": 0.7,
    "server_mib": 250.0,
}
PAGES = {
    "browse": (browser_browse.BUDGETS, ()),
    "inside": (browser_inside.BUDGETS, ()),
    "draw": (browser_draw_page.BUDGETS, browser_draw_along.AT_LEAST),
}
OF_ALL = ("starts", "switches", "runs", "clicks", "layers", "drawings")  # the options of what is measured of all pages
WRITERS = Path(os.environ.get("DIGITLAB_DATA", ".")) / "strokes-writers.jsonl.gz"  # whose digits are taught
PICTURE = "browse-picture"
CONTROLS = {
    "Start": ".st-key-start-digit",
    "Browse": ".st-key-browse-split",
    "Train": ".st-key-primary-train button",
    "Inside": ".st-key-inside-panel",
    "Draw": CANVAS,
    "Evaluate": ".st-key-evaluate-matrix",
}
HEADINGS = {"Start": page_texts.START.heading}  # where it is not the name in the menu
ENGINE_SECONDS = 60
# Notes in the page itself when all selectors were first there and a frame had been painted with them: asking from
# outside waits for whatever script runs next, and after the title that is the charts' whole library.
NOTE_PAINT = """
    const wanted = %s;
    const observer = new MutationObserver(() => {
        if (!wanted.every(selector => document.querySelector(selector))) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => { window.paintedAt = performance.now(); }));
    });
    observer.observe(document, {childList: true, subtree: true});
"""


def first_visits(browser: Browser, times: int) -> tuple[list[float], list[float]]:
    """Start servers on empty homes; return the waits for the title with a control, and for a heatmap."""
    titles, heatmaps = [], []
    for _ in range(times):
        with harness.serve() as server, harness.visit(browser) as seen:
            page = seen.page
            page.add_init_script(NOTE_PAINT % ["h1", CONTROLS["Browse"]])
            page.goto(f"{server.url}/browse", wait_until="commit")
            harness.drawn(page, PICTURE)
            now = time.perf_counter() - server.started
            heatmaps.append(now)
            titles.append(now - page.evaluate("(performance.now() - window.paintedAt) / 1000"))
    return titles, heatmaps


def page_switches(page: Page, times: int) -> list[float]:
    """Go round the pages; return the waits for the next page's title and main control."""
    waits, names = [], list(CONTROLS)
    for number in range(-len(names), times):  # a first round, not counted, for what a page computes only once
        name = names[number % len(names)]
        link = page.get_by_role("link", name=name, exact=True)

        def seen(name: str = name) -> None:
            page.wait_for_selector(f"h1:has-text('{HEADINGS.get(name, name)}')")
            page.wait_for_selector(CONTROLS[name])

        wait = timed(link.click, seen)
        if number >= 0:
            waits.append(wait)
        harness.ready(page)
        page.wait_for_load_state("networkidle")
    return waits


def first_points(page: Page, times: int) -> list[float]:
    """Start and stop so many runs of the first recipe on a warm engine; return the waits for the first point."""
    waits = []
    for _ in range(times):
        button = page.locator(CONTROLS["Train"])
        button.wait_for()
        waits.append(timed(button.click, lambda: page.wait_for_selector(".st-key-run-accuracy svg path")))
        _stop(page)
    return waits


def steered(page: Page, times: int) -> list[float]:
    """Pause a run that trains and let it go on, in turn; return the waits from a click to what it did."""
    choose_recipe(page, LONG_RECIPE)
    page.locator(CONTROLS["Train"]).click()
    page.wait_for_selector(".st-key-run-accuracy svg path")
    waits = []
    for number in range(times):
        name, then = [("Pause", "Go on"), ("Go on", "Pause")][number % 2]
        button = page.get_by_role("button", name=name, exact=True)
        page.wait_for_timeout(1000 * BETWEEN_SECONDS)
        waits.append(timed(button.click, page.get_by_role("button", name=then, exact=True).wait_for))
    _stop(page)
    return waits


def edits(page: Page, times: int) -> list[float]:
    """Give a convolution another number of filters, again and again; return the waits for its new shape on screen."""
    choose_recipe(page, "Quick CNN")
    page.get_by_role("tab", name="Network", exact=True).click()
    page.get_by_role("button", name="Conv 16, 3 × 3, ReLU").click()
    field = page.get_by_role("spinbutton", name="Filters", exact=True)
    waits = []
    for filters in range(17, 17 + times):
        page.wait_for_timeout(1000 * BETWEEN_SECONDS)
        field.fill(str(filters))
        shape = f"26 × 26 × {filters}"
        row, drawing = (page.locator(where).get_by_text(shape) for where in (".shape", ".st-key-network-drawing"))
        waits.append(timed(lambda: field.press("Enter"), lambda row=row, drawing=drawing: _seen(row, drawing)))
    page.get_by_role("tab", name="Train", exact=True).click()
    return waits


def wait_for_engine(page: Page) -> None:
    """Train once, so that the engine is warm."""
    page.goto(page.url.split("/browse")[0] + "/train")
    first_points(page, 1)


def measure(
    *, starts: int, switches: int, runs: int, clicks: int, layers: int, drawings: int
) -> dict[str, list[float]]:
    """Return the single measurements behind each figure."""
    with harness.launch() as browser:
        titles, heatmaps = first_visits(browser, starts)
        predictions = first_predictions(browser, starts)
        with harness.serve() as server, harness.visit(browser) as seen:
            page = seen.page
            page.goto(f"{server.url}/browse")
            harness.drawn(page, PICTURE)
            wait_for_engine(page)
            points = first_points(page, runs)
            steers = steered(page, clicks)
            shaped = edits(page, layers)
            page.get_by_role("link", name="Draw", exact=True).click()
            page.wait_for_selector(CANVAS)
            texts, pictures = answers(page, drawings)
            waits = page_switches(page, switches)
            memory = psutil.Process(server.process.pid).memory_info().rss / 2**20
    return {
        "first_title_s": titles,
        "first_heatmap_s": heatmaps,
        "first_prediction_s": predictions,
        "page_switch_p95_s": waits,
        "click_to_first_point_p95_s": points,
        "steered_p95_s": steers,
        "edit_p95_s": shaped,
        "answer_p95_s": texts,
        "picture_p95_s": pictures,
        "server_mib": [memory],
    }


def _seen(*elements: Locator) -> None:
    for element in elements:
        element.first.wait_for()


def _stop(page: Page) -> None:
    page.get_by_role("button", name="Stop and keep").click()
    expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible(timeout=1000 * ENGINE_SECONDS)
    page.locator(".st-key-run-set-up button").click()


def main() -> None:
    """Print a table for people, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--starts", type=int, default=3, help="fresh servers")
    options.add_argument("--switches", type=int, default=30, help="changes of page")
    options.add_argument("--runs", type=int, default=10, help="trainings begun")
    options.add_argument("--clicks", type=int, default=20, help="of Pause and Go on while a run trains")
    options.add_argument("--layers", type=int, default=20, help="edits of a layer until its shape is on screen")
    options.add_argument("--drawings", type=int, default=30, help="drawings that are answered")
    options.add_argument("--strokes", type=int, default=10, help="with --page draw: drawn slowly")
    options.add_argument("--page", choices=["all", *PAGES], default="all", help="what is measured: one page alone")
    options.add_argument("--training", action="store_true", help="with --page inside: a run trains meanwhile")
    chosen = options.parse_args()
    budgets, at_least = {"all": (BUDGETS, ()), **PAGES}[chosen.page]
    if chosen.page == "inside":
        measured = browser_inside.measure(clicks=chosen.clicks, is_training=chosen.training)
    elif chosen.page == "browse":
        measured = browser_browse.measure(clicks=chosen.clicks)
    elif chosen.page == "draw":
        measured = browser_draw_page.measure(strokes=chosen.strokes, drawings=chosen.drawings, digits=WRITERS)
    else:
        measured = measure(**{name: getattr(chosen, name) for name in OF_ALL})
    print("\n".join(figures_table.rows(measured, budgets, at_least)))
    print(figures_table.last_line(measured, at_least))


if __name__ == "__main__":
    main()
