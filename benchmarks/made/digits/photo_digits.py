"""Digits as they come out of a photo, and printed ones: prepared by the app's own way from ink to 28 x 28.

A pen on paper is thick or thin, its line breaks where the paper is rough, a camera blurs it and JPEG leaves traces.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.made.digits.pen_digits import pen_digit
from core.drawing.rasterize import draw_lines
from core.drawing.stroke_width import prepare_ink
from core.errors import EmptyDrawingError

SIDE = 84  # pixels, of the picture in which a digit is spoilt
PEN = (0.02, 0.28)  # of the digit's side: from a hard pencil to a thick felt pen
FONT_SIZE = 64
SEGMENT_GAP = (0.0, 0.05)  # of the height, between the segments of a display
# of a seven-segment display: top, upper left, upper right, middle, lower left, lower right, bottom
SEGMENTS = (
    ((0, 0), (1, 0)), ((0, 0), (0, 1)), ((1, 0), (1, 1)), ((0, 1), (1, 1)), ((0, 1), (0, 2)), ((1, 1), (1, 2)),
    ((0, 2), (1, 2)),
)  # fmt: skip
LIT = ("1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010", "1111111", "1111011")


def photographed(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return digits as if each had been photographed and cut out again.

    Args:
        images: (N, 28, 28) uint8, ink bright.
        rng: decides what each suffers.

    Returns:
        (N, 28, 28) uint8.
    """
    done = np.empty_like(images)
    for index, image in enumerate(images):
        ink = np.asarray(Image.fromarray(image).resize((SIDE, SIDE), Image.Resampling.BICUBIC))
        done[index] = _prepared(_spoilt(ink, rng), otherwise=image)
    return done


def pen_digits_on_paper(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return digits of pens from thin to very thick, photographed: (N, 28, 28) uint8 and labels, (N,) int64."""
    return _made(count, rng, _thick_or_thin)


def printed_digits(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return digits in print and of seven-segment displays: (N, 28, 28) uint8 and labels, (N,) int64."""
    return _made(count, rng, lambda digit, rng: _display(digit, rng) if rng.random() < 0.25 else _font(digit, rng))


def _made(
    count: int, rng: np.random.Generator, draw: Callable[[int, np.random.Generator], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    labels = rng.integers(0, 10, count)
    images = np.zeros((count, 28, 28), np.uint8)
    for index, label in enumerate(labels):
        while not images[index].any():
            images[index] = _prepared(_spoilt(draw(int(label), rng), rng), otherwise=images[index])
    return images, labels


def _prepared(ink: np.ndarray, *, otherwise: np.ndarray) -> np.ndarray:
    try:
        return prepare_ink(ink)
    except (EmptyDrawingError, ValueError):
        return otherwise


def _thick_or_thin(digit: int, rng: np.random.Generator) -> np.ndarray:
    strokes = pen_digit(digit, rng)
    points = np.concatenate(strokes)
    low, side = points.min(axis=0), float(np.ptp(points, axis=0).max())
    width = math.exp(rng.uniform(*np.log(PEN))) * SIDE
    scale = (SIDE - width - 6) / side
    return draw_lines([(stroke - low) * scale + width / 2 + 3 for stroke in strokes], SIDE, max(width, 1.5))


def _font(digit: int, rng: np.random.Generator) -> np.ndarray:
    """Return a digit in the typeface that comes with Pillow, heavier, wider, slanted."""
    sheet = Image.new("L", (2 * SIDE, 2 * SIDE))
    font = ImageFont.load_default(FONT_SIZE)
    weight = int(rng.integers(0, 5))
    ImageDraw.Draw(sheet).text((SIDE, SIDE), str(digit), 255, font, anchor="mm", stroke_width=weight)
    if digit == 1 and rng.random() < 0.4:  # print often gives it a foot
        left, _, right, bottom = sheet.getbbox() or (0, 0, 1, 1)
        half = rng.uniform(10, 18)
        middle = (left + right) / 2 + 4
        ImageDraw.Draw(sheet).line((middle - half, bottom - 2, middle + half, bottom - 2), 255, 5 + weight)
    wide, slant = rng.uniform(0.7, 1.5), rng.normal(0, 0.12)
    matrix = (1 / wide, slant, SIDE - SIDE / wide - slant * SIDE, 0, 1, 0)
    sheet = sheet.transform(sheet.size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    return np.asarray(sheet.crop((SIDE // 4, SIDE // 4, 2 * SIDE - SIDE // 4, 2 * SIDE - SIDE // 4)))


def _display(digit: int, rng: np.random.Generator) -> np.ndarray:
    """Return a digit of a seven-segment display."""
    lit = LIT[digit]
    if digit in (6, 9) and rng.random() < 0.25:  # without its tail
        lit = "0101111" if digit == 6 else "1111010"
    if digit == 7 and rng.random() < 0.3:
        lit = "1110010"
    gap, width, slant = rng.uniform(*SEGMENT_GAP), rng.uniform(0.05, 0.13) * SIDE, rng.uniform(0, 0.15)
    high, wide = 0.8 * SIDE, rng.uniform(0.3, 0.5) * SIDE
    lines = []
    for is_lit, ends in zip(lit, SEGMENTS, strict=True):
        if is_lit == "1":
            begin, end = (np.array([x * wide, y * high / 2]) for x, y in ends)
            along = (end - begin) / np.linalg.norm(end - begin) * gap * high
            line = np.array([begin + along, end - along])
            line[:, 0] += slant * (high - line[:, 1])
            lines.append(line + 0.1 * SIDE)
    return draw_lines(lines, SIDE, width)


def _spoilt(ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return ink that was blurred, roughened and cut out at another level: (rows, columns) uint8."""
    picture = Image.fromarray(ink).filter(ImageFilter.GaussianBlur(rng.uniform(0, 2.2)))
    values = np.asarray(picture, np.float64)
    grain = rng.normal(0, 1, (len(values) // 3 + 1, values.shape[1] // 3 + 1))
    grain = np.kron(grain, np.ones((3, 3)))[: len(values), : values.shape[1]]
    values = values + grain * rng.uniform(0, 40) * (values > 8)
    low = rng.uniform(30, 110)
    return np.rint(255 * ((values - low) / rng.uniform(50, 120)).clip(0, 1)).astype(np.uint8)
