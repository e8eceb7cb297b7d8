"""What came of jobs, kept: a file of plain arrays for each, and the last that were looked at in memory too.

A file that is damaged counts as one that is not there. Where all together take too much room, those go that were looked
at longest ago.
"""

from __future__ import annotations

import contextlib
import io
import os
import threading
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from core.files import replace_file
from core.lru import Lru

MOST_BYTES = 200 * 10**6  # of all files
MOST_IN_MEMORY = 8  # results
MOST_BYTES_IN_MEMORY = 8 * 10**6  # of one result: a larger one is read from disk each time
_DAMAGE = (OSError, ValueError, KeyError, EOFError, NotImplementedError, MemoryError, zipfile.BadZipFile, zlib.error)

Arrays = Mapping[str, np.ndarray]


class JobResults:
    """Results by the identities of their jobs. Any thread may call."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        """Keep files in a folder, which is made where there is none; at most so many bytes together."""
        self._folder = folder
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._recent: Lru[str, Arrays] = Lru(MOST_IN_MEMORY)
        for half_written in folder.glob("*.part"):  # by a server that was killed
            with contextlib.suppress(OSError):
                half_written.unlink()

    def read(self, identity: str) -> Arrays | None:
        """Return a job's arrays, read-only; None where there are none, or the file is damaged."""
        path = self._path(identity)
        with self._lock:
            arrays = self._recent.get(identity)
        if arrays is None:
            if not path.is_file():
                return None
            try:
                with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
                    arrays = read_only({name: file[name] for name in file.files})
            except _DAMAGE:
                return None
            self._note(identity, arrays)
        with contextlib.suppress(OSError):
            os.utime(path)
        return arrays

    def write(self, identity: str, arrays: Arrays) -> None:
        """Keep a job's arrays.

        Raises:
            OSError: they cannot be written; nothing is left behind.
            ValueError: one holds Python objects.
        """
        data = io.BytesIO()
        np.savez(data, allow_pickle=False, **arrays)
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_file(self._path(identity), data.getvalue())
        self._note(identity, read_only(arrays))
        self._keep_within_bounds(newest=identity)

    def _path(self, identity: str) -> Path:
        return self._folder / f"{identity}.npz"

    def _note(self, identity: str, arrays: Arrays) -> None:
        if sum(array.nbytes for array in arrays.values()) <= MOST_BYTES_IN_MEMORY:
            with self._lock:
                self._recent[identity] = arrays

    def _keep_within_bounds(self, *, newest: str) -> None:
        kept = []
        for path in self._folder.glob("*.npz"):
            with contextlib.suppress(OSError):  # removed meanwhile
                about = path.stat()
                kept.append((about.st_mtime, about.st_size, path))
        total = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if total <= self._most_bytes:
                break
            if path != self._path(newest):
                with contextlib.suppress(OSError):
                    path.unlink()
                    total -= size


def read_only(arrays: Arrays) -> Arrays:
    """Return a mapping that cannot be changed, of the same arrays, which cannot be written into any more."""
    for array in arrays.values():
        array.flags.writeable = False
    return MappingProxyType(dict(arrays))
