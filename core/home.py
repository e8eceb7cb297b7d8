"""The folder that holds runs and data: where it is, and that only one server uses it."""

from __future__ import annotations

import os
from pathlib import Path

import filelock
import platformdirs

from core.errors import HomeError


def home_folder() -> Path:
    """Return the folder for runs and data that the environment names, or the platform's; it need not exist."""
    named = os.environ.get("DIGITLAB_HOME")
    return Path(named) if named else platformdirs.user_data_path("digit-lab", appauthor=False)


def claim(home: Path) -> filelock.BaseFileLock:
    """Take the home for this process until it ends, however it ends; the lock can be released before.

    Raises:
        HomeError: it cannot be written, or another server uses it.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(home / "server.lock", thread_local=False)
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise HomeError(
            "Another Digit Lab is using this folder for runs and data. Use that one, or start this one with "
            "another DIGITLAB_HOME."
        ) from error
    except OSError as error:
        raise HomeError(
            "The folder for runs and data cannot be written. Choose another one with DIGITLAB_HOME."
        ) from error
    return lock
