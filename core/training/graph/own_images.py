"""A person's own digits among the images of a run: in every batch so many of them, the others replayed from the data.

Without the replay a network forgets what it knew (McCloskey and Cohen, 1989); with it each step answers to both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.data.input_scaling import Pixels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnImages:
    """What is mixed into the batches of a run."""

    images: np.ndarray  # (N, 28, 28) uint8, N at least 1
    labels: np.ndarray  # (N,) uint8, 0 to 9
    share: float  # of each batch, 0 to 1
    pixels: Pixels  # how bytes become the inputs of the network that is taught


def mixed_order(
    generator: np.random.Generator, *, kept: int, own: int, own_from: int, count: int, batch_size: int, share: float
) -> np.ndarray:
    """Return which images an epoch's steps learn from, in order.

    Args:
        generator: of the epoch; all that is drawn comes from it.
        kept: images of the data set that train, the first so many.
        own: own digits.
        own_from: index of the first of these.
        count: images in the epoch.
        batch_size: images in a batch; the last may have fewer.
        share: of each batch that is own digits.

    Returns:
        (count,) int64: each batch begins with images of the data set, drawn from all that train without seeing one
        again before all were seen, and ends with own digits, each as often as any other but for one.
    """
    places = np.arange(count) % batch_size
    sizes = np.minimum(batch_size, count - np.arange(count) // batch_size * batch_size)
    is_own = places >= sizes - np.rint(share * sizes).astype(np.int64)
    order = np.empty(count, np.int64)
    order[is_own] = own_from + _in_rounds(generator, own, int(is_own.sum()))
    order[~is_own] = _in_rounds(generator, kept, int((~is_own).sum()))
    return order


def _in_rounds(generator: np.random.Generator, items: int, count: int) -> np.ndarray:
    """Return `count` of so many items, (count,) int64: all in a random order, then all in another, and so on."""
    rounds = [generator.permutation(items) for _ in range(-(-count // items))]
    return np.concatenate([*rounds, np.empty(0, np.int64)])[:count]
