"""The one place outside engines and runs that starts a thread: work that a page should not wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from core.errors import LabError, describe, rebuild

T = TypeVar("T")


class Background(Generic[T]):
    """The result of a function that runs in a thread of its own, from now on."""

    def __init__(self, function: Callable[[], T], *, name: str) -> None:
        self._future: Future[T] = Future()
        threading.Thread(target=self._run, args=(function,), name=name, daemon=True).start()

    @property
    def is_done(self) -> bool:
        """True once there is a result or an error."""
        return self._future.done()

    def result(self, timeout_seconds: float | None = None) -> T:
        """Return the function's result, or raise what it raised; TimeoutError when neither comes in time."""
        try:
            return self._future.result(timeout_seconds)
        except LabError as error:  # a new one for each reader: an exception collects the frames it was raised through
            raise rebuild(*describe(error)) from None

    def _run(self, function: Callable[[], T]) -> None:
        try:
            self._future.set_result(function())
        except BaseException as error:
            self._future.set_exception(error)
