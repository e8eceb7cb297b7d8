"""Kill training engines, servers and both at random moments, resume, and compare with runs that were left alone.

`python -m benchmarks.kills --times 40` prints a row per kill, then one line of figures: epochs that the log had before
a kill and that are missing or damaged after it; runs that ended with the same bits as an uninterrupted one; processes
still alive three seconds after a kill; files of weights that are half written or that cannot be read at the end. By
turns an MLP with dropout and a CNN with batch normalisation and augmentation. Real Keras, real files; MNIST where
DIGITLAB_DATA names it.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psutil

from benchmarks.kills_server import Server
from core.errors import CheckpointError
from core.runs.log.histories import Histories
from core.runs.log.store import Store
from core.training.record import checkpoints
from core.training.record.events import EpochEnded
from core.training.record.history import History

NETWORKS = ("MLP", "CNN")
VICTIMS = ("engine", "server", "both")
LAST_MOMENT = 0.95  # of a run's steps
LONGEST_DELAY_SECONDS = 0.5  # after that moment: steps reach the log in bundles, which a kill should not follow
ORPHAN_SECONDS = 3.0
NOTICED_SECONDS = 30.0
RUN_SECONDS = 180.0
TRIES = 5  # to hit a run before it ends by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What one kill did."""

    network: str
    victim: str
    moment: float  # fraction of the run's steps after which it came
    kept: int  # epochs in the log when it came
    lost: int  # of these, missing or damaged afterwards
    noticed_seconds: float  # until the log said so; of a killed server, from its successor's start
    is_equal: bool
    orphans: int


class Log:
    """The home's log and files as they are on the disk, read anew each time."""

    def __init__(self, home: Path) -> None:
        self._runs = home / "runs"
        self._store = Store(home / "runs.sqlite3")

    def history(self, run: str) -> History:
        """Return a run's history."""
        return Histories(self._store).of(run)

    def progress(self, run: str) -> float:
        """Return the fraction of a run's steps that the log knows of, above 1 once it has ended."""
        history = self.history(run)
        if not history.is_active:
            return 2.0
        if history.started is None or not history.steps:
            return 0.0
        steps = history.started.steps_per_epoch * self._store.record(run).config.epochs
        return history.steps[-1].last_step / steps

    def whole_epochs(self, run: str) -> list[EpochEnded]:
        """Return the epochs of a run whose weights are on the disk and are what the log says."""
        return [epoch for epoch in self.history(run).epochs if self._is_whole(run, epoch)]

    def broken_files(self) -> list[Path]:
        """Return every file of weights that is not whole, whatever the log says of it."""
        return [path for path in self._runs.rglob("*") if path.is_file() and not _is_readable(path)]

    def close(self) -> None:
        """Close the log."""
        self._store.close()

    def _is_whole(self, run: str, epoch: EpochEnded) -> bool:
        try:
            checkpoints.read(self._runs / run / epoch.checkpoint.name, digest=epoch.checkpoint.digest)
        except CheckpointError:
            return False
        return True


class Trial:
    """A server over one home, its successors, and what an uninterrupted run of each network gave. Mutable."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._server = Server(home)
        self._log = Log(home)
        self._references = {network: self._uninterrupted(network) for network in NETWORKS}

    def kill(self, network: str, victim: str, moment: float, delay_seconds: float) -> Kill:
        """Kill after a fraction of a run's steps and a delay, resume, and return what came of it."""
        run, before, moment = self._under_way(network, moment, delay_seconds)
        engines = self._server.engines()
        victims = {"engine": engines, "server": [self._server.process], "both": [*engines, self._server.process]}
        family = [*engines, *([] if victim == "engine" else [self._server.process])]
        for process in victims[victim]:
            process.kill()
        killed = time.monotonic()
        orphans = self._left_alive(family)
        if victim != "engine":
            self._server.close()
            killed = time.monotonic()
            self._server = Server(self._home)
        until(lambda: not self._log.history(run).is_active, NOTICED_SECONDS, f"the {victim}'s death was not noticed")
        noticed_seconds = time.monotonic() - killed
        after = self._log.whole_epochs(run)
        if self._log.history(run).can_resume:  # it may have ended in the last moment
            self._server.ask("resume", run)
        until(lambda: not self._log.history(run).is_active, RUN_SECONDS, "the resumed run did not end")
        return Kill(
            network=network,
            victim=victim,
            moment=moment,
            kept=before.last_epoch,
            lost=len([epoch for epoch in before.epochs if epoch not in after]),
            noticed_seconds=noticed_seconds,
            is_equal=self._result(run) == self._references[network],
            orphans=orphans,
        )

    def broken_files(self) -> int:
        """Return how many files of weights are not whole, of all runs together."""
        return len(self._log.broken_files())

    def close(self) -> None:
        """Close the server and the log."""
        self._server.close()
        self._log.close()

    def _under_way(self, network: str, moment: float, delay_seconds: float) -> tuple[str, History, float]:
        """Return a run at that moment, its history and the moment: an earlier one where runs had ended by then."""
        for shorter in 0.9 ** np.arange(TRIES):
            run = self._started(network)
            self._wait_for_progress(run, moment * shorter)
            time.sleep(delay_seconds * shorter**4)
            history = self._log.history(run)
            if history.is_active:
                return run, history, moment * shorter
        raise RuntimeError(f"{TRIES} runs ended before they could be killed")

    def _wait_for_progress(self, run: str, moment: float) -> None:
        until(lambda: self._log.progress(run) >= moment, RUN_SECONDS, "the run did not go on")

    def _started(self, network: str) -> str:
        run = self._server.ask("start", network)
        until(lambda: self._log.history(run).started, RUN_SECONDS, "the run did not start")
        return run

    def _uninterrupted(self, network: str) -> tuple:
        run = self._started(network)
        until(lambda: not self._log.history(run).is_active, RUN_SECONDS, "the run did not end")
        return self._result(run)

    def _result(self, run: str) -> tuple:
        """Return all of a run's result that has to be the same bit for bit; durations do not."""
        history = self._log.history(run)
        epochs = [
            replace(epoch, seconds=0.0, training_seconds=0.0, validation_seconds=0.0)
            for epoch in self._log.whole_epochs(run)
        ]
        return history.status, history.test, epochs

    def _left_alive(self, family: list[psutil.Process]) -> int:
        deadline = time.monotonic() + ORPHAN_SECONDS
        while (alive := sum(map(_is_alive, family))) and time.monotonic() < deadline:
            time.sleep(0.02)
        return alive


def _is_readable(path: Path) -> bool:
    try:
        return path.suffix == ".npz" and bool(checkpoints.read(path))
    except CheckpointError:
        return False


def _is_alive(process: psutil.Process) -> bool:
    """Return whether a process runs; one that is dead and was not cleared away by its parent does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def until(condition: Callable[[], object], seconds: float, complaint: str) -> None:
    """Return as soon as the condition holds.

    Raises:
        TimeoutError: it does not in time.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(complaint)
        time.sleep(0.02)


def main() -> None:
    """Kill as often as asked, and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=40, help="kills")
    options.add_argument("--seed", type=int, default=0, help="of the moments")
    chosen = options.parse_args()
    generator = np.random.default_rng(chosen.seed)
    order = generator.permutation(chosen.times)  # one kill in each stretch of the run
    moments = LAST_MOMENT * (order + generator.random(chosen.times)) / chosen.times
    delays = LONGEST_DELAY_SECONDS * generator.random(chosen.times)

    kills: list[Kill] = []
    with tempfile.TemporaryDirectory(prefix="digitlab-kills-") as folder:
        trial = Trial(Path(folder))
        print("  #  network  killed  at     epochs kept  lost  noticed  same bits  orphans", flush=True)
        try:
            subjects = zip(itertools.cycle(NETWORKS), itertools.cycle(VICTIMS), strict=False)
            for number, (network, victim) in enumerate(itertools.islice(subjects, chosen.times)):
                kill = trial.kill(network, victim, moments[number], delays[number])
                kills.append(kill)
                print(
                    f"{number + 1:3}  {network:7}  {victim:6}  {kill.moment:4.0%}  {kill.kept:11}  {kill.lost:4}  "
                    f"{kill.noticed_seconds:5.1f} s  {'yes' if kill.is_equal else 'NO':9}  {kill.orphans:7}",
                    flush=True,
                )
            broken = trial.broken_files()
        finally:
            trial.close()
    lost, equal, orphans = (sum(getattr(kill, name) for kill in kills) for name in ("lost", "is_equal", "orphans"))
    print(f"figures: lost_epochs={lost} equal={equal}/{len(kills)} orphans={orphans} broken_files={broken}")


if __name__ == "__main__":
    main()
