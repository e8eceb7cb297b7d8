"""How large a picture may be, by what unpacking its format takes: known from headers, before anything is unpacked.

A JPEG is unpacked small, at an eighth of its size; what the other formats take was measured with Pillow 13 (bytes a
pixel, in colour): PNG, BMP and GIF 4, TIFF 8, AVIF 9 to 14, WEBP 16. Each limit keeps that within 190 MiB.
"""

from __future__ import annotations

from PIL import Image, TiffImagePlugin
from PIL.TiffTags import TAGS_V2

from core.drawing.photo import jpeg_header
from core.drawing.photo.file_kinds import PictureFormat
from core.errors import DrawingError
from core.messages import drawing as messages

MAX_BYTES = 20 << 20  # of a file; the server takes larger ones, for networks (server.maxUploadSize)
MIN_SIDE = 8  # pixels
MAX_PIXELS: dict[PictureFormat, int] = {
    "JPEG": 51_000_000,
    "HEIC": 51_000_000,
    "PNG": 40_000_000,
    "GIF": 40_000_000,
    "BMP": 40_000_000,
    "TIFF": 20_000_000,
    "AVIF": 12_200_000,
    "WEBP": 12_200_000,
}
MAX_COEFFICIENT_BYTES = 160 << 20  # of a JPEG that is unpacked whole
MAX_SCANS = 64  # passes over such a JPEG's pixels: each takes time, however few bytes it has
_TIFF_BITS = 24  # of a pixel; one of more has the same limit in bits


def check_file_length(data: bytes) -> None:
    """Check a file's length.

    Raises:
        DrawingError: it is empty or too large.
    """
    if not data:
        raise DrawingError(messages.empty_file())
    if len(data) > MAX_BYTES:
        raise DrawingError(messages.large_file(most=MAX_BYTES, length=len(data)))


def check_size(columns: int, rows: int, format: PictureFormat, *, most: int | None = None) -> None:
    """Check a picture's size.

    Args:
        columns: its width in pixels.
        rows: its height in pixels.
        format: of its file.
        most: pixels, where it is fewer than the format's own.

    Raises:
        DrawingError: it has too many pixels, or a side has too few.
    """
    most = most or MAX_PIXELS[format]
    if columns * rows > most:
        raise DrawingError(messages.large_picture(most=most, size=(columns, rows), format=format))
    if min(columns, rows) < MIN_SIDE:
        raise DrawingError(messages.small_picture(least=MIN_SIDE, columns=columns, rows=rows))


def check_before_opening(data: bytes, format: PictureFormat) -> None:
    """Check what Pillow would take memory or time for already when it opens a file, or without our knowing.

    Raises:
        DrawingError: the picture is damaged, or it is too large.
    """
    if format == "WEBP":
        check_size(*_webp_size(data), format)
    elif format == "JPEG":
        need = jpeg_header.unpacked_whole(data)
        if need is not None and need.coefficient_bytes > MAX_COEFFICIENT_BYTES:
            raise DrawingError(
                messages.large_progressive_picture(most=MAX_COEFFICIENT_BYTES, needed=need.coefficient_bytes)
            )
        if need is not None and need.scans > MAX_SCANS:
            raise DrawingError(messages.many_scans(most=MAX_SCANS, count=need.scans))


def check_opened(picture: Image.Image, format: PictureFormat) -> None:
    """Check a picture of which Pillow has read the header alone.

    Raises:
        DrawingError: it has too many pixels, or a side has too few.
    """
    columns, rows = picture.size
    if isinstance(picture, TiffImagePlugin.TiffImageFile):
        tile_columns, tile_rows = (int(picture.tag_v2.get(_tag(name), 0)) for name in ("TileWidth", "TileLength"))
        bits = sum(picture.tag_v2.get(_tag("BitsPerSample"), (1,)))
        most = MAX_PIXELS[format] * _TIFF_BITS // max(bits, _TIFF_BITS)
        check_size(columns, rows, format, most=most)
        check_size(max(columns, tile_columns), max(rows, tile_rows), format, most=most)
    else:
        check_size(columns, rows, format)


def _tag(name: str) -> int:
    return next(number for number, tag in TAGS_V2.items() if tag.name == name)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Return columns and rows as a WEBP file's first chunk gives them (RFC 9649, section 2)."""
    kind = data[12:16]
    if len(data) < 30 or data[8:12] != b"WEBP":
        raise DrawingError(messages.damaged_picture())
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
    raise DrawingError(messages.damaged_picture())
