"""Why a child process ended, or could not be started, and what helps."""

from __future__ import annotations

import contextlib
import errno
import re
import signal
from dataclasses import dataclass
from pathlib import Path

from core import machine
from core.errors import NO_ROOM, EngineDiedError
from core.messages import engine as messages
from core.messages.message import Message

_CRASHES = {"SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGABRT"}
_TAIL_BYTES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitReason:
    """Why a child ended."""

    cause: Message  # one of the causes in core.messages.engine
    remedy: Message | None = None  # one of the remedies there; None where none is known

    def error(self, name: str, *, exit_code: int | None = None) -> EngineDiedError:
        """Return what is raised for a child of that name."""
        message = messages.died(name=name, cause=self.cause, remedy=self.remedy)
        return EngineDiedError(message, cause=self.cause, remedy=self.remedy, exit_code=exit_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """How things stood when a child began its job: what came before that is no cause of its end."""

    log_bytes: int
    killed_for_memory: int | None  # see core.machine

    @classmethod
    def now(cls, log_path: Path) -> Baseline:
        """Return how things stand."""
        log_bytes = log_path.stat().st_size if log_path.exists() else 0
        return cls(log_bytes=log_bytes, killed_for_memory=machine.killed_for_memory())


NO_MEMORY = ExitReason(cause=messages.ran_out_of_memory(), remedy=messages.use_less_memory())
_NO_THREAD = ExitReason(cause=messages.refused_thread(), remedy=messages.close_programs())
_NO_AVX = ExitReason(cause=messages.no_avx(), remedy=messages.use_another_computer())
_NO_ROOM = ExitReason(cause=messages.no_room(), remedy=messages.free_space())
_NO_TEMPORARY_FOLDER = ExitReason(cause=messages.no_temporary_folder(), remedy=messages.name_temporary_folder())
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


def explain_exit(exit_code: int, log_path: Path, baseline: Baseline) -> ExitReason:
    """Return why a child ended.

    Args:
        exit_code: of the process; the signal's negative number where one ended it.
        log_path: its stdout and stderr.
        baseline: how things stood when its last job began.
    """
    tail = _tail(log_path, baseline.log_bytes) if exit_code else b""
    for words, reason in (_ANY_END | (_OWN_END if exit_code > 0 else {})).items():
        if re.search(words, tail):
            return reason
    if exit_code >= 0:
        return ExitReason(cause=messages.exited(exit_code=exit_code))
    try:
        name = signal.Signals(-exit_code).name
    except ValueError:
        name = f"signal {-exit_code}"
    if name == "SIGKILL":
        was, now = baseline.killed_for_memory, machine.killed_for_memory()
        if was is not None and now is not None and now > was:
            return NO_MEMORY
        return ExitReason(cause=messages.killed())
    if name == "SIGILL" and machine.has_avx() is False:
        return _NO_AVX
    if name in _CRASHES:
        return ExitReason(cause=messages.crashed(signal=name))
    return ExitReason(cause=messages.ended_from_outside(signal=name))


def explain_start_failure(error: OSError) -> ExitReason:
    """Return why a child could not even be started."""
    for numbers, known in (NO_ROOM, _NO_ROOM), ({errno.ENOMEM}, NO_MEMORY), ({errno.EAGAIN}, _NO_THREAD):
        if error.errno in numbers:
            return ExitReason(cause=messages.not_started(cause=known.cause), remedy=known.remedy)
    return ExitReason(cause=messages.not_started(cause=None))


def is_of_memory(error: BaseException) -> bool:
    """Return whether an exception says that memory ran out."""
    named = f"{type(error).__name__}: {error}".encode(errors="replace")
    return getattr(error, "errno", None) == errno.ENOMEM or re.search(_MEMORY_WORDS, named) is not None


def _tail(log_path: Path, start: int) -> bytes:
    with contextlib.suppress(OSError), log_path.open("rb") as log:
        log.seek(start)
        return log.read()[-_TAIL_BYTES:]
    return b""
