"""How long a command takes to reach a training: from the supervisor's call to its event in the log.

`python -m benchmarks.steering --times 20` trains the first article's MLP and the fourth article's CNN on MNIST (set
DIGITLAB_DATA), pauses and goes on, changes the learning rate, and changes momentum and the dropout rate, which have the
steps traced anew: for these the time to the next point of the curve counts, too. It prints a row per network and
command, then one line of figures: the 95th percentile of all commands but those two, and the slowest of those two.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.kills import until
from core.lab import Lab
from core.recipes import recipe
from core.training.record.history import History
from core.training.settings.commands import Change, Command

OWNER = "benchmark"
RECIPES = ("article-1a", "article-4")
LOOK_SECONDS = 0.005
LONG_SECONDS = 120.0
BETWEEN_SECONDS = (0.3, 1.2)  # a person's pause between two clicks


class Subject:
    """A run that trains for as long as it is measured."""

    def __init__(self, lab: Lab, key: str) -> None:
        chosen = recipe(key)
        assert chosen is not None
        config = dataclasses.replace(chosen.config, epochs=200, optimizer="rmsprop")
        self._lab = lab
        self.run = lab.run_starter.start(chosen.spec, config, owner=OWNER, nonce=secrets.token_hex(8), recipe=key)
        self.has_dropout = chosen.spec.dropout_rate is not None
        until(lambda: len(self.history().epochs) >= 1, LONG_SECONDS, "the run did not start")

    def history(self) -> History:
        """Return what the log says now."""
        return self._lab.histories.of(self.run)

    def seconds(self, command: Command, is_done: Callable[[History], bool]) -> float:
        """Send a command and return how long its effect took to stand in the log."""
        began = time.perf_counter()
        self._lab.supervisor.steer(self.run, command, owner=OWNER)
        while not is_done(self.history()):
            if time.perf_counter() - began > LONG_SECONDS:
                raise TimeoutError(f"{command} had no effect")
            time.sleep(LOOK_SECONDS)
        return time.perf_counter() - began

    def change(self, setting: str, value: float, *, and_step: bool = False) -> float:
        """Return the seconds that a change takes to be told; `and_step`: and the next steps to be taken."""
        before = self.history()
        told, stepped = len(before.steered), len(before.steps)
        command = Change(setting=setting, value=value)  # type: ignore[arg-type]
        began = time.perf_counter()
        took = self.seconds(command, lambda history: len(history.steered) > told)
        if not and_step:
            return took
        stepped = len(self.history().steps)
        until(lambda: len(self.history().steps) > stepped, LONG_SECONDS, "no step came")
        return time.perf_counter() - began

    def stop(self) -> None:
        """End the run."""
        self._lab.supervisor.stop(self.run, owner=OWNER)
        until(lambda: not self.history().is_active, LONG_SECONDS, "the run did not stop")


def measure(subject: Subject, times: int, generator: np.random.Generator) -> dict[str, list[float]]:
    """Return the seconds of each kind of command."""
    seconds: dict[str, list[float]] = {"pause": [], "go on": [], "learning rate": [], "retraced": []}

    def rest() -> None:
        time.sleep(generator.uniform(*BETWEEN_SECONDS))

    for number in range(times):
        rest()
        seconds["pause"].append(subject.seconds("pause", lambda history: history.is_paused))
        seconds["go on"].append(subject.seconds("go_on", lambda history: not history.is_paused))
        rest()
        seconds["learning rate"].append(subject.change("learning_rate", 1e-4 * (1 + number)))
    for number in range(3):
        rest()
        seconds["retraced"].append(subject.change("momentum", 0.1 * (1 + number), and_step=True))
        if subject.has_dropout:
            seconds["retraced"].append(subject.change("dropout_rate", 0.1 * (1 + number), and_step=True))
    return seconds


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=20, help="of each command and network")
    chosen = options.parse_args()
    location = os.environ.get("DIGITLAB_DATA")
    if not location:
        sys.exit("Set DIGITLAB_DATA to the file or folder with the real MNIST.")
    generator = np.random.default_rng(0)
    everything: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="digitlab-steering-") as home:
        lab = Lab(home=Path(home), data=Path(location), slots=1)
        try:
            print("recipe      command        median    p95", flush=True)
            for key in RECIPES:
                subject = Subject(lab, key)
                for command, seconds in measure(subject, chosen.times, generator).items():
                    everything.setdefault(command, []).extend(seconds)
                    middle, late = np.percentile(seconds, [50, 95])
                    print(f"{key:10}  {command:13}  {middle:5.2f} s  {late:5.2f} s", flush=True)
                subject.stop()
        finally:
            lab.close()
    slow = everything.pop("retraced")
    quick = np.concatenate(list(everything.values()))
    print(f"figures: engine_p95_s={np.percentile(quick, 95):.2f} retraced_max_s={max(slow):.2f}")


if __name__ == "__main__":
    main()
