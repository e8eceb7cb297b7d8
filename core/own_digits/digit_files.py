"""Files of digits that a person brings or takes away: JSON lines, plain or gzipped, and NumPy's archive.

A file may come from anybody. Its kind is seen from its first bytes; its size counts before and while it is unpacked;
nothing of it is run; and where one digit of it is none, nothing of it is taken.
"""

from __future__ import annotations

import gzip
import io
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import OwnDigitsError
from core.messages import own_digits as messages
from core.own_digits import npz_file
from core.own_digits.digit_line import MAX_LINE_BYTES, read_line, write_line
from core.own_digits.file_bounds import check_drawings
from core.own_digits.own_digit import OwnDigit

MAX_FILE_BYTES = 20 << 20  # as it is
MAX_UNPACKED_BYTES = 32 << 20
MAX_LINES = 100_000  # blank ones too
_GZIP_MAGIC, _ZIP_MAGIC = b"\x1f\x8b", b"PK"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDigits:
    """What a file holds: its first digits, and how many there are in all."""

    digits: tuple[OwnDigit, ...]
    count: int


def read_file(data: bytes, *, most: int) -> ReadDigits:
    """Return the digits of a file.

    Args:
        data: the whole file, of JSON lines, gzipped JSON lines, or NumPy's archive.
        most: digits that are read; further ones are counted alone.

    Raises:
        OwnDigitsError: it is no such file, is too large, or one of those digits is none; names the line and the rule.
    """
    if len(data) > MAX_FILE_BYTES:
        raise OwnDigitsError(messages.file_is_large(most_bytes=MAX_FILE_BYTES, is_unpacked=False))
    if data.startswith(_ZIP_MAGIC):
        digits, count = npz_file.read_npz(data, most=most)
    elif data.startswith(_GZIP_MAGIC):
        try:
            digits, count = _read_lines(gzip.GzipFile(fileobj=io.BytesIO(data)), most)
        except (OSError, EOFError, zlib.error) as error:
            raise OwnDigitsError(messages.damaged_gzip()) from error
    else:
        digits, count = _read_lines(io.BytesIO(data), most)
    if not digits:
        raise OwnDigitsError(messages.file_is_empty())
    return ReadDigits(digits=tuple(digits), count=count)


def write_jsonl(digits: Iterable[OwnDigit]) -> bytes:
    """Return digits as JSON lines, which `read_file` gives back: a drawing a line, with its 784 pixels."""
    return b"".join(map(write_line, digits))


def _read_lines(file: io.BufferedIOBase, most: int) -> tuple[list[OwnDigit], int]:
    """Return the first digits of a file, unpacked while it is read, and how many lines it has that are not blank."""
    digits: list[OwnDigit] = []
    count = number = byte_count = strokes = points = 0
    now = time.time()
    while line := file.readline(MAX_LINE_BYTES + 1):
        number, byte_count = number + 1, byte_count + len(line)
        if byte_count > MAX_UNPACKED_BYTES:
            raise OwnDigitsError(messages.file_is_large(most_bytes=MAX_UNPACKED_BYTES, is_unpacked=True))
        if number > MAX_LINES:
            raise OwnDigitsError(messages.many_lines(most=MAX_LINES))
        if len(line) > MAX_LINE_BYTES:
            raise OwnDigitsError(messages.long_line(number=number, most_bytes=MAX_LINE_BYTES))
        if not line.strip():
            continue
        count += 1
        if len(digits) < most:
            try:
                digit = read_line(line, created=now)
            except OwnDigitsError as error:
                raise OwnDigitsError(messages.bad_line(number=number, why=error.message)) from error
            strokes, points = strokes + len(digit.strokes), points + sum(map(len, digit.strokes))
            check_drawings(strokes=strokes, points=points)
            digits.append(digit)
    return digits, count
