"""The log's file: whatever goes wrong while it is opened, no connection stays open behind it."""

import contextlib
import itertools
import sqlite3

import pytest

from core.errors import LabError
from core.runs.database import Database


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
