"""A person's own data sets: read, examined and mended in a child, since files may unpack to much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from core.data.dataset import Dataset, open_kept
from core.data.examination.known_sets import KnownSet
from core.data.examination.mends import Mend
from core.engine.engine import Engine
from core.errors import DataError
from core.messages.data import provider as messages

READING_SECONDS = 300.0
READING_ATTEMPTS = 2  # where the files change while they are read
MENDING_SECONDS = 300.0
_ROOM = "core.data.keeping"


class OwnDatasets:
    """Opens the copies that are kept of a person's files, and has a child make them where there are none."""

    def __init__(
        self, *, home: Path, child: Callable[[], AbstractContextManager[Engine]], known_sets: Sequence[KnownSet]
    ) -> None:
        """Read nothing yet.

        Args:
            home: Digit Lab's own folder, which holds the copies.
            child: gives a child for as long as it works.
            known_sets: what they are compared with.
        """
        self._home = home
        self._child = child
        self._known_sets = tuple(known_sets)

    def open(self, location: Path) -> Dataset:
        """Return the data set at a location, from its kept copy.

        Raises:
            LabError: it cannot be read, or no copy made of it.
        """
        kept = open_kept(self._home, location)
        for _ in range(READING_ATTEMPTS):
            if kept is None or not kept.is_examined:
                self._call("keep_dataset", location, timeout_seconds=READING_SECONDS)
                kept = open_kept(self._home, location)
        return self._there(kept)

    def mended(self, location: Path, mend: Mend | None, *, of: str) -> Dataset:
        """Return the data set at a location after a mend, or (None) as its files hold it; raises as `open`.

        Args:
            location: of the files, which stay as they are.
            mend: what is done.
            of: the digest of the data set that was looked at; where another one is kept by now, or the files hold
                another one, it is not mended but returned as it is.
        """
        if open_kept(self._home, location) is None:  # its files were touched or replaced meanwhile
            self.open(location)
        if mend is None:
            self._call("unmend_dataset", location, timeout_seconds=MENDING_SECONDS)
        else:
            self._call("mend_dataset", location, of, mend, timeout_seconds=MENDING_SECONDS)
        return self.open(location)

    def _call(self, function: str, location: Path, *args: object, timeout_seconds: float) -> None:
        where = (str(self._home.absolute()), str(location.absolute()))
        with self._child() as engine:
            engine.call(f"{_ROOM}:{function}", *where, *args, self._known_sets, timeout_seconds=timeout_seconds)

    def _there(self, kept: Dataset | None) -> Dataset:
        if kept is None:
            raise DataError(messages.changed_while_read())
        return kept
