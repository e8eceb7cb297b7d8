"""What the log does not say of a run that waits or trains."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainerStatus:
    """How things stand with a run's trainer now; all at their defaults for one that works, and for no run."""

    position: int | None = None  # of the run in the queue, from 1; None once it has an engine
    is_waking: bool = False  # its engine is still starting
    waking_seconds: float = 0.0  # for how long
    is_silent: bool = False  # its engine gives no sign of life
    has_no_room: bool = False  # the disk is full, and it waits
