"""The child's side of an engine: serves calls and drives generators until its parent goes away.

Run as `python -m core.engine.child`. The first line of stdin is JSON: how to connect. Nothing follows it: the end of
stdin means that the parent is gone, and the child leaves at once, even during a compile.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Generator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.engine import exit_reason, pipe, wire
from core.errors import NO_ROOM, DiskFullError, EngineFaultError, LabError, OutOfMemoryError, describe
from core.messages import engine as messages

HEARTBEAT_SECONDS = 1.0
PRIORITY_TRIES, PRIORITY_RETRY_SECONDS = 20, 0.11  # several engines may start at once


class _Parent:
    """The pipe to the server; messages are tuples, the first item says what they are."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()  # the heartbeat sends from a thread of its own

    def send(self, *message: Any) -> None:
        data = wire.dumps(message)
        with self._sending:
            self._connection.send_bytes(data)

    def receive(self) -> tuple:
        return wire.loads(self._connection.recv_bytes())

    def has_message(self) -> bool:
        return self._connection.poll(0)


def _resolve(target: str) -> Callable[..., Any]:
    module_name, _, name = target.partition(":")
    return getattr(importlib.import_module(module_name), name)


def _as_lab_error(error: BaseException) -> LabError:
    """Return the error that the server may see; what nobody foresaw is logged here and named only as such."""
    if isinstance(error, LabError):
        return error
    traceback.print_exception(error)
    if exit_reason.is_of_memory(error):
        return OutOfMemoryError(messages.out_of_memory())
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return DiskFullError(messages.no_room_to_save())
    return EngineFaultError(messages.not_foreseen())


def _drive(parent: _Parent, job: int, generator: Generator[Any, Any, None]) -> None:
    """Send each event of a generator; hand it each command that arrived meanwhile. An event of None is not sent."""
    command = None
    while True:
        try:
            event = generator.send(command)
        except StopIteration:
            break
        except Exception as error:
            parent.send("error", job, *describe(_as_lab_error(error)))
            return
        if event is not None:
            parent.send("event", job, event)
        command, is_closed = _next_command(parent, job)
        if is_closed:
            _close(generator)
            break
    parent.send("end", job)


def _next_command(parent: _Parent, job: int) -> tuple[Any, bool]:
    """Return the next command that has arrived for this job, or None, and whether the job was closed instead."""
    while parent.has_message():
        kind, of_job, *rest = parent.receive()
        if of_job == job and kind in {"command", "close"}:
            return (rest[0], False) if kind == "command" else (None, True)
    return None, False


def _close(generator: Generator[Any, Any, None]) -> None:
    try:
        generator.close()
    except Exception as error:
        traceback.print_exception(error)


def _serve(parent: _Parent) -> None:
    """Serve until the pipe closes; what a target raises, also an EOFError of its own, goes to the caller."""
    while True:
        kind, job, *rest = parent.receive()
        if kind not in {"call", "stream"}:
            continue  # meant for a job that has ended
        target, args, kwargs = rest
        try:
            result = _resolve(target)(*args, **kwargs)
        except Exception as error:
            parent.send("error", job, *describe(_as_lab_error(error)))
            continue
        if kind == "call":
            parent.send("value", job, result)
        else:
            _drive(parent, job, result)


def _lower_priority(nice: int) -> None:
    """Give way to other processes, by so much."""
    if hasattr(os, "nice"):
        os.nice(nice)
    for _ in range(PRIORITY_TRIES):  # Linux may weigh sessions against each other, and a child has one of its own
        try:
            Path("/proc/self/autogroup").write_text(str(nice), "utf-8")
            return
        except BlockingIOError:  # whoever is not root is let do so once in a tenth of a second, on the whole machine
            time.sleep(PRIORITY_RETRY_SECONDS)
        except OSError:
            return


def _name_temporary_folder() -> None:
    """Name one also where there is none that can be written: TensorFlow asks for the name while it is imported."""
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        tempfile.tempdir = os.getcwd()


def _exit_with_parent() -> None:
    while os.read(sys.stdin.fileno(), 1024):  # not the buffer: a thread that holds its lock makes every exit an abort
        pass
    os._exit(0)


def _send_heartbeats(parent: _Parent) -> None:
    while True:
        time.sleep(HEARTBEAT_SECONDS)
        with contextlib.suppress(OSError):
            parent.send("beat", 0)


def main() -> None:
    """Connect to the parent, load what was asked for, and serve until the parent goes away."""
    options = argparse.ArgumentParser()
    options.add_argument("--preload", choices=["none", "keras"], default="none")
    options.add_argument("--warm-up", default="")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--nice", type=int, default=0)
    chosen = options.parse_args()

    boot = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_exit_with_parent, name="lifeline", daemon=True).start()
    _lower_priority(chosen.nice)
    _name_temporary_folder()
    parent = _Parent(pipe.connect(boot))
    threading.Thread(target=_send_heartbeats, args=(parent,), name="heartbeat", daemon=True).start()
    if chosen.preload == "keras":
        from core.engine.keras_runtime import load_keras

        load_keras(chosen.threads)
    parent.send("ready", 0, _resolve(chosen.warm_up)() if chosen.warm_up else None)
    with contextlib.suppress(EOFError, ConnectionError, KeyboardInterrupt):
        _serve(parent)
    os._exit(0)  # no interpreter shutdown: TensorFlow's threads can hold it up


if __name__ == "__main__":
    main()
