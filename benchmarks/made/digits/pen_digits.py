"""Digits as people's pens write them: an allograph, run through by an unsteady hand, prepared as the app prepares one.

They are what the reader is trained with besides MNIST, which knows few of the world's hands: hardly any 1 with a long
upstroke, 7 with a bar or 9 with a curled foot.
"""

from __future__ import annotations

import math

import numpy as np

from benchmarks.made.digits.allograph_paths import CORNER, Path
from benchmarks.made.digits.allographs import allograph
from core.drawing.mnist_preprocess import MNIST_PEN_WIDTH, MNIST_SIZE, to_mnist_image
from core.drawing.strokes import CANVAS_SIZE

PIECES = 7  # that a smooth piece between two points is drawn with
SIZE = (60.0, 230.0)  # canvas pixels, of the longer side
ASPECT = (0.5, 1.05)  # factor of the width
ASPECTS = {0: (0.5, 1.3), 1: (0.65, 1.15), 7: (0.65, 1.15)}  # a narrow 7 is a 1
JITTER = 0.022  # standard deviation of each point, as a share of the size
SLANT = 0.22  # standard deviation, of the tangent
TURN = 5.0  # degrees, standard deviation
PEN = (1.7, 3.4)  # pixels of the 28 x 28 picture; half of the digits have the app's own


def pen_digit(digit: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Return a digit's strokes, each (n, 2) float64 in canvas pixels, x to the right and y down.

    Args:
        digit: 0 to 9.
        rng: decides the way of writing, and the hand.
    """
    aspect = rng.uniform(*ASPECTS.get(digit, ASPECT))
    jitter = JITTER * rng.uniform(0.2, 1.8)
    slant, turn = SLANT * rng.normal(), math.radians(TURN * rng.normal())
    size = rng.uniform(*SIZE)
    matrix = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    strokes = []
    for path in allograph(digit, rng):
        points = _smooth(path, rng, jitter)
        points[:, 0] = points[:, 0] * aspect - slant * points[:, 1]
        strokes.append(points @ matrix * size + _tremor(len(points), size, rng))
    low = np.min([stroke.min(axis=0) for stroke in strokes], axis=0)
    return [stroke - low + (CANVAS_SIZE - size) / 4 for stroke in strokes]


def pen_digits(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return digits as a network gets them: (N, 28, 28) uint8, ink bright, and their labels, (N,) int64."""
    images, labels = np.zeros((count, MNIST_SIZE, MNIST_SIZE), np.uint8), rng.integers(0, 10, count)
    for index, label in enumerate(labels):
        width = MNIST_PEN_WIDTH if rng.random() < 0.5 else float(rng.uniform(*PEN))
        images[index] = to_mnist_image(pen_digit(int(label), rng), pen_width=width)
    return images, labels


def _smooth(path: Path, rng: np.random.Generator, jitter: float) -> np.ndarray:
    """Return (n, 2) points along the path: Catmull-Rom between its points, broken at its corners."""
    runs: list[list[np.ndarray]] = [[]]
    is_corner = False
    for point in path:
        if point is CORNER:
            is_corner = True
            continue
        moved = np.asarray(point) + rng.normal(0, jitter, 2)
        runs[-1].append(moved)
        if is_corner:
            runs.append([moved])
        is_corner = False
    return np.concatenate([_catmull_rom(np.array(run)) for run in runs if len(run) > 1])


def _catmull_rom(points: np.ndarray) -> np.ndarray:
    if len(points) == 2:
        return points
    first, last = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    padded = np.vstack([first, points, last])
    t = np.linspace(0, 1, PIECES)[:, None]
    before, here, there, after = (padded[k : len(padded) - 3 + k, None] for k in range(4))
    curve = here + t * (there - before) / 2 + t**2 * (before - 2.5 * here + 2 * there - after / 2)
    curve = curve + t**3 * (1.5 * here - 1.5 * there + (after - before) / 2)
    return curve.reshape(-1, 2)


def _tremor(count: int, size: float, rng: np.random.Generator) -> np.ndarray:
    """Return (n, 2) float64: a slow unsteadiness along the line."""
    noise = rng.normal(0, 1, (count + 4, 2))
    smooth = (noise[:-4] + 2 * noise[1:-3] + 3 * noise[2:-2] + 2 * noise[3:-1] + noise[4:]) / 9
    return smooth * size * rng.uniform(0, 0.012)
