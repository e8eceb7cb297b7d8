"""Histories and outlines as the log has them, and threads that wait until something happens in a run."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import SimpleNamespace

import pytest

from core.errors import RunNotFoundError
from core.runs.log import changes
from core.runs.log.histories import Histories
from core.training.record.events import LayerHealth, RunEnded
from core.training.record.history import History
from tests.support.written_runs import EPOCH, STARTED, STEPS, TEST, create

RUN, OTHER = "a" * 32, "b" * 32
HEALTH = LayerHealth(name="dense", weight_size=1.0, gradient_size=1.0, dead_fraction=None, saturated_fraction=None)
LONG_SECONDS = 60.0  # whoever is not told waits so long, and the test fails


class ObservedCondition(threading.Condition):
    """Says that a thread waits while it holds the lock: whoever notifies afterwards finds it waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = threading.Semaphore(0)

    def wait(self, timeout: float | None = None) -> bool:
        self.waiting.release()
        return super().wait(timeout)


@pytest.fixture
def histories(store):
    return Histories(store)


@pytest.fixture
def begin_waiting(store, histories, monkeypatch) -> Callable[..., list[Future[History]]]:
    """Return a function that has threads wait for news of RUN, and returns once all of them do."""
    condition = ObservedCondition()
    with monkeypatch.context() as observed:
        observed.setattr(changes, "threading", SimpleNamespace(Condition=lambda: condition))
        store.changes = changes.RunChanges()

    def wait(future: Future[History], after: History) -> None:
        try:
            future.set_result(histories.wait_for(RUN, after, LONG_SECONDS))
        except RunNotFoundError as error:
            future.set_exception(error)

    def begin(threads: int = 1) -> list[Future[History]]:
        after, futures = histories.of(RUN), [Future() for _ in range(threads)]
        for future in futures:
            threading.Thread(target=wait, args=(future, after), daemon=True).start()
            assert condition.waiting.acquire(timeout=LONG_SECONDS / 2)
        return futures

    return begin


@pytest.mark.parametrize(
    ("event", "status"),
    [(STARTED, "running"), (RunEnded(outcome="failed"), "failed")],
    ids=["begins", "ends"],
)
def test_event_wakes_who_waits_for_its_run(store, begin_waiting, event, status):
    create(store, RUN)
    (waiting,) = begin_waiting()
    store.append(RUN, 1, [event])
    assert waiting.result(LONG_SECONDS / 2).status == status


def test_further_attempt_wakes_who_waits_for_its_run(store, begin_waiting):
    create(store, RUN)
    store.append(RUN, 1, [STARTED, RunEnded(outcome="interrupted")])
    (waiting,) = begin_waiting()
    store.begin_attempt(RUN)
    assert waiting.result(LONG_SECONDS / 2).status == "queued"


def test_event_of_another_run_wakes_nobody_for_good(store, begin_waiting):
    create(store, RUN), create(store, OTHER)
    (waiting,) = begin_waiting()
    store.append(OTHER, 1, [STARTED])
    assert not waiting.done()
    store.append(RUN, 1, [STARTED, STEPS])
    assert waiting.result(LONG_SECONDS / 2).steps == (STEPS,)


def test_all_who_wait_are_woken(store, histories, begin_waiting):
    create(store, RUN)
    waiting = begin_waiting(threads=8)
    store.append(RUN, 1, [STARTED])
    assert [future.result(LONG_SECONDS / 2) for future in waiting] == [histories.of(RUN)] * 8
    assert histories.of(RUN).started == STARTED


def test_deletion_wakes_who_waits_and_says_that_the_run_is_gone(store, histories, begin_waiting):
    create(store, RUN)
    (waiting,) = begin_waiting()
    store.delete(RUN)
    histories.forget(RUN)
    with pytest.raises(RunNotFoundError):
        waiting.result(LONG_SECONDS / 2)
    with pytest.raises(RunNotFoundError):
        histories.wait_for(RUN, History(), LONG_SECONDS)


def test_news_that_are_there_already_are_not_waited_for(store, histories):
    create(store, RUN)
    before = histories.of(RUN)
    store.append(RUN, 1, [STARTED])
    assert histories.wait_for(RUN, before, LONG_SECONDS).started == STARTED
    assert histories.wait_for(RUN, before, LONG_SECONDS) is histories.of(RUN)


def test_wait_without_news_ends_after_its_time(store, histories):
    create(store, RUN)
    before = histories.of(RUN)
    assert histories.wait_for(RUN, before, 0.001) is before
    assert histories.wait_for(RUN, before, 0.0) is before


def test_log_is_read_once_for_each_change_of_the_run(store, histories, begin_waiting, monkeypatch):
    create(store, RUN), create(store, OTHER)
    reads, read = [], store.events
    monkeypatch.setattr(store, "events", lambda run, **named: reads.append(run) or read(run, **named))
    (waiting,) = begin_waiting()
    for _ in range(20):
        store.append(OTHER, 1, [STEPS])
    store.append(RUN, 1, [STARTED])
    waiting.result(LONG_SECONDS / 2)
    assert reads == [RUN] * 3  # before it waited, when it began to, and with the news


def test_outlines_that_are_not_known_yet_are_read_in_one_look_at_the_log(store, monkeypatch):
    create(store, RUN), create(store, OTHER)
    store.append(RUN, 1, [STARTED, STEPS, EPOCH])
    expected = {run: Histories(store).outline(run) for run in (OTHER, RUN)} | {"gone": History()}
    looks, connect = [], store._database._connect
    monkeypatch.setattr(store._database, "_connect", lambda: looks.append(1) or connect())
    histories = Histories(store)
    looks.clear()
    outlines = histories.outlines([OTHER, RUN, RUN, "gone"])
    assert (outlines, list(outlines)) == (expected, [OTHER, RUN, "gone"])
    assert len(looks) == 2  # the newest row's number, and the rows
    store.append(RUN, 1, [TEST])
    assert histories.outlines([RUN])[RUN].test == TEST


def test_outline_is_the_history_without_its_steps(store):
    run = create(store, RUN)
    store.append(run, 1, [STARTED, STEPS, EPOCH])
    histories = Histories(store)
    whole = histories.of(run)
    assert len(whole.steps) == 1
    assert histories.outline(run) == dataclasses.replace(whole, steps=())
    store.append(run, 1, [TEST])
    assert histories.outline(run) == dataclasses.replace(histories.of(run), steps=())


def test_outline_leaves_out_what_is_large(store):
    run, large = create(store, RUN), dataclasses.replace(EPOCH, confusion=(1,) * 100, health=(HEALTH,))
    store.append(run, 1, [STARTED, large])
    histories = Histories(store)
    assert histories.outline(run).epochs == (EPOCH,)
    assert histories.of(run).epochs == (large,)


def test_outlines_of_many_runs_are_those_of_each(store):
    runs = [create(store, letter * 32) for letter in "abc"]
    store.append(runs[0], 1, [STARTED, STEPS, EPOCH])
    histories = Histories(store)
    store.append(runs[1], 1, [STARTED])

    def agree(*looked_at: str) -> bool:
        fresh = Histories(store)
        return histories.outlines(looked_at) == {run: fresh.outline(run) for run in looked_at}

    assert agree(*runs)
    store.append(runs[1], 1, [STEPS, EPOCH])
    store.append(runs[0], 1, [TEST])
    assert agree(runs[2])  # the news of the others are not forgotten
    assert agree(*runs)
    store.delete(runs[2])
    histories.forget(runs[2])
    runs.append(create(store, "d" * 32))
    store.append(runs[3], 1, [STARTED])
    assert agree(*runs)
    assert histories.outlines(runs)[runs[3]].started == STARTED
