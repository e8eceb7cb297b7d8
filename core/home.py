"""The folder that holds runs and data: where it is, and that only one server uses it."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from pathlib import Path

import filelock
import platformdirs

from core.errors import ConfigError, HomeError

try:
    import fcntl
except ImportError:  # Windows, whose locks are others
    fcntl = None

_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, getattr(errno, "ENOTSUP", errno.EOPNOTSUPP)}


def named_path(setting: str) -> Path | None:
    """Return the path that an environment variable names, or None; `~` and `$NAME` mean what they do in a shell.

    Not every program that sets variables fills them in: service files and container settings do not.

    Raises:
        ConfigError: there is no such user or variable.
    """
    text = os.path.expandvars(os.path.expanduser(os.environ.get(setting, "")))
    if text.startswith("~"):
        raise ConfigError(
            f"{setting} begins with {text.split('/')[0]!r}, which is nobody's home folder here. Write the whole path.",
            field=None,
        )
    unknown = re.search(r"\$(\w+|\{\w+\})", text)
    if unknown and not os.path.lexists(text):
        raise ConfigError(
            f"{setting} holds {unknown[0]}, and no variable of that name is set. Set it, or write the whole path.",
            field=None,
        )
    return Path(text) if text else None


def home_folder() -> Path:
    """Return the folder for runs and data that DIGITLAB_HOME names, or the platform's; it need not exist.

    Raises:
        ConfigError: the name cannot be understood.
        HomeError: none is named, and this user has no home folder.
    """
    try:
        return named_path("DIGITLAB_HOME") or platformdirs.user_data_path("digit-lab", appauthor=False)
    except RuntimeError as error:
        raise HomeError(
            "This user has no home folder, where runs and data could be kept. Name a folder with DIGITLAB_HOME."
        ) from error


def claim(home: Path) -> filelock.BaseFileLock:
    """Take the home for this process until it ends, however it ends; the lock can be released before.

    Where there is no folder for temporary files, the home holds them: a container may have no other that it can write.

    Raises:
        HomeError: it cannot be written, has no locks, or another server uses it.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        _try_record_locks(home)
        lock = filelock.FileLock(home / "server.lock", thread_local=False, fallback_to_soft=False)
        lock.acquire(timeout=0)
    except filelock.Timeout as error:
        raise HomeError(
            "Another Digit Lab is using this folder for runs and data. Use that one, or start this one with "
            "another DIGITLAB_HOME."
        ) from error
    except OSError as error:
        if error.errno in _NO_LOCKS:
            raise HomeError(
                "The folder for runs and data lies on a file system without the locks that the log of runs needs, as "
                "some network folders do. Choose a folder on this computer with DIGITLAB_HOME."
            ) from error
        raise HomeError(
            "The folder for runs and data cannot be written. Choose another one with DIGITLAB_HOME."
        ) from error
    _keep_temporary_files(home)
    return lock


def _keep_temporary_files(home: Path) -> None:
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        tempfile.tempdir = str(home.absolute())


def _try_record_locks(home: Path) -> None:
    """Raise OSError where SQLite's kind of lock does not work: SQLite itself would wait and try again for long."""
    if fcntl is not None:
        with tempfile.TemporaryFile(dir=home) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
