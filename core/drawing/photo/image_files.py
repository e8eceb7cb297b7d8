"""Picture files from strangers: known by their first bytes, judged by their header, decoded small and in grey.

Whatever the file is called. Nothing is decoded before its size is known, a JPEG and a HEIC picture never whole, and
another large picture is turned grey and shrunk strip by strip, so that it is held once and never twice.
"""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from core.drawing.photo import size_limits
from core.drawing.photo.file_kinds import PictureFormat, file_format
from core.drawing.photo.grey_picture import read_opened
from core.drawing.photo.heic_tiles import read_heic
from core.errors import DrawingError
from core.messages import drawing as messages
from core.messages.message import Message

WORKING_SIZE = 1024  # pixels, of the longer side of what is kept


def read_image_file(data: bytes) -> tuple[np.ndarray, tuple[Message, ...]]:
    """Return a picture file's picture in grey, reduced, and for the person what had to be converted.

    Transparent ink is laid on white, or on black where it is light; 16-bit grey is divided by 257, and what has no
    fixed black and white is spread between them; of an animation the first frame is taken, of several pages the first;
    a photo is turned as its camera noted.

    Returns:
        (rows, columns) uint8, upright, 0 black to 255 white, the longer side at most WORKING_SIZE.

    Raises:
        DrawingError: the file is of another kind, damaged, too large or too small.
        EmptyDrawingError: the picture is wholly transparent.
    """
    size_limits.check_file_length(data)
    format = file_format(data)
    try:
        if format == "HEIC":
            grey, notes = read_heic(data, WORKING_SIZE)
        else:
            size_limits.check_before_opening(data, format)
            with _opened(data, format) as picture:
                size_limits.check_opened(picture, format)
                grey, notes = read_opened(picture, WORKING_SIZE)
        return np.array(grey), notes
    except DrawingError:
        raise
    except Exception as error:  # Pillow raises whatever a damaged file makes it stumble over
        raise DrawingError(messages.damaged_picture()) from error


def _opened(data: bytes, format: PictureFormat) -> Image.Image:
    """Return the picture with its header read and nothing decoded."""
    try:
        return Image.open(io.BytesIO(data), formats=(format,))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        most = size_limits.MAX_PIXELS[format]
        raise DrawingError(messages.large_picture(most=most, size=None, format=format)) from error
