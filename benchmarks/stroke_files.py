"""Drawings as files hold them, for benchmarks: a digit a line, its strokes in canvas pixels; plain or gzipped."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.drawing.strokes import CANVAS_SIZE
from core.drawing.validate import shown

DIGITS = 10
BAD_INPUT = 2  # exit code
MAX_LINE_BYTES = 1 << 20
MAX_CANVAS = 10_000  # pixels, of its side
MAX_NAME = 40  # characters
GZIP_MAGIC = b"\x1f\x8b"


class BadInputError(Exception):
    """The file, or the name of a model, cannot be used; says why in one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawing:
    """A line of the file.

    Attributes:
        label: 0 to 9.
        strokes: pen paths in the page's canvas pixels, as `read_canvas` gives them; each (n, 2) float64.
        writer: who drew it; empty where the file does not say.
    """

    label: int
    strokes: list[np.ndarray]
    writer: str = ""


def read_drawings(path: Path) -> Iterator[Drawing]:
    """Yield each line's drawing.

    Raises:
        BadInputError: the file cannot be read, or a line is not a digit.
    """
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == GZIP_MAGIC
        with gzip.open(path) if is_packed else path.open("rb") as lines:
            number = 0
            while line := lines.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(line) > MAX_LINE_BYTES:
                    raise BadInputError(f"Line {number} of {path.name} has more than {MAX_LINE_BYTES:,} bytes.")
                if line.strip():
                    yield read_drawing(line, f"Line {number} of {path.name}")
    except (OSError, EOFError, zlib.error) as error:
        raise BadInputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def read_drawing(line: bytes, name: str) -> Drawing:
    """Return a line's drawing; `name` is what the line is called where it is refused.

    Raises:
        BadInputError: it is not a digit.
    """
    try:
        digit = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{name} is not JSON: {error}.") from error
    if not isinstance(digit, dict) or not {"label", "strokes"} <= digit.keys():
        raise BadInputError(f'{name} must be an object with "label", "canvas" and "strokes".')
    label = digit["label"]
    if not isinstance(label, int) or isinstance(label, bool) or not 0 <= label < DIGITS:
        raise BadInputError(f"{name} must have a label from 0 to 9; got {str(label)[:20]}.")
    writer = digit.get("writer", "")
    if not isinstance(writer, str) or len(writer) > MAX_NAME:
        raise BadInputError(f"{name} must name its writer in at most {MAX_NAME} characters; got {str(writer)[:60]!r}.")
    try:
        paths = [np.array(stroke, np.float64) for stroke in digit["strokes"] if stroke]
        for path in paths:
            if path.ndim != 2 or path.shape[1] != 2 or not np.isfinite(path).all():
                raise ValueError(f"A stroke must be rows of two finite numbers; got an array of shape {path.shape}.")
        side = digit.get("canvas", CANVAS_SIZE)
        if isinstance(side, bool) or not isinstance(side, int | float) or not 0 < side <= MAX_CANVAS:
            raise ValueError(f"A canvas's side must be more than 0 pixels, at most {MAX_CANVAS:,}; got {shown(side)}.")
        return Drawing(label=label, strokes=[path * (CANVAS_SIZE / side) for path in paths], writer=writer)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInputError(f"{name} is not a drawing. {error}") from error
