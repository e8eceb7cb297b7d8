"""Files that are on the disk once written, and appear whole or not at all: also after a power cut."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import IO


def sync(file: IO) -> None:
    """Wait until what was written into a file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Let what was made or renamed in a folder survive a power cut."""
    if os.name == "posix":  # Windows cannot open a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_synced(path: Path, data: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(data)
        sync(file)


def replace_synced(temporary: Path, path: Path) -> None:
    """Give a written file its name, in the place of whatever has it, and wait until that is on the disk too."""
    temporary.replace(path)
    sync_folder(path.parent)


def replace_file(path: Path, data: bytes, *, synced: bool = True) -> None:
    """Write a file that holds either all of the new bytes or, where that fails, what it held before.

    Only one writer may do so at a time: what one that was killed left is written over.

    Args:
        path: of the file; its folder must be there.
        data: what it will hold.
        synced: whether to wait until it is on the disk.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    temporary = path.with_name(f"{path.name}.part")
    try:
        if synced:
            write_synced(temporary, data)
            replace_synced(temporary, path)
        else:
            temporary.write_bytes(data)
            temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
