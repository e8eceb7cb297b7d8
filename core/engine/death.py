"""The words for how a child process ended, from its exit code and the end of its log."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path

_MEMORY_WORDS = (b"bad_alloc", b"MemoryError", b"out of memory", b"Out of memory")
_CRASHES = {"SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT"}
_TAIL_BYTES = 20_000


def reason(exit_code: int, log_path: Path, log_start: int) -> str:
    """Return how a child ended, as the rest of a sentence that begins with its name.

    Args:
        exit_code: of the process; the signal's negative number where one ended it.
        log_path: its stdout and stderr.
        log_start: the log's length in bytes when its last job began; what stands before is of earlier work.
    """
    if exit_code != 0 and any(word in _tail(log_path, log_start) for word in _MEMORY_WORDS):
        return "ran out of memory"
    if exit_code >= 0:
        return f"ended unexpectedly (exit code {exit_code})"
    try:
        name = signal.Signals(-exit_code).name
    except ValueError:
        name = f"signal {-exit_code}"
    if name == "SIGKILL":
        return "was killed (a system does that when memory runs out)"
    if name in _CRASHES:
        return f"crashed ({name})"
    return f"was ended from outside ({name})"


def _tail(log_path: Path, start: int) -> bytes:
    with contextlib.suppress(OSError), log_path.open("rb") as log:
        log.seek(start)
        return log.read()[-_TAIL_BYTES:]
    return b""
