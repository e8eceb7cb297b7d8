"""How large the drawings of one file may be in all: a file is read on the server, and its drawings are prepared there.

A drawing may be far larger than a digit, so that 500 of the largest would take half a minute of one processor.
"""

from __future__ import annotations

from core.errors import OwnDigitsError
from core.messages import own_digits as messages

MAX_FILE_POINTS = 300_000  # of the digits that are read: 600 each, where 500 are
MAX_FILE_STROKES = 50_000


def check_drawings(*, strokes: int, points: int) -> None:
    """Do nothing where a file's drawings have no more strokes and points in all than may be.

    Raises:
        OwnDigitsError: they have more.
    """
    if strokes > MAX_FILE_STROKES or points > MAX_FILE_POINTS:
        raise OwnDigitsError(messages.large_drawings(most_strokes=MAX_FILE_STROKES, most_points=MAX_FILE_POINTS))
