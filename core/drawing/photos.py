"""A photo or a picture file of one digit, prepared as MNIST's were, with each step's result for the person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.drawing.digit_segmentation import digits_in_ink
from core.drawing.image_files import read_image_file
from core.drawing.ink_segmentation import segment_ink
from core.drawing.mnist_preprocess import MNIST_SIZE, crop_to_ink, ink_to_mnist_image
from core.drawing.stroke_width import normalize_stroke_width
from core.messages.message import Message


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedPhoto:
    """A picture as it was read.

    Attributes:
        digits: each (28, 28) uint8, ink bright: the one, or several that stand side by side, from left to right.
        grey: (rows, columns) uint8, the picture upright and in grey, its longer side at most 280.
        ink: (rows, columns) uint8, what was taken for ink, ink bright; as large as `grey`.
        inverted: the digit was dark on a light background, and was turned round.
        notes: for the person: what had to be converted.
    """

    digits: tuple[np.ndarray, ...]
    grey: np.ndarray
    ink: np.ndarray
    inverted: bool
    notes: tuple[Message, ...]

    @property
    def image(self) -> np.ndarray:
        """The one digit, or the first of several."""
        return self.digits[0]


def prepare_photo(data: bytes) -> PreparedPhoto:
    """Return the digit of a picture file, prepared as MNIST's were.

    Args:
        data: a PNG, JPEG, BMP, WEBP or GIF file with one digit, dark on light or light on dark.

    Raises:
        DrawingError: the file is of another kind, damaged, too large or too small.
        EmptyDrawingError: no digit was found.
    """
    grey, notes = read_image_file(data)
    ready = _already_prepared(grey)
    ink, inverted = ready or segment_ink(grey)
    digits = (ink,) if ready else tuple(prepare_ink(digit) for digit in digits_in_ink(ink))
    return PreparedPhoto(digits=digits, grey=grey, ink=ink, inverted=inverted, notes=notes)


def prepare_ink(ink: np.ndarray) -> np.ndarray:
    """Return a digit that was separated from its paper as the network gets it.

    Args:
        ink: (rows, columns) uint8, 0 paper. Beside another digit its ink may be the fainter; it is raised to the full.

    Returns:
        (28, 28) uint8, ink bright: lines as wide as MNIST's, fitted and centred as MNIST's digits were.

    Raises:
        EmptyDrawingError: there is no ink.
    """
    digit = crop_to_ink(ink)
    full = np.rint(digit * (255 / digit.max())).astype(np.uint8)
    return ink_to_mnist_image(normalize_stroke_width(full))


def _already_prepared(grey: np.ndarray) -> tuple[np.ndarray, bool] | None:
    """Return one of MNIST's own pictures as it is, and whether it was dark on light: to prepare it changes nothing."""
    if grey.shape != (MNIST_SIZE, MNIST_SIZE):
        return None
    for image, inverted in ((grey, False), (255 - grey, True)):
        if image.any() and np.array_equal(ink_to_mnist_image(image), image):
            return image, inverted
    return None
