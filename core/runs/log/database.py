"""The SQLite file of the log: opened, brought to this version, moved aside where it is damaged, locked for writing.

One connection writes, under a lock; readers open their own and close it. It is written ahead of the file (WAL) where
the file system can do that, else with a rollback journal: as safe, but slower, and readers wait for the writer.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from core.errors import DiskFullError, HomeError, RunStateError, StoreError
from core.messages import home
from core.messages.runs import log as messages

BUSY_SECONDS = 10.0  # how long a write waits for somebody else's lock
_SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, nonce TEXT NOT NULL, created REAL NOT NULL, recipe TEXT NOT NULL,
    name TEXT NOT NULL, spec TEXT NOT NULL, config TEXT NOT NULL, data TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',
    guess REAL, UNIQUE (owner, nonce));
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY AUTOINCREMENT, run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    attempt INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, written REAL NOT NULL);
CREATE INDEX IF NOT EXISTS events_of_run ON events (run, number);
CREATE UNIQUE INDEX IF NOT EXISTS one_beginning ON events (run, attempt) WHERE kind = 'RunQueued';
CREATE UNIQUE INDEX IF NOT EXISTS one_end ON events (run, attempt) WHERE kind = 'RunEnded';
"""
_VERSION = 3  # 2: runs have a note; 3: and a guess
_SIDE_FILES = ("", "-wal", "-shm", "-journal")  # that belong to a database
# What SQLite says where locks, or the memory that processes share by a file, do not work.
_NO_LOCKS = re.compile("SQLITE_PROTOCOL|SQLITE_IOERR_(LOCK|UNLOCK|RDLOCK|CHECKRESERVEDLOCK|SHM)")
_NO_ACCESS = re.compile("SQLITE_(CANTOPEN|READONLY|PERM|IOERR)")


class Database:
    """One file; every method may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it where there is none; one that is damaged is moved aside, and an empty one begun.

        Raises:
            HomeError: it can be neither opened nor made there, or the file system has no locks.
            StoreError: it was written by a newer version, or is locked.
        """
        self._path = path
        self._writing = threading.RLock()
        self.was_damaged = False  # and was moved aside
        self._is_written_ahead = False
        with translated_errors(), _opening():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._writer = self._opened()
            except sqlite3.OperationalError as error:
                self._leave_wal(error)  # it may come from another file system
                self._writer = self._opened()
            try:
                self._prepare()
            except BaseException:
                self._writer.close()
                raise

    def close(self) -> None:
        """Close the writing connection."""
        with self._writing:
            self._writer.close()

    @contextlib.contextmanager
    def transaction(self, *, durable: bool) -> Iterator[sqlite3.Connection]:
        """Give the writing connection; what is done with it is done wholly or not at all.

        Args:
            durable: survives a power cut too.
        """
        with self._writing, translated_errors():
            is_full = durable or not self._is_written_ahead  # a rollback journal needs it to stay whole
            self._writer.execute(f"PRAGMA synchronous = {'FULL' if is_full else 'NORMAL'}")
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._writer.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """Give a connection to read with, and close it."""
        with translated_errors(), contextlib.closing(self._connect()) as connection:
            yield connection

    def _opened(self) -> sqlite3.Connection:
        connection = self._connect()
        with _closed_on_failure(connection):
            try:
                is_whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:  # no database at all
                is_whole = False
        if is_whole:
            return connection
        connection.close()
        self.was_damaged = True
        free = next(number for number in range(1, 1_000_000) if not self._aside(number).exists())
        for ending in _SIDE_FILES:
            part = self._path.with_name(self._path.name + ending)
            with contextlib.suppress(FileNotFoundError):
                part.rename(self._aside(free).with_name(self._aside(free).name + ending))
        return self._connect()

    def _aside(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.damaged-{number}")

    def _prepare(self) -> None:
        version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if version > _VERSION:
            raise StoreError(messages.newer_version())
        self._begin_to_write_ahead(version)
        if version == 1:
            self._writer.execute("ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT ''")
        if version in (1, 2):
            self._writer.execute("ALTER TABLE runs ADD COLUMN guess REAL")
        self._writer.executescript(_SCHEMA)
        self._writer.execute(f"PRAGMA user_version = {_VERSION}")

    def _begin_to_write_ahead(self, version: int) -> None:
        """Switch WAL on where it works; it may say so first and fail with the first write."""
        try:
            mode = self._writer.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            self._writer.execute(f"PRAGMA user_version = {version}")
            self._is_written_ahead = mode == "wal"
        except sqlite3.OperationalError as error:
            self._writer.close()
            self._leave_wal(error)
            self._writer = self._connect()

    def _leave_wal(self, error: sqlite3.OperationalError) -> None:
        """Give the file a rollback journal, after an error that WAL may have brought; any other is raised again.

        A connection that nobody shares the file with needs no shared memory for it (sqlite.org/wal.html#noshm).
        """
        if _code(error) in ("SQLITE_BUSY", "SQLITE_FULL"):
            raise error
        with contextlib.closing(self._connect()) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = DELETE")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        with _closed_on_failure(connection):
            connection.text_factory = _text
            connection.execute("PRAGMA foreign_keys = ON")
        return connection


@contextlib.contextmanager
def _closed_on_failure(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _code(error: BaseException) -> str:
    """Return the name of SQLite's code; nothing for an error that is not the library's own."""
    return getattr(error, "sqlite_errorname", "")


def _text(data: bytes) -> str:
    """Return a text as it is stored; one damaged value must not keep all the others from being read."""
    return data.decode("utf-8", "replace")


@contextlib.contextmanager
def _opening() -> Iterator[None]:
    """Say of what fails while the file is opened that it is the folder's fault, where it is."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        name = _code(error)
        if _NO_LOCKS.match(name):
            raise HomeError(home.without_locks()) from error
        if isinstance(error, OSError) or _NO_ACCESS.match(name):
            raise HomeError(home.not_writable()) from error
        raise


@contextlib.contextmanager
def translated_errors() -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except sqlite3.Error as error:
        if "full" in str(error):
            raise DiskFullError(messages.no_room()) from error
        if isinstance(error, sqlite3.IntegrityError):
            raise RunStateError(messages.changed_meanwhile()) from error
        if _code(error) == "SQLITE_BUSY":
            raise StoreError(messages.used_by_another_program()) from error
        raise StoreError(messages.unusable()) from error
