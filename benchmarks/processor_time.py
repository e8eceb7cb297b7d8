"""The processor time that a server has taken, and its engines."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import psutil


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessorTime:
    """Seconds that processors were kept busy."""

    server: float  # by the process that answers browsers
    engines: float  # by all that it has started

    def __sub__(self, other: ProcessorTime) -> ProcessorTime:
        return ProcessorTime(server=self.server - other.server, engines=self.engines - other.engines)

    @property
    def together(self) -> float:
        """The sum of both."""
        return self.server + self.engines


def spent(process_id: int) -> ProcessorTime:
    """Return the time that a server's process and all that it has started have taken since they began."""
    process = psutil.Process(process_id)
    own = process.cpu_times()
    engines = own.children_user + own.children_system  # by those that have ended
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = child.cpu_times()
            engines += times.user + times.system + times.children_user + times.children_system
    return ProcessorTime(server=own.user + own.system, engines=engines)
