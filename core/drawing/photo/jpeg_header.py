"""What a JPEG file's header says of the memory and the time that unpacking it takes (ITU-T T.81, annex B).

A JPEG of one pass is unpacked row by row, at an eighth of its size. One of several passes, as a progressive one is, has
all its coefficients held until the last pass: 2 bytes each, as many as it has pixels in all its channels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FILL = re.compile(rb"\xff+")
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
_SCAN = 0xDA
_ALONE = {0x00, 0x01, *range(0xD0, 0xD9), 0xFF}  # what no length follows
_BLOCK = 8  # pixels, of a block's side
_BLOCK_BYTES = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpackedWhole:
    """What a JPEG takes that is held whole."""

    coefficient_bytes: int
    scans: int  # passes over its pixels


def unpacked_whole(data: bytes) -> UnpackedWhole | None:
    """Return what a JPEG file takes if it must be held whole; None if not, or if it has no header that is whole."""
    frame, is_progressive, channels = b"", False, 0
    for marker, body in _segments(data):
        if marker in _FRAMES:
            frame, is_progressive = body, marker in _PROGRESSIVE
            channels = frame[5] if len(frame) > 5 else 0
        elif marker == _SCAN and frame:
            if len(frame) < 6 + 3 * channels or not channels or not body:
                return None
            if not is_progressive and body[0] >= channels:
                return None
            return UnpackedWhole(coefficient_bytes=_coefficient_bytes(frame, channels), scans=data.count(b"\xff\xda"))
    return None


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker and what follows it, up to the first scan."""
    place = 2
    while (
        0 <= (place := data.find(b"\xff", place)) < len(data) - 3
    ):  # what lies between segments is skipped, as readers do
        marker = data[place + 1]
        if marker in _ALONE:
            run = _FILL.match(data, place)
            place = run.end() - 1 if marker == 0xFF and run else place + 2
            continue
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        yield marker, data[place + 4 : end]
        if marker == _SCAN:
            return
        place = end


def _coefficient_bytes(frame: bytes, channels: int) -> int:
    rows, columns = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    sampling = [(frame[place] >> 4, frame[place] & 15) for place in range(7, 7 + 3 * channels, 3)]
    widest, tallest = max(across for across, _ in sampling), max(down for _, down in sampling)
    if not widest or not tallest:
        return 0
    across, down = -(-columns // (_BLOCK * widest)), -(-rows // (_BLOCK * tallest))  # units of the whole picture
    return across * down * sum(a * b for a, b in sampling) * _BLOCK_BYTES
