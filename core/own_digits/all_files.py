"""The files of all owners together: how much room they take, and which lapse when there is no more.

A browser that keeps no cookie is another owner at each visit, whose file nobody can reach afterwards. So when the room
is used up, files that were not used for a long time are deleted, the longest unused first; none before that.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Container
from pathlib import Path

from core.own_digits.owner_file import size_of

MOST_BYTES_OF_ALL = 2_000_000_000
UNUSED_SECONDS = 90 * 24 * 3600  # neither read anew nor written: then a file may lapse
SUFFIX, ASIDE = ".jsonl", ".damaged"


class AllFiles:
    """Counts the bytes of the owners' files in a folder; not for more than one thread at once."""

    def __init__(self, folder: Path) -> None:
        """Take a folder, which need not exist and is not looked at yet."""
        self._folder = folder
        self._byte_count: int | None = None  # None: not counted yet

    def note(self, more: int) -> None:
        """Note that the files have grown by so many bytes, or shrunk."""
        if self._byte_count is not None:
            self._byte_count += more

    def has_room(self, more: int, *, in_use: Container[str]) -> bool:
        """Return whether files may grow by so many bytes; lets unused ones lapse where they else may not.

        Args:
            more: bytes; where it is none, there is always room.
            in_use: owners whose files do not lapse.

        Raises:
            OSError: the folder cannot be read, or a file not be deleted.
        """
        if more > 0 and self._bytes() + more > MOST_BYTES_OF_ALL:
            self._let_lapse(more, in_use)
        return more <= 0 or self._bytes() + more <= MOST_BYTES_OF_ALL

    def _let_lapse(self, more: int, in_use: Container[str]) -> None:
        until = time.time() - UNUSED_SECONDS
        found = sorted((path.stat().st_mtime, path) for path in self._folder.glob(f"*{SUFFIX}"))
        for used, path in found:
            if used >= until or self._bytes() + more <= MOST_BYTES_OF_ALL:
                return
            if path.stem not in in_use:
                length = size_of(path)
                path.unlink()
                path.with_suffix(ASIDE).unlink(missing_ok=True)
                self.note(-length)

    def _bytes(self) -> int:
        if self._byte_count is None:
            self._byte_count = sum(map(size_of, self._folder.glob(f"*{SUFFIX}")))
        return self._byte_count


def note_use(path: Path) -> None:
    """Note on the disk that a file is used, where it is there and its time can be set."""
    with contextlib.suppress(OSError):
        os.utime(path)
