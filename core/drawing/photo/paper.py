"""Paper: what a picture would be without its ink, at a chosen width of the widest line, and how far ink lies from it.

Ink takes away a share of the paper's light, so its height is a share too: a shadow over both leaves it as it was.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

_DARKEST_PAPER = 50  # grey value: in deeper shadow the noise would be raised with the ink
_LARGE = 600  # pixels of the longer side
_BLACK = 16.0  # grey value: in the dark a step is less than the share of light that it is
_NOISE_DISTANCE = 3  # pixels: the noise of neighbours is alike, once a camera or a blur has mixed them
_LESSER = 0.3  # share of the differences that no ink is thought to be in
_LESSER_OF_NORMAL = 0.3853  # standard deviations: 0.3 of a normal distribution lie nearer to its middle
_QUARTILE = 0.674  # standard deviations: a quarter of a normal distribution lies further below its middle
_SKEW_WIDTH = 0.18  # of the picture's longer side: the surroundings that ink is the lesser part of


def ink_heights(grey: np.ndarray, line_width: float, *, is_dark: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return how far each pixel lies from the paper on the ink's side, and how many of these a grey value is worth.

    Args:
        grey: (rows, columns) float32, 0 black to 255 white.
        line_width: pixels; what is wider counts as paper.
        is_dark: ink is darker than the paper.

    Returns:
        Both (rows, columns) float32; the first about 0 on paper, 255 where black is on white.
    """
    bright = grey if is_dark else 255 - grey
    paper = _paper(bright, line_width)
    worth = 255 / np.maximum(paper, _DARKEST_PAPER) if is_dark else np.ones_like(paper)
    height = (paper - bright) * worth
    # less than half of it may be paper; a quarter of the noise lies below this
    middle = np.percentile(height, 25) + _QUARTILE * noise_level(height)
    return height - np.float32(middle), worth


def noise_level(values: np.ndarray) -> float:
    """Return the standard deviation of the noise, by the lesser differences of neighbours (0 in a clean drawing)."""
    apart = min(_NOISE_DISTANCE, min(values.shape) - 1)
    if apart < 1:
        return 0.0
    across, down = values[:, apart:] - values[:, :-apart], values[apart:] - values[:-apart]
    differences = np.abs(np.concatenate([across.ravel(), down.ravel()]))
    return float(np.percentile(differences, 100 * _LESSER) / _LESSER_OF_NORMAL / np.sqrt(2))


def ink_skewness(grey: np.ndarray) -> float:
    """Return how clearly ink is darker than paper, and less than 0 where it is lighter.

    Lines are the lesser part wherever one looks, and skew what is there. A shadow's edge does not: it is as far below
    the mean of its surroundings on one side as above it on the other.

    Args:
        grey: (rows, columns) float32.
    """
    from scipy import ndimage

    image = Image.fromarray(grey)
    light = np.log(np.asarray(image.reduce(2) if max(grey.shape) >= _LARGE else image) + _BLACK)
    rise = light - ndimage.uniform_filter(light, max(round(_SKEW_WIDTH * max(light.shape)), 3), mode="nearest")
    return -float((rise**3).mean() / max(float((rise**2).mean()), 1e-9) ** 1.5)


def _paper(bright: np.ndarray, line_width: float) -> np.ndarray:
    """Return the paper, brighter than ink; of a large picture made at half its size, for speed."""
    from scipy import ndimage

    if max(bright.shape) < _LARGE:
        return _closing(ndimage.gaussian_filter(bright, 1.0, mode="nearest"), max(round(line_width), 2))
    image = Image.fromarray(bright)
    small = _closing(np.asarray(image.reduce(2)), max(round(line_width / 2), 2))
    return np.asarray(Image.fromarray(small).resize(image.size, Image.Resampling.BILINEAR))


def _closing(values: np.ndarray, width: int) -> np.ndarray:
    """Return the picture without what is dark and narrower than `width`; what lies outside the picture is no paper."""
    from scipy import ndimage

    for choose, outside in ((ndimage.maximum_filter1d, -np.inf), (ndimage.minimum_filter1d, np.inf)):
        for axis in (0, 1):
            values = choose(values, 2 * (width // 2) + 1, axis=axis, mode="constant", cval=outside)
    return values
