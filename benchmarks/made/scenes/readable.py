"""Which of MNIST's test images a person reads without doubt: their loops are there, and all images like them agree."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from benchmarks.made.scenes.inks import enlarged

NEIGHBOURS = 5  # nearest training images that must have the same label
_LOOPS = {0: {1}, 1: {0}, 2: {0, 1}, 3: {0}, 4: {0, 1}, 5: {0}, 6: {1}, 7: {0}, 8: {2}, 9: {1}}
_PARTS = {4: 2, 5: 2, 7: 2}  # at most, where a digit has strokes that need not meet; else one
_NINE = np.ones((3, 3), bool)  # ink is joined by corners too; paper is not
_WIDEST_ONE = 0.55  # of its height
_BLOCK = 5000  # training images at once


def parts_and_loops(shape: np.ndarray) -> tuple[int, int]:
    """Return of how many parts a shape is, and how many pieces of paper it encloses.

    Args:
        shape: (rows, columns) bool, ink.
    """
    return ndimage.label(shape, _NINE)[1], ndimage.label(~np.pad(shape, 1))[1] - 1


def is_whole(shape: np.ndarray, digit: int) -> bool:
    """Return whether a shape is in one part, encloses as much as its digit should, and is no slash instead of a 1."""
    parts, loops = parts_and_loops(shape)
    if digit == 1 and shape.shape[1] > _WIDEST_ONE * shape.shape[0]:
        return False
    return parts <= _PARTS.get(digit, 1) and loops in _LOOPS[digit]


def readable(images: np.ndarray, labels: np.ndarray, train_images: np.ndarray, train_labels: np.ndarray) -> np.ndarray:
    """Return which images are whole and lie among those of their own label alone, (n,) int64.

    Args:
        images: (N, 28, 28) uint8, ink bright.
        labels: (N,) integers, 0 to 9.
        train_images: (M, 28, 28) uint8, among which neighbours are looked for, by the angle between blurred images.
        train_labels: (M,) integers, 0 to 9.
    """
    mine, nearness, theirs = _directions(images), [], []
    for first in range(0, len(train_images), _BLOCK):
        near = mine @ _directions(train_images[first : first + _BLOCK]).T
        best = np.argpartition(-near, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
        nearness.append(np.take_along_axis(near, best, axis=1))
        theirs.append(train_labels[first : first + _BLOCK][best])
    order = np.argsort(-np.concatenate(nearness, axis=1), axis=1)[:, :NEIGHBOURS]
    agree = np.take_along_axis(np.concatenate(theirs, axis=1), order, axis=1) == labels[:, None]
    alike = np.flatnonzero(agree.all(axis=1))
    whole = [is_whole(enlarged(images[index]), int(labels[index])) for index in alike]
    return alike[np.array(whole, bool)]


def _directions(images: np.ndarray) -> np.ndarray:
    """Return images blurred, as vectors of length 1, (N, 784) float32."""
    blurred = ndimage.gaussian_filter(images.astype(np.float32), (0, 1, 1)).reshape(len(images), -1)
    return blurred / np.linalg.norm(blurred, axis=1, keepdims=True)
