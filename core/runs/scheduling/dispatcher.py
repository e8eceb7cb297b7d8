"""Who trains now: the queue of runs and jobs, the engines, and a thread for each that has one."""

from __future__ import annotations

import threading
import time

from core.engine.engine import Engine
from core.runs.scheduling.engine_pool import EnginePool
from core.runs.scheduling.fair_queue import FairQueue
from core.runs.scheduling.trainer_status import TrainerStatus
from core.runs.scheduling.work import Work

END_SECONDS = 4.0  # how long work that was interrupted may take to write its end


class Dispatcher:
    """Gives each engine that is free to the work whose turn it is; every method may be called from any thread."""

    def __init__(self, pool: EnginePool) -> None:
        """Begin with an empty queue; the pool of engines is closed with the dispatcher."""
        self.lock = threading.RLock()  # held by whoever does several things at once, or changes the queue
        self.queue = FairQueue()  # `dispatch` after something was added
        self._pool = pool
        self._active: dict[str, Work] = {}
        self._closing = threading.Event()

    def active(self, key: str) -> Work | None:
        """Return what has an engine under this key; None if nothing has."""
        with self.lock:
            return self._active.get(key)

    def runs_of(self, owner: str) -> list[str]:
        """Return the ids of an owner's runs that have an engine, then of those that wait for one."""
        with self.lock:
            active = [work for work in self._active.values() if work.owner == owner]
            return [work.key for work in (*active, *self.queue.of_owner(owner)) if work.is_run]

    def status(self, key: str) -> TrainerStatus:
        """Return where a run or a job stands in the queue, or how its engine is."""
        with self.lock:
            position = self.queue.position(key)
            work = self._active.get(key)
        if position is not None:
            return TrainerStatus(position=position)
        return TrainerStatus() if work is None else work.status

    def check_room(self, owner: str, *, count: int) -> None:
        """Refuse so many more runs or jobs of this owner's at once.

        Raises:
            QueueFullError: they would not fit into the queue.
        """
        with self.lock:
            self.queue.check_room(owner, count=max(1, count - self._pool.free_count))

    def dispatch(self) -> None:
        """Give each engine that is free to the work whose turn it is."""
        with self.lock:
            while self._pool.free_count and self.queue and not self._closing.is_set():
                work = self.queue.pop()
                engine = self._pool.acquire()
                self._active[work.key] = work
                name = f"{'run' if work.is_run else 'job'}-{work.key[:8]}"
                threading.Thread(target=self._work, args=(work, engine), name=name, daemon=True).start()

    def close(self) -> None:
        """Interrupt all work and end the engines; returns when the last rows are written."""
        with self.lock:
            self._closing.set()
            self.queue.clear()
            active = list(self._active.values())
        self._pool.begin_closing()
        for work in active:
            work.interrupt()
        self._pool.close()
        deadline = time.monotonic() + END_SECONDS
        for work in active:
            work.over.wait(max(0.0, deadline - time.monotonic()))

    def _work(self, work: Work, engine: Engine) -> None:
        """Train; whatever happens, the engine is free again afterwards, and the work over."""
        try:
            try:
                ended = work.train(engine)
            finally:
                self._pool.release(engine)
                self.dispatch()
            work.write_end(ended, closing=self._closing)
        finally:
            with self.lock:
                del self._active[work.key]
            work.over.set()
        work.tell_end()
