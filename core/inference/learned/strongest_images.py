"""Which pictures excite the maps or units of a layer most, all of them at once. Runs in the inference engine.

A map's value for a picture is the largest of its cells, as in Zeiler and Fergus, "Visualizing and Understanding
Convolutional Networks" (2014), figure 2; a unit has one cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.inference.learned.layer_output import cells_of_layer, pictures
from core.inference.loaded_networks import StoredNetwork

KEPT_IMAGES = 9  # of each map
DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StrongestImages:
    """The pictures with the largest values of each map, the largest first, and how each digit does on the whole."""

    values: np.ndarray  # (n, maps) float32, n is KEPT_IMAGES or as many as there were pictures
    images: np.ndarray  # (n, maps) int64, the pictures' indices in their collection
    cells: np.ndarray  # (n, maps) int64, the cell with that value, counted along the rows of the map
    sums: np.ndarray  # (10, maps) float64, of the maps' values over all pictures of a label
    counts: np.ndarray  # (10,) int64, pictures of each label

    @property
    def count(self) -> int:
        """Number of pictures that were looked at."""
        return int(self.counts.sum())

    def means(self, number: int) -> np.ndarray:
        """Return the mean of a map's values per label, (10,) float64; NaN for a label without pictures."""
        with np.errstate(invalid="ignore"):
            return self.sums[:, number] / self.counts


def strongest_of(cells: np.ndarray, labels: np.ndarray, *, first: int) -> StrongestImages:
    """Return the strongest of pictures; of equal values the earlier picture and cell.

    Args:
        cells: (N, cells, maps), a layer's values.
        labels: (N,) uint8, 0 to 9.
        first: index of the first picture.
    """
    largest, places = cells.max(axis=1), cells.argmax(axis=1)  # (N, maps)
    sums = np.zeros((DIGITS, largest.shape[1]))
    np.add.at(sums, labels, largest)
    order = np.argsort(-largest, axis=0, kind="stable")[:KEPT_IMAGES]
    return StrongestImages(
        values=np.take_along_axis(largest, order, axis=0),
        images=order + first,
        cells=np.take_along_axis(places, order, axis=0),
        sums=sums,
        counts=np.bincount(labels, minlength=DIGITS),
    )


def join_strongest(one: StrongestImages, other: StrongestImages) -> StrongestImages:
    """Return the strongest of two lots of pictures, `other` being the later ones."""
    values = np.concatenate([one.values, other.values])
    order = np.argsort(-values, axis=0, kind="stable")[:KEPT_IMAGES]
    images, cells = np.concatenate([one.images, other.images]), np.concatenate([one.cells, other.cells])
    return StrongestImages(
        values=np.take_along_axis(values, order, axis=0),
        images=np.take_along_axis(images, order, axis=0),
        cells=np.take_along_axis(cells, order, axis=0),
        sums=one.sums + other.sums,
        counts=one.counts + other.counts,
    )


def strongest_images(stored: StoredNetwork, data_folder: str, layer: int, first: int, count: int) -> StrongestImages:
    """Return which of some training pictures excite each map of a layer most.

    Args:
        stored: the network.
        data_folder: as `core.data.dataset.open_dataset` takes it.
        layer: the layer's index, from 0.
        first: index of the first picture, from 0.
        count: of pictures.

    Raises:
        CheckpointError: the weights are missing, damaged or another network's.
        DataError: the data set is not whole.
    """
    images, labels = pictures(data_folder, "train", first, count)
    return strongest_of(cells_of_layer(stored, layer, images), labels, first=first)
