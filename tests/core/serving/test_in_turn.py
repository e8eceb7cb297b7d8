"""Pieces are done for each asker in turn: a new wish replaces the one before, and an error is its asker's alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from core.serving import in_turn
from core.serving.in_turn import InTurn
from tests.support.waiting import until


class Steps:
    """Does pieces while the gate is open, and notes whose."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.begun = threading.Semaphore(0)
        self.gate = threading.Semaphore(0)

    def of(self, name: str, pieces: int):
        left = [pieces]

        def step() -> bool:
            self.begun.release()
            assert self.gate.acquire(timeout=60)
            self.done.append(name)
            left[0] -= 1
            return left[0] > 0

        return step


@pytest.fixture
def steps() -> Iterator[Steps]:
    made = Steps()
    yield made
    made.gate.release(1000)


def test_new_picture_of_an_asker_replaces_the_one_that_is_read(steps: Steps) -> None:
    turns = InTurn(name="test")
    turns.want("me", "old", steps.of("old", 100))
    assert steps.begun.acquire(timeout=60)  # its first piece
    turns.want("me", "new", steps.of("new", 2))
    steps.gate.release(3)
    until(lambda: turns.is_idle)
    assert steps.done == ["old", "new", "new"]


def test_askers_take_turns(steps: Steps) -> None:
    turns = InTurn(name="test")
    turns.want("one", "a", steps.of("a", 3))
    assert steps.begun.acquire(timeout=60)
    turns.want("two", "b", steps.of("b", 2))
    steps.gate.release(5)
    until(lambda: turns.is_idle)
    assert steps.done == ["a", "b", "a", "b", "a"]


def test_error_is_told_once_to_the_asker_who_wants_the_same() -> None:
    def fails() -> bool:
        raise ValueError("broken")

    turns, done = InTurn(name="test"), []
    turns.want("one", "a", fails)
    until(lambda: turns.is_idle)
    turns.want("two", "a", lambda: bool(done.append("two")))
    until(lambda: turns.is_idle)
    assert done == ["two"]
    with pytest.raises(ValueError, match="broken"):
        turns.want("one", "a", fails)
    turns.want("one", "a", lambda: bool(done.append("one")))
    until(lambda: turns.is_idle)
    assert done == ["two", "one"]


def test_error_of_what_is_not_wanted_any_more_is_told_to_nobody() -> None:
    def fails() -> bool:
        raise ValueError("broken")

    turns, done = InTurn(name="test"), []
    turns.want("one", "a", fails)
    until(lambda: turns.is_idle)
    turns.want("one", "b", lambda: bool(done.append("b")))
    until(lambda: turns.is_idle)
    assert done == ["b"]


def test_what_nobody_asks_for_again_is_not_done_to_the_end(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = InTurn(name="test")
    turns.want("me", "a", steps.of("a", 100))
    assert steps.begun.acquire(timeout=60)
    monkeypatch.setattr(in_turn, "FORGOTTEN_SECONDS", -1.0)
    steps.gate.release(100)
    until(lambda: turns.is_idle)
    assert steps.done == ["a"]


def test_what_is_dropped_is_not_done_to_the_end(steps: Steps) -> None:
    turns = InTurn(name="test")
    turns.want("me", "a", steps.of("a", 100))
    assert steps.begun.acquire(timeout=60)
    turns.drop("me")
    steps.gate.release(100)
    until(lambda: turns.is_idle)
    assert steps.done == ["a"]
