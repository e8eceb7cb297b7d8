"""Pictures of what is no digit, for the reader to be trained with.

None of the kinds that `benchmarks.unknown` measures with is among them, and no letter. Signs, scribbles and rests of
digits that came out too like one of MNIST's are drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.made.non_digits import damaged_digits, training_pictures, training_signs, training_strokes
from core.drawing.mnist_preprocess import MNIST_PEN_WIDTH, crop_to_ink, to_mnist_image, without_dots
from core.drawing.stroke_width import MAX_WIDTH, MIN_WIDTH, prepare_ink

# Of all pictures, in parts: the kinds that come nearest to digits have the most.
SHARES = {
    "sign": 22,
    "symmetric sign": 10,
    "freehand sign": 8,
    "sign with dots": 4,
    "outline": 4,
    "outline with content": 6,
    "two digits": 10,
    "three digits": 3,
    "one digit and a half": 5,
    "two digits above each other": 4,
    "part of a digit": 8,
    "crossed-out digit": 3,
    "digit beside a stroke": 3,
    "turned digit": 6,
    "mirrored digit": 2,
    "random walk": 5,
    "zigzag": 2,
    "spiral": 2,
    "hatching": 2,
    "loops": 2,
    "rectangle": 2,
    "star": 1,
    "arrow": 2,
    "half circle": 1.5,
    "polygon": 2,
    "slanted line": 1.5,
    "parallel lines": 1.5,
    "grains": 2,
    "speckle": 1,
    "dots": 1.5,
    "blob": 1.5,
    "block": 1,
    "grid": 1,
    "ruled lines": 1,
    "frame": 2,
    "clouds": 2.5,
    "fibres": 1,
    "checkerboard": 1,
    "half plane": 1,
    "corners": 1,
}
# From which cosine of the angle between a picture of a kind and the nearest of MNIST's the one could be the other.
_LIKE_A_DIGIT = {
    "sign": 0.86,
    "symmetric sign": 0.86,
    "freehand sign": 0.86,
    "sign with dots": 0.86,
    "outline": 0.82,
    "outline with content": 0.86,
    "part of a digit": 0.8,
    "crossed-out digit": 0.84,
    "turned digit": 0.86,
    "mirrored digit": 0.86,
    "random walk": 0.8,
    "polygon": 0.82,
    "loops": 0.84,
}
_MOST_EXAMPLES = 4000  # of MNIST's digits that pictures are compared with
_TRIES = 20


def training_non_digits(
    count: int, mnist_images: np.ndarray, mnist_labels: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Return pictures that are no digits, each prepared as the app prepares what it reads.

    Args:
        count: how many.
        mnist_images: (M, 28, 28) uint8, ink bright: training images, of which some are cut, doubled and turned.
        mnist_labels: (M,) uint8, 0 to 9, each of them there.
        rng: chooses everything.

    Returns:
        (count, 28, 28) uint8, ink bright.
    """
    names = list(SHARES)
    shares = np.array(list(SHARES.values()))
    kinds = rng.choice(len(names), count, p=shares / shares.sum())
    drawers = _drawers(mnist_images, mnist_labels, rng)
    images = np.stack([drawers[names[kind]]() for kind in kinds]) if count else np.zeros((0, 28, 28), np.uint8)
    chosen = rng.permutation(len(mnist_images))[:_MOST_EXAMPLES]
    examples = _reduced(mnist_images[np.sort(chosen)])
    limits = np.array([_LIKE_A_DIGIT.get(name, np.inf) for name in names])[kinds]
    doubtful = np.flatnonzero(np.isfinite(limits))
    for _ in range(_TRIES):
        doubtful = doubtful[_likeness(images[doubtful], examples) >= limits[doubtful]]
        for index in doubtful:
            images[index] = drawers[names[kinds[index]]]()
    return images


def _drawers(
    mnist_images: np.ndarray, mnist_labels: np.ndarray, rng: np.random.Generator
) -> dict[str, Callable[[], np.ndarray]]:
    """Return for each kind what draws one picture, (28, 28) uint8."""
    indices = [np.flatnonzero(mnist_labels == label) for label in range(10)]

    def digit(labels: tuple[int, ...]) -> np.ndarray:
        return crop_to_ink(mnist_images[rng.choice(indices[int(rng.choice(labels))])])

    return (
        {name: partial(_from_strokes, draw, rng) for name, draw in training_signs.KINDS.items()}
        | {name: partial(_from_strokes, draw, rng) for name, draw in training_strokes.KINDS.items()}
        | {name: partial(_from_ink, draw, rng) for name, draw in training_pictures.KINDS.items()}
        | {name: partial(_from_ink, partial(draw, digit), rng) for name, draw in damaged_digits.KINDS.items()}
    )


def _from_strokes(draw: Callable[[np.random.Generator], list[np.ndarray]], rng: np.random.Generator) -> np.ndarray:
    pen_width = MNIST_PEN_WIDTH if rng.random() < 0.6 else rng.uniform(MIN_WIDTH, MAX_WIDTH)  # Draw's way, and Photo's
    while not without_dots(paths := draw(rng)):
        continue
    return to_mnist_image(paths, pen_width=pen_width)


def _from_ink(draw: Callable[[np.random.Generator], np.ndarray], rng: np.random.Generator) -> np.ndarray:
    while (ink := draw(rng)).max() < 128:
        continue
    return prepare_ink(np.ascontiguousarray(ink))


def _reduced(images: np.ndarray) -> np.ndarray:
    """Return (N, 196) float32: pictures at half their size, less their mean, each of length 1."""
    small = images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4), dtype=np.float32).reshape(len(images), -1)
    small -= small.mean(axis=1, keepdims=True)
    return small / np.maximum(np.linalg.norm(small, axis=1, keepdims=True), 1)


def _likeness(images: np.ndarray, examples: np.ndarray) -> np.ndarray:
    """Return the cosine between each picture and the example that is nearest to it, (N,) float32."""
    parts = [images[first : first + 1000] for first in range(0, len(images), 1000)]
    nearest = [(_reduced(part) @ examples.T).max(axis=1) for part in parts]
    return np.concatenate([np.zeros(0, np.float32), *nearest])
