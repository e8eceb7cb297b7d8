"""What a picture file is, told by its first bytes and never by its name."""

from __future__ import annotations

from typing import Literal

from core.errors import DrawingError
from core.messages import drawing as messages
from core.messages.drawing import FileKind

PictureFormat = Literal["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIC", "AVIF"]
FORMATS: tuple[PictureFormat, ...] = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "HEIC", "AVIF")

_SIGNATURES: tuple[tuple[PictureFormat, tuple[bytes, ...]], ...] = (
    ("PNG", (b"\x89PNG\r\n\x1a\n",)),
    ("JPEG", (b"\xff\xd8",)),
    ("WEBP", (b"RIFF",)),
    ("GIF", (b"GIF8",)),
    ("BMP", (b"BM",)),
    ("TIFF", (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
)
# What people also bring, by how it begins.
_OTHER_KINDS: tuple[tuple[FileKind, tuple[bytes, ...]], ...] = (
    ("eps", (b"%!PS", b"\xc5\xd0\xd3\xc6")),
    ("pdf", (b"%PDF",)),
    ("zip", (b"PK\x03\x04",)),
    ("jxl", (b"\xff\x0a", b"\0\0\0\x0cJXL ")),
)
# Of a file in boxes (ISO/IEC 14496-12): what it says that it can be read as.
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_MOST_BRANDS = 64


def file_format(data: bytes) -> PictureFormat:
    """Return the format of a picture file.

    Raises:
        DrawingError: it is of a kind that is not read, or no picture.
    """
    for name, beginnings in _SIGNATURES:
        if data.startswith(beginnings):
            return name
    if data[4:8] == b"ftyp":
        return _format_of_boxes(data)
    for kind, beginnings in _OTHER_KINDS:
        if data.startswith(beginnings):
            raise _refused(kind)
    beginning = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    raise _refused("svg" if beginning.startswith((b"<svg", b"<?xml", b"<!doctype svg")) else "unknown")


def _format_of_boxes(data: bytes) -> PictureFormat:
    length = min(int.from_bytes(data[:4], "big"), len(data), 16 + 4 * _MOST_BRANDS)
    brands = {data[8:12], *(data[place : place + 4] for place in range(16, length, 4))}
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIC_BRANDS:
        return "HEIC"
    raise _refused("video")


def _refused(kind: FileKind) -> DrawingError:
    return DrawingError(messages.wrong_file_kind(kind=kind, formats=FORMATS))
