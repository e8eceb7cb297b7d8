"""The other side of core/engine/limited.py: imports, gives up files, memory and time, and only then reads the bytes."""

from __future__ import annotations

import contextlib
import importlib
import json
import math
import os
import signal
import sys
import traceback
from pathlib import Path

from core.engine.limited import ANSWER, FAULT, MIB, REFUSAL
from core.errors import ModelFileError
from core.messages.message import to_document

try:
    import resource
except ImportError:  # Windows, which has no such limits
    resource = None

_STATM = Path("/proc/self/statm")


def main() -> None:
    """Answer once: the arguments are the package's folder, the target, what to import before, seconds and MiB."""
    outgoing = sys.stdout.buffer
    try:
        _, target, preload, seconds, mib = sys.argv[1:]
        module, _, name = target.partition(":")
        function = getattr(importlib.import_module(module), name)
        if preload:
            importlib.import_module(preload)
        for encoding in ("cp437", "latin-1", "utf-16", "utf-32"):  # imported when first used; zipfile and NumPy do
            "".encode(encoding)
        give_up(seconds=float(seconds), mib=int(mib))
        question = json.loads(sys.stdin.buffer.readline())
        answer = function(sys.stdin.buffer.read(), question)
        outgoing.write(ANSWER)
        outgoing.write(answer)
    except ModelFileError as error:
        outgoing.write(REFUSAL + json.dumps([to_document(error.message), error.fields.get("layer")]).encode())
    except MemoryError:
        pass  # no answer: it took too much
    except Exception:
        outgoing.write(FAULT + traceback.format_exc(limit=-5).encode(errors="replace"))
    outgoing.flush()
    os._exit(0)  # what the bytes left behind need not be tidied


def give_up(*, seconds: float, mib: int) -> None:
    """Set this process's limits for good; where the system has none, do nothing.

    Args:
        seconds: of processor time from now on.
        mib: of address space on top of what is taken now.
    """
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = math.ceil(used.ru_utime + used.ru_stime + seconds)
    limits = [
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),  # what is open stays so; nothing else gets a number, not even one that is closed
        *([(resource.RLIMIT_NPROC, 0)] if hasattr(resource, "RLIMIT_NPROC") else []),
    ]
    limit_memory(mib)  # first: it has a file to open
    for limit, value in limits:
        with contextlib.suppress(ValueError, OSError):  # a system that does not let this one be set
            resource.setrlimit(limit, (value, value))
    signal.setitimer(signal.ITIMER_PROF, seconds)  # ends the process to the hundredth of a second; RLIMIT_CPU rounds up


def limit_memory(mib: int = 2048) -> None:
    """Let this process take so much address space on top of what it has taken; where there is no limit, do nothing."""
    if resource is not None and _STATM.exists():
        most = int(_STATM.read_text("ascii").split()[0]) * resource.getpagesize() + mib * MIB
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
