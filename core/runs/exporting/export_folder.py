"""The files of networks that were made and are kept: a folder for each model, in it one for each file.

Beside a file lies what was measured of it. Where all files together take too much room, those go that were looked at
longest ago.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
from pathlib import Path

from core.export.formats import Exported
from core.files import replace_file

_RECORD = "made.json"


class ExportFolder:
    """Keeps files by their model's name and a key, both of which are safe in a path."""

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        """Keep files below a folder, which is made where there is none; at most so many bytes together."""
        self._folder = folder
        self._most_bytes = most_bytes

    def path_of(self, model: str, key: str, file_name: str) -> Path:
        """Return where a file is kept, or would be."""
        return self._folder / model / key / file_name

    def read_record(self, path: Path) -> Exported | None:
        """Return what was measured of a kept file, and note that it was looked at; None where there is none."""
        record = path.with_name(_RECORD)
        try:
            made = Exported(**json.loads(record.read_text("utf-8")))
            if path.stat().st_size != made.size_bytes:
                return None
            os.utime(record)
        except (OSError, ValueError, TypeError):
            return None
        return made

    def add(self, path: Path, made: Exported) -> None:
        """Note what was measured of a file that has been written; the oldest go where there are too many bytes.

        Raises:
            OSError: it cannot be noted.
        """
        replace_file(path.with_name(_RECORD), json.dumps(dataclasses.asdict(made)).encode(), synced=False)
        self._keep_within_bounds(newest=path.parent)

    def remove(self, path: Path) -> None:
        """Remove a file and what was noted of it."""
        _remove(path.parent)

    def remove_unfinished(self) -> None:
        """Remove what a server that was killed left half-made; nothing may be in the making now."""
        for folder in self._folder.glob("*/*"):
            if not (folder / _RECORD).exists():
                _remove(folder)

    def remove_model(self, model: str) -> None:
        """Remove all files of a model."""
        shutil.rmtree(self._folder / model, ignore_errors=True)

    def _keep_within_bounds(self, *, newest: Path) -> None:
        kept = []
        for record in self._folder.glob(f"*/*/{_RECORD}"):
            with contextlib.suppress(OSError):  # removed meanwhile
                size = sum(path.stat().st_size for path in record.parent.iterdir())
                kept.append((record.stat().st_mtime, size, record.parent))
        total = sum(size for _, size, _ in kept)
        for _, size, folder in sorted(kept):
            if total <= self._most_bytes:
                break
            if folder != newest:
                _remove(folder)
                total -= size


def _remove(folder: Path) -> None:
    """Remove a file's folder, and its model's where that was the last."""
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):  # others are in it
        folder.parent.rmdir()
