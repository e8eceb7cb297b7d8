"""Picture files made by tests: a 7 in any format, and headers that promise more pixels than follow."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
from PIL import Image

ROWS, COLUMNS = 60, 40
BMP_HEADER = struct.Struct("<2sIHHIIiiHHIIiiII")


def seven() -> np.ndarray:
    """Return a black 7 on white, (60, 40) uint8: its mirror images and turns all differ."""
    grey = np.full((ROWS, COLUMNS), 255, np.uint8)
    grey[10:15, 8:32] = 0
    grey[15:50, 26:31] = 0
    return grey


def saved(picture: np.ndarray | Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return a picture's file."""
    if isinstance(picture, np.ndarray):
        picture = Image.fromarray(picture)
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def uniform(columns: int, rows: int, kind: str, **options: object) -> bytes:
    """Return the file of a picture of one grey."""
    return saved(Image.new("L", (columns, rows), 200), kind, **options)


def png(columns: int, rows: int, *chunks: tuple[bytes, bytes], depth: int = 8, colour: int = 0) -> bytes:
    """Return a PNG file of so many pixels, its pixels missing unless a chunk brings them."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", columns, rows, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunk(*each) for each in chunks) + chunk(b"IEND", b"")


def webp(columns: int, rows: int) -> bytes:
    """Return the beginning of an extended WEBP file of so many pixels."""
    size = (columns - 1).to_bytes(3, "little") + (rows - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 100) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0" * 4 + size + b"\0" * 60


def bmp(columns: int, rows: int) -> bytes:
    return BMP_HEADER.pack(b"BM", 1000, 0, 0, 54, 40, columns, rows, 1, 24, 0, 0, 0, 0, 0, 0) + b"\0" * 100


def jpeg(
    columns: int,
    rows: int,
    *,
    marker: int = 0xC0,
    sampling: tuple[int, ...] = (0x22, 0x11, 0x11),
    scanned: int | None = None,
) -> bytes:
    """Return a JPEG file's segments up to its first scan: no pixels follow.

    Args:
        columns: of the picture.
        rows: of the picture.
        marker: which kind of frame.
        sampling: of each channel, across and down, 4 bits each.
        scanned: how many channels the first scan has; all of them as a rule.
    """
    channels = b"".join(bytes((number, ratio, 0)) for number, ratio in enumerate(sampling, 1))
    frame = struct.pack(">BHHB", 8, rows, columns, len(sampling)) + channels
    numbers = range(1, (scanned or len(sampling)) + 1)
    scan = bytes((len(numbers),)) + b"".join(bytes((number, 0)) for number in numbers) + b"\0\x3f\0"
    segments = ((marker, frame), (0xDA, scan))
    return b"\xff\xd8" + b"".join(struct.pack(">BBH", 0xFF, kind, 2 + len(body)) + body for kind, body in segments)


def tiff(tags: dict[int, int], *, length: int = 200) -> bytes:
    """Return a TIFF file of these tags, each one whole number, and zeros after them."""
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(tags.items()))
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4 + length)
