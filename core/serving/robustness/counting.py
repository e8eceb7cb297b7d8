"""Counts over test images that take long: asked of the engine in pieces in the background, kept in memory and on disk.

Nobody waits here: what is known by now is returned, and the rest is asked for, for each visitor in turn.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from core.lru import Lru
from core.results.result_files import ResultFiles
from core.serving.in_turn import InTurn
from core.serving.kept_pieces import Kept, joining

KEPT = 256  # counts of a network, in memory; below 1 KB each
_ARRAY = "counts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """Something to count: everything that the counts depend on, and how they come about."""

    key: tuple[Hashable, ...]  # tells it from anything else, within one server
    about: tuple[Any, ...]  # the same in plain values of JSON, which are the same in every server
    pieces: Sequence[Any]
    ask: Callable[[Any], np.ndarray]  # counts of one piece, int64; those of all are added up

    @property
    def identity(self) -> str:
        """The name of its file."""
        return hashlib.sha256(json.dumps(self.about, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """How far it is."""

    done: int  # pieces
    counts: np.ndarray | None  # of these, added up; None before the first
    seconds_left: float | None  # at the pace so far, while nobody else asks; None before there is one


class BackgroundCounts:
    """Counts, and keeps what was counted; shared by all visitors."""

    def __init__(self, files: ResultFiles, *, name: str) -> None:
        """Begin with what the files hold; `name` is the thread's."""
        self._files = files
        self._kept = Kept(KEPT)
        self._asking = InTurn(name=name)
        self._lock = threading.Lock()
        self._paces: Lru[Hashable, float] = Lru(KEPT)  # seconds a piece

    def so_far(self, counting: Counting) -> Counted:
        """Return what is known by now; asks nothing."""
        done, counts = self._kept.so_far(counting.key)
        if not done and (stored := self._stored(counting)) is not None:
            done, counts = len(counting.pieces), stored
        with self._lock:
            pace = self._paces.get(counting.key)
        return Counted(
            done=done, counts=counts, seconds_left=None if pace is None else pace * (len(counting.pieces) - done)
        )

    def want(self, countings: Sequence[Counting], *, asker: str) -> None:
        """Have the rest of some counts counted, the first one first, as long as this is called again and again.

        Args:
            countings: what.
            asker: who asks: this takes the place of what it asked for before.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call asks anew.
        """
        left = [counting for counting in countings if self.so_far(counting).done < len(counting.pieces)]
        if left:
            self._asking.want(asker, tuple(counting.key for counting in countings), partial(self._step, left))
        else:
            self._asking.drop(asker)

    def drop(self, asker: str) -> None:
        """End what an asker wants."""
        self._asking.drop(asker)

    def _stored(self, counting: Counting) -> np.ndarray | None:
        arrays = self._files.read(counting.identity)
        return None if arrays is None else arrays.get(_ARRAY)

    def _step(self, left: Sequence[Counting]) -> bool:
        """Count the piece that comes next; return whether there are more."""
        for counting in left:
            if self._kept.so_far(counting.key)[0] < len(counting.pieces):
                self._do_piece(counting)
                break
        return any(self._kept.so_far(counting.key)[0] < len(counting.pieces) for counting in left)

    def _do_piece(self, counting: Counting) -> None:
        done, _ = self._kept.so_far(counting.key)
        began = time.monotonic()
        step = joining(counting.ask, np.add)
        counts = self._kept.folded(counting.key, counting.pieces[: done + 1], step, lambda _done, _of: None)
        took = time.monotonic() - began
        if done:  # the first one loads the network
            with self._lock:
                self._paces[counting.key] = 0.9 * self._paces.get(counting.key, took) + 0.1 * took
        if done + 1 == len(counting.pieces):
            with contextlib.suppress(OSError):  # no room: it is in memory, and counted again after a restart
                self._files.write(counting.identity, {_ARRAY: counts})
