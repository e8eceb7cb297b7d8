"""One digit as a line of JSON: as the server keeps it, as it is exported, and as other programs write drawings.

    {"label": 7, "canvas": 280, "strokes": [[[80.0, 70.0], ...], ...], "pixels": [0, 0, ..., 255], "id": "...", ...}

A line needs its label, and strokes or pixels. Where it has both, a network gets the pixels, row by row; else the
strokes are prepared as drawings are. Keys that are not known are left alone.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping

import numpy as np

from core.drawing.mnist_preprocess import MNIST_SIZE, to_mnist_image
from core.drawing.strokes import CANVAS_SIZE, MAX_POINTS, MAX_STROKES
from core.errors import DrawingError, OwnDigitsError
from core.messages import own_digits as messages
from core.messages.own_digits import Fault
from core.own_digits.own_digit import LIMIT, OwnDigit, checked_label, is_id, is_moment

MAX_LINE_BYTES = 1 << 20
MAX_CANVAS = 10_000  # pixels, of the side of what was drawn on
_PIXELS = MNIST_SIZE**2
_FULL_INK = 255


def write_line(digit: OwnDigit) -> bytes:
    """Return a digit as a line with its end; `read_line` gives it back, points rounded to 0.1."""
    values = {
        "label": digit.label,
        "canvas": CANVAS_SIZE,
        "strokes": [np.round(stroke, 1).tolist() for stroke in digit.strokes],
        "pixels": digit.image.ravel().tolist(),
        "id": digit.id,
        "created": round(digit.created, 3),
    }
    return json.dumps(values, separators=(",", ":")).encode() + b"\n"


def read_line(line: bytes, *, created: float = 0.0) -> OwnDigit:
    """Return the digit of a line.

    Args:
        line: of a file that anybody may have written.
        created: when it is kept, where the line does not say.

    Raises:
        OwnDigitsError: it is no digit; says why as a sentence's second half.
    """
    values = _entries(line)
    label = checked_label(values.get("label"))
    strokes = _strokes(values)
    image = _image(values["pixels"]) if values.get("pixels") is not None else _prepared(strokes)
    moment, identity = values.get("created"), values.get("id")
    return OwnDigit(
        id=identity if is_id(identity) else secrets.token_hex(16),
        label=label,
        image=image,
        strokes=strokes,
        created=float(moment) if is_moment(moment) else created,
    )


def _entries(line: bytes) -> Mapping:
    try:
        values = json.loads(line)
    except UnicodeDecodeError as error:
        raise _fault("text") from error
    except (ValueError, RecursionError) as error:
        raise _fault("json") from error
    if not isinstance(values, dict):
        raise _fault("no_object")
    return values


def _strokes(values: Mapping) -> tuple[np.ndarray, ...]:
    """Return the strokes in canvas pixels; none where the line has none."""
    given, side = values.get("strokes"), values.get("canvas", CANVAS_SIZE)
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(stroke, list) for stroke in given):
        raise _fault("points")
    if isinstance(side, bool) or not isinstance(side, int | float) or not 0 < side <= MAX_CANVAS:
        raise _fault("canvas")
    if len(given) > MAX_STROKES or sum(map(len, given)) > MAX_POINTS:
        raise OwnDigitsError(messages.many_points(most_strokes=MAX_STROKES, most_points=MAX_POINTS))
    return tuple(_path(stroke) * (CANVAS_SIZE / side) for stroke in given if stroke)


def _path(stroke: list) -> np.ndarray:
    """Return a stroke as (n, 2) float64, each number bounded before it is one of an array's."""
    for point in stroke:
        if not isinstance(point, list) or len(point) != 2 or not all(map(_is_coordinate, point)):
            raise _fault("points")
    return np.array(stroke, np.float64)


def _is_coordinate(value: object) -> bool:
    """Return whether a value is a finite number that can lie on the largest canvas."""
    most = LIMIT * MAX_CANVAS
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def _image(pixels: object) -> np.ndarray:
    if not isinstance(pixels, list) or len(pixels) != _PIXELS or not all(map(_is_pixel, pixels)):
        raise _fault("pixels")
    return np.array(pixels, np.uint8).reshape(MNIST_SIZE, MNIST_SIZE)


def _is_pixel(value: object) -> bool:
    return type(value) is int and 0 <= value <= _FULL_INK


def _prepared(strokes: tuple[np.ndarray, ...]) -> np.ndarray:
    if not strokes:
        raise _fault("nothing")
    if max(np.abs(stroke).max() for stroke in strokes) > LIMIT:
        raise OwnDigitsError(messages.wrong_points(limit=LIMIT))
    try:
        return to_mnist_image(strokes)
    except DrawingError as error:
        raise OwnDigitsError(error.message) from error


def _fault(what: Fault) -> OwnDigitsError:
    return OwnDigitsError(messages.fault(what=what))
