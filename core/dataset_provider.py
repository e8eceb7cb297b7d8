"""The data set on its way: found on this machine, or downloaded in a child while pages tell how far it is.

Work goes on in one thread, however many ask, and in a child where there is something to download or unpack. A data set
in use is replaced by a better one, never taken away.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.data.bundled_digits import RawImages
from core.data.dataset import DATA_FOLDER, Dataset, load_dataset, open_kept
from core.data.download.fetch import BytesArrived, FilesArrived
from core.data.download.http import Patience
from core.data.download.mirrors import MNIST_DIGEST, Mirror
from core.engine.background import Background
from core.engine.engine import Engine
from core.errors import DataError, DownloadError, HomeError, LabError

PATIENCE_SECONDS = 10.0  # of a page without digits: then the fall-back is shown while the download goes on
QUIET_SECONDS = 12.0  # without a byte, whatever the child is waiting for; the fall-back must be there within 20
PATIENCE = Patience()

Stage = Literal["preparing", "downloading", "arrived", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the data set's arrival is."""

    stage: Stage
    done_bytes: int = 0
    total_bytes: int = 0  # of a download
    reason: str = ""  # why what was wanted did not arrive; empty where downloading is switched off


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
        patience: Patience = PATIENCE,
    ) -> None:
        """Begin.

        Args:
            home: Digit Lab's own folder; the copy is kept there.
            location: a person's own MNIST, or None.
            mirrors: where to download from where there is no `location` and no copy; none switches it off.
            make_engine: gives a child that was not started yet; it is closed after its work.
            digest: of the data set that the mirrors offer.
            patience: with each mirror.
        """
        self._home = home
        self._location = location
        self._mirrors = mirrors
        self._make_engine = make_engine
        self._digest = digest
        self._patience = patience
        self._changing = threading.Lock()
        self._engines: set[Engine] = set()
        self._is_closed = False
        self._told = threading.Event()
        self._in_use: Dataset | None = None
        self._progress = Progress(stage="preparing")
        self._work = Background(self._arrive, name="dataset")

    @property
    def progress(self) -> Progress:
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

    def wait_for_news(self) -> Progress:
        """Return how far it is, as soon as it is either there or known that it takes longer."""
        self._told.wait()
        return self._progress

    def try_again(self) -> None:
        """Begin anew where the last attempt failed; what is in use stays until there is something better."""
        with self._changing:
            if self._progress.stage != "failed" or not self._work.is_done or self._is_closed:
                return
            self._progress = Progress(stage="preparing")
            self._told.clear()
            self._work = Background(self._arrive, name="dataset")

    def close(self) -> None:
        """End the child where one works; what was asked for does not arrive any more."""
        with self._changing:
            self._is_closed = True
            engines = list(self._engines)
        for engine in engines:
            engine.close()

    def _arrive(self) -> Dataset:
        try:
            found, reason = self._find()
            self._in_use = found
            failed = found.is_fallback and self._location is None
            self._progress = Progress(stage="failed" if failed else "arrived", reason=reason)
            return found
        except LabError as error:
            self._progress = Progress(stage="failed", reason=str(error))
            raise
        finally:
            self._told.set()

    def _find(self) -> tuple[Dataset, str]:
        """Return the data set, and why it is not MNIST where it is not."""
        if self._location is not None:
            return load_dataset(self._home, self._location, make_fallback=self._make_fallback), ""
        reason = ""
        kept = open_kept(self._home, self._digest)
        if kept is None and self._mirrors:
            try:
                self._download()
                kept = open_kept(self._home, self._digest)
            except LabError as error:
                reason = str(error)
        if kept is not None:
            return kept, ""
        try:
            return load_dataset(self._home, None, make_fallback=self._make_fallback), reason
        except LabError as error:
            if not reason:
                raise
            raise DataError(f"MNIST could not be downloaded. {reason} {error}") from error

    def _download(self) -> None:
        self._progress = Progress(stage="downloading", total_bytes=self._mirrors[0].size_bytes)
        self._told.set()
        data = str(self._home.absolute() / DATA_FOLDER)
        with self._child() as engine:
            stream = engine.stream(
                "core.data.download.fetch:download", data, self._digest, self._mirrors, self._patience
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
                        self._progress = Progress(stage="downloading", done_bytes=done_bytes, total_bytes=total_bytes)
                    case FilesArrived():
                        last_news = float("inf")  # what follows needs no network
                if time.monotonic() - last_news > QUIET_SECONDS:
                    raise DownloadError("The network does not answer.")

    def _make_fallback(self) -> RawImages:
        with self._child() as engine:
            return engine.call("core.data.bundled_digits:make_digits")

    @contextmanager
    def _child(self) -> Iterator[Engine]:
        with self._changing:
            if self._is_closed:
                raise HomeError("The server is stopping.")
            engine = self._make_engine()
            self._engines.add(engine)
        try:
            yield engine
        finally:
            with self._changing:
                self._engines.discard(engine)
            engine.close()
