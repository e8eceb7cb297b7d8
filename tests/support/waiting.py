"""Waiting for something to become true, without guessing how long it takes; and many who want something at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import psutil

SCRIPT_SECONDS = 60.0  # for a page in AppTest, whose own 3 s are short where other tests run beside it
T = TypeVar("T")


def until(condition: Callable[[], object], seconds: float = 180.0) -> None:
    """Return as soon as the condition holds; fail if it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it did not come true in {seconds} s"
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    """Return whether a process runs; one that has ended and that nobody has collected yet does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def at_once(count: int, function: Callable[[], T]) -> list[T]:
    """Call a function from many threads at the same time and return what it gave them."""
    gate, given = threading.Barrier(count), []

    def call() -> None:
        gate.wait()
        given.append(function())

    threads = [threading.Thread(target=call) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given
