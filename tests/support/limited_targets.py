"""What a limited process is asked to do in tests: to answer, and to try what it must not be able to do."""

from __future__ import annotations

import os
import select
import socket
import tempfile
from pathlib import Path

from core.errors import ModelFileError
from core.messages.message import verbatim

MIB = 2**20


def echo(data: bytes, question: str) -> bytes:
    return data + question.encode()


def refuse(data: bytes, question: str) -> bytes:
    raise ModelFileError(verbatim(text="Layer 3 is an Embedding; digits are pictures."), layer=2)


def fail(data: bytes, question: str) -> bytes:
    raise ZeroDivisionError


def take_memory(data: bytes, question: str) -> bytes:
    return bytes(len(bytearray(int(question) * MIB)))


def compute_for_ever(data: bytes, question: str) -> bytes:
    while True:
        pass


def crash(data: bytes, question: str) -> bytes:
    os.abort()


def leave(data: bytes, question: str) -> bytes:
    os._exit(int(question))


def leave_another(data: bytes, question: str) -> bytes:
    """Leave a process that has the same output and answers much later, where the system lets one be started."""
    if os.fork():
        os._exit(0)
    select.select([], [], [], 15)
    os.write(1, b"+late")
    os._exit(0)


def refuse_at_length(data: bytes, question: str) -> bytes:
    text = b"x" * int(question)
    os.write(1, b'-[{"kind": "message.verbatim", "fields": {"text": "' + text + b'"}}, null]')
    os._exit(0)


def answer_much(data: bytes, question: str) -> bytes:
    return bytes(int(question))


def what_can_be_done(data: bytes, question: str) -> bytes:
    """Return the names of what succeeded: reading and writing files, a socket."""
    target = Path(question)
    tries = {
        "read": lambda: target.read_bytes(),
        "write": lambda: target.with_name("written").write_bytes(b"x"),
        "temporary": lambda: tempfile.mkstemp(),
        "folder": lambda: os.listdir(target.parent),
        "socket": lambda: socket.socket(),
        "read by a number that was in use": lambda: os.close(2) or target.read_bytes(),
    }
    done = []
    for name, attempt in tries.items():
        try:
            attempt()
        except OSError:
            continue
        done.append(name)
    return " ".join(done).encode()
