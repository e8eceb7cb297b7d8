"""A picture that Pillow has opened, reduced to a small one in grey, upright, strip by strip.

Grey is its luminance, or that one of red, green and blue in which ink stands out far more: a yellow pen on white paper
has nearly its luminance, as a red one on green may have. In blue, or in red, they differ.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from PIL import Image, ImageOps, TiffImagePlugin
from PIL.ExifTags import Base

from core.drawing.photo.paper import noise_level
from core.errors import DrawingError, EmptyDrawingError
from core.messages import drawing as messages
from core.messages.message import Message

_ANIMATED = ("GIF", "PNG", "WEBP", "AVIF")
_TURNED = range(2, 9)  # EXIF's orientations that are not upright
_STRIP_PIXELS = 1 << 19
_IN_COLOUR = ("RGB", "YCbCr", "CMYK", "P")
_WITHOUT_BOUNDS = ("F", "I")  # Pillow's modes of decimal numbers and of 32-bit ones

Channel = Literal["red", "green", "blue"]

_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)  # of red, green and blue (ITU-R BT.601)
_CHANNELS: tuple[Channel, ...] = ("red", "green", "blue")
_FAR_MORE = 2.0  # times the luminance's contrast: in what people write as a rule it is at most 1.6 times as much
_LEAST_CONTRAST, _LEAST_OF_NOISE = 20.0, 5.0  # grey values, and the noise's standard deviations: most is in blue
_SEEN_SIZE = 256  # pixels of the longer side, in which it is looked at
_SURROUNDINGS = 0.18  # of the longer side
_INKED_PERCENTILE = 98  # of how far pixels lie from their surroundings: ink is the lesser part


def read_opened(picture: Image.Image, longer_side: int) -> tuple[Image.Image, tuple[Message, ...]]:
    """Return an opened picture in grey and reduced, and for the person what had to be converted.

    Args:
        picture: of which nothing is decoded yet.
        longer_side: of the result, in pixels, at most.

    Returns:
        The picture, upright, of mode L.

    Raises:
        DrawingError: its values are not all numbers.
        EmptyDrawingError: it is wholly transparent.
        Exception: what Pillow raises of a damaged file.
    """
    notes: list[Message] = []
    if picture.format in _ANIMATED and getattr(picture, "is_animated", False):
        notes.append(messages.first_frame())
        picture.seek(0)
    orientation, is_tiff = _orientation(picture), picture.format == "TIFF"
    if isinstance(picture, TiffImagePlugin.TiffImageFile) and picture.is_animated:
        notes.append(messages.first_page())
    size = _reduced_size(*picture.size, longer_side)
    picture.draft("YCbCr", size)  # a JPEG is decoded at an eighth of its size or more, and its luminance as it is
    if picture.has_transparency_data:
        small = _on_paper(_in_strips(picture, size, lambda strip: strip.convert("RGBA")), notes)
    elif picture.mode in _WITHOUT_BOUNDS:
        small = _stretched(_in_strips(picture, size, lambda strip: strip.convert("F")), notes)
    elif picture.mode in _IN_COLOUR:
        small = _of_colours(picture, size, notes)
    else:
        small = _in_strips(picture, size, without_colour)
    if orientation in _TURNED:
        if not is_tiff:  # which Pillow turns itself
            small.getexif()[Base.Orientation] = orientation  # which it lost with the rest of the file's notes
            small = ImageOps.exif_transpose(small)
        notes.append(messages.turned_upright())
    return small, tuple(notes)


def shrunk(grey: Image.Image, longer_side: int) -> Image.Image:
    """Return a picture of mode L averaged down until its longer side is at most `longer_side`."""
    return _in_strips(grey, _reduced_size(*grey.size, longer_side), without_colour)


def without_colour(picture: Image.Image) -> Image.Image:
    """Return a picture in grey, of mode L, 16 bits divided by 257."""
    if picture.mode.startswith("I;16"):  # Pillow's own conversion would turn all but the darkest white
        return Image.fromarray(np.rint(np.asarray(picture, np.float64) / 257).astype(np.uint8))
    if picture.mode == "LAB":
        return picture.getchannel("L")
    return picture.convert("RGB").convert("L") if picture.mode in ("CMYK", "P") else picture.convert("L")


def _orientation(picture: Image.Image) -> int:
    try:
        return picture.getexif().get(Base.Orientation, 1)
    except Exception:  # damaged notes of the camera are no reason to refuse the picture
        return 1


def _reduced_size(columns: int, rows: int, longer_side: int) -> tuple[int, int]:
    scale = min(longer_side / max(columns, rows), 1.0)
    return max(round(columns * scale), 1), max(round(rows * scale), 1)


def _in_strips(
    picture: Image.Image, size: tuple[int, int], convert: Callable[[Image.Image], Image.Image]
) -> Image.Image:
    """Return the picture converted and averaged down to `size`, made of strips."""
    columns, rows = picture.size
    factor = max(max(columns, rows) // max(size), 1)
    height = factor * max(_STRIP_PIXELS // (columns * factor), 1)
    strips = (picture.crop((0, top, columns, min(top + height, rows))) for top in range(0, rows, height))
    joined = Image.fromarray(np.concatenate([np.asarray(convert(strip).reduce(factor)) for strip in strips]))
    return joined.resize(size, Image.Resampling.BILINEAR) if joined.size != size else joined


def _of_colours(picture: Image.Image, size: tuple[int, int], notes: list[Message]) -> Image.Image:
    """Return a picture in colours by its luminance, or by the channel in which its ink stands out far more."""
    if picture.mode == "YCbCr":
        bands = _in_strips(picture, size, lambda strip: strip).split()
        luminance, colours = bands[0], Image.merge("YCbCr", bands).convert("RGB")
    else:
        colours = _in_strips(picture, size, lambda strip: strip.convert("RGB"))
        luminance = colours.convert("L")
    channel = _telling_channel(colours)
    if channel is None:
        return luminance
    notes.append(messages.by_one_colour(channel=channel))
    return colours.getchannel(_CHANNELS.index(channel))


def _telling_channel(colours: Image.Image) -> Channel | None:
    """Return the channel by which to read a picture; None for luminance.

    Args:
        colours: of mode RGB.
    """
    from scipy import ndimage

    seen = colours.copy()
    seen.thumbnail((_SEEN_SIZE, _SEEN_SIZE), Image.Resampling.BOX)
    values = ndimage.gaussian_filter(np.asarray(seen, np.float32), (1, 1, 0), mode="nearest")  # rows, columns, 3
    width = max(round(_SURROUNDINGS * max(values.shape[:2])), 3)
    risen = values - ndimage.uniform_filter(values, width, mode="nearest", axes=(0, 1))
    contrasts = np.percentile(np.abs(risen), _INKED_PERCENTILE, axis=(0, 1))
    least = max(_FAR_MORE * float(np.percentile(np.abs(risen @ _LUMINANCE), _INKED_PERCENTILE)), _LEAST_CONTRAST)
    best = int(contrasts.argmax())
    least = max(least, _LEAST_OF_NOISE * noise_level(risen[..., best]))
    return _CHANNELS[best] if contrasts[best] > least else None


def _stretched(small: Image.Image, notes: list[Message]) -> Image.Image:
    """Return numbers without a fixed black and white spread between their least and their greatest."""
    values = np.asarray(small, np.float64)
    if not np.isfinite(values).all():  # one such among many makes their mean one
        raise DrawingError(messages.unnumbered_picture())
    low, high = float(values.min()), float(values.max())
    notes.append(messages.stretched(low=low, high=high))
    return Image.fromarray(np.rint((values - low) * (255 / (high - low or 1.0))).astype(np.uint8))


def _on_paper(small: Image.Image, notes: list[Message]) -> Image.Image:
    """Return the picture in grey, laid on paper that its ink stands out from."""
    alpha = np.asarray(small.getchannel("A"), np.float64) / 255
    grey = np.asarray(small.convert("RGB").convert("L"), np.float64)
    if not alpha.any():
        raise EmptyDrawingError(messages.transparent_picture())
    if alpha.all() and alpha.min() == 1:
        return small.convert("RGB").convert("L")
    paper, name = (255, "white") if (alpha * grey).sum() / alpha.sum() < 128 else (0, "black")
    notes.append(messages.laid_on_paper(paper=name))
    return Image.fromarray(np.rint(alpha * grey + (1 - alpha) * paper).astype(np.uint8))
