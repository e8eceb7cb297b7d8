"""What is asked of the exporter, and what it says of a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from core.errors import LabError
from core.export.formats import Exported, ExportProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """A file that is to be made; equal keys of a model are equal files."""

    model: str  # id of the run or imported model that it belongs to, or "pretrained": safe in a path
    key: str  # hexadecimal digits that stand for all that the file and its figures depend on
    file_name: str  # safe in a path
    target: str  # a generator function, as an engine's target: yields ExportProgress, and last Exported
    args: tuple[Any, ...] = ()
    named: dict[str, Any] = field(default_factory=dict)  # and "path", where the file is to be


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportState:
    """How far a file is."""

    status: Literal["none", "waiting", "making", "made", "failed"]
    progress: ExportProgress | None = None  # None until the first is told
    made: Exported | None = None
    path: Path | None = None  # of the file that is made
    error: LabError | None = None
    ahead: int = 0  # files that are made before this one
    waking_seconds: float = 0.0  # for how long the engine has been starting
