"""What the images of each label have in common, asked of the engine in pieces: each is a few hundredths of a second.

The server process could add images up, too. But reading them all would leave 45 MiB in it for good.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from core.data.dataset import Dataset
from core.data.gallery import SPLITS, SplitName, split_bounds
from core.inference.classes.extremes import Extremes, join_extremes
from core.inference.classes.sums import ClassSums, join_sums
from core.inference.classes.told_apart import ToldApart, join_told_apart
from core.serving.in_turn import InTurn
from core.serving.inference_client import InferenceClient
from core.serving.kept_pieces import Kept, joining

IMAGES_PER_PIECE = 5_000
KEPT_RESULTS = 21  # seven of each of three data sets: 260 KB of each split's sums, else a few KB
_ROOM = "core.inference.classes"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassPictures:
    """What is known by now.

    Attributes:
        done: of the pieces, how many.
        pieces: that there are.
        sums: of each split that is counted.
        extremes: of the split that was asked about; None until they are found.
        told_apart: test images by the means of all training images, those that validate too; None until counted.
    """

    done: int
    pieces: int
    sums: Mapping[SplitName, ClassSums] = field(default_factory=dict)
    extremes: Extremes | None = None
    told_apart: ToldApart | None = None

    @property
    def training(self) -> ClassSums | None:
        """Return the sums of all training images, those that validate too; None until they are counted."""
        if "train" not in self.sums or "validation" not in self.sums:
            return None
        return join_sums(self.sums["train"], self.sums["validation"])


@dataclass(frozen=True, slots=True)
class _Task:
    """A question in pieces; what it asks of one may depend on what came of the tasks before it."""

    key: Hashable
    pieces: list[tuple[int, int]]  # the first image and the number of images
    ask: Callable[[], Callable[[tuple[int, int]], Any]]
    join: Callable[[Any, Any], Any]


class ClassPicturesClient:
    """Asks the engine about the images of each label, and keeps the answers for all, by the data set's digest."""

    def __init__(self, inference: InferenceClient) -> None:
        self._ask = inference.call
        self._kept = Kept(KEPT_RESULTS)
        self._asking = InTurn(name="class pictures")

    def of(self, dataset: Dataset, split: SplitName, *, asker: str) -> ClassPictures:
        """Return what is known by now, and have the rest asked for in the background. Ask again.

        Args:
            dataset: whose images.
            split: which is counted first, and whose extremes are looked for.
            asker: who asks: another split takes the place of the one that it asked for before.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call asks anew.
        """
        tasks = self._tasks(dataset, split)
        found = self._known(dataset, split, tasks)
        if found.done == found.pieces:
            self._asking.drop(asker)
        else:
            self._asking.want(asker, (dataset.digest, split), lambda: self._do_piece(tasks))
        return found

    def _known(self, dataset: Dataset, split: SplitName, tasks: list[_Task]) -> ClassPictures:
        digest, ends = dataset.digest, {task.key: len(task.pieces) for task in tasks}
        sums: dict[SplitName, ClassSums] = {}
        for of in SPLITS:
            added = self._kept.known(("sums", digest, of), ends["sums", digest, of])
            if added is not None:
                sums[of] = added
        return ClassPictures(
            done=sum(self._kept.so_far(task.key)[0] for task in tasks),
            pieces=sum(ends.values()),
            sums=sums,
            extremes=self._kept.known(("extremes", digest, split), ends["extremes", digest, split]),
            told_apart=self._kept.known(("apart", digest), ends["apart", digest]),
        )

    def _tasks(self, dataset: Dataset, split: SplitName) -> list[_Task]:
        """Return the questions, in the order in which a person waits for their answers."""
        folder, digest = str(dataset.folder), dataset.digest
        pieces = {of: _pieces(*split_bounds(dataset, of)) for of in SPLITS}

        def adds(of: SplitName) -> _Task:
            ask = partial(self._ask, f"{_ROOM}.sums:sum_stored", folder, _collection(of))
            return _Task(("sums", digest, of), pieces[of], lambda: lambda piece: ask(*piece), join_sums)

        def ranks() -> Callable[[tuple[int, int]], Any]:
            means = self._sums(digest, split).means()
            ask = partial(self._ask, f"{_ROOM}.extremes:extremes_stored", folder, _collection(split), means)
            return lambda piece: ask(*piece)

        def compares() -> Callable[[tuple[int, int]], Any]:
            training = join_sums(self._sums(digest, "train"), self._sums(digest, "validation"))
            known: np.ndarray = training.counts > 0
            ask = partial(self._ask, f"{_ROOM}.told_apart:told_apart_stored", folder, training.means(), known)
            return lambda piece: ask(*piece)

        return [
            adds(split),
            *(adds(of) for of in SPLITS if of != split),
            _Task(("apart", digest), pieces["test"], compares, join_told_apart),
            _Task(("extremes", digest, split), pieces[split], ranks, join_extremes),
        ]

    def _sums(self, digest: str, split: SplitName) -> ClassSums:
        return self._kept.so_far(("sums", digest, split))[1]

    def _do_piece(self, tasks: list[_Task]) -> bool:
        """Ask about the images that come next; return whether there are more."""
        for task in tasks:
            done, _ = self._kept.so_far(task.key)
            if done < len(task.pieces):
                self._kept.folded(task.key, task.pieces[: done + 1], joining(task.ask(), task.join), _tell_nobody)
                return done + 1 < len(task.pieces) or task is not tasks[-1]
        return False


def _tell_nobody(_done: int, _of: int) -> None:
    """Tell nobody how far it is: whoever asks again sees that."""


def _collection(split: SplitName) -> str:
    return "test" if split == "test" else "train"


def _pieces(first: int, end: int) -> list[tuple[int, int]]:
    """Return the first image and the number of images of each piece."""
    return [(start, min(IMAGES_PER_PIECE, end - start)) for start in range(first, end, IMAGES_PER_PIECE)]
