"""One digit of a person's own hand: what they drew, and what they say that it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np

from core.drawing.mnist_preprocess import MNIST_SIZE
from core.drawing.strokes import CANVAS_SIZE, MAX_COORDINATE, MAX_POINTS, MAX_STROKES
from core.drawing.validate import shown
from core.errors import OwnDigitsError
from core.messages import own_digits as messages

LABELS = range(10)
LIMIT = MAX_COORDINATE * CANVAS_SIZE  # canvas pixels: how far from its corner a stroke's point may lie
LATEST = 1e11  # seconds since 1970: no moment is later
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnDigit:
    """A digit as it is kept; valid once constructed, and its arrays are read-only.

    Attributes:
        id: 32 hexadecimal digits, unique.
        label: 0 to 9, what the person says that it is.
        image: (28, 28) uint8, ink bright, prepared as a network gets it.
        strokes: pen paths in canvas pixels, as `core.drawing.strokes.read_canvas` gives them, each (n, 2) float64; none
            where it was painted or photographed.
        created: when it was kept, in seconds since 1970.

    Raises:
        OwnDigitsError: one of these is something else, or larger than a person draws.
    """

    id: str
    label: int
    image: np.ndarray
    strokes: tuple[np.ndarray, ...] = ()
    created: float = 0.0

    def __post_init__(self) -> None:
        if not is_id(self.id):
            raise OwnDigitsError(messages.wrong_id())
        object.__setattr__(self, "label", checked_label(self.label))
        object.__setattr__(self, "image", _checked_image(self.image))
        object.__setattr__(self, "strokes", _checked_strokes(self.strokes))
        if not is_moment(self.created):
            raise OwnDigitsError(messages.wrong_moment(value=shown(self.created)))

    @property
    def content(self) -> tuple[int, bytes]:
        """What makes it the same digit as another: its label and its pixels."""
        return self.label, self.image.tobytes()


def is_id(value: object) -> TypeGuard[str]:
    """Return whether a value has the form of an id: 128 bits as 32 hexadecimal digits."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def is_moment(value: object) -> TypeGuard[float]:
    """Return whether a value is a number of seconds since 1970."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LATEST  # NaN is not


def checked_label(value: object) -> int:
    """Return `value` as a label, a whole number from 0 to 9, which may be written as 7.0.

    Raises:
        OwnDigitsError: it is not.
    """
    if isinstance(value, int | float | np.integer) and not isinstance(value, bool) and value in LABELS:
        return int(value)
    raise OwnDigitsError(messages.wrong_label(value=shown(value)))


def _checked_image(image: object) -> np.ndarray:
    if not isinstance(image, np.ndarray) or image.shape != (MNIST_SIZE, MNIST_SIZE) or image.dtype != np.uint8:
        raise OwnDigitsError(messages.wrong_image(side=MNIST_SIZE))
    if not image.any():
        raise OwnDigitsError(messages.no_ink())
    return _read_only(image)


def _checked_strokes(strokes: Sequence[np.ndarray]) -> tuple[np.ndarray, ...]:
    if len(strokes) > MAX_STROKES or sum(map(len, strokes)) > MAX_POINTS:
        raise OwnDigitsError(messages.many_points(most_strokes=MAX_STROKES, most_points=MAX_POINTS))
    for stroke in strokes:
        if stroke.ndim != 2 or stroke.shape[1] != 2 or not len(stroke) or not np.abs(stroke).max() <= LIMIT:  # NaN
            raise OwnDigitsError(messages.wrong_points(limit=LIMIT))
    return tuple(_read_only(stroke.astype(np.float64)) for stroke in strokes)


def _read_only(array: np.ndarray) -> np.ndarray:
    kept = np.array(array)  # its own: what it was made of may change
    kept.setflags(write=False)
    return kept
