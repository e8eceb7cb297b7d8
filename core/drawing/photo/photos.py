"""A photo or a picture file of digits, prepared as MNIST's were, with each step's result for the person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.drawing.mnist_preprocess import MNIST_SIZE, ink_to_mnist_image
from core.drawing.numbers.digit_segmentation import segment_ink_picture
from core.drawing.numbers.segmentation import FoundDigit, Judge, PreparedDrawing, Segmentation
from core.drawing.photo.image_files import read_image_file
from core.drawing.photo.ink_segmentation import segment_ink
from core.messages.message import Message

_WHOLE = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedPhoto(PreparedDrawing):
    """A picture as it was read.

    Attributes:
        grey: (rows, columns) uint8, the picture upright and in grey.
        ink: (rows, columns) uint8, what was taken for ink, ink bright; as large as `grey`.
        inverted: the ink was dark on a light background, and was turned round.
        notes: for the person: what had to be converted.
    """

    grey: np.ndarray
    ink: np.ndarray
    inverted: bool
    notes: tuple[Message, ...]

    @property
    def image(self) -> np.ndarray:
        """The one digit, or the first of several."""
        return self.digits[0]


def prepare_photo(data: bytes, judge: Judge) -> PreparedPhoto:
    """Return the digits of a picture file, prepared as MNIST's were.

    Args:
        data: a picture file with digits, dark on light or light on dark.
        judge: tells what is a digit.

    Raises:
        DrawingError: the file is of another kind, damaged, too large or too small.
        EmptyDrawingError: no digit was found.
    """
    grey, notes = read_image_file(data)
    ready = _already_prepared(grey)
    ink, inverted = ready or segment_ink(grey)
    if ready:
        whole = FoundDigit(image=ink, box=_WHOLE)
        drawing = PreparedDrawing(segmentations=(Segmentation(digits=(whole,)),), whole=whole)
    else:
        drawing = segment_ink_picture(ink, judge)
    return PreparedPhoto(
        segmentations=drawing.segmentations, whole=drawing.whole, grey=grey, ink=ink, inverted=inverted, notes=notes
    )


def _already_prepared(grey: np.ndarray) -> tuple[np.ndarray, bool] | None:
    """Return one of MNIST's own pictures as it is, and whether it was dark on light: to prepare it changes nothing."""
    if grey.shape != (MNIST_SIZE, MNIST_SIZE):
        return None
    for image, inverted in ((grey, False), (255 - grey, True)):
        if image.any() and np.array_equal(ink_to_mnist_image(image), image):
            return image, inverted
    return None
