"""Mending the data set in use, for everybody on this server: a child makes another copy, which takes its place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from core.data.dataset import Dataset, open_kept
from core.data.examination.known_sets import KnownSet
from core.data.examination.mends import Mend
from core.engine.background import Background
from core.engine.engine import Engine
from core.errors import DataError, LabError
from core.messages.data import provider as messages
from core.messages.message import Message

MENDING_SECONDS = 300.0


class DatasetMending:
    """What is done to a person's data set because a person asked for it; one thing at a time."""

    def __init__(
        self,
        *,
        home: Path,
        location: Path | None,
        child: Callable[[], AbstractContextManager[Engine]],
        use: Callable[[Dataset], None],
        known_sets: Sequence[KnownSet],
    ) -> None:
        """Do nothing yet.

        Args:
            home: Digit Lab's own folder, which holds the copies.
            location: the person's file or folder; nothing is written there, and without one nothing is mended.
            child: gives a child for as long as it works.
            use: takes the data set that is to be used from now on.
            known_sets: what a mended copy is compared with.
        """
        self._home = home.absolute()
        self._location = location
        self._child = child
        self._use = use
        self._known_sets = known_sets
        self._changing = threading.Lock()
        self._work: Background[None] | None = None
        self._reason: Message | None = None

    @property
    def is_at_work(self) -> bool:
        """Whether a copy is being mended now."""
        return self._work is not None and not self._work.is_done

    @property
    def reason(self) -> Message | None:
        """Why the last one came to nothing; None where it did not."""
        return self._reason

    def begin(self, mend: Mend | None, *, of: str) -> None:
        """Begin to mend a person's own data set, unless something else is at work.

        Args:
            mend: what is done; None for the way back, to what the files hold.
            of: the digest of the data set that was looked at; where another one is kept by now, nothing changes.
        """
        location = self._location
        with self._changing:
            if location is not None and not self.is_at_work:
                self._reason = None
                self._work = Background(lambda: self._mend(location.absolute(), mend, of), name="mending")

    def _mend(self, location: Path, mend: Mend | None, of: str) -> None:
        try:
            where = (str(self._home), str(location))
            known = tuple(self._known_sets)
            with self._child() as engine:
                if mend is None:
                    engine.call("core.data.keeping:unmend_dataset", *where, known, timeout_seconds=MENDING_SECONDS)
                else:
                    engine.call(
                        "core.data.keeping:mend_dataset", *where, of, mend, known, timeout_seconds=MENDING_SECONDS
                    )
            kept = open_kept(self._home, location)
            if kept is None:
                raise DataError(messages.changed_while_read())
            self._use(kept)
        except LabError as error:
            self._reason = error.message
