"""What the log does not say of a run that waits or trains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from core.engine.engine import Engine
from core.engine.stream import SILENT_SECONDS, Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerStatus:
    """How things stand with a run's trainer now; all at their defaults for one that works, and for no run."""

    position: int | None = None  # of the run in the queue, from 1; None once it has an engine
    is_waking: bool = False  # its engine is still starting
    waking_seconds: float = 0.0  # for how long
    is_silent: bool = False  # its engine gives no sign of life
    has_no_room: bool = False  # the disk is full, and it waits
    is_slow_to_stop: bool = False  # its engine has not followed a stop yet and gets little done; it is waited for

    @classmethod
    def of(
        cls,
        engine: Engine | None,
        stream: Stream | None,
        *,
        has_no_room: bool = False,
        is_slow_to_stop: bool = False,
    ) -> Self:
        """Return how things stand with an engine, None before it has one, and what comes from there, None before."""
        return cls(
            is_waking=stream is None,
            waking_seconds=0.0 if engine is None else engine.starting_seconds,
            is_silent=stream is not None and not is_slow_to_stop and stream.child.silent_seconds > SILENT_SECONDS,
            has_no_room=has_no_room,
            is_slow_to_stop=is_slow_to_stop,
        )
