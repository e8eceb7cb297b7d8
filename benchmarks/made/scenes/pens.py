"""Pens: how thick their line is, its colour, and how evenly it covers the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import ndimage

from benchmarks.made.scenes.inks import HEIGHT
from benchmarks.made.scenes.readable import parts_and_loops

Colour = tuple[float, float, float]  # red, green, blue, 0 to 1
_MOST_FILLED = 0.04  # of the ink
_DARK: tuple[Colour, ...] = ((0.08, 0.08, 0.1), (0.1, 0.14, 0.5), (0.05, 0.05, 0.3))
_BRIGHT: tuple[Colour, ...] = (
    (0.75, 0.1, 0.12), (0.05, 0.42, 0.18), (0.4, 0.12, 0.55), (0.15, 0.4, 0.8), (0.8, 0.35, 0.05),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """A kind of pen.

    Attributes:
        name: for tables.
        widths: of its line, the least and the most, as shares of a digit's height.
        colours: of which it has one.
        covers: the paper, where it is full; the least and the most.
        texture: how evenly it does.
    """

    name: str
    widths: tuple[float, float]
    colours: tuple[Colour, ...]
    covers: tuple[float, float]
    texture: Literal["even", "streaks", "grain", "gaps"]


PENS = (
    Pen(name="pencil", widths=(0.04, 0.08), colours=((0.2, 0.2, 0.22),), covers=(0.5, 0.85), texture="grain"),
    Pen(name="ball pen", widths=(0.035, 0.07), colours=_DARK, covers=(0.8, 0.97), texture="streaks"),
    Pen(name="felt pen", widths=(0.09, 0.17), colours=_DARK, covers=(0.9, 1.0), texture="even"),
    Pen(name="thick felt pen", widths=(0.18, 0.3), colours=(*_DARK, *_BRIGHT), covers=(0.9, 1.0), texture="even"),
    Pen(name="coloured pen", widths=(0.05, 0.13), colours=_BRIGHT, covers=(0.8, 1.0), texture="streaks"),
)
CHALK = Pen(
    name="chalk",
    widths=(0.07, 0.14),
    colours=((0.95, 0.95, 0.93), (0.95, 0.9, 0.6), (0.95, 0.75, 0.78)),
    covers=(0.75, 0.95),
    texture="gaps",
)


def redrawn(shape: np.ndarray, width: float) -> np.ndarray | None:
    """Return a digit's shape with a line of another width; None where it would lose a loop, a bay or a part.

    Args:
        shape: (rows, columns) bool, cropped to the ink.
        width: of the line, as a share of HEIGHT.

    Returns:
        (rows, columns) bool, cropped to the ink.
    """
    padded = np.pad(shape, HEIGHT // 4)
    inside = _distance(padded)
    outside = np.where(padded, 0.5 - inside, _distance(~padded) - 0.5)  # from the edge, below 0 in the ink
    grow = width * HEIGHT / 2 - float(np.median(inside[_is_ridge(inside)]))
    grown = outside < grow
    is_kept = parts_and_loops(grown) == parts_and_loops(padded) and _filled(padded, grown, grow) < _MOST_FILLED
    return _cropped(grown) if is_kept else None


def coverage(ink: np.ndarray, pen: Pen, *, full: float, scale: float, generator: np.random.Generator) -> np.ndarray:
    """Return how much of the paper the pen covers, 0 to 1, as large as `ink`.

    Args:
        ink: (rows, columns) float, 0 to 1, what of each pixel the line crosses.
        pen: with which it was drawn.
        full: how much it covers where it is full, 0 to 1.
        scale: a digit's height in pixels.
        generator: gives the texture.
    """
    if pen.texture == "even":
        return full * ink
    fine = _noise(ink.shape, 0.008 * scale, generator)
    coarse = _noise(ink.shape, 0.15 * scale, generator)
    if pen.texture == "streaks":
        return full * ink * (0.9 + 0.1 * coarse)
    if pen.texture == "grain":
        return full * ink * (0.8 + 0.12 * fine + 0.08 * coarse)
    return full * ink * np.where(fine > -0.9 + 0.3 * coarse, 1.0, 0.25)


def _noise(shape: tuple[int, ...], size: float, generator: np.random.Generator) -> np.ndarray:
    """Return noise whose grains are about `size` pixels wide, -1 to 1, its standard deviation a half."""
    smooth = ndimage.gaussian_filter(generator.normal(size=shape), max(size, 0.5))
    return np.clip(smooth / (2 * smooth.std()), -1, 1)


def _distance(mask: np.ndarray) -> np.ndarray:
    distance = ndimage.distance_transform_edt(mask)
    assert isinstance(distance, np.ndarray)
    return distance


def _is_ridge(inside: np.ndarray) -> np.ndarray:
    """Return where a line's middle is, (rows, columns) bool: no pixel beside it is farther from the paper."""
    return (inside > 0) & (inside >= ndimage.maximum_filter(inside, 5))


def _filled(shape: np.ndarray, grown: np.ndarray, by: float) -> float:
    """Return what share of the grown ink lies in bays that a pen so wide cannot draw: a closing fills them."""
    closed = _distance(grown) > max(by, 0) + 1
    return float((closed & ~shape).sum() / grown.sum())


def _cropped(shape: np.ndarray) -> np.ndarray:
    rows, columns = np.flatnonzero(shape.any(axis=1)), np.flatnonzero(shape.any(axis=0))
    return shape[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
