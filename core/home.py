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
from core.messages import home as messages

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
            messages.nobodys_folder(setting=setting, user=text.split("/")[0]),
            field=None,
        )
    unknown = re.search(r"\$(\w+|\{\w+\})", text)
    if unknown and not os.path.lexists(text):
        raise ConfigError(
            messages.unknown_variable(setting=setting, variable=unknown[0]),
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
        raise HomeError(messages.no_home_folder()) from error


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
        raise HomeError(messages.used_by_another_server()) from error
    except OSError as error:
        if error.errno in _NO_LOCKS:
            raise HomeError(messages.without_locks()) from error
        raise HomeError(messages.not_writable()) from error
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        tempfile.tempdir = str(home.absolute())
    return lock


def _try_record_locks(home: Path) -> None:
    """Raise OSError where SQLite's kind of lock does not work: SQLite itself would wait and try again for long."""
    if fcntl is not None:
        with tempfile.TemporaryFile(dir=home) as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
