"""A file tried on the test images in its own runtime: how many it reads right, and how long one image takes."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Generator

import numpy as np

from core.data.input_scaling import Pixels
from core.export.formats import ExportProgress
from core.export.model_files.runtimes import PredictFunction
from models.spec import NetworkSpec

LARGEST_BATCH = 100
REPEATS = 100  # of the question about one image
FEWEST_REPEATS = 5
MOST_SECONDS = 0.5  # for all repeats, once the fewest are done
MOST_COUNTING_SECONDS = 20.0  # for the test images: other people wait for their files
_VALUES_AT_ONCE = 1 << 22  # float32, in the largest array of a batch: 16 MiB, of which caches hold more than of 64
_WARM_UP = 3


def benchmark(
    predict: PredictFunction,
    spec: NetworkSpec,
    pixels: Pixels,
    images: np.ndarray,
    labels: np.ndarray,
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> Generator[ExportProgress, None, tuple[int, int, float]]:
    """Have a file predict images, batch by batch, and yield how far that is.

    Where `MOST_COUNTING_SECONDS` do not suffice for all, those are counted that there was time for, from all over the
    split: MNIST's first test images are easier than the others.

    Args:
        predict: the file, opened, as `core.export.model_files.runtimes.open_model` gives it.
        spec: the network.
        pixels: how bytes become its inputs.
        images: (N, 28, 28) uint8; N at least 1.
        labels: (N,) uint8, 0 to 9.
        clock: tells seconds.

    Returns:
        How many images were read right, of how many, and the median of the milliseconds that one image takes.
    """
    batches = math.ceil(len(labels) / _batch_size(spec))
    start, correct, count = clock(), 0, 0
    for first in range(batches):
        spent = (clock() - start) / MOST_COUNTING_SECONDS
        if spent >= 1 and count:
            break
        yield ExportProgress(stage="measuring", fraction=min(max(first / batches, spent), 1.0))
        batch_labels = labels[first::batches]
        digits = predict(_inputs(spec, pixels, images[first::batches])).argmax(axis=1)
        correct, count = correct + int(np.count_nonzero(digits == batch_labels)), count + len(batch_labels)
    yield ExportProgress(stage="measuring", fraction=1.0)
    return correct, count, _milliseconds(predict, _inputs(spec, pixels, images[:1]))


def _inputs(spec: NetworkSpec, pixels: Pixels, images: np.ndarray) -> np.ndarray:
    return pixels.inputs(np.asarray(images)).reshape(-1, *spec.input_shape)


def _batch_size(spec: NetworkSpec) -> int:
    """Return how many images are asked about at once: NumPy holds a copy of what each position of a window sees."""
    largest = 1
    for layer, row in zip(spec.layers, spec.rows(), strict=True):
        sliding = layer.window
        seen = sliding.size**2 * row.input_shape[-1] if sliding else 1
        positions = math.prod(row.output_shape[:2]) if sliding else 1
        largest = max(largest, seen * positions, math.prod(row.output_shape))
    return min(max(_VALUES_AT_ONCE // largest, 1), LARGEST_BATCH)


def _milliseconds(predict: PredictFunction, image: np.ndarray) -> float:
    for _ in range(_WARM_UP):
        predict(image)
    seconds: list[float] = []
    while len(seconds) < FEWEST_REPEATS or (len(seconds) < REPEATS and sum(seconds) < MOST_SECONDS):
        start = time.perf_counter()
        predict(image)
        seconds.append(time.perf_counter() - start)
    return 1000 * statistics.median(seconds)
