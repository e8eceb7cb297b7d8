"""Who trains now: the queue of attempts, the engines, and a thread for each attempt that has one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from core.engine.engine import Engine
from core.runs.scheduling.attempt import Attempt
from core.runs.scheduling.engine_pool import EnginePool
from core.runs.scheduling.fair_queue import FairQueue
from core.runs.scheduling.trainer_status import TrainerStatus
from core.training.record.events import RunEnded

END_SECONDS = 4.0  # how long an attempt that was interrupted may take to write its end


class Dispatcher:
    """Gives each engine that is free to the attempt whose turn it is; every method may be called from any thread."""

    def __init__(
        self,
        pool: EnginePool,
        *,
        train: Callable[[Attempt, Engine], RunEnded | None],
        on_over: Callable[[Attempt], None],
    ) -> None:
        """Begin with an empty queue.

        Args:
            pool: of engines, closed with the dispatcher.
            train: trains an attempt on an engine until it ends; see `Attempt.train`.
            on_over: is told of each attempt that is over.
        """
        self.lock = threading.RLock()  # held by whoever does several things at once, or changes the queue
        self.queue = FairQueue()  # `dispatch` after something was added
        self._pool = pool
        self._train = train
        self._on_over = on_over
        self._active: dict[str, Attempt] = {}
        self._closing = threading.Event()

    def active(self, run: str) -> Attempt | None:
        """Return a run's attempt that has an engine; None if none has."""
        with self.lock:
            return self._active.get(run)

    def runs_of(self, owner: str) -> list[str]:
        """Return the ids of an owner's runs that have an engine, then of those that wait for one."""
        with self.lock:
            attempts = [attempt for attempt in self._active.values() if attempt.owner == owner]
            return [attempt.run for attempt in (*attempts, *self.queue.of_owner(owner))]

    def status(self, run: str) -> TrainerStatus:
        """Return what the log does not say of a run."""
        with self.lock:
            position = self.queue.position(run)
            attempt = self._active.get(run)
        if position is not None:
            return TrainerStatus(position=position)
        return TrainerStatus() if attempt is None else attempt.status

    def check_room(self, owner: str, *, runs: int) -> None:
        """Refuse so many more runs of this owner's at once.

        Raises:
            QueueFullError: they would not fit into the queue.
        """
        with self.lock:
            self.queue.check_room(owner, runs=max(1, runs - self._pool.free_count))

    def dispatch(self) -> None:
        """Give each engine that is free to the attempt whose turn it is."""
        with self.lock:
            while self._pool.free_count and self.queue and not self._closing.is_set():
                attempt = self.queue.pop()
                engine = self._pool.acquire()
                self._active[attempt.run] = attempt
                threading.Thread(
                    target=self._work, args=(attempt, engine), name=f"run-{attempt.run[:8]}", daemon=True
                ).start()

    def close(self) -> None:
        """Interrupt all attempts and end the engines; returns when the last rows are written."""
        with self.lock:
            self._closing.set()
            self.queue.clear()
            active = list(self._active.values())
        self._pool.begin_closing()
        for attempt in active:
            attempt.interrupt()
        self._pool.close()
        deadline = time.monotonic() + END_SECONDS
        for attempt in active:
            attempt.over.wait(max(0.0, deadline - time.monotonic()))

    def _work(self, attempt: Attempt, engine: Engine) -> None:
        """Train; whatever happens, the engine is free again afterwards, and the attempt over."""
        try:
            try:
                ended = self._train(attempt, engine)
            finally:
                self._pool.release(engine)
                self.dispatch()
            attempt.write_end(ended, closing=self._closing)
        finally:
            with self.lock:
                del self._active[attempt.run]
            attempt.over.set()
        self._on_over(attempt)
