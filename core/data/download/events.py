"""What a download tells on its way: plain values, which the server takes without what downloads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BytesArrived:
    """How far the download is."""

    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesArrived:
    """Everything was downloaded; it is now checked and kept."""
