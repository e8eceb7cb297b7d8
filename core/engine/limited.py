"""A function run in a fresh process with limits: for bytes of a stranger, which are read there and never executed.

The process gets the bytes by its standard input and answers by its standard output. Before it looks at them it gives up
files, memory and time (core/engine/limited_child.py), so that whatever they make the reader do ends as a refusal. It is
no cage for code: code that got hold of it by a fault in an interpreter or a library could open no file and no socket,
but still delete or rename files and signal processes as this user may, and, for the superuser, start processes.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from core.errors import ModelFileError
from core.messages import engine as messages
from core.messages.message import Message, from_document, verbatim

ROOT = Path(__file__).resolve().parents[2]
MIB = 2**20
DEADLINE_SECONDS = 60.0  # by the clock; a busy machine may need long for little
LONGEST_MESSAGE = 2000  # characters of a refusal
LONGEST_REFUSAL = 64 * 2**10  # bytes that are parsed
ANSWER, REFUSAL, FAULT = b"+", b"-", b"!"  # an answer's first byte
_AT_ONCE = threading.BoundedSemaphore(2)  # each may take hundreds of MiB, and a file's time is of a processor
_END_SECONDS = 10.0  # how long the system may take to end a process that was killed
# Python's own variables are not read (-E), nor is a folder that happens to be the current one (-P).
_OPTIONS = ("-E", "-P", "-X", "utf8", "-c")
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from core.engine.limited_child import main; main()"
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")  # without which an interpreter may not even start


def run_limited(
    target: str,
    data: bytes,
    *,
    question: str = "",
    preload: str = "",
    seconds: float,
    mib: int,
    most: int = 256 * MIB,
) -> bytes:
    """Return what a function answers in a process of its own with limits, two at once; others wait for their turn.

    Args:
        target: "package.module:function"; it takes (data, question) and returns bytes, or raises ModelFileError.
        data: what the function reads.
        question: text for it.
        preload: a package to import before; its and the function's imports are all that is done without limits.
        seconds: of processor time that it may use; it is killed in any case after DEADLINE_SECONDS.
        mib: memory that it may take on top of what its imports took, in MiB. Where the system has no such limits
            (Windows), the deadline alone holds.
        most: bytes that the answer may have.

    Raises:
        ModelFileError: the function's own; or the process ended in any other way than with an answer.
    """
    with _AT_ONCE:
        kind, content = _answer_of([target, preload, str(seconds), str(mib)], question, data, most)
    if kind == ANSWER and len(content) <= most:
        return content
    if kind == REFUSAL:
        raise _refusal(content)
    if kind == FAULT:
        print(f"core.engine.limited: {target}: {content[:10_000].decode(errors='replace')}", file=sys.stderr)
        raise ModelFileError(messages.file_not_readable(), layer=None)
    raise ModelFileError(messages.file_takes_too_much(), layer=None)


def received_message(document: object, *, longest: int) -> Message:
    """Return a message that a limited process gave as JSON; its words alone, cut, where they are too long.

    Args:
        document: what `to_document` gives, or whatever else the process made of it.
        longest: characters that the sentence may have.

    Raises:
        TypeError, ValueError, RecursionError: it is no message.
    """
    message = from_document(document)
    text = str(message)
    return message if len(text) <= longest else verbatim(text=text[:longest])


def _answer_of(arguments: list[str], question: str, data: bytes, most: int) -> tuple[bytes, bytes]:
    """Return the kind of a fresh process's answer and the rest; nothing of its group is left then."""
    process = subprocess.Popen(
        [sys.executable, *_OPTIONS, _PROGRAM, str(ROOT), *arguments],
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    )
    deadline = threading.Timer(DEADLINE_SECONDS, _kill, (process,))
    deadline.daemon = True
    deadline.start()
    try:
        return _exchange(process, question, data, most)
    finally:
        deadline.cancel()
        deadline.join()  # so that it kills nothing once the number of the group may be another's
        _kill(process)
        process.wait(_END_SECONDS)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "HDF5_PLUGIN_PATH": os.devnull}


def _exchange(process: subprocess.Popen[bytes], question: str, data: bytes, most: int) -> tuple[bytes, bytes]:
    """Send everything, then return the answer's kind and the rest; the child says nothing before it has read all."""
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdout:
        # A pipe that breaks says that the process has died; what it said before that is read all the same.
        with contextlib.suppress(OSError), process.stdin:
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.write(data)
        return process.stdout.read(1), process.stdout.read(most + 1)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it may have started, also where it has ended itself; nobody has waited for it yet."""
    with contextlib.suppress(OSError):  # it has just ended
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _refusal(content: bytes) -> ModelFileError:
    """Return the error that the child described, of the one kind that it may describe."""
    try:
        document, layer = json.loads(content if len(content) <= LONGEST_REFUSAL else b"")
        if layer is None or type(layer) is int:
            return ModelFileError(received_message(document, longest=LONGEST_MESSAGE), layer=layer)
    except (ValueError, TypeError, RecursionError):
        pass
    return ModelFileError(messages.file_not_readable(), layer=None)
