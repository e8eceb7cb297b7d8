"""How each map and unit of a network behaves over many pictures: for how many it is 0, how large it gets, its mean.

Runs in the inference engine; only a few numbers per map cross the pipe. All layers are looked at in one pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.data.dataset import open_dataset
from core.data.gallery import Collection
from core.inference.loaded_networks import LoadedNetwork, StoredNetwork, load_network


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapActivity:
    """What the maps (or units) of one layer gave for some pictures."""

    images: int  # how many pictures
    silent: np.ndarray  # (maps,) int64, for how many of them a map is 0 everywhere
    largest: np.ndarray  # (maps,) float32, the largest value anywhere
    mean: np.ndarray  # (maps,) float64, over all pictures and cells

    @property
    def dead(self) -> list[int]:
        """The maps that are 0 everywhere for every picture."""
        return np.flatnonzero(self.silent == self.images).tolist()


def join_activity(parts: Sequence[tuple[MapActivity, ...]]) -> tuple[MapActivity, ...]:
    """Return the activity over all pictures of which these are that over a part each, layer by layer."""
    return tuple(
        MapActivity(
            images=sum(part.images for part in of_layer),
            silent=np.sum([part.silent for part in of_layer], axis=0),
            largest=np.max([part.largest for part in of_layer], axis=0),
            mean=np.average([part.mean for part in of_layer], axis=0, weights=[part.images for part in of_layer]),
        )
        for of_layer in zip(*parts, strict=True)
    )


def map_activity(
    stored: StoredNetwork, data_folder: str, collection: Collection, first: int, count: int
) -> tuple[MapActivity, ...]:
    """Return what every layer's maps give for pictures `first` to `first + count` of a prepared data set.

    The last layer's softmax or sigmoid is left out.

    Args:
        stored: the network.
        data_folder: as `core.data.dataset.open_dataset` takes it.
        collection: "train" or "test".
        first: index of the first picture, from 0.
        count: of pictures, at least 1.

    Raises:
        CheckpointError: its weights are missing, damaged or another network's.
        DataError: the data set is not whole.
    """
    images, _ = open_dataset(Path(data_folder)).arrays_of(collection)
    some = np.array(images[first : first + count])
    found = load_network(stored).once("map activity", _traced)(some)
    return tuple(
        MapActivity(
            images=len(some),
            silent=np.asarray(silent, np.int64),
            largest=np.asarray(largest),
            mean=np.asarray(mean, np.float64),
        )
        for silent, largest, mean in found
    )


def _traced(network: LoadedNetwork) -> Any:
    import keras
    import tensorflow as tf

    all_outputs = keras.Model(network.model.inputs, [layer.output for layer in network.model.layers])

    def summaries(output: Any) -> tuple[Any, Any, Any]:
        cells = list(range(1, len(output.shape) - 1))
        largest = tf.reduce_max(output, axis=[0, *cells])
        is_silent = tf.reduce_all(tf.equal(output, 0.0), axis=cells) if cells else tf.equal(output, 0.0)
        silent = tf.reduce_sum(tf.cast(is_silent, tf.int64), axis=0)
        return silent, largest, tf.reduce_mean(output, axis=[0, *cells])

    @tf.function(input_signature=[tf.TensorSpec([None, 28, 28], tf.uint8)], autograph=False)
    def run(images: Any) -> list[tuple[Any, Any, Any]]:
        return [summaries(output) for output in tf.nest.flatten(all_outputs(network.inputs(images), training=False))]

    return run
