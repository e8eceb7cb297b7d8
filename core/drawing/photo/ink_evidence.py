"""Whether what was taken for ink is the picture's writing: it lies where the picture's edges are, is sharp, and even.

A shadow's edge leaves most of the picture's edges unexplained, or rises slowly; a ball, a hill and the folds of a cloth
are shaded within.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from core.drawing.photo.paper import noise_level

_SEEN_SIZE = 320  # pixels: the picture's edges are looked at in about this size
_SEEN_DARK = 30.0  # grey values: in the dark an edge is noise
_EDGE = 0.2  # of the sharpest edge: what is less is none
_NOISY = 6.0  # grey values of noise in it: with more it is blurred first
_GRAIN, _SHARP = 2.5, 0.6  # times the usual edge, which is the paper's grain; of the sharpest, that it is at most
_SHARPEST = 2  # power of the edges' heights, where the sharpest count most
_NEAR = 5  # pixels that an edge may be wide
_INKED = 40  # of 255, in a picture so reduced
_FULL = 170  # of 255: a line that a pen drew is as dark within
_WITHIN = 4  # pixels of a picture of 320 from its edge, and at least _NEAREST
_NEAREST = 3
_SHADED = 0.3  # of the ink: where so much is shaded within, half the trust is left


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for ink.

    Attributes:
        explained: 0 to 1, how much of the picture's sharp edges lie at it, but for those of printed lines.
        clear: 0 to 1, the same of the sharpest edges, beside which a shadow's count little.
        even: 0 to 1, that it is not shaded within.
        sharpness: 0 to 1, how much of full ink its outline rises by within some pixels.
    """

    explained: float
    clear: float
    even: float
    sharpness: float


def evidence(values: np.ndarray, ink: np.ndarray, printed: np.ndarray) -> Evidence:
    """Return what speaks for ink.

    Args:
        values: (rows, columns) float32, the picture, 0 black to 255 white.
        ink: (rows, columns) uint8, 0 paper to 255 full ink.
        printed: (rows, columns) bool, where printed lines were taken out.
    """
    from scipy import ndimage

    factor = max(max(values.shape) // _SEEN_SIZE, 1)
    small = np.asarray(Image.fromarray(values).reduce(factor))
    if noise_level(small) > _NOISY:
        small = ndimage.gaussian_filter(small, 1.2)
    small_ink = np.asarray(Image.fromarray(ink).reduce(factor))
    inked = small_ink > _INKED
    lightest = ndimage.maximum_filter(small, 3)
    edges = (lightest - ndimage.minimum_filter(small, 3)) / (lightest + _SEEN_DARK)
    sharpest, usual = float(edges.max()), float(np.median(edges))
    lines = np.asarray(Image.fromarray(printed.astype(np.uint8) * 255).reduce(factor)) > 0
    beside: Any = ndimage.maximum_filter(lines, 3)
    edges[beside & ~inked] = 0
    edges[edges < _EDGE * sharpest] = 0
    near: Any = ndimage.binary_dilation(inked, np.ones((_NEAR, _NEAR)))
    clear = _share(edges**_SHARPEST, near)
    edges[edges < min(_GRAIN * usual, _SHARP * sharpest)] = 0
    explained = _share(edges, near)
    return Evidence(
        explained=explained,
        clear=clear,
        even=1 / (1 + (_shaded(small_ink) / _SHADED) ** 4),
        sharpness=_sharpness(small_ink),
    )


def _share(edges: np.ndarray, near: np.ndarray) -> float:
    return float(edges[near].sum() / max(float(edges.sum()), 1e-6))


def _sharpness(ink: np.ndarray) -> float:
    from scipy import ndimage

    inked = ink > 127
    inner: Any = ndimage.binary_erosion(inked)
    outline = inked & ~inner
    rise: Any = ndimage.maximum_filter(ink, _NEAR) - ndimage.minimum_filter(ink, _NEAR)
    return float(rise[outline].mean()) / 255 if outline.any() else 0.0


def _shaded(ink: np.ndarray) -> float:
    """Return the share of the ink that lies within it, far from paper, and is not full."""
    from scipy import ndimage

    inked = ink > _INKED
    depth = max(round(_WITHIN * max(ink.shape) / _SEEN_SIZE), _NEAREST)
    within: Any = ndimage.minimum_filter(inked, 2 * depth + 1, mode="constant", cval=False)
    return np.count_nonzero(within & (ink < _FULL)) / max(np.count_nonzero(inked), 1)
