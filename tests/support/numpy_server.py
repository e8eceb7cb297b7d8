"""A server's runs without a web server or Keras: what the tests open in their own process, and kill in another."""

from __future__ import annotations

import contextlib
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from core.engine.engine import Engine
from core.runs.estimates.epoch_time import EpochTimes
from core.runs.log.histories import Histories
from core.runs.log.run_record import NewRun, RunRecord
from core.runs.log.store import Store
from core.runs.scheduling.engine_pool import EnginePool
from core.runs.scheduling.supervisor import Supervisor
from core.training.record import checkpoints
from core.training.settings.config import TrainingConfig
from models.mlp import mlp

OWNER = "owner-1"


class Server:
    """A store, a supervisor and engines that train with NumPy."""

    def __init__(
        self, home: Path, *, slots: int = 1, threads: int = 1, warm_up: str = "", replace_after: int | None = None
    ) -> None:
        self.home = home
        self._warm_up = warm_up
        self._replace_after = replace_after
        self.store = Store(home / "runs.sqlite3")
        self.histories = Histories(self.store)
        self.engines = [self._engine(f"trainer {slot + 1}", threads) for slot in range(slots)]
        self.pool = EnginePool(self.engines, lambda count: self._engine("spare", count))
        self.epoch_times = EpochTimes(self.engines)
        self.supervisor = Supervisor(
            self.store,
            self.histories,
            runs_folder=home / "runs",
            pool=self.pool,
            data_folder=lambda _: str(home),
            trainer="tests.support.numpy_trainer:train",
            on_end=self.epoch_times.record_run,
        )

    def start(self, *, epochs: int = 3, seed: int = 0, owner: str = OWNER, nonce: str | None = None) -> str:
        """Queue a run and return its id."""
        record = RunRecord(
            id=secrets.token_hex(16),
            owner=owner,
            created=time.time(),
            recipe="",
            name="",
            spec=mlp(hidden=(2,), dropout=0),
            config=TrainingConfig(epochs=epochs, seed=seed, batch_size=20),
            data="test",
        )
        return self.supervisor.start([NewRun(record=record, nonce=nonce or secrets.token_hex(8))])[0]

    def close(self) -> None:
        """Close the supervisor with its engines, and the store."""
        self.supervisor.close()
        self.store.close()

    def _engine(self, name: str, threads: int) -> Engine:
        return Engine(
            name,
            log_folder=self.home / "logs",
            threads=threads,
            warm_up=self._warm_up,
            replace_after=self._replace_after,
        )


@contextlib.contextmanager
def serving(
    home: Path, *, slots: int = 1, threads: int = 1, warm_up: str = "", replace_after: int | None = None
) -> Iterator[Server]:
    """Give a server and close it."""
    server = Server(home, slots=slots, threads=threads, warm_up=warm_up, replace_after=replace_after)
    try:
        yield server
    finally:
        server.close()


def ended(server: Server, run: str) -> Callable[[], bool]:
    """Return a function that tells whether a run has ended."""
    return lambda: not server.histories.of(run).is_active


def kept_digests(server: Server, run: str) -> list[str]:
    """Return the digest of every kept epoch, after checking that its file is what the row says."""
    epochs = server.histories.of(run).kept_epochs
    for epoch in epochs:
        checkpoints.read(server.home / "runs" / run / epoch.checkpoint.name, digest=epoch.checkpoint.digest)
    return [epoch.checkpoint.digest for epoch in epochs]


def main() -> None:
    """Train without end; print the run's id and the engine's process id when the first epoch is kept."""
    server = Server(Path(sys.argv[1]))
    run = server.start(epochs=200)
    waiting = server.start(epochs=2)
    while not server.histories.of(run).epochs:
        time.sleep(0.01)
    print(run, waiting, server.engines[0].pid, flush=True)
    time.sleep(600)


if __name__ == "__main__":
    main()
