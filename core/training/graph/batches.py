"""Which images a run learns from, which it is checked on, and what they count as."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from core.data.dataset import open_dataset
from core.data.input_scaling import Pixels
from core.data.splits import kept_count
from core.training.graph.own_images import OwnImages, mixed_order
from core.training.settings.config import TrainingConfig

_LABEL_STREAM = 4  # keeps the choice of wrong labels apart from the streams of training_graph.py


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """Images that are read and not learned from: a stretch of a larger array."""

    images: Any  # (M, 28, 28) uint8 tensor
    labels: Any  # (M,) int32 tensor
    start: int  # index of the first
    count: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Examples:
    """A run's images; those that train are the first `train_count`, or where a hand is learned so many of two kinds."""

    images: Any  # (M, 28, 28) uint8 tensor, of the training images, then the own digits
    labels: np.ndarray  # (M,) int32, 0 to 9: what they count as, wrong ones included
    train_count: int  # images in an epoch
    validation: Part
    test: Part
    pixels: Pixels
    own: OwnImages | None = None
    replayed: int = 0  # with own digits: the first so many images are replayed

    def order(self, generator: np.random.Generator, batch_size: int) -> np.ndarray:
        """Return which images an epoch learns from, step by step: (train_count,) indices."""
        if self.own is None:
            return generator.permutation(self.train_count)
        own = len(self.own.labels)
        return mixed_order(
            generator,
            kept=self.replayed,
            own=own,
            own_from=len(self.labels) - own,
            count=self.train_count,
            batch_size=batch_size,
            share=self.own.share,
        )

    def first(self, count: int) -> tuple[Any, Any]:
        """Return the first images that validate or, where none do, that train; at most `count`, at least one.

        Images are (N, 28, 28) uint8, labels (N,) int32: what they count as, wrong ones included where they train.
        """
        held_out = self.validation
        if held_out.count:
            chosen = slice(held_out.start, held_out.start + min(count, held_out.count))
            return held_out.images[chosen], held_out.labels[chosen]
        chosen = slice(0, min(count, self.train_count))
        return self.images[chosen], tf.constant(self.labels[chosen])


@functools.lru_cache(maxsize=1)
def _tensors(folder: str) -> tuple[Any, Any, Any, Any]:
    """Return train images, train labels, test images, test labels as uint8 and int32 tensors."""
    dataset = open_dataset(Path(folder))
    train_images, test_images = (tf.constant(images) for images in (dataset.train_images, dataset.test_images))
    train_labels, test_labels = (
        tf.constant(labels, tf.int32) for labels in (dataset.train_labels, dataset.test_labels)
    )
    return train_images, train_labels, test_images, test_labels


def load_examples(config: TrainingConfig, data_folder: str, own: OwnImages | None = None) -> Examples:
    """Return the images of a run; those of the last call stay in memory.

    Args:
        config: of the run.
        data_folder: of a prepared data set, as `core.data.dataset.open_dataset` takes it.
        own: a person's digits to learn beside; then an epoch's images are drawn from all that are not held out.

    Raises:
        ConfigError: the settings do not fit the data.
    """
    train_images, train_labels, test_images, test_labels = _tensors(data_folder)
    total = len(train_images)
    kept = kept_count(total, source=config.validation_source, fraction=config.validation_fraction)
    train_count = config.kept_images(kept)
    test = Part(images=test_images, labels=test_labels, start=0, count=len(test_images))
    held_out = Part(images=train_images, labels=train_labels, start=kept, count=total - kept)
    labels = mislabelled(
        np.asarray(train_labels), count=train_count, fraction=config.wrong_label_fraction, seed=config.seed
    )
    images, pixels = train_images, None
    if own is not None:
        images, pixels = tf.concat([train_images, own.images], axis=0), own.pixels
        labels = np.concatenate([labels, own.labels.astype(np.int32)])
    return Examples(
        images=images,
        labels=labels,
        train_count=train_count,
        validation=test if config.validation_source == "test" else held_out,
        test=test,
        pixels=pixels or Pixels.of(config.pixel_scale, shuffled=config.shuffle_pixels, images=np.asarray(train_images)),
        own=own,
        replayed=kept,
    )


def mislabelled(labels: np.ndarray, *, count: int, fraction: float, seed: int) -> np.ndarray:
    """Return labels of which some are wrong on purpose.

    Args:
        labels: (N,) of whole numbers from 0 to 9; left as they are.
        count: the first so many may be changed.
        fraction: share of these that gets another digit, each of the other nine alike.
        seed: the same one changes the same labels in the same way; a larger fraction changes these and more.
    """
    generator = np.random.default_rng([seed, _LABEL_STREAM])
    chosen = generator.permutation(count)[: round(fraction * count)]
    others = generator.integers(1, 10, size=count)
    changed = labels.copy()
    changed[chosen] = (labels[chosen] + others[chosen]) % 10
    return changed
