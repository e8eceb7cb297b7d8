"""Take the pictures in README.md anew: `python -m benchmarks.screenshots`. Look at them before you commit them.

They show the digits that DIGITLAB_DATA names: set it to MNIST.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from benchmarks import harness

FOLDER = harness.REPOSITORY / "docs" / "screenshots"
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
TRAINING_SECONDS = 120
FIVE = (  # canvas pixels
    [(185, 60), (110, 62), (102, 130)],
    [(102, 130), (130, 116), (165, 120), (188, 150), (186, 190), (160, 222), (120, 228), (88, 210)],
)


def start(page: Page) -> None:
    """Show the numbers of a digit, shaded."""
    page.get_by_role("radio", name="Shading").click()
    expect(page.locator(".digit-cells.shading")).to_be_visible()


def inside(page: Page) -> None:
    """Show the pretrained network's first convolution."""
    expect(page.get_by_text(re.compile("It reads a"))).to_be_visible()
    harness.drawn(page, "inside-panel")


def inside_why(page: Page) -> None:
    """Show what an answer loses without each square."""
    harness.drawn(page, "why-map")


def inside_learned(page: Page) -> None:
    """Show the training images that excite a map most, and a picture made to excite it."""
    expect(page.get_by_role("img", name=re.compile("^Training image"))).to_have_count(
        9, timeout=1000 * TRAINING_SECONDS
    )
    make, again = (page.locator(f".st-key-learned-{name} button") for name in ("make", "again"))
    make.or_(again).wait_for()
    if make.count():  # nobody had it made before
        make.click()
    expect(again).to_be_visible(timeout=1000 * TRAINING_SECONDS)


def inside_break(page: Page) -> None:
    """Show what is left without five filters."""
    for number in (1, 3, 5, 11, 14):
        page.get_by_role("button", name=f"Filter {number}, switched on", exact=True).click()
        expect(page.get_by_role("button", name=f"Filter {number}, switched off", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("Of the first 2,000 test images it read .*; now"))).to_be_visible()


def draw(page: Page) -> None:
    """Show a drawn 5 and what it was read as."""
    page.wait_for_selector(".draw-invitation")
    for stroke in FIVE:
        harness.draw_stroke(page, stroke)
    expect(page.get_by_role("heading", level=2, name="It reads a 5.")).to_be_visible()
    expect(page.get_by_text(re.compile("of the test digits are not answered"))).to_be_visible(
        timeout=1000 * TRAINING_SECONDS
    )


def evaluate(page: Page) -> None:
    """Show the pretrained network's score and its mistakes."""
    expect(page.get_by_text(re.compile("% right: "))).to_be_visible(timeout=1000 * TRAINING_SECONDS)
    expect(page.locator(".st-key-evaluate-tiles button").first).to_be_visible()


def evaluate_mistakes(page: Page) -> None:
    """Show the invitation to beat the network, and the mistakes that it was surest of."""
    expect(page.get_by_role("heading", name="Beat the network")).to_be_visible(timeout=1000 * TRAINING_SECONDS)
    expect(page.locator(".st-key-evaluate-gallery-tiles button").first).to_be_visible()


def evaluate_compare(page: Page) -> None:
    """Show whether a network without a hidden layer differs from the pretrained one."""
    train_after(page)
    page.goto(page.url.partition("/train")[0] + "/evaluate?show=Compare")
    headline = page.get_by_role("heading", name=re.compile("the difference is real|could be chance"))
    expect(headline).to_be_visible(timeout=1000 * TRAINING_SECONDS)


def evaluate_trust(page: Page) -> None:
    """Show how sure the pretrained network is beside how often it is right, once it has a temperature."""
    page.get_by_role("button", name="Fit a temperature").click(timeout=1000 * TRAINING_SECONDS)
    expect(page.get_by_text(re.compile("Fitted on 5,000 validation images"))).to_be_visible(
        timeout=1000 * TRAINING_SECONDS
    )


def browse(page: Page) -> None:
    """Show a page of digits and one of them."""
    page.locator(".st-key-browse-mosaic [data-id]").first.wait_for()
    harness.drawn(page, "browse-picture")


def train_before(page: Page) -> None:
    """Show a recipe that is filled in, and how long it takes here."""
    expect(page.get_by_text(re.compile("s per epoch on this machine"))).to_be_visible(timeout=1000 * TRAINING_SECONDS)


def network(page: Page) -> None:
    """Show the layers of a network, one of them being edited."""
    page.get_by_role("button", name="Conv 32, 3 × 3, ReLU").click()
    expect(page.get_by_role("spinbutton", name="Filters", exact=True)).to_be_visible()


def train_during(page: Page) -> None:
    """Show the fourth article's network in its third epoch."""
    page.get_by_role("combobox", name="Recipe", exact=True).click()
    page.get_by_role("option", name="Article 4: two convolutions").click()
    expect(page.get_by_role("heading", name="Article 4: two convolutions")).to_be_visible()
    page.locator(".st-key-primary-train button").click()
    expect(page.get_by_text(re.compile(r"Epoch [345] of 10, step"))).to_be_visible(timeout=1000 * TRAINING_SECONDS)


def train_after(page: Page) -> None:
    """Show what Quick CNN reached."""
    page.locator(".st-key-primary-train button").click()
    expect(page.get_by_text(re.compile("% right: "))).to_be_visible(timeout=1000 * TRAINING_SECONDS)


VIEWS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "start": ("/?digit=test-18", start),
    "browse": ("/browse?digit=test-18", browse),
    "train": ("/train", train_before),
    "network": ("/train?tab=Network", network),
    "training": ("/train", train_during),
    "trained": ("/train", train_after),
    "inside": ("/inside?digit=test-18", inside),
    "inside-why": ("/inside?digit=test-18&view=Why+this+answer", inside_why),
    "inside-learned": ("/inside?digit=test-18&view=What+it+learned&learned=digits&layer=4", inside_learned),
    "inside-break": ("/inside?digit=test-18&view=Break+it", inside_break),
    "draw": ("/draw", draw),
    "evaluate": ("/evaluate", evaluate),
    "evaluate-mistakes": ("/evaluate?show=Mistakes", evaluate_mistakes),
    "evaluate-compare": ("/train?recipe=softmax", evaluate_compare),
    "evaluate-trust": ("/evaluate?show=Trust", evaluate_trust),
}


def take(browser: Browser, server: harness.Server, view: str, size: str, *, dark: bool) -> Path:
    """Take one picture and return where it lies."""
    address, act = VIEWS[view]
    width, height = SIZES[size]
    with harness.visit(browser, width=width, height=height, dark=dark) as seen:
        page = seen.page
        page.goto(server.url + address)
        harness.ready(page)
        act(page)
        harness.ready(page)
        page.mouse.move(0, 0)  # no chart shows its buttons
        page.wait_for_timeout(1000)  # what a chart still draws
        path = FOLDER / f"{view}-{size}-{'dark' if dark else 'light'}.png"
        page.screenshot(path=path)
        stop = page.get_by_role("button", name="Stop and keep")
        if stop.count():
            stop.click()
            expect(page.get_by_text(re.compile("Stopped in epoch"))).to_be_visible(timeout=1000 * TRAINING_SECONDS)
        assert seen.errors == [], seen.errors
    return path


def main() -> None:
    """Take every picture, or those of the views that are named: on a desktop in light, on a phone in dark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("views", nargs="*", choices=[[], *VIEWS], help="all where none is named")
    views = parser.parse_args().views or VIEWS
    FOLDER.mkdir(parents=True, exist_ok=True)
    with harness.serve() as server, harness.launch() as browser:
        for view in views:
            for size, dark in (("desktop", False), ("phone", True)):
                print(take(browser, server, view, size, dark=dark).relative_to(harness.REPOSITORY))


if __name__ == "__main__":
    main()
