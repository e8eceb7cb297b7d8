"""Turns: whoever asks first has the lock first, and whoever has just had it waits behind the others."""

import threading

import pytest

from core.engine.turns import Turns
from tests.support.waiting import until


@pytest.fixture
def taken():
    """Turns whose lock is taken, the lock, and a function that lets somebody wait for it."""
    lock, order = threading.Lock(), []
    turns, threads = Turns(lock), []

    def waits(name):
        def wait():
            turns.take()
            order.append(name)
            lock.release()

        count = turns.waiting_count
        threads.append(threading.Thread(target=wait, daemon=True))
        threads[-1].start()
        until(lambda: turns.waiting_count == count + 1)

    turns.take()
    yield turns, lock, waits, order
    while any(thread.is_alive() for thread in threads):  # of a test that failed
        if lock.locked():
            lock.release()
        threads[-1].join(0.1)


def test_who_asks_first_is_served_first(taken):
    turns, lock, waits, order = taken
    for name in "abcdefgh":
        waits(name)
    lock.release()
    turns.take()
    assert order == list("abcdefgh")
    assert turns.waiting_count == 0


def test_who_has_just_had_it_waits_behind_the_others(taken):
    turns, lock, waits, order = taken
    for name in "abc":  # somebody comes while the same one asks again and again
        waits(name)
        lock.release()
        turns.take()
        assert order[-1] == name


def test_who_gives_up_lets_the_next_one_on(taken):
    turns, lock, waits, order = taken
    gone = threading.Event()

    def give_up():
        if gone.is_set():
            raise TimeoutError

    def wait():
        with pytest.raises(TimeoutError):
            turns.take(give_up)

    impatient = threading.Thread(target=wait, daemon=True)
    impatient.start()
    until(lambda: turns.waiting_count == 1)
    waits("a")
    gone.set()
    impatient.join()
    lock.release()
    turns.take()
    assert order == ["a"]
