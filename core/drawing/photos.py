"""A photo or a picture file of one digit, prepared as MNIST's were, and told back to the person step by step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.drawing.mnist_style import MNIST_SIZE, crop_to_ink, ink_to_mnist_image
from core.drawing.neighbours import ink_apart
from core.drawing.picture_files import read_picture
from core.drawing.separation import separate
from core.drawing.thickness import with_mnist_lines


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedPhoto:
    """A picture as it was read.

    Attributes:
        image: (28, 28) uint8, ink bright.
        grey: (rows, columns) uint8, the picture upright and in grey, its longer side at most 280.
        ink: (rows, columns) uint8, what was taken for ink, ink bright; as large as `grey`.
        inverted: the digit was dark on a light ground, and was turned round.
        notes: sentences for the person: what had to be converted.
        digits: where several stand side by side, each of them as `image`, from left to right; else empty.
    """

    image: np.ndarray
    grey: np.ndarray
    ink: np.ndarray
    inverted: bool
    notes: tuple[str, ...]
    digits: tuple[np.ndarray, ...] = ()


def prepare_photo(data: bytes) -> PreparedPhoto:
    """Return the digit of a picture file, prepared as MNIST's were.

    Args:
        data: a PNG, JPEG, BMP, WEBP or GIF file with one digit, dark on light or light on dark.

    Raises:
        DrawingError: the file is of another kind, damaged, too large or too small.
        EmptyDrawingError: no digit was found.
    """
    picture = read_picture(data)
    ready = _already_prepared(picture.pixels)
    if ready is not None:
        image, inverted = ready
        return PreparedPhoto(image=image, grey=picture.pixels, ink=image, inverted=inverted, notes=picture.notes)
    separated = separate(picture.pixels)
    digits = ink_apart(separated.ink)
    return PreparedPhoto(
        image=_prepared(separated.ink),
        grey=picture.pixels,
        ink=separated.ink,
        inverted=separated.inverted,
        notes=picture.notes,
        digits=tuple(_prepared(digit) for digit in digits) if len(digits) > 1 else (),
    )


def _prepared(ink: np.ndarray) -> np.ndarray:
    """Return a digit's picture as the network gets it; beside another one its ink may be the fainter, and is raised."""
    digit = crop_to_ink(ink)
    full = np.rint(digit * (255 / digit.max())).astype(np.uint8)
    return ink_to_mnist_image(with_mnist_lines(full))


def _already_prepared(grey: np.ndarray) -> tuple[np.ndarray, bool] | None:
    """Return one of MNIST's own pictures as it is, and whether it was dark on light: to prepare it changes nothing."""
    if grey.shape != (MNIST_SIZE, MNIST_SIZE):
        return None
    for image, inverted in ((grey, False), (255 - grey, True)):
        if image.any() and np.array_equal(ink_to_mnist_image(image), image):
            return image, inverted
    return None
