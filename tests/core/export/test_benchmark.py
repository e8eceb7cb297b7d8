"""A file tried on images by something in a network's place, on a clock that only moves while it is asked."""

from __future__ import annotations

import numpy as np

from core.data.input_scaling import Pixels
from core.export.benchmark import LARGEST_BATCH, MOST_COUNTING_SECONDS, benchmark
from core.export.formats import ExportProgress
from models.mlp import mlp

COUNT = 1000
LABELS = np.repeat(np.arange(10, dtype=np.uint8), COUNT // 10)  # in order, as no split is
IMAGES = np.broadcast_to(LABELS[:, None, None], (COUNT, 28, 28))  # whose pixels say what they are


class Reader:
    """Reads every image but the 9s right, in so many seconds for each batch."""

    def __init__(self, seconds: float) -> None:
        self.now, self._seconds = 0.0, seconds

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        self.now += self._seconds
        return np.eye(10, dtype=np.float32)[inputs[:, 0].astype(int) % 9]


def tried(seconds: float) -> tuple[list[ExportProgress], int, int]:
    """Return what was told, how many images were read right, and of how many."""
    reader = Reader(seconds)
    asking = benchmark(reader, mlp(), Pixels(divisor=1.0), IMAGES, LABELS, clock=lambda: reader.now)
    told = []
    while True:
        try:
            told.append(next(asking))
        except StopIteration as ended:
            return told, *ended.value[:2]


def test_every_image_is_counted_where_there_is_time() -> None:
    told, correct, count = tried(0.0)
    assert (correct, count) == (900, COUNT)
    assert [one.fraction for one in told] == [batch / 10 for batch in range(11)]


def test_slow_network_is_counted_on_images_from_all_over_the_split() -> None:
    told, correct, count = tried(MOST_COUNTING_SECONDS / 4)
    assert count == 4 * LARGEST_BATCH
    assert correct == 0.9 * count
    assert [one.fraction for one in told] == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_very_slow_network_is_counted_on_one_batch() -> None:
    told, correct, count = tried(3 * MOST_COUNTING_SECONDS)
    assert (correct, count) == (0.9 * LARGEST_BATCH, LARGEST_BATCH)
    assert [one.fraction for one in told] == [0.0, 1.0]
