"""Long counts that all visitors share: one of a kind at a time, and what is kept of them."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from core.errors import LabError
from pages.state.counts import Counts
from tests.support.waiting import until


@pytest.fixture
def counts() -> Counts[int]:
    return Counts(most=2)


def counted(counts: Counts[int], key: str, result: int) -> int | None:
    until(lambda: counts.ask(key, lambda: result, kind="any") is not None)
    return counts.ask(key, lambda: -1, kind="any")


def test_what_is_counted_is_kept_until_others_are_asked_for(counts) -> None:
    assert counted(counts, "a", 1) == 1
    assert counted(counts, "b", 2) == 2
    assert counted(counts, "a", -1) == 1
    assert counted(counts, "c", 3) == 3  # takes the place of b, which was asked for least lately
    assert counted(counts, "a", -1) == 1
    assert counted(counts, "b", 4) == 4


def test_kinds_do_not_wait_for_one_another(counts) -> None:
    go_on = threading.Event()

    def held(result: int) -> Callable[[], int]:
        def wait() -> int:
            assert go_on.wait(60)
            return result

        return wait

    try:
        assert counts.ask("a", held(1), kind="long") is None
        assert counted(counts, "b", 2) == 2
        assert counts.ask("a", held(-1), kind="any") is None  # counted already, whatever the kind
        assert counted(counts, "c", 3) == 3
        assert counts.ask("d", held(-1), kind="long") is None
    finally:
        go_on.set()
    until(lambda: counts.ask("a", held(-1), kind="long") == 1)
    assert counted(counts, "d", 4) == 4


def test_failure_is_told_who_asks_for_it_and_counted_anew(counts) -> None:
    failed = threading.Event()

    def fail() -> int:
        failed.set()
        raise LabError("No.")

    assert counts.ask("a", fail, kind="any") is None
    assert failed.wait(60)
    assert counted(counts, "b", 2) == 2
    with pytest.raises(LabError, match=r"No\."):
        counts.ask("a", fail, kind="any")
    assert counted(counts, "a", 1) == 1
