"""The words for how a child process ended, or why it could not be started: what happened, and what helps."""

from __future__ import annotations

import contextlib
import errno
import re
import signal
from dataclasses import dataclass
from pathlib import Path

from core.engine import machine
from core.errors import NO_ROOM, EngineDiedError

_CRASHES = {"SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT"}
_TAIL_BYTES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why a child ended."""

    reason: str  # what follows the child's name, without a full stop: "during epoch 2." may come after it
    remedy: str = ""  # whole sentences; empty where none is known

    def error(self, name: str, *, exit_code: int | None = None) -> EngineDiedError:
        """Return what is raised for a child of that name."""
        sentence = f"The {name} {self.reason}. {self.remedy}".rstrip()
        return EngineDiedError(sentence, reason=self.reason, remedy=self.remedy, exit_code=exit_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """How things stood when a child began its job: what came before that is no cause of its end."""

    log_bytes: int
    killed_for_memory: int | None  # see core.engine.machine

    @classmethod
    def now(cls, log_path: Path) -> Before:
        """Look."""
        log_bytes = log_path.stat().st_size if log_path.exists() else 0
        return cls(log_bytes=log_bytes, killed_for_memory=machine.killed_for_memory())


NO_MEMORY = Cause(
    reason="ran out of memory", remedy="Close other programs, or use a smaller network or a smaller batch size."
)
_NO_THREAD = Cause(
    reason="was refused another thread or process",
    remedy="Memory, or the number of processes that may run here, is used up. Close other programs, then try again.",
)
_NO_AVX = Cause(
    reason="found no AVX in this computer's processor",
    remedy="TensorFlow needs it: to train networks and to let them read, use another computer. Start and Browse work.",
)
_NO_ROOM = Cause(reason="found no room left on the disk", remedy="Free some space, then try again.")
_NO_TEMPORARY_FOLDER = Cause(
    reason="found no folder for temporary files that it can write to",
    remedy="Free some space, or name such a folder with TMPDIR, then start Digit Lab again.",
)
# What Python, the C and C++ libraries, LLVM (XLA's compiler) and TensorFlow write when memory runs out.
_MEMORY_WORDS = (
    rb"MemoryError|bad_alloc|[Oo]ut of memory|Cannot allocate memory|OOM when allocating|RESOURCE_EXHAUSTED"
    rb"|ResourceExhaustedError|failed to map segment from shared object"
)
_ANY_END = {
    rb"compiled to use AVX instructions, but these aren't available": _NO_AVX,  # TensorFlow's cpu_feature_guard.cc
    _MEMORY_WORDS: NO_MEMORY,
    rb"pthread_create\(\) failed|can't start new thread": _NO_THREAD,
}
_OWN_END = {  # only of one that gave up by itself: others may have had no room, told so, and gone on
    rb"No space left on device|Disk quota exceeded": _NO_ROOM,
    rb"No usable temporary directory": _NO_TEMPORARY_FOLDER,
}


def cause(exit_code: int, log_path: Path, before: Before) -> Cause:
    """Return why a child ended.

    Args:
        exit_code: of the process; the signal's negative number where one ended it.
        log_path: its stdout and stderr.
        before: how things stood when its last job began.
    """
    tail = _tail(log_path, before.log_bytes) if exit_code else b""
    for words, found in (_ANY_END | (_OWN_END if exit_code > 0 else {})).items():
        if re.search(words, tail):
            return found
    if exit_code >= 0:
        return Cause(reason=f"ended unexpectedly (exit code {exit_code})")
    try:
        name = signal.Signals(-exit_code).name
    except ValueError:
        name = f"signal {-exit_code}"
    if name == "SIGKILL":
        was, now = before.killed_for_memory, machine.killed_for_memory()
        if was is not None and now is not None and now > was:
            return NO_MEMORY
        return Cause(reason="was killed (a system does that when memory runs out)")
    if name == "SIGILL" and machine.has_avx() is False:
        return _NO_AVX
    if name in _CRASHES:
        return Cause(reason=f"crashed ({name})")
    return Cause(reason=f"was ended from outside ({name})")


def cause_at_start(error: OSError) -> Cause:
    """Return why a child could not even be started."""
    for numbers, known in (NO_ROOM, _NO_ROOM), ({errno.ENOMEM}, NO_MEMORY), ({errno.EAGAIN}, _NO_THREAD):
        if error.errno in numbers:
            return Cause(reason=f"could not be started: it {known.reason}", remedy=known.remedy)
    return Cause(reason="could not be started")


def is_of_memory(error: BaseException) -> bool:
    """Return whether an exception says that memory ran out."""
    named = f"{type(error).__name__}: {error}".encode(errors="replace")
    return getattr(error, "errno", None) == errno.ENOMEM or re.search(_MEMORY_WORDS, named) is not None


def _tail(log_path: Path, start: int) -> bytes:
    with contextlib.suppress(OSError), log_path.open("rb") as log:
        log.seek(start)
        return log.read()[-_TAIL_BYTES:]
    return b""
