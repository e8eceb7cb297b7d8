"""Engines of a pool: taken by runs, lent to benchmarks, and forgotten where they were spare."""

from __future__ import annotations

import contextlib
import os

import pytest

from core.runs.scheduling.engine_pool import EnginePool


class FakeEngine:
    threads = 1
    status = "ready"
    is_being_replaced = False
    is_closed = False

    def begin_closing(self) -> None:
        self.is_closed = True

    close = begin_closing


def test_lent_engine_is_free_for_a_run_which_cuts_the_loan():
    first, second, cuts = FakeEngine(), FakeEngine(), []
    pool = EnginePool([first, second], lambda threads: FakeEngine())
    assert pool.borrow(lambda: cuts.append("first")) is first
    assert pool.free_count == 2
    assert pool.acquire() is second
    assert cuts == []
    assert pool.acquire() is first
    assert cuts == ["first"]
    assert pool.free_count == 0
    pool.return_borrowed(first)
    assert pool.free_count == 0
    pool.release(first)
    assert (pool.free_count, pool.has_idle) == (1, True)


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


@pytest.mark.parametrize(
    ("told", "as_it_is"), [("status", "starting"), ("status", "silent"), ("is_being_replaced", True)]
)
def test_engine_that_starts_is_silent_or_is_being_replaced_is_not_lent(told, as_it_is):
    engine = FakeEngine()
    setattr(engine, told, as_it_is)
    pool = EnginePool([engine], lambda threads: FakeEngine())
    assert pool.borrow(os.abort) is None
    assert (pool.free_count, pool.has_idle) == (1, False)
