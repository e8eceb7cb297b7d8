"""One drawing or photo in six versions, from as it is to what the network gets: each has one step of preparation more.

Step by step they show what MNIST's own preparation does (`core.drawing.mnist_preprocess`). Before the last step lines
are as wide as the person made them; the last version is the picture that the page reads, bit for bit.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PIL import Image

from core.drawing import rasterize
from core.drawing.mnist_preprocess import BOX_SIZE, MNIST_SIZE, crop_to_ink, ink_to_mnist_image, without_dots
from core.drawing.numbers.segmentation import FoundDigit
from core.drawing.photo.photos import PreparedPhoto

Step = Literal["as it is", "inverted", "cropped", "aspect kept", "centred", "pen width"]
STEPS: tuple[Step, ...] = ("as it is", "inverted", "cropped", "aspect kept", "centred", "pen width")

FULL_INK = 255
_PEN_SIZE = 80  # pixels of the longer side in which a pen's lines are drawn: four to each of the box

_SAME_PLACE = 0.5  # canvas pixels


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rung:
    """One version of a picture.

    Attributes:
        step: what was done to it last.
        image: (28, 28) uint8, as the network would get it: 255 is what MNIST has for ink.
        is_changed: whether the step changed anything; the first one has nothing to change.
    """

    step: Step
    image: np.ndarray
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Where the answer turns, among the answers to six versions.

    Attributes:
        place: index of the version from which on the answer is the last one's.
        before: the answer to the version before it.
        after: the last version's answer.
        changes: how many versions are answered otherwise than the one before them, at least 1.
        is_new: none of the versions before it had that answer.
    """

    place: int
    before: int
    after: int
    changes: int
    is_new: bool


def ladder_of_strokes(whole: np.ndarray, digit: FoundDigit, *, pen_width: float) -> tuple[Rung, ...]:
    """Return the six versions of a digit that was drawn with a pen.

    Args:
        whole: (28, 28) uint8, ink bright: the whole canvas shrunk (`mnist_preprocess.shrink_canvas`). The first version
            is its inverse, dark on white as on paper, however the screen shows it.
        digit: with its strokes.
        pen_width: in canvas pixels, as on the person's screen.

    Returns:
        As many as STEPS, in their order; none where the digit's strokes are not known.
    """
    if not digit.paths:
        return ()
    return _rungs(FULL_INK - whole, _pen_ink(digit.paths, pen_width), digit.image, is_dark=True)


def ladder_of_pixels(whole: np.ndarray, digit: FoundDigit) -> tuple[Rung, ...]:
    """Return the six versions of a digit that was painted pixel by pixel: dark on white first, as on paper.

    Args:
        whole: (28, 28) uint8, ink bright: all that is painted.
        digit: with its ink.

    Returns:
        As `ladder_of_strokes`; none where the digit's ink is not known.
    """
    return _rungs(FULL_INK - whole, digit.ink, digit.image, is_dark=True) if digit.ink.any() else ()


def is_stroke_left_out(strokes: Sequence[np.ndarray], digit: FoundDigit) -> bool:
    """Return whether a stroke is no part of a digit that stands alone: a dash beside it, a box round it.

    Args:
        strokes: all that are drawn, each (n, 2) float64, in canvas pixels; dots are slips of the pen and not counted.
        digit: with its strokes, which may be cut.
    """
    own = np.concatenate(digit.paths)

    def is_own(point: np.ndarray) -> bool:
        return float(np.hypot(*(own - point).T).min()) < _SAME_PLACE

    return not all(is_own(stroke[0]) or is_own(stroke[-1]) for stroke in without_dots(strokes))


def is_ink_left_out(whole: np.ndarray, digit: FoundDigit) -> bool:
    """Return whether ink that was painted, (28, 28) uint8, is no part of a digit that stands alone."""
    return int(np.count_nonzero(whole)) > int(np.count_nonzero(digit.ink))


def ladder_of_photo(photo: PreparedPhoto, digit: FoundDigit) -> tuple[Rung, ...]:
    """Return the six versions of a digit in a picture file: the first as those do who prepare nothing.

    That is the whole picture in grey, squeezed to 28 x 28 pixels whatever its shape; the network divides it by 255 as
    every picture. Dark ink is inverted as a whole, and with the third step the ink is parted from its paper.

    Args:
        photo: the picture.
        digit: one of its digits.

    Returns:
        As `ladder_of_strokes`; none where the digit's ink is not known.
    """
    return _rungs(photo.squeezed, digit.ink, digit.image, is_dark=photo.inverted) if digit.ink.any() else ()


def turn_of(answers: Sequence[int]) -> Turn | None:
    """Return where the answer turns for the last time; None where all versions are answered alike.

    Args:
        answers: one per version, in order, at least one.
    """
    last = answers[-1]
    others = [place for place, answer in enumerate(answers) if answer != last]
    if not others:
        return None
    return Turn(
        place=others[-1] + 1,
        before=answers[others[-1]],
        after=last,
        changes=sum(one != other for one, other in itertools.pairwise(answers)),
        is_new=last not in answers[: others[-1]],
    )


def _rungs(start: np.ndarray, ink: np.ndarray, image: np.ndarray, *, is_dark: bool) -> tuple[Rung, ...]:
    """Return the versions, from how it begins, the digit's own ink and what the network gets."""
    crop = crop_to_ink(ink)
    full = np.rint(crop * (FULL_INK / crop.max())).astype(np.uint8)  # as `stroke_width.prepare_ink` does
    centred = ink_to_mnist_image(full)
    images = (
        start,
        FULL_INK - start if is_dark else start,
        _in_the_middle(_stretched(full)),
        _in_the_middle(crop_to_ink(centred)),
        centred,
        image,
    )
    before = (start, *images)
    return tuple(
        Rung(step=step, image=made, is_changed=not np.array_equal(made, earlier))
        for step, made, earlier in zip(STEPS, images, before, strict=False)
    )


def _pen_ink(paths: Sequence[np.ndarray], pen_width: float) -> np.ndarray:
    """Return strokes as a pen on the screen has drawn them, (80, 80) uint8, as large as they fit."""
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = _PEN_SIZE / ((high - low).max() + pen_width)
    width = pen_width * scale
    return rasterize.draw_lines([(path - low) * scale + width / 2 for path in paths], _PEN_SIZE, width)


def _stretched(crop: np.ndarray) -> np.ndarray:
    """Return a crop with both sides made 20 pixels long."""
    averaging = Image.Resampling.BOX if min(crop.shape) >= BOX_SIZE else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(crop).resize((BOX_SIZE, BOX_SIZE), averaging))


def _in_the_middle(box: np.ndarray) -> np.ndarray:
    """Return (28, 28) uint8: the box in the middle, one pixel further up and left where that is between two."""
    height, width = box.shape
    top, left = (MNIST_SIZE - height) // 2, (MNIST_SIZE - width) // 2
    image = np.zeros((MNIST_SIZE, MNIST_SIZE), np.uint8)
    image[top : top + height, left : left + width] = box
    return image
