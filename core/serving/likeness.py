"""How like the training images a picture is, asked of the engine in pieces: each is well under a tenth of a second.

The server process could compute this too, since no TensorFlow is needed. But half a second of it would hold every
visitor's page, and reading all training images would leave 45 MiB in it. The engine is asked in the background, for
each visitor in turn: a page that waits for its answer would hold up the pen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from core.data.dataset import Dataset
from core.inference.likeness.measures import Measured, join_measured
from core.inference.likeness.nearest import Nearest, join_nearest
from core.serving.in_turn import InTurn
from core.serving.inference_client import InferenceClient
from core.serving.kept_pieces import Kept, OnProgress, joining

IMAGES_PER_PIECE = 5_000
NEIGHBOURS_PER_PIECE = 15_000  # a page waits for these: 15 ms each, and on a busy machine the way there is as long
KEPT_MEASURES = 2  # data sets: 1.5 MB each
KEPT_NEAREST = 256  # pictures: 105 bytes each, and of ten 190
_ROOM = "core.inference.likeness"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Likeness:
    """What is known by now of how like the training images a picture is.

    Attributes:
        done: of the pieces, how many.
        pieces: that there are.
        measured: all training images' measures; None until all pieces are done.
        nearest: those that are nearest to the picture; None until all pieces are done.
    """

    done: int
    pieces: int
    measured: Measured | None = None
    nearest: Nearest | None = None


class LikenessClient:
    """Asks the engine about training images, and keeps the answers for all visitors, by the data set's digest."""

    def __init__(self, inference: InferenceClient) -> None:
        self._ask = inference.call
        self._measures, self._nearest, self._neighbours = Kept(KEPT_MEASURES), Kept(KEPT_NEAREST), Kept(KEPT_NEAREST)
        self._asking = InTurn(name="likeness")

    def of(self, dataset: Dataset, image: np.ndarray, *, asker: str) -> Likeness:
        """Return what is known by now, and have the rest asked for in the background. Ask again.

        Args:
            dataset: whose training images.
            image: (28, 28) uint8, ink bright.
            asker: who asks: another picture takes the place of the one that it asked for before.

        Raises:
            LabError: the engine does not answer this asker; told once, the next call asks anew.
        """
        key = (dataset.digest, image.tobytes())
        found = self._known(dataset, key)
        if found.measured is not None:
            self._asking.drop(asker)
        else:
            self._asking.want(asker, key, lambda: self._do_piece(dataset, image, key))
        return found

    def neighbours(
        self,
        dataset: Dataset,
        image: np.ndarray,
        *,
        kept: int,
        without: int | None = None,
        on_progress: OnProgress = lambda _done, _of: None,
    ) -> Nearest:
        """Return the nearest training images, and wait for them: for a page that has nothing else to show below.

        Args:
            dataset: whose training images.
            image: (28, 28) uint8, ink bright.
            kept: how many of them.
            without: index of the training image that it is itself, which is not its own neighbour.
            on_progress: is told how many pieces are done, and of how many.

        Raises:
            LabError: the engine does not answer.
        """
        target, folder = f"{_ROOM}.nearest:nearest_stored", str(dataset.folder)
        compare = partial(self._ask, target, folder, image)
        return self._neighbours.folded(
            (dataset.digest, image.tobytes(), kept, without),
            _pieces(dataset.train_count, NEIGHBOURS_PER_PIECE),
            joining(lambda piece: compare(*piece, kept=kept, without=without), partial(join_nearest, kept=kept)),
            on_progress,
        )

    def _known(self, dataset: Dataset, key: tuple[str, bytes]) -> Likeness:
        each = len(_pieces(dataset.train_count))
        measured_pieces, measured = self._measures.so_far(dataset.digest)
        near_pieces, near = self._nearest.so_far(key)
        done = measured_pieces + near_pieces
        if done < 2 * each:
            return Likeness(done=done, pieces=2 * each)
        return Likeness(done=done, pieces=2 * each, measured=measured, nearest=near)

    def _do_piece(self, dataset: Dataset, image: np.ndarray, key: tuple[str, bytes]) -> bool:
        """Ask about the training images that come next; return whether there are more."""
        folder, pieces = str(dataset.folder), _pieces(dataset.train_count)
        measured, _ = self._measures.so_far(dataset.digest)
        if measured < len(pieces):
            measure = partial(self._ask, f"{_ROOM}.measures:measure_stored", folder)
            self._measures.folded(
                dataset.digest,
                pieces[: measured + 1],
                joining(lambda piece: measure(*piece), join_measured),
                _tell_nobody,
            )
            return True
        near, _ = self._nearest.so_far(key)
        if near < len(pieces):
            compare = partial(self._ask, f"{_ROOM}.nearest:nearest_stored", folder, image)
            self._nearest.folded(
                key, pieces[: near + 1], joining(lambda piece: compare(*piece), join_nearest), _tell_nobody
            )
        return near + 1 < len(pieces)


def _tell_nobody(_done: int, _of: int) -> None:
    """Tell nobody how far it is: whoever asks again sees that."""


def _pieces(images: int, at_once: int | None = None) -> list[tuple[int, int]]:
    """Return the first image and the number of images of each piece, IMAGES_PER_PIECE or as many as are given."""
    size = at_once or IMAGES_PER_PIECE
    return [(first, min(size, images - first)) for first in range(0, images, size)]
