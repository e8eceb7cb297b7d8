"""How long thirty people wait who draw at once: `python -m benchmarks.drawing_class [--people 30] [--seconds 60]`.

One Chromium draws on the Draw page first, and what its page sends is taken down. Then so many WebSockets send the same,
each with its own digits at its own times: a stroke or a Clear every four seconds. A wait is from a stroke's first
message to the words of the answer, and to the end of the script that draws all that follows from it. They keep to their
times however slow the server is. One process is all of them; how busy it was, and how late it sent, is told beside.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from benchmarks import harness
from benchmarks.crowd.person import Asked, Person, strokes
from benchmarks.crowd.recording import Recording, record
from benchmarks.processor_time import ProcessorTime, spent
from benchmarks.waits import p95

BUDGETS = {"rerun_p95_s": 0.5, "answer_p95_s": 0.5}
BETWEEN_ARRIVALS_SECONDS = 0.2
BEAT_SECONDS = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """What was seen of people who drew.

    Attributes:
        asked: their strokes.
        acts: how often they did anything.
        processors: the server's and its engines' time, while they drew.
        own_share: of one processor that stood for the people.
        worst_delay: seconds by which their event loop came late.
    """

    asked: Sequence[Asked]
    acts: int
    processors: ProcessorTime
    own_share: float
    worst_delay: float

    @property
    def unanswered(self) -> int:
        """Strokes whose answer never came, cleared or not."""
        return sum(asked.answered is None for asked in self.asked)

    @property
    def waits(self) -> dict[str, list[float]]:
        """The seconds behind each figure; a stroke that was cleared before its answer came is one till it was gone."""
        ends = [(asked.sent, asked.answered or asked.finished, asked.finished) for asked in self.asked]
        return {
            "rerun_p95_s": [finished - sent for sent, _, finished in ends if finished is not None],
            "answer_p95_s": [answered - sent for sent, answered, _ in ends if answered is not None],
        }


async def draw(url: str, process_id: int, recording: Recording, *, people: int, seconds: float, pause: float) -> Class:
    """Let so many people draw on a server.

    Args:
        url: of the server.
        process_id: of the server.
        recording: made on that server.
        people: how many.
        seconds: how long each draws.
        pause: seconds from one act of a person's to the next, on average.
    """
    crowd = [
        Person(url=url, recording=recording, stream=random.Random(number), pause=pause) for number in range(people)
    ]
    opened = asyncio.Barrier(people + 1)
    lives = []
    for person in crowd:
        lives.append(asyncio.create_task(person.live(opened, seconds)))
        await asyncio.sleep(BETWEEN_ARRIVALS_SECONDS)
    waiting = asyncio.create_task(opened.wait())
    await asyncio.wait([waiting, *lives], return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done():  # one of them left before all were there
        await asyncio.gather(*lives)
    began, own, server = time.perf_counter(), psutil.Process().cpu_times(), spent(process_id)
    delays = asyncio.create_task(_delays())
    await asyncio.gather(*lives)
    delays.cancel()
    late = await delays
    now = psutil.Process().cpu_times()
    return Class(
        asked=strokes(crowd),
        acts=sum(len(person.asked) for person in crowd),
        processors=spent(process_id) - server,
        own_share=(now.user + now.system - own.user - own.system) / (time.perf_counter() - began),
        worst_delay=max(late),
    )


async def _delays() -> list[float]:
    """Return, once cancelled, by how much each short sleep was too long."""
    delays = [0.0]
    try:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(BEAT_SECONDS)
            delays.append(time.perf_counter() - began - BEAT_SECONDS)
    except asyncio.CancelledError:
        return delays


def measure(*, people: int, seconds: float, pause: float) -> Class:
    """Start a server, take down what a browser sends there, and let people draw on it."""
    with harness.serve() as server:
        with harness.launch() as browser:
            recording = record(browser, server.url)
        drawing = draw(server.url, server.process.pid, recording, people=people, seconds=seconds, pause=pause)
        return asyncio.run(drawing)


def rows(seen: Class) -> list[str]:
    """Return the table's lines."""
    lines = [f"{'what':16} {'p50':>8} {'p95':>8} {'worst':>8} {'n':>5} {'budget':>8}"]
    for name, waits in seen.waits.items():
        if not waits:
            lines.append(f"{name:16} none came")
            continue
        budget, found = BUDGETS[name], p95(waits)
        row = f"{statistics.median(waits):8.3f} {found:8.3f} {max(waits):8.3f} {len(waits):5} {budget:8.2f}"
        lines.append(f"{name:16} {row}{'' if found <= budget else '  over budget'}")
    return lines


def figures(seen: Class, *, people: int) -> str:
    """Return the last line."""
    found = {name: f"{p95(waits):.3f}" if waits else "none" for name, waits in seen.waits.items()}
    found["n"], found["unanswered"] = str(len(seen.asked)), str(seen.unanswered)
    found["act_ms"] = f"{_act_milliseconds(seen, seen.processors.together):.0f}"
    return f"figures: people={people} " + " ".join(f"{name}={value}" for name, value in found.items())


def _act_milliseconds(seen: Class, seconds: float) -> float:
    return 1000 * seconds / max(seen.acts, 1)


def main() -> None:
    """Print a table for people, then one line of figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=30, help="who draw at once")
    options.add_argument("--seconds", type=float, default=60, help="that they draw")
    options.add_argument("--pause", type=float, default=4, help="seconds between two acts of one person, on average")
    chosen = options.parse_args()
    seen = measure(people=chosen.people, seconds=chosen.seconds, pause=chosen.pause)
    print("\n".join(rows(seen)))
    server, engines = (_act_milliseconds(seen, part) for part in (seen.processors.server, seen.processors.engines))
    print(f"an act, of {seen.acts}: {server:.0f} ms of the server's processor time, {engines:.0f} ms of its engines'")
    print(f"people: {100 * seen.own_share:.0f} % of one processor, at most {1000 * seen.worst_delay:.0f} ms late")
    print(figures(seen, people=chosen.people))


if __name__ == "__main__":
    main()
