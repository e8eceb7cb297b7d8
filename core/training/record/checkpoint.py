"""A file that a run's log speaks of, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A file of weights that is safely on the disk."""

    name: str  # within the run's folder
    digest: str  # SHA-256 of the file
    size_bytes: int
