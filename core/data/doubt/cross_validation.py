"""How images are parted so that each is judged by networks that have not learned from it."""

from __future__ import annotations

import numpy as np

FEWEST_STEPS = 300  # that a network takes, where few images are few steps an epoch


def partings(count: int, folds: int, generator: np.random.Generator) -> list[np.ndarray]:
    """Return which of `count` images are in each fold, sorted; sizes differ by 1 at most."""
    return [np.sort(part) for part in np.array_split(generator.permutation(count), folds)]


def learned_count(count: int, folds: int) -> int:
    """Return how many of `count` training images each network learns from at least."""
    return count - -(-count // folds)


def epochs_of(learned: int, *, batch_size: int, epochs: int) -> int:
    """Return how many epochs a network learns: those asked for, or more until it has taken `FEWEST_STEPS`.

    Args:
        learned: images that it learns from.
        batch_size: images in a batch; a last, smaller one is left out of an epoch.
        epochs: asked for.
    """
    return max(epochs, -(-FEWEST_STEPS // (learned // min(batch_size, learned))))
