"""Shapes of single digits, 128 pixels high: a person's, from MNIST's test images made large and smooth, or drawn ones.

MNIST's test images are never trained on. Of the drawn ones each digit has the forms that people learn at school in
different countries: a 1 with and without serif, a crossed 7, an open 4, a slashed 0.
"""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy import ndimage

HEIGHT = 128  # pixels of a shape
_ZOOM = 8  # from MNIST's pixels
_SMOOTH = 3.0  # pixels of the enlarged image: its steps vanish
_EDGE = 110  # grey value of the enlarged image on a line's edge
_DRAWN_WIDTH = 0.07  # of the height
_WIDEST = 1.1  # widths to a height

# A digit's forms: lines with a slash between, of control points "x,y" in a box 100 high, y down; one twice is a corner.
FORMS: tuple[tuple[str, ...], ...] = (
    (
        "30,0 5,20 0,60 15,100 45,100 60,60 55,20 35,0 25,3",
        "30,0 5,20 0,60 15,100 45,100 60,60 55,20 35,0 25,3 / 50,12 10,88",
    ),
    (
        "10,0 10,100",
        "0,25 25,0 25,0 25,100",
        "0,25 25,0 25,0 25,100 / 0,100 50,100",
    ),
    (
        "0,20 10,0 50,-2 60,30 30,65 0,100 0,100 62,100",
        "0,20 15,-2 55,0 55,40 20,80 0,98 20,85 40,100 65,95",
    ),
    (
        "0,10 25,-5 60,5 50,42 20,47 20,47 60,50 65,95 25,105 0,85",
        "0,0 55,0 55,0 22,40 22,40 65,45 60,100 20,105 0,88",
    ),
    (
        "15,0 0,60 0,60 60,60 / 45,20 42,100",
        "60,66 0,66 0,66 45,0 45,0 45,100",
    ),
    (
        "60,0 10,0 10,0 5,45 5,45 40,36 65,65 45,100 0,92",
        "12,2 6,45 6,45 40,36 65,65 45,100 0,92 / 12,2 60,0",
    ),
    (
        "45,0 10,30 0,75 20,100 50,95 55,65 30,52 5,70",
        "20,0 2,40 2,85 25,103 55,90 50,62 25,57 4,75",
    ),
    (
        "0,2 60,0 60,0 30,50 20,100",
        "0,2 60,0 60,0 30,50 20,100 / 10,50 55,48",
    ),
    ("55,12 30,-3 5,12 15,38 50,60 60,85 30,104 0,85 15,58 48,38 56,14 50,6",),
    (
        "55,20 40,0 8,5 0,35 20,52 50,40 57,15 57,15 50,100",
        "55,20 40,0 8,5 0,35 20,52 50,40 57,15 57,60 45,98 10,95",
    ),
)


def enlarged(image: np.ndarray) -> np.ndarray:
    """Return the shape of one of MNIST's images.

    Args:
        image: (28, 28) uint8, ink bright; there is some.

    Returns:
        (rows, columns) bool, cropped to the ink, HEIGHT pixels high or, where that is wider than high, less.
    """
    large = Image.fromarray(image).resize((28 * _ZOOM, 28 * _ZOOM), Image.Resampling.BICUBIC)
    return _fitted(ndimage.gaussian_filter(np.asarray(large, np.float64), _SMOOTH) > _EDGE)


def drawn(digit: int, generator: np.random.Generator) -> np.ndarray:
    """Return the shape of a digit as a made-up hand draws it, as `enlarged` does.

    Args:
        digit: 0 to 9.
        generator: chooses its form, and bends it.
    """
    forms = FORMS[digit]
    slant, width = generator.uniform(-0.1, 0.25), generator.uniform(0.8, 1.15)
    picture = np.zeros((3 * HEIGHT, 3 * HEIGHT), bool)
    bend = generator.normal(0, 0.02, (4, 2))
    for line in forms[generator.integers(len(forms))].split(" / "):
        points = np.array([point.split(",") for point in line.split()], np.float64) / 100
        x, y = _rounded(points + generator.normal(0, 0.012, points.shape)).T
        waves = np.stack([np.sin(np.pi * x), np.cos(np.pi * x), np.sin(2 * np.pi * y), np.cos(np.pi * y)], axis=1)
        x, y = np.stack([width * x - slant * y, y], axis=1).T + (waves @ bend).T
        picture[np.rint(HEIGHT * (y + 1)).astype(int), np.rint(HEIGHT * (x + 1)).astype(int)] = True
    near = ndimage.distance_transform_edt(~picture)
    assert isinstance(near, np.ndarray)
    return _fitted(near < _DRAWN_WIDTH * HEIGHT / 2)


def _rounded(points: np.ndarray) -> np.ndarray:
    """Return a line with its corners cut (Chaikin, 1974), (n, 2), its points less than a pixel apart."""
    for _ in range(4):
        first, second = points[:-1], points[1:]
        cut = np.stack([0.75 * first + 0.25 * second, 0.25 * first + 0.75 * second], axis=1).reshape(-1, 2)
        points = np.concatenate([points[:1], cut, points[-1:]])
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    even = np.linspace(0, steps[-1], max(int(2 * HEIGHT * steps[-1]), 2))
    return np.stack([np.interp(even, steps, axis) for axis in points.T], axis=1)


def _fitted(shape: np.ndarray) -> np.ndarray:
    """Return the shape cropped to its ink and scaled to the height."""
    rows, columns = np.flatnonzero(shape.any(axis=1)), np.flatnonzero(shape.any(axis=0))
    cropped = shape[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = cropped.shape
    scale = HEIGHT / max(height, width / _WIDEST)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    grey = Image.fromarray(255 * cropped.astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    return np.asarray(grey) > 127
