"""The data set on its way: found on this machine, or downloaded in a child while pages tell how far it is.

Work goes on in one thread, however many ask, and in a child where there is something to download or read. A data set
in use is replaced by a better one, never taken away; only from a copy that a person chose is there a way back.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

from core.data.bundled_digits import DatasetArrays
from core.data.dataset import DATA_FOLDER, Dataset, load_dataset, open_cached
from core.data.download.events import BytesArrived, FilesArrived
from core.data.download.mirrors import MNIST_DIGEST, Mirror, Timeouts
from core.data.examination.known_sets import KNOWN_SETS, KnownSet
from core.data.local_copies import LocalCopies, LocalCopy
from core.data.progress import DatasetProgress
from core.dataset_mending import DatasetMending
from core.engine.background import Background
from core.engine.children import Children
from core.engine.engine import Engine
from core.errors import DataError, DownloadError, LabError
from core.messages.data import provider as messages
from core.messages.message import Message
from core.own_datasets import OwnDatasets

PATIENCE_SECONDS = 10.0  # of a page without digits: then the fall-back is shown while the download goes on
QUIET_SECONDS = 12.0  # without a byte, whatever the child is waiting for; the fall-back must be there within 20
TIMEOUTS = Timeouts()


class DatasetProvider:
    """A data set that is there at once or soon; begins at once, in the background."""

    def __init__(
        self,
        *,
        home: Path,
        location: Path | None,
        mirrors: tuple[Mirror, ...],
        make_engine: Callable[[], Engine],
        digest: str = MNIST_DIGEST,
        timeouts: Timeouts = TIMEOUTS,
        copies: tuple[LocalCopy, ...] = (),
        known_sets: Sequence[KnownSet] = KNOWN_SETS,
    ) -> None:
        """Begin.

        Args:
            home: Digit Lab's own folder; the copy is kept there.
            location: a person's own MNIST, or None.
            mirrors: where to download from where there is no `location` and no copy; none switches it off.
            make_engine: gives a child that was not started yet; it is closed after its work.
            digest: of the data set that the mirrors offer.
            timeouts: with each mirror.
            copies: where others may keep MNIST; offered where there is no `location` and no download.
            known_sets: the data sets that a person's own is compared with.
        """
        self._home = home
        self._location = location
        self._mirrors = mirrors
        self._children = Children(make_engine)
        self._digest = digest
        self._timeouts = timeouts
        self._copies = LocalCopies(home, copies)
        self._own = OwnDatasets(home=home, child=self._children.child, known_sets=known_sets)
        self._changing = threading.Lock()
        self._has_news = threading.Event()
        self._in_use: Dataset | None = None
        self._progress = DatasetProgress(stage="preparing")
        self.mending = DatasetMending(self._own, location=self._own_location, use=self._replace)
        self._work = Background(self._provide, name="dataset")

    @property
    def progress(self) -> DatasetProgress:
        """How far it is now."""
        return self._progress

    @property
    def can_download(self) -> bool:
        """Whether trying again could bring MNIST."""
        return self._location is None and bool(self._mirrors)

    @property
    def is_ready(self) -> bool:
        """True once `dataset` answers at once."""
        return self._in_use is not None or self._work.is_done

    def dataset(self) -> Dataset:
        """Return the best data set that there is, waiting for the first.

        Raises:
            LabError: there is none; the sentence says why.
        """
        in_use = self._in_use
        return self._work.result() if in_use is None else in_use

    def wait_for_news(self) -> DatasetProgress:
        """Return how far it is, as soon as it is either there or known that it takes longer."""
        self._has_news.wait()
        return self._progress

    def try_again(self) -> None:
        """Begin anew where the last attempt failed; what is in use stays until there is something better."""
        with self._changing:
            if self._progress.stage == "failed":
                self._begin(self._provide)

    def use_copy(self, place: str) -> None:
        """Begin to read a copy that is offered, and use it from then on; a bad one is refused, and nothing changes."""
        with self._changing:
            before = self._progress
            for copy in before.offers:
                if copy.place == place:
                    self._begin(lambda copy=copy: self._take(copy, before))

    def leave_copy(self) -> None:
        """Go back from a copy to the digits that need no download, and to what a download may bring."""
        with self._changing:
            if self._progress.copy is not None:
                self._begin(self._go_back)

    def close(self) -> None:
        """End the child where one works; what was asked for does not arrive any more."""
        self._children.close()

    def _begin(self, work: Callable[[], Dataset]) -> None:
        if self._work.is_done and not self._children.is_closed:
            self._progress = DatasetProgress(stage="preparing")
            if self._in_use is None:
                self._has_news.clear()
            self._work = Background(work, name="dataset")

    def _replace(self, dataset: Dataset, location: Path) -> None:
        """Use a mended data set, unless what it was mended for has been left meanwhile."""
        with self._changing:
            if self._own_location() == location:
                self._in_use = dataset

    def _provide(self) -> Dataset:
        try:
            dataset, progress = self._find()
            self._in_use = dataset
            self._progress = progress
            return dataset
        except LabError as error:
            self._progress = DatasetProgress(stage="failed", reason=error.message)
            raise
        finally:
            self._has_news.set()

    def _take(self, copy: LocalCopy, before: DatasetProgress) -> Dataset:
        try:
            dataset = self._own_copy(copy)
        except LabError as error:
            self._progress = replace(before, refused=(copy, error.message))
            return self.dataset()
        self._copies.choose(copy)
        self._in_use = dataset
        self._progress = DatasetProgress(stage="arrived", copy=copy)
        return dataset

    def _go_back(self) -> Dataset:
        self._copies.choose(None)
        with suppress(LabError):
            self._in_use = load_dataset(self._home, None, make_fallback=self._make_fallback)
        return self._provide()

    def _find(self) -> tuple[Dataset, DatasetProgress]:
        """Return the data set, and how that came about."""
        if self._location is not None:
            return self._own.open(self._location), DatasetProgress(stage="arrived")
        refused: tuple[LocalCopy, Message] | None = None
        reason: Message | None = None
        if (copy := self._copies.chosen()) is not None:
            try:
                return self._own_copy(copy), DatasetProgress(stage="arrived", copy=copy)
            except LabError as error:
                refused = copy, error.message
        # A copy of MNIST's digits is kept as MNIST: whoever went back from it gets it by a download alone.
        kept = None if self._copies.are_declined else open_cached(self._home, self._digest)
        if kept is None and self._mirrors:
            try:
                self._download()
                kept = open_cached(self._home, self._digest)
                self._copies.forget()
            except LabError as error:
                reason = error.message
        if kept is not None:
            return kept, DatasetProgress(stage="arrived")
        try:
            small = load_dataset(self._home, None, make_fallback=self._make_fallback)
        except LabError as error:
            if reason is None:
                raise
            raise DataError(messages.nothing_to_show(download=reason, fallback=error.message)) from error
        offers = self._copies.found()
        return small, DatasetProgress(stage="failed", reason=reason, offers=offers, refused=refused)

    def _own_copy(self, copy: LocalCopy) -> Dataset:
        if not copy.is_there:
            raise DataError(messages.copy_is_gone())
        return self._own.open(copy.location)

    def _own_location(self) -> Path | None:
        """Return where the data set in use comes from, where it is a person's own."""
        copy = self._progress.copy
        return self._location if copy is None else copy.location

    def _download(self) -> None:
        self._progress = DatasetProgress(stage="downloading", total_bytes=self._mirrors[0].size_bytes)
        self._has_news.set()
        data = str(self._home.absolute() / DATA_FOLDER)
        with self._child() as engine:
            stream = engine.stream(
                "core.data.download.fetch:download", data, self._digest, self._mirrors, self._timeouts
            )
            began = last_news = time.monotonic()
            is_due = self._in_use is None
            while stream.is_open:
                if is_due and time.monotonic() - began > PATIENCE_SECONDS:
                    is_due = False
                    with suppress(LabError):  # the download may still bring better ones
                        self._in_use = load_dataset(self._home, None, make_fallback=self._make_fallback)
                match stream.receive(0.5):
                    case BytesArrived(done_bytes=done_bytes, total_bytes=total_bytes):
                        if done_bytes != self._progress.done_bytes:
                            last_news = time.monotonic()
                        self._progress = DatasetProgress(
                            stage="downloading", done_bytes=done_bytes, total_bytes=total_bytes
                        )
                    case FilesArrived():
                        last_news = float("inf")  # what follows needs no network
                if time.monotonic() - last_news > QUIET_SECONDS:
                    raise DownloadError(messages.network_silent())

    def _make_fallback(self) -> DatasetArrays:
        with self._child() as engine:
            return engine.call("core.data.bundled_digits:make_digits")

    def _child(self) -> AbstractContextManager[Engine]:
        return self._children.child()
