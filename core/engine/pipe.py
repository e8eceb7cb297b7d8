"""The pipe between a server and a child that it starts.

Where a child can inherit it, it is a pair of connected sockets without a name: there is no folder that could be
missing, full or too long for an address, and nothing that another user of the machine could find. Windows has named
pipes.
"""

from __future__ import annotations

import os
import secrets
import sys
from multiprocessing.connection import Client, Connection, Listener, Pipe
from typing import Any


def listen() -> _SocketPair | _NamedPipe:
    """Return a new pipe's end; raises OSError where there can be none."""
    return _NamedPipe() if sys.platform == "win32" else _SocketPair()


def connect(boot: dict[str, Any]) -> Connection:
    """Return the child's end, from what the server's end said in `boot`."""
    if "handle" in boot:
        os.set_inheritable(boot["handle"], False)  # not for what the child may start in its turn
        return Connection(boot["handle"])
    return Client(boot["address"], authkey=bytes.fromhex(boot["key"]))  # type: ignore[return-value]


class _SocketPair:
    """The server's end of a pipe, before its child has come."""

    def __init__(self) -> None:
        self._ours, self._childs = Pipe()
        self.handles: tuple[int, ...] = (self._childs.fileno(),)  # that the child must inherit
        self.boot: dict[str, Any] = {"handle": self.handles[0]}  # what the child needs to know, as JSON

    def accept(self) -> Connection:
        """Return the pipe; call it once, after the child was started."""
        self._childs.close()  # the child has its own; the pipe must end with that
        return self._ours  # type: ignore[return-value]

    def cancel_accept(self) -> None:
        """Have `accept` return that waits for a child which will not come: here nothing ever waits."""

    def close(self) -> None:
        """Release what is not used any more."""
        self._ours.close()
        self._childs.close()


class _NamedPipe:
    """The same on Windows."""

    def __init__(self) -> None:
        key = secrets.token_bytes(32)
        self._listener = Listener(authkey=key)
        self.handles = ()
        self.boot = {"address": self._listener.address, "key": key.hex()}

    def accept(self) -> Connection:
        return self._listener.accept()

    def cancel_accept(self) -> None:
        Client(self._listener.address).close()

    def close(self) -> None:
        self._listener.close()
