"""Jobs that test engines do: a few numbers, told step by step, and what may go wrong meanwhile. No Keras."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import DataError
from core.job_events import JobProgress, JobResult
from core.runs.jobs.job import JobRequest

Job = Generator[JobProgress | JobResult | None, Any, None]


def squares(count: int, done: str = os.devnull) -> Job:
    """Give the squares of 0, 1, ..., and add a letter to a file each time that it is done."""
    numbers = np.arange(count)
    yield JobProgress(share=0.5, arrays={"numbers": numbers})
    with Path(done).open("a", encoding="utf-8") as file:
        file.write("x")
    yield JobResult(arrays={"squares": numbers**2})


def squares_when_told(count: int, told: str, closed: str = os.devnull) -> Job:
    """The same, once a file exists; leave another where it is closed before."""
    try:
        while not Path(told).exists():
            yield JobProgress(share=0.25, arrays={"numbers": np.arange(count)})
            time.sleep(0.01)
    except GeneratorExit:
        Path(closed).write_text("closed", "utf-8")
        raise
    yield from squares(count)


def die() -> Job:
    yield JobProgress(share=0.5)
    os.kill(os.getpid(), signal.SIGKILL)


def say_nothing_more(seconds: float) -> Job:
    yield JobProgress(share=0.5)
    time.sleep(seconds)


def refuse() -> Job:
    yield JobProgress(share=0.5)
    raise DataError("There are no digits. Choose others.")


def give_nothing() -> Job:
    yield JobProgress(share=1.0)


def give_objects() -> Job:
    yield JobResult(arrays={"objects": np.array([{}, None])})


def job_request(target: str = "squares", *arguments: Any, number: int = 0) -> JobRequest:
    """Return a request for one of these; another number is another job."""
    settings = {"target": target, "number": number}
    return JobRequest(kind="test", settings=settings, target=f"tests.support.job_targets:{target}", arguments=arguments)
