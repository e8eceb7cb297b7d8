"""What tells one digit from another of the same label: how much ink, how wide, how slanted, where its weight lies.

MNIST's preparation makes some measures the same for all digits, so these are left out: the longer side is 20 pixels,
and the centre of mass lies in the middle. What it leaves is here. Runs in the inference engine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from core.data.dataset import open_dataset

Measure = Literal["ink", "pen", "width", "slant", "sideways", "downwards"]
MEASURES: tuple[Measure, ...] = ("ink", "pen", "width", "slant", "sideways", "downwards")

FULL_INK, SIZE = 255, 28
_AT_ONCE = 1000  # images: 6 MB for each array of their pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one value stands among others.

    Attributes:
        count: of the others.
        below: how many of them are less.
        above: how many of them are more.
        lowest: the value that 5 in 100 of them lie below.
        median: the one in their middle.
        highest: the value that 5 in 100 of them lie above.
    """

    count: int
    below: int
    above: int
    lowest: float
    median: float
    highest: float

    @property
    def share(self) -> float:
        """Its percentile as a share, 0 to 1: those below it and half of those equal to it."""
        return (self.below + (self.count - self.above)) / (2 * self.count)

    @property
    def is_more(self) -> bool:
        """Whether it is more than most of them, rather than less."""
        return self.below >= self.above

    @property
    def passed(self) -> int:
        """How many of them it is more than, or less than where those are more."""
        return max(self.below, self.above)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """The measures of N images, and their labels."""

    values: np.ndarray  # (N, 6) float32, in the order of MEASURES; NaN of an image without ink
    labels: np.ndarray  # (N,) uint8, 0 to 9

    def standings(self, values: np.ndarray, digit: int) -> tuple[Standing, ...]:
        """Return where an image's measures stand among those of a digit; none where there is no image of it.

        Args:
            values: (6,) float32, of `measures`.
            digit: 0 to 9.
        """
        others = self.values[self.labels == digit]
        others = others[np.isfinite(others).all(axis=1)]
        if len(others) == 0:
            return ()
        lowest, median, highest = np.percentile(others, [5, 50, 95], axis=0).tolist()
        return tuple(
            Standing(
                count=len(others),
                below=int((others[:, place] < value).sum()),
                above=int((others[:, place] > value).sum()),
                lowest=lowest[place],
                median=median[place],
                highest=highest[place],
            )
            for place, value in enumerate(values)
        )


def measures(images: np.ndarray) -> np.ndarray:
    """Return the measures of images.

    - ink: the share of full ink in the whole image, 0 to 1.
    - pen: the mean width of its lines, in pixels, by `core.drawing.stroke_width.mean_stroke_width`: twice the area over
      the outline's length by Crofton's formula.
    - width: the width of the box round its ink over the box's height.
    - slant: in degrees, above 0 where it leans to the right: the shear that would make it upright, from second central
      moments, -arctan(mu11 / mu02) with rows counted downwards (Hu, "Visual pattern recognition by moment invariants",
      1962; LeCun et al., 1998, section III.A, deslanted a version of MNIST so).
    - sideways: in pixels, how far its centre of mass lies to the right of its box's middle.
    - downwards: in pixels, how far below it.

    Args:
        images: (N, 28, 28) uint8, ink bright.

    Returns:
        (N, 6) float32, in the order of MEASURES; NaN for all but ink and pen where there is no ink.
    """
    parts = [_measures(images[first : first + _AT_ONCE]) for first in range(0, len(images), _AT_ONCE)]
    return np.concatenate([np.zeros((0, len(MEASURES)), np.float32), *parts])


def measure_stored(data_folder: str, first: int, count: int) -> Measured:
    """Return the measures of the training images `first` to `first + count` of a prepared data set.

    Raises:
        DataError: the data set is not whole.
    """
    dataset = open_dataset(Path(data_folder))
    there = slice(first, first + count)
    return Measured(values=measures(dataset.train_images[there]), labels=np.array(dataset.train_labels[there]))


def join_measured(one: Measured, other: Measured) -> Measured:
    """Return both as one."""
    return Measured(
        values=np.concatenate([one.values, other.values]), labels=np.concatenate([one.labels, other.labels])
    )


def most_unusual(standings: Sequence[Standing]) -> int:
    """Return the index of the value that lies beyond the largest share of the others; of equals the first."""
    return max(range(len(standings)), key=lambda place: standings[place].passed / standings[place].count)


def _measures(images: np.ndarray) -> np.ndarray:
    mass = images.sum(axis=(1, 2), dtype=np.float64)
    row_mass, column_mass = images.sum(axis=2, dtype=np.float64), images.sum(axis=1, dtype=np.float64)
    place = np.arange(SIZE, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        row, column = row_mass @ place / mass, column_mass @ place / mass
        mu02 = row_mass @ place**2 / mass - row**2
        # of each row the mass times its columns, and these times the row
        mu11 = (images.astype(np.float64) @ place) @ place / mass - row * column
    top, height = _extent(row_mass > 0)
    left, width = _extent(column_mass > 0)
    found = np.stack(
        [
            mass / (FULL_INK * SIZE**2),
            _stroke_widths(images, mass),
            width / height,
            np.degrees(np.arctan2(-mu11, np.maximum(mu02, 0))),
            column - (left + (width - 1) / 2),
            row - (top + (height - 1) / 2),
        ],
        axis=1,
    )
    found[mass == 0, 2:] = math.nan
    return found.astype(np.float32)


def _extent(inked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first inked line of each image and how many there are up to the last; (N, 28) bool."""
    first = inked.argmax(axis=1)
    return first, SIZE - inked[:, ::-1].argmax(axis=1) - first


def _stroke_widths(images: np.ndarray, mass: np.ndarray) -> np.ndarray:
    """Return what `mean_stroke_width` does, of each image."""
    dark = np.pad(images > 127, ((0, 0), (1, 1), (1, 1)))
    across = (dark[:, 1:] != dark[:, :-1]).sum(axis=(1, 2)) + (dark[:, :, 1:] != dark[:, :, :-1]).sum(axis=(1, 2))
    return 2 * mass / FULL_INK / np.maximum(math.pi / 4 * across, 1)
