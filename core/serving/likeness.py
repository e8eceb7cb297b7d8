"""How like the training images a picture is, asked of the engine in pieces: each is well under a tenth of a second.

The server process could compute this too, since no TensorFlow is needed. But half a second of it would hold every
visitor's page, and reading all training images would leave 45 MiB in it.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from core.data.dataset import Dataset
from core.inference.likeness.measures import Measured, join_measured
from core.inference.likeness.nearest import Nearest, join_nearest
from core.serving.inference_client import InferenceClient
from core.serving.kept_pieces import Kept, OnProgress, joining

IMAGES_PER_PIECE = 5_000
KEPT_MEASURES = 2  # data sets: 1.5 MB each
KEPT_NEAREST = 256  # pictures: 105 bytes each
_ROOM = "core.inference.likeness"


class LikenessClient:
    """Asks the engine about training images, and keeps the answers for all visitors, by the data set's digest."""

    def __init__(self, inference: InferenceClient) -> None:
        self._ask = inference.call
        self._measures, self._nearest = Kept(KEPT_MEASURES), Kept(KEPT_NEAREST)

    def measures(self, dataset: Dataset, *, on_progress: OnProgress) -> Measured:
        """Return the measures of all training images.

        Raises:
            LabError: the engine does not answer.
        """
        ask = partial(self._ask, f"{_ROOM}.measures:measure_stored", str(dataset.folder))
        pieces = _pieces(dataset.train_count)
        return self._measures.folded(
            dataset.digest, pieces, joining(lambda piece: ask(*piece), join_measured), on_progress
        )

    def nearest(self, dataset: Dataset, image: np.ndarray, *, on_progress: OnProgress) -> Nearest:
        """Return the training images that are nearest to a picture, (28, 28) uint8; raises as `measures`."""
        ask = partial(self._ask, f"{_ROOM}.nearest:nearest_stored", str(dataset.folder), image)
        return self._nearest.folded(
            (dataset.digest, image.tobytes()),
            _pieces(dataset.train_count),
            joining(lambda piece: ask(*piece), join_nearest),
            on_progress,
        )


def _pieces(images: int) -> list[tuple[int, int]]:
    """Return the first image and the number of images of each piece."""
    return [(first, min(IMAGES_PER_PIECE, images - first)) for first in range(0, images, IMAGES_PER_PIECE)]
