"""What a run of a page costs the server: `python -m benchmarks.reruns [--people 30]` (DIGITLAB_DATA: the real MNIST).

Thirty visitors, each a WebSocket, walk together from page to page; on each one after the other comes to it and has it
run anew three times, as a click on it does. Meanwhile the process of the server is asked how long it kept a processor
busy; the engines' time is not in it. That is done once before for what is loaded and counted once, then in some rounds.
A run costs what the best round says: what else the server does in the background is not the page's.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import harness
from benchmarks.crowd.walker import Answered, Walker, walker
from benchmarks.processor_time import spent
from benchmarks.waits import p95
from pages.text.pages import PAGES, PageText

AGAIN = 3  # runs of each page after the one that opens it
SETTLED_BEAT_SECONDS = 5.0  # a page whose timers are slower has nothing more to wait for
SETTLE_SECONDS = 120.0
LOOK_SECONDS = 1.0


@dataclass(slots=True, kw_only=True)
class Cost:
    """What runs of one page took. Mutable: a round after the other is added."""

    rounds: list[float] = field(default_factory=list)  # seconds of the server's processor time a run, of each round
    answered: list[Answered] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """A run's, of the server's processor time."""
        return 1000 * min(self.rounds)

    @property
    def failures(self) -> int:
        """Runs with an error."""
        return sum(run.has_failed for run in self.answered)


Costs = dict[str, Cost]  # by page, named as in the figures


def name_of(page: PageText) -> str:
    """Return a page's name in the figures."""
    return page.file.removesuffix(".py")


async def measure(url: str, process_id: int, *, people: int, rounds: int) -> Costs:
    """Let so many people walk through the pages of a server.

    Args:
        url: of the server.
        process_id: of the server.
        people: how many.
        rounds: how often each page is measured.

    Raises:
        TimeoutError: a page did not come to rest, or did not answer.
    """
    costs: Costs = {name_of(page): Cost() for page in PAGES}
    async with AsyncExitStack() as stack:
        crowd = [await stack.enter_async_context(walker(url)) for _ in range(people)]
        for person in crowd:
            await person.open()
        for page in PAGES:
            await _settle(crowd[0], page.path)
        for number in range(rounds + 1):
            for page in PAGES:
                began = spent(process_id).server
                answered = [run for person in crowd for run in await _look(person, page.path)]
                if number:  # the first is not counted
                    cost = costs[name_of(page)]
                    cost.rounds.append((spent(process_id).server - began) / len(answered))
                    cost.answered += answered
    return costs


async def _look(person: Walker, path: str) -> list[Answered]:
    return [await person.go(path), *[await person.again() for _ in range(AGAIN)]]


async def _settle(person: Walker, path: str) -> None:
    """Have a page run until it waits for nothing any more: no engine that wakes, nothing that is counted."""
    deadline = time.monotonic() + SETTLE_SECONDS
    seen = await person.go(path)
    while seen.beat_seconds is not None and seen.beat_seconds < SETTLED_BEAT_SECONDS:
        if time.monotonic() > deadline:
            raise TimeoutError(f"/{path} still waits for something")
        await asyncio.sleep(LOOK_SECONDS)
        seen = await person.again()


def rows(costs: Costs) -> list[str]:
    """Return the table's lines, one a page."""
    lines = ["page      ms / run  rounds                wait p50    p95  messages      KB     runs"]
    for name, cost in costs.items():
        waits = [run.seconds for run in cost.answered]
        messages, size = (
            statistics.mean(getattr(run, what) for run in cost.answered) for what in ("messages", "bytes")
        )
        each = " ".join(f"{1000 * seconds:.1f}" for seconds in cost.rounds)
        lines.append(
            f"{name:8}  {cost.milliseconds:8.1f}  {each:20}  {statistics.median(waits):8.3f}  {p95(waits):5.3f}"
            f"  {messages:8.0f}  {size / 1000:6.0f}  {len(waits):7}"
        )
    return lines


def figures(costs: Costs) -> str:
    """Return the last line."""
    mean = statistics.mean(cost.milliseconds for cost in costs.values())
    each = " ".join(f"{name}_ms={cost.milliseconds:.1f}" for name, cost in costs.items())
    return f"figures: rerun_ms={mean:.1f} {each} failures={sum(cost.failures for cost in costs.values())}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table, page by page, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=30)
    options.add_argument("--rounds", type=int, default=2)
    options.add_argument(
        "--folder", type=Path, default=harness.REPOSITORY, help="of another copy of the app to measure"
    )
    given = options.parse_args(arguments)
    if not os.environ.get("DIGITLAB_DATA"):
        sys.exit("Set DIGITLAB_DATA to the file or folder with the real MNIST.")
    with harness.serve(folder=given.folder) as server:
        process = server.process.pid
        costs = asyncio.run(measure(server.url, process, people=given.people, rounds=given.rounds))
    print("\n".join(rows(costs)))
    print(figures(costs))


if __name__ == "__main__":
    main()
