"""Papers: their colour and grain, and the lines that were printed on them, as dark as a share of the ink's contrast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import ndimage

from benchmarks.made.scenes.pens import Colour

_BRIGHTNESS = np.array([0.299, 0.587, 0.114])  # of red, green and blue (ITU-R BT.601)
_LINE_COLOURS: tuple[Colour, ...] = ((1.0, 0.75, 0.35), (0.8, 0.8, 0.8), (0.35, 0.85, 0.8))  # what the line takes away
_LINES = (0.15, 0.7)  # of the ink's contrast
_BOXES = (0.4, 1.0)
_LINE_MM = (0.2, 0.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A kind of paper.

    Attributes:
        name: for tables.
        colours: of which it has one.
        grain: standard deviation of its brightness, 0 to 1.
        ruling: what is printed on it.
        spacings: of its lines in mm, the least and the most.
    """

    name: str
    colours: tuple[Colour, ...]
    grain: float = 0.008
    ruling: Literal["none", "lines", "squares", "boxes"] = "none"
    spacings: tuple[float, float] = (7.0, 9.0)


_WHITE: tuple[Colour, ...] = ((0.97, 0.97, 0.96), (0.93, 0.94, 0.95))
_CREAM: tuple[Colour, ...] = ((0.96, 0.93, 0.84), (0.93, 0.88, 0.75))
PAPERS = (
    Paper(name="white", colours=_WHITE),
    Paper(name="cream", colours=_CREAM, grain=0.012),
    Paper(name="grey", colours=((0.72, 0.72, 0.7), (0.8, 0.79, 0.77)), grain=0.025),
    Paper(name="coloured", colours=((0.98, 0.92, 0.5), (0.7, 0.88, 0.95), (0.95, 0.75, 0.8), (0.75, 0.9, 0.7))),
    Paper(name="ruled", colours=_WHITE + _CREAM, ruling="lines"),
    Paper(name="squared", colours=_WHITE + _CREAM, ruling="squares", spacings=(4.0, 8.0)),
    Paper(name="boxes", colours=_WHITE + _CREAM, ruling="boxes"),
)
BLACKBOARD = Paper(name="blackboard", colours=((0.12, 0.2, 0.16), (0.14, 0.14, 0.15), (0.2, 0.25, 0.22)), grain=0.02)


def sheet(
    paper: Paper,
    size: tuple[int, int],
    *,
    millimetre: float,
    ink: Colour,
    boxes: Sequence[tuple[float, float, float, float]],
    baseline: float,
    generator: np.random.Generator,
) -> np.ndarray:
    """Return a sheet of paper, (rows, columns, 3) float32, 0 to 1.

    Args:
        paper: of that kind.
        size: rows, columns.
        millimetre: in pixels.
        ink: what the pen makes of a white sheet, against which lines are as dark as they are.
        boxes: left, top, right, bottom of what is printed on paper with boxes, in pixels.
        baseline: a row on which digits stand; a ruled line is near it.
        generator: chooses.
    """
    base = np.array(paper.colours[generator.integers(len(paper.colours))])
    rows, columns = size
    grain = ndimage.gaussian_filter(generator.normal(size=size), 0.8)
    cloud = ndimage.zoom(generator.normal(size=(4, 4)), (rows / 4, columns / 4), order=3)[:rows, :columns]
    bright = 1 + paper.grain * (grain / grain.std() + (1.5 if paper is BLACKBOARD else 0.3) * cloud)
    lines = _ruled(paper, size, millimetre, baseline, generator) if paper.ruling != "none" else None
    if lines is None:
        return np.clip(base * bright[..., None], 0, 1).astype(np.float32)
    if paper.ruling == "boxes":
        lines = _boxes(size, boxes, generator.uniform(*_LINE_MM) * millimetre)
    takes = np.array(_LINE_COLOURS[generator.integers(len(_LINE_COLOURS))])
    contrast = max(float((base - np.array(ink)) @ _BRIGHTNESS), 0.05)
    strength = generator.uniform(*(_BOXES if paper.ruling == "boxes" else _LINES)) * contrast
    takes = takes * strength / float(takes @ _BRIGHTNESS)
    return np.clip(base * bright[..., None] - lines[..., None] * takes, 0, 1).astype(np.float32)


def _ruled(
    paper: Paper, size: tuple[int, int], millimetre: float, baseline: float, generator: np.random.Generator
) -> np.ndarray:
    """Return how much of each pixel a printed line crosses, (rows, columns) float, 0 to 1."""
    spacing = generator.uniform(*paper.spacings) * millimetre
    width = max(generator.uniform(*_LINE_MM) * millimetre, 0.8)
    shift = generator.uniform(0, 0.15) * spacing if paper.ruling == "lines" else generator.uniform(0, spacing)
    rows, columns = size
    lines = _crossed(np.arange(rows) - baseline - shift, spacing, width)[:, None] + np.zeros(columns)
    if paper.ruling == "squares":
        lines = np.maximum(lines, _crossed(np.arange(columns) - generator.uniform(0, spacing), spacing, width))
    return lines


def _crossed(places: np.ndarray, spacing: float, width: float) -> np.ndarray:
    distance = np.abs((places + spacing / 2) % spacing - spacing / 2)
    return np.clip(width / 2 + 0.5 - distance, 0, 1) * min(width, 1)


def _boxes(size: tuple[int, int], boxes: Sequence[tuple[float, float, float, float]], width: float) -> np.ndarray:
    """Return how much of each pixel the boxes' lines cross, (rows, columns) float, 0 to 1."""
    row, column = np.ogrid[: size[0], : size[1]]
    drawn = np.zeros(size)
    for left, top, right, bottom in boxes:
        beside = np.maximum(np.abs(column - (left + right) / 2) - (right - left) / 2,
                            np.abs(row - (top + bottom) / 2) - (bottom - top) / 2)  # fmt: skip
        np.maximum(drawn, np.clip(max(width, 1) / 2 + 0.5 - np.abs(beside), 0, 1), out=drawn)
    return drawn
