"""Mending the data set in use, for everybody on this server: a child makes another copy, which takes its place."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from core.data.dataset import Dataset
from core.data.examination.mends import Mend
from core.engine.background import Background
from core.errors import LabError
from core.messages.message import Message
from core.own_datasets import OwnDatasets


class DatasetMending:
    """What is done to a person's data set because a person asked for it; one thing at a time."""

    def __init__(
        self, own: OwnDatasets, *, location: Callable[[], Path | None], use: Callable[[Dataset, Path], None]
    ) -> None:
        """Do nothing yet.

        Args:
            own: reads and mends.
            location: gives the file or folder of the data set in use; None where that is nobody's own.
            use: takes the data set that is to be used from now on, and whose location it was made for.
        """
        self._own = own
        self._location = location
        self._use = use
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
        location = self._location()
        with self._changing:
            if location is not None and not self.is_at_work:
                self._reason = None
                self._work = Background(lambda: self._mend(location, mend, of), name="mending")

    def _mend(self, location: Path, mend: Mend | None, of: str) -> None:
        try:
            self._use(self._own.mended(location, mend, of=of), location)
        except LabError as error:
            self._reason = error.message
