"""Whoever waits for a change of a run is told of each, and of no other run's."""

from __future__ import annotations

from core.runs.log.changes import RunChanges


def test_listener_is_told_of_its_run_until_it_ends() -> None:
    changes, told = RunChanges(), []
    end_first = changes.listen("one", lambda: told.append("first"))
    end_second = changes.listen("one", lambda: told.append("second"))
    changes.announce("one")
    changes.announce("other")
    assert told == ["first", "second"]
    end_first()
    changes.announce("one")
    assert told == ["first", "second", "second"]
    end_second()
    changes.announce("one")
    assert told == ["first", "second", "second"]


def test_listener_may_end_while_it_is_told() -> None:
    changes, told = RunChanges(), []

    def tell() -> None:
        told.append(changes.count("one"))
        end()

    end = changes.listen("one", tell)
    changes.announce("one")
    changes.announce("one")
    assert told == [1]
