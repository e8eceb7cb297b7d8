"""MNIST's digits, cut, doubled, turned and crossed out until they are none; and digits with something beside them.

What could still be a digit is left out: no half of a 6, which is a 0 or a stroke; no 9 upside down; no 0 over a 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from benchmarks.made.pen_paths import arc, line
from core.drawing.mnist_preprocess import crop_to_ink, ink_to_mnist_image
from core.drawing.rasterize import draw_lines

FEWEST_PIXELS = 25  # of ink in what is left of a digit
LEAST_WIDTH = 0.45  # of its height: what is narrower could be a one
_INK = 100  # of 255, for a pixel to be one of ink
# What may be cut out of each digit: (first, last) of its width or height, as shares.
_LEFT = {0: 0.5, 2: 0.5, 3: 0.45, 4: 0.5, 5: 0.45, 7: 0.45, 8: 0.45, 9: 0.45}
_RIGHT = {0: 0.5}
_UPPER = {0: 0.45, 4: 0.5, 5: 0.45, 8: 0.3, 9: 0.3}
_LOWER = {0: 0.45, 2: 0.4, 3: 0.33, 5: 0.33, 6: 0.3, 8: 0.3}

Digit = Callable[[tuple[int, ...]], np.ndarray]  # gives a random one, cropped to its ink, of one of the labels


def side_by_side(digit: Digit, rng: np.random.Generator) -> np.ndarray:
    """Return two digits, apart, touching or a little into one another."""
    return _row([digit(tuple(range(10))) for _ in range(2)], rng)


def three(digit: Digit, rng: np.random.Generator) -> np.ndarray:
    """Return three digits in a row."""
    return _row([digit(tuple(range(10))) for _ in range(3)], rng)


def one_and_a_half(digit: Digit, rng: np.random.Generator) -> np.ndarray:
    """Return a digit and a half of its neighbour on the left or on the right."""
    whole, neighbour = digit(tuple(range(10))), digit((0, 2, 3, 4, 5, 6, 8, 9))
    columns = round(neighbour.shape[1] * rng.uniform(0.45, 0.6))
    if rng.random() < 0.5:
        return _row([crop_to_ink(neighbour[:, -columns:]), whole], rng)
    return _row([whole, crop_to_ink(neighbour[:, :columns])], rng)


def above(digit: Digit, rng: np.random.Generator) -> np.ndarray:
    """Return two digits above each other."""
    upper, lower = digit((2, 3, 4, 5, 6, 8)), digit((2, 3, 4, 5, 7, 8))
    return _row([upper.T, lower.T], rng).T


def part(digit: Digit, rng: np.random.Generator) -> np.ndarray:
    """Return a half or a third of a digit."""
    side = int(rng.integers(4))
    shares = (_LEFT, _RIGHT, _UPPER, _LOWER)[side]
    label = int(rng.choice(list(shares)))
    whole = digit((label,))
    height, width = whole.shape
    rows, columns = round(height * shares[label]), round(width * shares[label])
    cut = (whole[:, :columns], whole[:, width - columns :], whole[:rows], whole[height - rows :])[side]
    if np.count_nonzero(cut > _INK) < FEWEST_PIXELS:
        return part(digit, rng)
    left = crop_to_ink(cut)
    return left if left.shape[1] >= LEAST_WIDTH * left.shape[0] else part(digit, rng)


def crossed_out(digit: Digit, rng: np.random.Generator) -> np.ndarray:
    """Return a digit under two to four strokes from side to side: not 0, 1 or 7, which people cross with one."""
    whole = np.pad(digit((2, 3, 4, 5, 6, 8, 9)), 3)
    height, width = whole.shape
    ends = rng.uniform(0, 1, (int(rng.integers(3, 6)), 1)) * [0, height]
    ends[:, 0] = np.where(np.arange(len(ends)) % 2, 0.5, width - 0.5)
    return _over(whole, [line(*map(tuple, ends))], rng)


def with_stroke(digit: Digit, rng: np.random.Generator) -> np.ndarray:
    """Return a digit and beside it a stroke that is as high: a bracket, a line."""
    whole = digit(tuple(range(10)))
    height = len(whole)
    depth = rng.uniform(0, 0.35) * height
    bracket = arc((depth + 1.5, height / 2), (depth, height / 2 - 1.5), 90, 270)
    stroke = crop_to_ink(draw_lines([bracket], height, rng.uniform(1.5, 3)))
    return _row([stroke, whole] if rng.random() < 0.5 else [whole, stroke[:, ::-1]], rng)


def turned(digit: Digit, rng: np.random.Generator) -> np.ndarray:
    """Return a digit that lies on its side, or a 3, 4 or 7 upside down."""
    quarters = int(rng.choice([1, 2, 3], p=[0.4, 0.2, 0.4]))
    return np.rot90(digit((3, 4, 7) if quarters == 2 else (2, 3, 4, 5, 7)), quarters)


def mirrored(digit: Digit, rng: np.random.Generator) -> np.ndarray:
    """Return a 3 or a 7 as seen in a mirror."""
    return digit((3, 7))[:, ::-1]


def with_distractor(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a digit with something small beside or on it that a person reads past, fitted again to 20 x 20.

    A rest of a ruled line, specks, or a bit of the neighbour at one side.

    Args:
        image: (28, 28) uint8, ink bright.
        rng: chooses.

    Returns:
        (28, 28) uint8, ink bright.
    """
    digit = crop_to_ink(image)
    sheet = np.pad(digit, 4)
    height, width = sheet.shape
    kind = rng.choice(["line", "specks", "neighbour"])
    if kind == "line":
        row = height - 4 if rng.random() < 0.6 else int(rng.integers(2, height - 2))
        first = int(rng.integers(0, width // 2))
        last = int(rng.integers(first + 3, width + 1))
        faint = np.uint8(rng.integers(50, 256))
        sheet[row : row + 1, first:last] = np.maximum(sheet[row : row + 1, first:last], faint)
    elif kind == "specks":
        for row, column in rng.integers(0, [height - 1, width - 1], (int(rng.integers(1, 6)), 2)):
            size = int(rng.integers(1, 3))
            sheet[row : row + size, column : column + size] = np.uint8(rng.integers(80, 256))
    else:
        tall = int(rng.integers(3, 9))
        row = int(rng.integers(0, height - tall))
        bit = draw_lines([arc((0, tall / 2), (rng.uniform(0, 3), tall / 2), -90, 90)], tall, rng.uniform(1.5, 3))
        bit = bit[:, :3] if rng.random() < 0.5 else bit[:, 2::-1]
        column = 0 if rng.random() < 0.5 else width - bit.shape[1]
        sheet[row : row + tall, column : column + bit.shape[1]] = bit
    return ink_to_mnist_image(sheet)


def _row(digits: list[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """Return pictures beside each other, each of its own height, the gaps between them from overlap to apart."""
    sheet = np.zeros((40, 100), np.uint8)
    right = 0
    was_narrow = False
    for number, digit in enumerate(digits):
        height = max(round(20 * rng.uniform(0.75, 1.1)), 4)
        width = max(round(digit.shape[1] * height / len(digit)), 2)
        scaled = np.asarray(Image.fromarray(np.ascontiguousarray(digit)).resize((width, height), Image.Resampling.BOX))
        is_narrow = width < LEAST_WIDTH * height  # what overlaps a stroke could be one with it
        left = right + int(rng.integers(2 if is_narrow or was_narrow else -2, 6)) if number else 0
        top = int(rng.integers(4, 12))
        place = sheet[top : top + height, left : left + width]
        np.maximum(place, scaled, out=place)
        right, was_narrow = left + width, is_narrow
    return sheet


def _over(ink: np.ndarray, paths: list[np.ndarray], rng: np.random.Generator) -> np.ndarray:
    """Return ink with strokes drawn over it, their points in its pixels."""
    side = max(ink.shape)
    drawn = draw_lines(paths, side, rng.uniform(1.5, 3))
    return np.maximum(ink, drawn[: ink.shape[0], : ink.shape[1]])


KINDS = {
    "two digits": side_by_side,
    "three digits": three,
    "one digit and a half": one_and_a_half,
    "two digits above each other": above,
    "part of a digit": part,
    "crossed-out digit": crossed_out,
    "digit beside a stroke": with_stroke,
    "turned digit": turned,
    "mirrored digit": mirrored,
}
