"""Engines of a pool: taken by runs, and forgotten where they were spare."""

from __future__ import annotations

import contextlib

from core.runs.scheduling.engine_pool import EnginePool


class FakeEngine:
    threads = 1
    is_closed = False

    def begin_closing(self) -> None:
        self.is_closed = True

    close = begin_closing


def test_spare_is_forgotten_after_the_run_that_closed_it():
    first, second = FakeEngine(), FakeEngine()
    pool = EnginePool([first, second], lambda threads: FakeEngine())
    taken, spare_in_use = pool.acquire(), pool.spare(2)
    for _ in range(3):
        engine = pool.acquire()
        with contextlib.closing(pool.spare(4)) as spare:
            assert spare in pool._engines
        pool.release(engine)
        assert pool._engines == [first, second, spare_in_use]
    pool.close()
    assert all(engine.is_closed for engine in (taken, engine, spare_in_use))
