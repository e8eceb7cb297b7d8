"""The unit ring (`pytest --unit`): what needs no process, no network and no framework, for the hand while working.

It is all of tests/core and tests/models but what is marked `process`. A test there that starts a process, connects to
another machine or loads TensorFlow without the mark fails in the ring, so that the ring stays fast and alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

OTHER_RINGS = {"process", "app", "browser"}
_PROCESSES = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "os.exec"}
_FRAMEWORKS = {"tensorflow", "keras", "onnxruntime", "ai_edge_litert"}
_HERE = {"127.0.0.1", "::1", "localhost"}


class UnitRingError(Exception):
    """A test of the unit ring did what belongs into another one."""


class _Guard:
    is_up = False


def _audit(event: str, arguments: tuple) -> None:
    if not _Guard.is_up:
        return
    if event in _PROCESSES:
        raise UnitRingError(f"{event}: a test that starts a process is marked `process`")
    if event == "import" and str(arguments[0]) in _FRAMEWORKS:
        raise UnitRingError(f"import {arguments[0]}: a test that loads a framework is marked `process`")
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in _HERE:
        raise UnitRingError(f"connect {arguments[1]}: no test uses the network")


def install() -> None:
    """Have Python tell of every process, import and connection, for good."""
    sys.addaudithook(_audit)


@contextmanager
def guarded() -> Iterator[None]:
    """Let nothing of another ring happen meanwhile."""
    _Guard.is_up = True
    try:
        yield
    finally:
        _Guard.is_up = False
