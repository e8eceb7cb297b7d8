"""Whether pictures are bright ink on black paper, as MNIST's, or dark ink on bright paper: seen from their edge."""

from __future__ import annotations

import numpy as np

_EDGE = 2  # pixels all round, where a digit has no ink
_BRIGHT = 128
ALL_SHARE = 0.95  # of digits with bright paper: then all have it, and ink at the edge hides the others'
MOST_SHARE = 0.5  # of pictures of anything, whose ink may reach the edge: then all have it
SOME_SHARE = 0.02  # of digits: then some have it
_AT_ONCE = 4096


def has_bright_paper(images: np.ndarray) -> np.ndarray:
    """Return (N,) bool for images (N, 28, 28) uint8: which are bright at their edge, and brighter than within it."""
    edge = np.ones(images.shape[1:], bool)
    edge[_EDGE:-_EDGE, _EDGE:-_EDGE] = False
    is_bright = np.zeros(len(images), bool)
    for first in range(0, len(images), _AT_ONCE):
        some = images[first : first + _AT_ONCE]
        pixels, within = some[:, edge], some[:, ~edge]  # copies, of a few images at once
        is_edge_bright = np.count_nonzero(pixels >= _BRIGHT, axis=1) > pixels.shape[1] / 2
        is_bright[first : first + _AT_ONCE] = is_edge_bright & (pixels.mean(axis=1) > within.mean(axis=1))
    return is_bright
