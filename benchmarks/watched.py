"""What a person who watches a run costs it: `python -m benchmarks.watched` (DIGITLAB_DATA with the real MNIST).

Runs of three recipes train on a server of their own, in turns with nobody looking, with the Train page open in Chromium
on the same processors and each of the live pictures on it, with the tab hidden, and with five people watching, each in
a browser of their own. In a round every condition has some whole epochs of the same run; a share is the speed lost to
that of the same round with nobody looking, and the median over the rounds is reported. `quick`, `mlp` and `cnn` are the
means over the live pictures, `hidden` and `five` those over the networks. A tab is hidden as far as its page can know:
this Chromium has no screen that another window could cover.

Beside it, how many processors the server, its engines and the browsers kept busy meanwhile; of the engines what they
lose is what the others take.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from benchmarks import harness
from benchmarks.watching.subject import Spell, Subject
from pages.text.pictures import Pictures

RECIPES = {"quick": "quick-cnn", "mlp": "article-1a", "cnn": "article-4"}
EPOCHS = {"quick": 3, "mlp": 6, "cnn": 1}  # of a spell
ALONE, HIDDEN, FIVE = "nobody", "hidden", "five"
CONDITIONS = (ALONE, *Pictures.NAMES, HIDDEN, FIVE)
WATCHERS = 5
SETTLE_MS = 2000  # until what a page does once, when it is opened, is done
COVER = """Object.defineProperties(document, {
    hidden: {value: true, configurable: true}, visibilityState: {value: "hidden", configurable: true},
}), document.dispatchEvent(new Event("visibilitychange"))"""

Spells = dict[str, list[Spell]]  # by condition: one per round


@contextlib.contextmanager
def watching(browser: Browser, url: str, owner: Page, condition: str) -> Iterator[None]:
    """Have a run watched as a condition says."""
    with contextlib.ExitStack() as stack:
        pages = [owner]
        if condition == FIVE:
            pages = [stack.enter_context(harness.visit(browser)).page for _ in range(WATCHERS)]
        for page in pages if condition != ALONE else []:
            page.goto(url)
            page.wait_for_selector(".st-key-run-accuracy svg path")
            if condition in Pictures.NAMES:
                page.get_by_role("radio", name=Pictures.NAMES[condition], exact=True).click()
            page.wait_for_timeout(SETTLE_MS)
            if condition == HIDDEN:
                page.evaluate(COVER)
        yield
        owner.goto("about:blank")


def measure(network: str, conditions: list[str], rounds: int) -> Spells:
    """Return the spells of a network under each condition, one a round."""
    spells: Spells = {condition: [] for condition in conditions}
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(harness.serve())
        browser = stack.enter_context(harness.launch(preferred=["chromium-headless-shell"]))
        owner = stack.enter_context(harness.visit(browser)).page
        for number in range(rounds):
            subject = Subject(server, owner, RECIPES[network])
            first = number % len(conditions)
            for condition in [*conditions[first:], *conditions[:first]]:
                with watching(browser, f"{server.url}/train?run={subject.run}", owner, condition):
                    spells[condition].append(subject.spell(EPOCHS[network]))
            subject.stop(owner)
    return spells


def lost(spells: Spells, condition: str) -> float:
    """Return the share of speed lost under a condition, the median over the rounds."""
    pairs = zip(spells[ALONE], spells[condition], strict=True)
    return statistics.median(1 - alone.epoch_seconds / watched.epoch_seconds for alone, watched in pairs)


def rows(network: str, spells: Spells) -> list[str]:
    """Return a network's lines, one a condition."""
    lines = []
    for condition, each in spells.items():
        numbers = [
            statistics.median(getattr(spell, name) for spell in each)
            for name in ("epoch_seconds", "server", "engines", "browser")
        ]
        seconds, server, engines, browser = numbers
        lines.append(
            f"{network:8}  {condition:8}  {seconds:9.2f}  {lost(spells, condition):6.3f}  "
            f"{server:6.3f}  {engines:7.3f}  {browser:7.3f}"
        )
    return lines


def figures(measured: dict[str, Spells]) -> str:
    """Return the last line."""
    shown = {}
    for network, spells in measured.items():
        pictures = [lost(spells, picture) for picture in Pictures.NAMES if picture in spells]
        shown[network] = statistics.mean(pictures) if pictures else None
    for condition in (HIDDEN, FIVE):
        shares = [lost(spells, condition) for spells in measured.values() if condition in spells]
        shown[condition] = statistics.mean(shares) if shares else None
    return "figures: " + " ".join(
        f"{name}={'none' if value is None else f'{value:.3f}'}" for name, value in shown.items()
    )


def main() -> None:
    """Print a table, network by network, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--network", choices=list(RECIPES), action="append", help="only this one; may be repeated")
    options.add_argument("--condition", choices=CONDITIONS[1:], action="append", help="the same of a condition")
    given = options.parse_args()
    if not os.environ.get("DIGITLAB_DATA"):
        sys.exit("Set DIGITLAB_DATA to the file or folder with the real MNIST.")
    conditions = [ALONE, *(given.condition or CONDITIONS[1:])]
    measured = {}
    print("network   watched    s / epoch    lost  server  engines  browser", flush=True)
    for network in given.network or RECIPES:
        measured[network] = measure(network, conditions, given.rounds)
        print(*rows(network, measured[network]), sep="\n", flush=True)
    print(figures(measured))


if __name__ == "__main__":
    main()
