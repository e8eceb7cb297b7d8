"""Picture files from strangers: known by their first bytes, judged by their header, decoded small and in grey.

PNG, JPEG, BMP, WEBP and GIF, whatever the file is called. Nothing is decoded before its size is known, and a large
picture is turned grey and shrunk strip by strip, so that it is held once and never twice.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageOps
from PIL.ExifTags import Base

from core.errors import DrawingError, EmptyDrawingError
from core.messages import drawing as messages
from core.messages.drawing import FileKind
from core.messages.message import Message

MAX_BYTES = 5 << 20  # of a file; the server takes larger ones, for networks (server.maxUploadSize)
MAX_PIXELS = 16_000_000
MIN_SIDE = 8  # pixels
SHOWN_SIZE = 280  # pixels, of the longer side of what is kept

_FORMATS = ("PNG", "JPEG", "BMP", "WEBP", "GIF")
# Kinds that people try, by how they begin; HEIC is what phones write.
_OTHER_KINDS: tuple[tuple[int, tuple[bytes, ...], FileKind], ...] = (
    (0, (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), "tiff"),
    (0, (b"%!PS", b"\xc5\xd0\xd3\xc6"), "eps"),
    (0, (b"%PDF",), "pdf"),
    (4, (b"ftyphei", b"ftyphev", b"ftypmif", b"ftypmsf"), "heic"),
    (4, (b"ftypavif", b"ftypavis"), "avif"),
    (0, (b"PK\x03\x04",), "zip"),
)
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"BM", b"RIFF", b"GIF8")
_TURNED = range(2, 9)  # EXIF's orientations that are not upright
_STRIP_PIXELS = 1 << 19


def read_image_file(data: bytes) -> tuple[np.ndarray, tuple[Message, ...]]:
    """Return a picture file's picture in grey, reduced, and for the person what had to be converted.

    Transparent ink is laid on white, or on black where it is light; 16-bit grey is divided by 257; of an animation
    the first frame is taken; a photo is turned as its camera noted.

    Returns:
        (rows, columns) uint8, upright, 0 black to 255 white, the longer side at most 280.

    Raises:
        DrawingError: the file is of another kind, damaged, too large or too small.
        EmptyDrawingError: the picture is wholly transparent.
    """
    _check_kind(data)
    with _opened(data) as picture:
        _check_size(*picture.size)
        try:
            return _grey(picture)
        except EmptyDrawingError:
            raise
        except Exception as error:  # Pillow raises whatever a damaged file makes it stumble over
            raise _damaged() from error


def _check_kind(data: bytes) -> None:
    if not data:
        raise DrawingError(messages.empty_file())
    if len(data) > MAX_BYTES:
        raise DrawingError(messages.large_file(most=MAX_BYTES, length=len(data)))
    for start, beginnings, kind in _OTHER_KINDS:
        if data.startswith(beginnings, start):
            raise _refused(kind)
    beginning = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith((b"<svg", b"<?xml", b"<!doctype svg")):
        raise _refused("svg")
    if not data.startswith(_SIGNATURES):
        raise _refused("unknown")


def _refused(kind: FileKind) -> DrawingError:
    return DrawingError(messages.wrong_file_kind(kind=kind, formats=_FORMATS))


def _damaged() -> DrawingError:
    return DrawingError(messages.damaged_picture())


def _opened(data: bytes) -> Image.Image:
    """Return the picture with its header read and nothing decoded."""
    if data.startswith(b"RIFF"):
        _check_size(*_webp_size(data))  # opening it in Pillow already takes memory for two frames
    try:
        return Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DrawingError(messages.large_picture(most=MAX_PIXELS, size=None)) from error
    except Exception as error:  # as above
        raise _damaged() from error


def _webp_size(data: bytes) -> tuple[int, int]:
    """Return columns and rows as a WEBP file's first chunk gives them (RFC 9649, section 2)."""
    kind = data[12:16]
    if len(data) < 30 or data[8:12] != b"WEBP":
        raise _damaged()
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    raise _damaged()


def _check_size(columns: int, rows: int) -> None:
    if columns * rows > MAX_PIXELS:
        raise DrawingError(messages.large_picture(most=MAX_PIXELS, size=(columns, rows)))
    if min(columns, rows) < MIN_SIDE:
        raise DrawingError(messages.small_picture(least=MIN_SIDE, columns=columns, rows=rows))


def _grey(picture: Image.Image) -> tuple[np.ndarray, tuple[Message, ...]]:
    notes: list[Message] = []
    if picture.format in ("GIF", "PNG", "WEBP") and getattr(picture, "is_animated", False):
        notes.append(messages.first_frame())
        picture.seek(0)
    scale = min(SHOWN_SIZE / max(picture.size), 1.0)
    columns, rows = picture.size
    size = max(round(columns * scale), 1), max(round(rows * scale), 1)
    orientation = _orientation(picture)
    picture.draft("L", size)  # a JPEG is decoded at an eighth of its size or more
    if picture.has_transparency_data:
        small = _shrunk(picture, size, lambda strip: strip.convert("RGBA"))
        small = _on_paper(small, notes)
    else:
        small = _shrunk(picture, size, _without_colour)
    if orientation in _TURNED:
        small.getexif()[Base.Orientation] = orientation  # which it lost with the rest of the file's notes
        small = ImageOps.exif_transpose(small)
        notes.append(messages.turned_upright())
    return np.array(small), tuple(notes)


def _orientation(picture: Image.Image) -> int:
    try:
        return picture.getexif().get(Base.Orientation, 1)
    except Exception:  # damaged notes of the camera are no reason to refuse the picture
        return 1


def _shrunk(picture: Image.Image, size: tuple[int, int], convert: Callable[[Image.Image], Image.Image]) -> Image.Image:
    """Return the picture converted and averaged down to `size`, made of strips."""
    columns, rows = picture.size
    factor = max(max(columns, rows) // max(size), 1)
    height = factor * max(_STRIP_PIXELS // (columns * factor), 1)
    strips = (picture.crop((0, top, columns, min(top + height, rows))) for top in range(0, rows, height))
    joined = Image.fromarray(np.concatenate([np.asarray(convert(strip).reduce(factor)) for strip in strips]))
    return joined.resize(size, Image.Resampling.BILINEAR) if joined.size != size else joined


def _without_colour(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith("I"):  # 16 bits: Pillow's own conversion would turn all but the darkest white
        return Image.fromarray(np.rint(np.asarray(strip, np.float64).clip(0, 65535) / 257).astype(np.uint8))
    return strip.convert("RGB").convert("L") if strip.mode in ("CMYK", "P") else strip.convert("L")


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
