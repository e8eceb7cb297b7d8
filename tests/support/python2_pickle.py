"""Pickles as Python 2 wrote them: byte strings for everything, NumPy's old names; by hand, since no Python 3 does."""

from __future__ import annotations

import struct

import numpy as np

START, END = b"\x80\x02", b"."
RECONSTRUCT = b"cnumpy.core.multiarray\n_reconstruct\n"
NDARRAY = b"cnumpy\nndarray\n"
DTYPE = b"cnumpy\ndtype\n"


def pickled(*splits: tuple[np.ndarray, np.ndarray]) -> bytes:
    """Return `cPickle.dumps(splits, 2)`: a tuple of pairs of arrays; names and types are memoised as there."""
    memo: dict[bytes, bytes] = {}
    pairs = [_array(images, memo) + _array(labels, memo) + b"\x86" for images, labels in splits]
    return START + tuple_of(*pairs) + END


def array(shape: bytes, dtype: bytes, data: bytes) -> bytes:
    """Return the opcodes of one array from those of its shape, type and data."""
    made = RECONSTRUCT + NDARRAY + b"K\x00\x85" + short(b"b") + b"\x87R"
    return made + tuple_of(b"K\x01", shape, dtype, b"\x89", data) + b"b"


def dtype(code: bytes, order: bytes = b"<") -> bytes:
    """Return the opcodes of a type: b"f4"."""
    made = DTYPE + short(code) + b"K\x00K\x01\x87R"
    return made + tuple_of(b"K\x03", short(order), b"NNN", integer(-1), integer(-1), b"K\x00") + b"b"


def tuple_of(*parts: bytes) -> bytes:
    """Return the opcodes of a tuple."""
    return b"(" + b"".join(parts) + b"t"


def integer(number: int) -> bytes:
    """Return the opcodes of an integer of at most 32 bits."""
    return b"J" + struct.pack("<i", number)


def short(content: bytes) -> bytes:
    """Return the opcodes of a string of at most 255 bytes."""
    return b"U" + struct.pack("<B", len(content)) + content


def string(content: bytes, length: int | None = None) -> bytes:
    """Return the opcodes of a string; another length than it has where one is given."""
    return b"T" + struct.pack("<I", len(content) if length is None else length) + content


def _array(values: np.ndarray, memo: dict[bytes, bytes]) -> bytes:
    code = values.dtype.str[1:].encode()
    kind = _once(dtype(code, values.dtype.str[:1].encode()), memo)
    made = _once(RECONSTRUCT, memo) + _once(NDARRAY, memo) + b"K\x00\x85" + short(b"b") + b"\x87R"
    shape = tuple_of(*map(integer, values.shape))
    return made + tuple_of(b"K\x01", shape, kind, b"\x89", string(values.tobytes())) + b"b"


def _once(part: bytes, memo: dict[bytes, bytes]) -> bytes:
    if part in memo:
        return memo[part]
    number = struct.pack("<B", len(memo) + 1)
    memo[part] = b"h" + number
    return part + b"q" + number


F4, I8 = dtype(b"f4"), dtype(b"i8")
LABELS = array(tuple_of(integer(2)), I8, string(bytes(16)))
IMAGES = array(tuple_of(integer(2), integer(784)), F4, string(bytes(2 * 784 * 4)))
PAIR = IMAGES + LABELS + b"\x86"


def with_images(images: bytes) -> bytes:
    """Return a pickle whose first array is made by these opcodes, and whose others are good."""
    return START + images + LABELS + b"\x86" + PAIR + PAIR + b"\x87" + END
