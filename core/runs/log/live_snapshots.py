"""What runs look like at this moment: the trainers leave it in their folders, pages that show them ask for it."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import numpy as np

from core.lru import Lru
from core.training.record import live_snapshot
from core.training.record.live_snapshot import LiveSnapshot

KEPT_SNAPSHOTS = 32
KEPT_DRAWINGS = 256


class LiveSnapshots:
    """The newest snapshot of each run; shared by all sessions, so a file is read once however many look at it."""

    def __init__(self, runs_folder: Path) -> None:
        self._runs_folder = runs_folder
        self._lock = threading.Lock()
        self._known: Lru[str, tuple[tuple[int, int], LiveSnapshot]] = Lru(KEPT_SNAPSHOTS)
        self._shown: Lru[str, str] = Lru(KEPT_DRAWINGS)  # digest of the drawing that each run was given last

    def of(self, run: str) -> LiveSnapshot | None:
        """Return what the trainer saw last; None where it left nothing, or nothing that can be read.

        Its arrays are read-only. `run` is the id of a run that the store knows.
        """
        folder = self._runs_folder / run
        try:
            status = (folder / live_snapshot.SNAPSHOT_NAME).stat()
        except OSError:
            return None
        version = (status.st_mtime_ns, status.st_size)
        with self._lock:
            known = self._known.get(run)
        if known is not None and known[0] == version:
            return known[1]
        snapshot = live_snapshot.read_snapshot(folder)
        if snapshot is None:  # replaced while it was read: the one before is as good for a moment
            return None if known is None else known[1]
        for array in (snapshot.indices, snapshot.labels, snapshot.probabilities, snapshot.kernels, snapshot.drawing):
            if array is not None:
                array.setflags(write=False)
        with self._lock:
            self._known[run] = version, snapshot
        return snapshot

    def show_drawing(self, run: str, pixels: np.ndarray) -> bool:
        """Give a run that trains a drawing to read, (28, 28) uint8 with ink bright; the same again is not written.

        Returns whether it was given: not before the trainer has made the run's folder, nor where it cannot be written.
        """
        digest = hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()
        with self._lock:
            if self._shown.get(run) == digest:
                return True
            if not (self._runs_folder / run).is_dir():  # or a run that was deleted would have one again
                return False
            try:
                live_snapshot.write_drawing(self._runs_folder / run, pixels)
            except OSError:
                return False
            self._shown[run] = digest
        return True
