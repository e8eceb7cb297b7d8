"""What test engines run: small functions and generators that do one thing to the process they are in. No Keras."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import ConfigError, ExportError
from core.export.formats import Exported, ExportProgress
from core.training.record.events import Checkpoint, RunQueued


def add(left: Any, right: Any) -> Any:
    return left + right


def process_id() -> int:
    return os.getpid()


def niceness() -> int:
    return os.nice(0)


def refuse() -> None:
    raise ConfigError("Batch size must be from 1 to 4,096; got 0.", field="batch_size")


def fail() -> None:
    raise RuntimeError("a secret path: /etc/shadow")


def give_unknown_object() -> Any:
    return Path("/tmp")


def exhaust_memory() -> int:
    import resource

    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 50_000_000, used + 50_000_000))
    return len(np.ones(10**9))


def end_with_signal(number: int) -> None:
    if number == signal.SIGSEGV:
        ctypes.string_at(0)
    os.kill(os.getpid(), number)
    time.sleep(60)


def keras_settings() -> tuple[str, str, str, float]:
    """Return what a network would be computed with: backend, order of axes, floating-point type and its epsilon."""
    import keras

    config = keras.config
    return config.backend(), config.image_data_format(), config.floatx(), config.epsilon()


def temporary_folder() -> str:
    return tempfile.gettempdir()


def abort_saying(words: str) -> None:
    print(words, file=sys.stderr)
    os.abort()


def leave_with_code(code: int) -> None:
    print("leaving", file=sys.stderr)
    os._exit(code)


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "awake"


def wake_slowly() -> None:
    time.sleep(float(os.environ["DIGITLAB_TEST_SLOW_START"]))


def wake_when_told() -> None:
    """Return once there is a file of the name that the environment gives."""
    while not Path(os.environ["DIGITLAB_TEST_WAKE"]).exists():
        time.sleep(0.01)


def wake_without_a_beat() -> None:
    """Keep the interpreter for some whole seconds without using a processor, as an import from a slow disk may do."""
    ctypes.PyDLL(None).sleep(int(os.environ["DIGITLAB_TEST_SLOW_START"]))


def wake_busily() -> None:
    """Keep the interpreter for so many seconds of a processor's time."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1000.0)  # seconds, until another thread may have it
    ends = time.process_time() + float(os.environ["DIGITLAB_TEST_SLOW_START"])
    while time.process_time() < ends:
        pass
    sys.setswitchinterval(usual)


def end_of_file() -> None:
    raise EOFError("a file cut short")


def count(to: int) -> Generator[int, Any, None]:
    yield from range(1, to + 1)


def answer_commands() -> Generator[Any, Any, str]:
    """Yield each command back, until "done"; None, which is not sent, while there is none."""
    command = yield "ready"
    while command != "done":
        command = yield (None if command is None else f"got {command}")
        if command is None:
            time.sleep(0.005)
    return ""


def die_after(events: int) -> Generator[int, Any, None]:
    yield from range(events)
    os.kill(os.getpid(), signal.SIGKILL)


def hang_after(events: int, path: str = os.devnull) -> Generator[int, Any, None]:
    """Yield, then leave a file to say so, then hear nothing any more."""
    yield from range(events)
    Path(path).write_text("hanging")
    time.sleep(600)


def work_for(seconds: float) -> Generator[int, Any, None]:
    """Yield, then use a processor for so long without a pause."""
    yield 0
    ends = time.process_time() + seconds
    while time.process_time() < ends:
        pass


def leave_trace_when_closed(path: str) -> Generator[int, Any, None]:
    try:
        number = 0
        while True:
            number += 1
            yield number
            time.sleep(0.01)
    finally:
        Path(path).write_text("closed")


def refuse_after(events: int) -> Generator[int, Any, None]:
    yield from range(events)
    refuse()


def dataclasses() -> list[Any]:
    return [RunQueued(), Checkpoint(name="epoch-001.npz", digest="00", size_bytes=1)]


def make_file(text: str, *, path: str) -> Generator[Any, Any, None]:
    """Write a text as a file, as an exporter does."""
    yield ExportProgress(stage="making", fraction=0.0)
    Path(path).write_text(text, "utf-8")
    yield ExportProgress(stage="measuring", fraction=0.5)
    yield Exported(size_bytes=len(text), digest="00", correct=9, count=10, milliseconds_per_image=0.5)


def make_file_when_told(text: str, *, told: str, path: str) -> Generator[Any, Any, None]:
    """The same, once a file exists; until then it says how far it is."""
    while not Path(told).exists():
        yield ExportProgress(stage="making", fraction=0.25)
        time.sleep(0.01)
    yield from make_file(text, path=path)


def make_no_file(*, path: str) -> Generator[Any, Any, None]:
    Path(path).write_text("half of it", "utf-8")
    yield ExportProgress(stage="making", fraction=0.0)
    raise ExportError("TFLite has no such layer. Choose another format.")


def die_making(*, path: str) -> Generator[Any, Any, None]:
    Path(path).write_text("half of it", "utf-8")
    yield ExportProgress(stage="making", fraction=0.0)
    os.kill(os.getpid(), signal.SIGKILL)
