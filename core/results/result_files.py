"""Results that took long, kept: a file of plain arrays for each, and the last that were looked at in memory too.

A file begins with the SHA-256 of what follows: one that is damaged, wherever, counts as one that is not there. Where
all together take too much room, those go that were looked at longest ago.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from core.files import replace_file
from core.lru import Lru

MOST_BYTES = 200 * 10**6  # of all files
MOST_IN_MEMORY = 8  # results
MOST_BYTES_IN_MEMORY = 8 * 10**6  # of one result: a larger one is read from disk each time
_DIGEST_BYTES = 32

Arrays = Mapping[str, np.ndarray]


class ResultFiles:
    """Results by the identities of what was asked. Any thread may call."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES, suffix: str = ".result") -> None:
        """Keep files in a folder, which is made where there is none.

        Args:
            folder: of these results alone.
            most_bytes: of all of them together; the newest is kept whatever its size.
            suffix: of their names: such a file is the SHA-256 of the rest, and an .npz.
        """
        self._folder = folder
        self._suffix = suffix
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._recent: Lru[str, Arrays] = Lru(MOST_IN_MEMORY)
        for half_written in folder.glob("*.part"):  # by a server that was killed
            with contextlib.suppress(OSError):
                half_written.unlink()

    def read(self, identity: str) -> Arrays | None:
        """Return a result's arrays, read-only; None where there are none, or the file is damaged."""
        path = self._path(identity)
        with self._lock:
            arrays = self._recent.get(identity)
        if arrays is None:
            if not path.is_file():
                return None
            arrays = _read_whole(path)
            if arrays is None:
                return None
            self._note(identity, arrays)
        with contextlib.suppress(OSError):
            os.utime(path)
        return arrays

    def write(self, identity: str, arrays: Arrays) -> None:
        """Keep a result's arrays.

        Raises:
            OSError: they cannot be written; nothing is left behind.
            ValueError: one holds Python objects.
        """
        data = io.BytesIO()
        np.savez(data, allow_pickle=False, **arrays)
        self._folder.mkdir(parents=True, exist_ok=True)
        content = data.getvalue()
        replace_file(self._path(identity), hashlib.sha256(content).digest() + content)
        self._note(identity, read_only(arrays))
        self._keep_within_bounds(newest=identity)

    def _path(self, identity: str) -> Path:
        return self._folder / f"{identity}{self._suffix}"

    def _note(self, identity: str, arrays: Arrays) -> None:
        if sum(array.nbytes for array in arrays.values()) <= MOST_BYTES_IN_MEMORY:
            with self._lock:
                self._recent[identity] = arrays

    def _keep_within_bounds(self, *, newest: str) -> None:
        kept = []
        for path in self._folder.glob(f"*{self._suffix}"):
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


def _read_whole(path: Path) -> Arrays | None:
    """Return a file's arrays; None where it cannot be read, or is not what was written."""
    try:
        stored = path.read_bytes()
        content = stored[_DIGEST_BYTES:]
        if hashlib.sha256(content).digest() != stored[:_DIGEST_BYTES]:
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            return read_only({name: file[name] for name in file.files})
    except (OSError, MemoryError):
        return None


def read_only(arrays: Arrays) -> Arrays:
    """Return a mapping that cannot be changed, of the same arrays, which cannot be written into any more."""
    for array in arrays.values():
        array.flags.writeable = False
    return MappingProxyType(dict(arrays))
