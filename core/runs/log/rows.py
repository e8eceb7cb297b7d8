"""Rows of the log, read and written within one transaction: of what a run is, and of what happened in it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence

from core.errors import RunNotFoundError, RunStateError
from core.messages.runs import log as messages
from core.runs.log.run_record import NewRun, columns_of
from core.training.record.event_json import from_text, to_text
from core.training.record.events import Event, RunQueued

IS_WHOLE = "typeof(attempt) = 'integer'"  # else the row is damaged
_BUT_NO_STEPS = " AND (kind != 'StepsEnded' OR NOT json_valid(body))"


def insert_run(writer: sqlite3.Connection, new: NewRun) -> tuple[str, bool]:
    """Add a run with its first attempt; return its id and True, or the id of the owner's run of that nonce and False.

    Raises:
        sqlite3.IntegrityError: another run has its id.
    """
    columns = columns_of(new)
    query = "SELECT id FROM runs WHERE owner = :owner AND nonce = :nonce"
    known = writer.execute(query, columns).fetchone()
    if known:
        return known[0], False
    names, values = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    writer.execute(f"INSERT INTO runs ({names}) VALUES ({values})", columns)
    insert_events(writer, new.record.id, 1, [*([new.began_from] if new.began_from else []), RunQueued()])
    return new.record.id, True


def newest_attempt(connection: sqlite3.Connection, run: str) -> int:
    """Return the number of a run's newest attempt, from 1.

    Raises:
        RunNotFoundError: there is no such run.
    """
    query = f"SELECT MAX(attempt) FROM events WHERE run = ? AND {IS_WHOLE}"
    attempt = connection.execute(query, (run,)).fetchone()[0]
    if attempt is None:
        raise RunNotFoundError(messages.no_such_run())
    return attempt


def has_ended(connection: sqlite3.Connection, run: str, attempt: int) -> bool:
    """Return whether an attempt has its end."""
    query = "SELECT 1 FROM events WHERE run = ? AND attempt = ? AND kind = 'RunEnded'"
    return connection.execute(query, (run, attempt)).fetchone() is not None


def insert_events(writer: sqlite3.Connection, run: str, attempt: int, events: Sequence[Event]) -> None:
    """Add events to an attempt, in order.

    Raises:
        RunStateError: the attempt has ended already.
    """
    if has_ended(writer, run, attempt):
        raise RunStateError(messages.attempt_has_ended())
    now = time.time()
    writer.executemany(
        "INSERT INTO events (run, attempt, kind, body, written) VALUES (?, ?, ?, ?, ?)",
        [(run, attempt, *to_text(event), now) for event in events],
    )


def read_events(
    connection: sqlite3.Connection, run: str, *, after: int, without_steps: bool
) -> tuple[list[Event], int]:
    """Return a run's events after a row's number, and the last row's number; see `Store.events`."""
    condition = "run = ? AND number > ?" + (_BUT_NO_STEPS if without_steps else "")
    query = f"SELECT number, kind, body FROM events WHERE {condition} ORDER BY number"
    rows = connection.execute(query, (run, after)).fetchall()
    events = [event for _, kind, body in rows if (event := from_text(kind, body)) is not None]
    return events, rows[-1][0] if rows else after
