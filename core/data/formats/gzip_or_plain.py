"""A file's bytes, unpacked while they are read where it is gzipped: seen from its content, not from its name."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.data.formats.stored_array import Readable, damaged, reading

_GZIP_MAGIC = b"\x1f\x8b"


@contextmanager
def open_gzip_or_plain(path: Path) -> Iterator[tuple[Readable, int | None]]:
    """Give the file's bytes, unpacked, and their number where that is known without unpacking.

    Raises:
        DataError: the file is empty; or, while it is read, damaged.
    """
    with reading(path.name), path.open("rb") as file:
        length = os.fstat(file.fileno()).st_size
        if length == 0:  # the gzip module reads nothing at all as a valid file without content
            raise damaged(path.name, "empty")
        if file.read(2) != _GZIP_MAGIC:
            file.seek(0)
            yield file, length
            return
        file.seek(0)
        with gzip.GzipFile(fileobj=file) as content:
            yield content, None
