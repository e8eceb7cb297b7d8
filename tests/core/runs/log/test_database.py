"""The log's file: no connection stays open where opening fails; file systems that cannot do what SQLite would like."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3

import pytest

from core.errors import HomeError, LabError, StoreError
from core.runs.log import database as module
from core.runs.log.database import Database

REAL_CONNECT = sqlite3.connect


class Connections:
    """Hands out connections that fail at one statement, counted over all of them, and remembers them."""

    def __init__(self, *, fails_at: int, error: BaseException) -> None:
        self.all: list[sqlite3.Connection] = []
        self.statements = 0

        def count() -> None:
            self.statements += 1
            if self.statements == fails_at:
                raise error

        class Brittle(sqlite3.Connection):
            def execute(self, *given):
                count()
                return super().execute(*given)

            def executescript(self, script):
                count()
                return super().executescript(script)

        connect = sqlite3.connect

        def connected(path, **options):
            self.all.append(connect(path, factory=Brittle, **options))
            return self.all[-1]

        self.connect = connected


def is_closed(connection: sqlite3.Connection) -> bool:
    try:
        connection.total_changes  # noqa: B018
    except sqlite3.ProgrammingError:
        return True
    return False


@pytest.mark.parametrize(
    "error",
    [sqlite3.OperationalError("disk I/O error"), sqlite3.DatabaseError("malformed"), KeyboardInterrupt()],
    ids=["unusable", "damaged", "interrupted"],
)
def test_opening_that_fails_at_any_statement_leaves_no_connection_open(tmp_path, monkeypatch, error):
    for statement in itertools.count(1):
        connections = Connections(fails_at=statement, error=error)
        with monkeypatch.context() as patched:
            patched.setattr(sqlite3, "connect", connections.connect)
            with contextlib.suppress(LabError, sqlite3.Error, KeyboardInterrupt):
                Database(tmp_path / str(statement) / "runs.sqlite3").close()
        assert connections.all
        assert [connection for connection in connections.all if not is_closed(connection)] == []
        if connections.statements < statement:  # it had all it needed
            break
    assert statement > 4


@pytest.fixture
def path(tmp_path):
    return tmp_path / "runs.sqlite3"


@pytest.fixture
def without_shared_memory(monkeypatch):
    """Let SQLite reach files in a way that has no memory to share, which WAL needs: as on some network folders."""

    def connect(path, **options):
        return REAL_CONNECT(f"{path.as_uri()}?vfs=unix-dotfile", uri=True, **options)

    monkeypatch.setattr(sqlite3, "connect", connect)


def mode(path) -> str:
    connection = REAL_CONNECT(path)
    try:
        return connection.execute("PRAGMA journal_mode").fetchone()[0]
    finally:
        connection.close()


def write_and_read(path) -> tuple[int, list[tuple]]:
    """Open the log, write into it, and return how carefully it was written and what it holds."""
    database = Database(path)
    try:
        with database.transaction(durable=False) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS notes (note TEXT)")
            connection.execute("INSERT INTO notes VALUES ('kept')")
            (care,) = connection.execute("PRAGMA synchronous").fetchone()
        with database.reader() as connection:
            return care, connection.execute("SELECT * FROM notes").fetchall()
    finally:
        database.close()


NORMAL, FULL = 1, 2  # of PRAGMA synchronous


def test_log_is_written_ahead_where_that_works(path):
    assert write_and_read(path) == (NORMAL, [("kept",)])
    assert mode(path) == "wal"


def test_log_without_shared_memory_has_a_journal_and_is_written_with_full_care(path, without_shared_memory):
    assert write_and_read(path) == (FULL, [("kept",)])
    assert mode(path) == "delete"


def test_log_that_was_written_ahead_is_read_where_there_is_no_shared_memory(path, request):
    write_and_read(path)
    request.getfixturevalue("without_shared_memory")
    assert write_and_read(path) == (FULL, [("kept",), ("kept",)])
    assert list(path.parent.glob("*damaged*")) == []


def test_switch_to_wal_that_fails_only_with_the_first_write_is_taken_back(path):
    path.with_name(path.name + "-shm").mkdir()  # in the place of the file that would be shared
    for count in (1, 2):
        assert write_and_read(path) == (FULL, [("kept",)] * count)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("SQLITE_PROTOCOL", "a file system without the locks"),
        ("SQLITE_IOERR_LOCK", "a file system without the locks"),
        ("SQLITE_IOERR_SHMMAP", "a file system without the locks"),
        ("SQLITE_READONLY", "cannot be written"),
        ("SQLITE_IOERR_WRITE", "cannot be written"),
    ],
)
def test_file_system_that_cannot_hold_the_log_is_named(path, monkeypatch, name, sentence):
    def fail(_database):
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = name
        raise error

    monkeypatch.setattr(Database, "_opened", fail)
    with pytest.raises(HomeError, match=sentence) as caught:
        Database(path)
    assert str(path.parent) not in str(caught.value)


def test_log_that_another_program_holds_is_said_to_be_in_use(path, monkeypatch):
    Database(path).close()
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.0)
    other = REAL_CONNECT(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StoreError, match="Another program uses the log of runs"):
            Database(path)
    finally:
        other.close()
    assert list(path.parent.glob("*damaged*")) == []
