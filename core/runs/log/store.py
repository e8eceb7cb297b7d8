"""The log of all runs: an append-only table of events in SQLite, and a table of what a run is.

An attempt at a run begins with `RunQueued` and ends with one `RunEnded`: unique indexes hold both, whatever the
processes around them do.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from core.errors import RunDamagedError, RunNotFoundError, RunStateError
from core.messages.runs import log as messages
from core.runs.log.changes import RunChanges
from core.runs.log.database import Database
from core.runs.log.rows import IS_WHOLE, has_ended, insert_events, insert_run, newest_attempt, read_events
from core.runs.log.run_record import (
    COLUMNS,
    MAX_NAME,
    MAX_NOTE,
    NewRun,
    RunRecord,
    UnreadableRun,
    record_from_row,
    unreadable_from_row,
)
from core.training.record.events import Event, RunEnded, RunQueued, RunResumed, RunSteered

_PAGE_ROWS = 50


class Store:
    """The log of runs in one file."""

    def __init__(self, path: Path) -> None:
        """Open the log, making it where there is none; see `Database` for what it does with a damaged one.

        Raises:
            HomeError: it can be neither opened nor made there.
            StoreError: it was written by a newer version, or is locked.
        """
        self._database = Database(path)
        self.was_damaged = self._database.was_damaged  # and was moved aside: this is another log
        self.changes = RunChanges()  # of events, told once they are in the file
        self._token = secrets.token_hex(8)
        self._namings: Counter[str] = Counter()  # of an owner, see `naming_stamp`

    def close(self) -> None:
        """Close the log."""
        self._database.close()

    def create(self, runs: Sequence[NewRun]) -> list[tuple[str, bool]]:
        """Add runs, all or none, each with its first attempt queued after where it branched from.

        Returns:
            For each its id and True; where the owner's nonce has made a run already, that run's id and False.
        """
        with self._database.transaction(durable=True) as writer:
            made = [insert_run(writer, run) for run in runs]
        for run, is_new in made:
            if is_new:
                self.changes.announce(run)
        return made

    def knows(self, *, owner: str, nonce: str) -> bool:
        """Return whether this owner's nonce has made a run."""
        with self._database.reader() as reader:
            row = reader.execute("SELECT 1 FROM runs WHERE owner = ? AND nonce = ?", (owner, nonce)).fetchone()
        return row is not None

    def begin_attempt(self, run: str) -> int:
        """Queue one more attempt at a run and return its number.

        Raises:
            RunStateError: the one before has not ended.
            RunNotFoundError: there is no such run.
        """
        with self._database.transaction(durable=True) as writer:
            attempt = newest_attempt(writer, run)
            if not has_ended(writer, run, attempt):
                raise RunStateError(messages.still_going())
            insert_events(writer, run, attempt + 1, [RunQueued()])
        self.changes.announce(run)
        return attempt + 1

    def append(self, run: str, attempt: int, events: Sequence[Event], *, durable: bool = True) -> None:
        """Add events to an attempt; `durable` also survives a power cut.

        Raises:
            RunStateError: the attempt has ended already.
        """
        with self._database.transaction(durable=durable) as writer:
            insert_events(writer, run, attempt, events)
            owners = _owners(writer, run) if any(map(_may_rename, events)) else []
        self._namings.update(owners)
        self.changes.announce(run)

    def end(self, run: str, attempt: int, ended: RunEnded) -> bool:
        """End an attempt; False where it has ended already."""
        try:
            self.append(run, attempt, [ended])
        except RunStateError:
            return False
        return True

    def set_name_and_note(self, run: str, *, name: str, note: str) -> None:
        """Give a run a name and a note, a person's texts; what is too long is cut off.

        Raises:
            RunNotFoundError: there is no such run.
        """
        with self._database.transaction(durable=True) as writer:
            texts = name.strip()[:MAX_NAME], note.strip()[:MAX_NOTE]
            if writer.execute("UPDATE runs SET name = ?, note = ? WHERE id = ?", (*texts, run)).rowcount == 0:
                raise RunNotFoundError(messages.no_such_run())
            owners = _owners(writer, run)
        self._namings.update(owners)

    def delete(self, run: str) -> None:
        """Remove a run and its events."""
        with self._database.transaction(durable=True) as writer:
            owners = _owners(writer, run)
            writer.execute("DELETE FROM runs WHERE id = ?", (run,))
        self._namings.update(owners)
        self.changes.announce(run)

    def record(self, run: str) -> RunRecord:
        """Return what a run is.

        Raises:
            RunNotFoundError: there is no such run.
            RunDamagedError: its row cannot be read.
        """
        return record_from_row(self._row(run, COLUMNS))

    def records(self, *, owner: str | None = None, limit: int | None = 100) -> list[RunRecord]:
        """Return runs, newest first, without those of `unreadable`.

        Args:
            owner: whose; None for everybody's.
            limit: at most so many; None for every one.
        """
        records = []
        for row in self._rows(owner, limit):
            with contextlib.suppress(RunDamagedError):
                records.append(record_from_row(row))
        return records

    def newest_records(self, *, owner: str) -> Iterator[RunRecord]:
        """Yield an owner's runs as `records` gives them, read a few at a time, for whoever needs only some."""
        skip = 0
        while rows := self._rows(owner, _PAGE_ROWS, skip=skip):
            skip += len(rows)
            for row in rows:
                with contextlib.suppress(RunDamagedError):
                    yield record_from_row(row)

    def unreadable(self, *, owner: str) -> list[UnreadableRun]:
        """Return an owner's runs whose rows are damaged, or written by another version, newest first."""
        unreadable = []
        for row in self._rows(owner, None):
            try:
                record_from_row(row)
            except RunDamagedError:
                unreadable.append(unreadable_from_row(row))
        return unreadable

    def owner(self, run: str) -> str:
        """Return a run's owner; unlike `record`, this asks nothing of the rest of its row.

        Raises:
            RunNotFoundError: there is no such run.
        """
        return self._row(run, "owner")[0]

    def events(self, run: str, *, after: int = 0, without_steps: bool = False) -> tuple[list[Event], int]:
        """Return a run's events after the given row number, and the last row's number.

        Args:
            run: its id.
            after: number of the last row that is known already.
            without_steps: leave out `StepsEnded`, which are by far the most, but for those that are damaged.
        """
        with self._database.reader() as reader:
            return read_events(reader, run, after=after, without_steps=without_steps)

    def all_events(self, runs: Iterable[str], *, without_steps: bool = False) -> dict[str, tuple[list[Event], int]]:
        """Return what `events` does for each of many runs, in one look at the log."""
        with self._database.reader() as reader:
            return {run: read_events(reader, run, after=0, without_steps=without_steps) for run in runs}

    def runs_with_news(self, *, after: int) -> set[str]:
        """Return which runs have events after the given row number."""
        with self._database.reader() as reader:
            rows = reader.execute("SELECT DISTINCT run FROM events WHERE number > ?", (after,)).fetchall()
        return {run for (run,) in rows}

    def naming_stamp(self, owner: str) -> tuple[object, ...]:
        """Return what is another once an owner has other runs, or one of them was renamed, was steered or has ended."""
        with self._database.reader() as reader:  # also what another process has written
            query = "SELECT COUNT(*), MAX(rowid) FROM runs WHERE owner = ?"
            return self._token, self._namings[owner], *reader.execute(query, (owner,)).fetchone()

    def newest_row(self) -> int:
        """Return the number of the last row of all runs; 0 where there is none."""
        with self._database.reader() as reader:
            return reader.execute("SELECT COALESCE(MAX(number), 0) FROM events").fetchone()[0]

    def unfinished(self) -> list[tuple[str, int, bool]]:
        """Return (run, attempt, began) of every attempt without an end, in the order they were queued."""
        with self._database.reader() as reader:
            rows = reader.execute(
                "SELECT run, attempt, SUM(kind NOT IN ('RunQueued', 'RunBranched', 'RunTaught')) > 0 FROM events "
                f"WHERE {IS_WHOLE} AND run IN (SELECT id FROM runs) GROUP BY run, attempt "
                "HAVING SUM(kind = 'RunEnded') = 0 ORDER BY MIN(number)"
            ).fetchall()
        return [(run, attempt, bool(began)) for run, attempt, began in rows]

    def _row(self, run: str, columns: str) -> tuple:
        with self._database.reader() as reader:
            row = reader.execute(f"SELECT {columns} FROM runs WHERE id = ?", (run,)).fetchone()
        if row is None:
            raise RunNotFoundError(messages.no_such_run())
        return row

    def _rows(self, owner: str | None, limit: int | None, *, skip: int = 0) -> list[tuple]:
        where, values = ("WHERE owner = ?", (owner,)) if owner is not None else ("", ())
        most = -1 if limit is None else limit  # -1 is SQLite's word for all
        query = f"SELECT {COLUMNS} FROM runs {where} ORDER BY rowid DESC LIMIT ? OFFSET ?"
        with self._database.reader() as reader:
            return reader.execute(query, (*values, most, skip)).fetchall()


def _owners(connection: sqlite3.Connection, run: str) -> list[str]:
    """Return the owner of a run, alone, or nothing where there is no such run."""
    return [owner for (owner,) in connection.execute("SELECT owner FROM runs WHERE id = ?", (run,))]


def _may_rename(event: Event) -> bool:
    """Return whether a run may be called something else after an event; not after a pause, say."""
    return event.value is not None if isinstance(event, RunSteered) else isinstance(event, RunResumed | RunEnded)
