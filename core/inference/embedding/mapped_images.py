"""The images that a map shows, and the numbers that place them: their pixels, or what a layer gives for them.

All of it runs in an engine, which reads the images from the kept copy of the data set.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.data.dataset import Dataset, open_dataset
from core.data.gallery import SplitName, split_bounds, spread_indices
from core.inference.learned import projection
from core.inference.learned.layer_output import cells_of_layer
from core.inference.learned.projection import Moments
from core.inference.loaded_networks import StoredNetwork, load_network, probabilities_of

MAPPED_IMAGES = 5_000
PIXELS = 28 * 28


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedImages:
    """Which images of a data set stand on a map, evenly spread over a split, and by which numbers they are placed."""

    data_folder: str  # as core.data.dataset.open_dataset takes it
    split: SplitName
    count: int  # of the images; all, where the split has fewer
    network: StoredNetwork | None = None  # None: by their pixels
    layer: int = 0  # its index in the network, from 0


def mapped_indices(dataset: Dataset, split: SplitName, count: int) -> np.ndarray:
    """Return where the images of a map stand in their collection, (n,) int64, rising."""
    first, end = split_bounds(dataset, split)
    return first + spread_indices(end - first, count)


def images_of(mapped: MappedImages, first: int, count: int) -> np.ndarray:
    """Return some of the images, (count, 28, 28) uint8, by their places on the map.

    Raises:
        DataError: the data set is not whole.
    """
    dataset = open_dataset(Path(mapped.data_folder))
    images, _ = dataset.arrays_of(mapped.split)
    return images[mapped_indices(dataset, mapped.split, mapped.count)[first : first + count]]


def nearest_place(mapped: MappedImages, image: np.ndarray) -> int:
    """Return the place on the map of the image that is nearest to a picture by their pixels; of equals the first.

    Args:
        mapped: the images.
        image: (28, 28) uint8.

    Raises:
        DataError: the data set is not whole.
    """
    images = images_of(mapped, 0, mapped.count).reshape(-1, PIXELS).astype(np.int32)
    away = images - image.reshape(PIXELS).astype(np.int32)
    return int(np.einsum("np,np->n", away, away).argmin())


def values_of(mapped: MappedImages, images: np.ndarray) -> np.ndarray:
    """Return the numbers that place (N, 28, 28) uint8 images: (N, D) float32, pixels from 0 to 1.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
    """
    if mapped.network is None:
        return images.reshape(len(images), PIXELS).astype(np.float32) / 255
    values = cells_of_layer(mapped.network, mapped.layer, images).reshape(len(images), -1)
    return np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)  # of a run that diverged


def layer_moments(mapped: MappedImages, first: int, count: int, block: np.ndarray) -> Moments:
    """Return the sums over some images that their main components come from; see `core.inference.learned.projection`.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
        DataError: the data set is not whole.
    """
    return projection.moments_of(values_of(mapped, images_of(mapped, first, count)), block)


def layer_coordinates(mapped: MappedImages, first: int, count: int, directions: np.ndarray) -> np.ndarray:
    """Return where some images lie along directions, (D, k) float32: (count, k) float64; raises as `layer_moments`."""
    return projection.coordinates_along(values_of(mapped, images_of(mapped, first, count)), directions)


def answers_to(mapped: MappedImages, first: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return what the network reads some images as, (count,) uint8, and how sure it is, (count,) float32, 0 to 1.

    Raises as `layer_moments`.
    """
    assert mapped.network is not None
    logits = load_network(mapped.network).logits(images_of(mapped, first, count))
    probabilities = probabilities_of(logits, mapped.network.output_function)
    read_as = logits.argmax(axis=1)
    return read_as.astype(np.uint8), np.nan_to_num(probabilities[np.arange(len(read_as)), read_as])
