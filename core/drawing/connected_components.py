"""Connected components of an image: which inked pixels touch."""

from __future__ import annotations

import numpy as np


def label_components(inked: np.ndarray) -> tuple[np.ndarray, int]:
    """Number the components: sets of inked pixels that touch, by a side or a corner.

    Args:
        inked: (rows, columns) bool.

    Returns:
        (rows, columns) int64, 0 paper, and 1 to the number of components; and that number.
    """
    parents = [0]
    labels = np.zeros(inked.shape, np.int64)
    previous: list[tuple[int, int, int]] = []
    for row, pixels in enumerate(inked):
        edges = np.flatnonzero(np.diff(pixels.astype(np.int8), prepend=0, append=0))
        runs: list[tuple[int, int, int]] = []
        for start, end in edges.reshape(-1, 2).tolist():
            label = len(parents)
            parents.append(label)
            for _, _, other in (run for run in previous if run[0] <= end and start <= run[1]):
                low, high = sorted((_root(parents, label), _root(parents, other)))
                parents[high] = low
            labels[row, start:end] = label
            runs.append((start, end, label))
        previous = runs
    roots = np.array([_root(parents, label) for label in range(len(parents))])
    known, numbers = np.unique(roots, return_inverse=True)
    return numbers[labels], len(known) - 1


def _root(parents: list[int], label: int) -> int:
    while parents[label] != label:
        parents[label] = parents[parents[label]]
        label = parents[label]
    return label
