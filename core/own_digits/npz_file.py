"""Digits as NumPy's archive of arrays, written and read without pickle.

    images (N, 28, 28) uint8, labels (N,) uint8; created (N,) float64 and ids (N, 16) uint8
    strokes_per_digit (N,), stroke_lengths (S,) int64; stroke_points (P, 2) float32: all strokes, one after the other

Only images and labels are needed. What a stranger's file says of its sizes is checked before room is made for it.
"""

from __future__ import annotations

import io
import math
import secrets
import time
import zipfile
import zlib
from collections.abc import Sequence

import numpy as np

from core.data.formats.strangers_npz import MAX_HEADER_BYTES, directory_fault, read_npy_header
from core.drawing.mnist_preprocess import MNIST_SIZE
from core.errors import OwnDigitsError
from core.messages import own_digits as messages
from core.messages.own_digits import NpzFault
from core.own_digits.file_bounds import check_drawings
from core.own_digits.own_digit import OwnDigit, is_moment

MAX_UNPACKED_BYTES = 32 << 20  # of all arrays that are read: 40,000 digits
MOST_KEYS, MOST_KEY = 8, 40  # arrays of a stranger's that are named, and characters of each name
_NEEDED = ("images", "labels")
_STROKES = ("strokes_per_digit", "stroke_lengths", "stroke_points")
_FURTHER = ("created", "ids")
_ENCRYPTED = 1
_ID_BYTES = 16


def write_npz(digits: Sequence[OwnDigit]) -> bytes:
    """Return digits as an archive that `numpy.load` reads without pickle, and `read_npz` gives back."""
    strokes = [stroke for digit in digits for stroke in digit.strokes]
    arrays = {
        "images": np.stack([digit.image for digit in digits])
        if digits
        else np.zeros((0, MNIST_SIZE, MNIST_SIZE), np.uint8),
        "labels": np.array([digit.label for digit in digits], np.uint8),
        "strokes_per_digit": np.array([len(digit.strokes) for digit in digits], np.int64),
        "stroke_lengths": np.array(list(map(len, strokes)), np.int64),
        "stroke_points": np.concatenate([np.zeros((0, 2)), *strokes]).astype(np.float32),
        "created": np.array([digit.created for digit in digits], np.float64),
        "ids": np.frombuffer(bytes.fromhex("".join(digit.id for digit in digits)), np.uint8).reshape(-1, _ID_BYTES),
    }
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def read_npz(data: bytes, *, most: int) -> tuple[list[OwnDigit], int]:
    """Return the first digits of an archive, and how many it has.

    Raises:
        OwnDigitsError: it is damaged, too large, has other arrays, or one of those digits is none.
    """
    arrays = _read_arrays(data)
    images, labels = arrays["images"], arrays["labels"]
    if images.dtype != np.uint8 or images.shape[1:] != (MNIST_SIZE, MNIST_SIZE) or images.ndim != 3:
        raise _fault("images")
    if labels.dtype.kind not in "iuf" or labels.shape != (len(images),):
        raise _fault("labels")
    count = min(len(images), most)
    strokes = _strokes(arrays, len(images), count)
    ids, moments = _marks(arrays, count)
    digits: list[OwnDigit] = []
    for place in range(count):
        try:
            digits.append(
                OwnDigit(
                    id=ids[place],
                    label=labels[place].item(),
                    image=images[place],
                    strokes=strokes[place],
                    created=moments[place],
                )
            )
        except OwnDigitsError as error:
            raise OwnDigitsError(messages.bad_npz_digit(number=place + 1, why=error.message)) from error
    return digits, len(images)


def _strokes(arrays: dict[str, np.ndarray], all_digits: int, count: int) -> list[tuple[np.ndarray, ...]]:
    """Return the strokes of the first digits; none where the archive has not all three arrays."""
    if not set(_STROKES) <= arrays.keys():
        return [()] * count
    per_digit, lengths, points = (arrays[name] for name in _STROKES)
    is_whole = (
        per_digit.dtype.kind in "iu"
        and lengths.dtype.kind in "iu"
        and points.dtype.kind in "iuf"
        and per_digit.shape == (all_digits,)
        and lengths.ndim == 1
        and points.shape[1:] == (2,)
        and points.ndim == 2
        and _counts(per_digit, len(lengths))
        and _counts(lengths, len(points))
    )
    if not is_whole:
        raise _fault("strokes")
    used = int(per_digit[:count].sum())
    check_drawings(strokes=used, points=int(lengths[:used].sum()))
    found, stroke, point = [], 0, 0
    for own in per_digit[:count].tolist():
        paths = []
        for length in lengths[stroke : stroke + own].tolist():
            if length:
                paths.append(np.asarray(points[point : point + length], np.float64))
            point += length
        stroke += own
        found.append(tuple(paths))
    return found


def _counts(parts: np.ndarray, whole: int) -> bool:
    """Return whether whole numbers are 0 or more, each at most `whole`, and `whole` in all."""
    if not parts.size:
        return whole == 0
    return bool(parts.min() >= 0 and parts.max() <= whole) and int(parts.sum(dtype=np.int64)) == whole


def _marks(arrays: dict[str, np.ndarray], count: int) -> tuple[list[str], list[float]]:
    """Return ids and moments of the first digits: those of the archive where they can be, else new ones."""
    ids, moments, now = arrays.get("ids"), arrays.get("created"), time.time()
    is_marked = ids is not None and ids.dtype == np.uint8 and ids.ndim == 2 and ids.shape[1] == _ID_BYTES
    is_dated = moments is not None and moments.ndim == 1 and moments.dtype.kind in "iuf"
    given = [row.tobytes().hex() for row in ids[:count]] if is_marked and ids is not None else []
    dated = [value if is_moment(value) else now for value in moments[:count].tolist()] if is_dated else []  # type: ignore
    new = [secrets.token_hex(_ID_BYTES) for _ in range(count - len(given))]
    return given + new, [*map(float, dated), *[now] * (count - len(dated))]


def _read_arrays(data: bytes) -> dict[str, np.ndarray]:
    file = io.BytesIO(data)
    if directory_fault(file) is not None:
        raise _fault("zip")
    try:
        with zipfile.ZipFile(file) as archive:
            members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            for key in _NEEDED:
                if key not in members:
                    keys = tuple(name[:MOST_KEY] for name in list(members)[:MOST_KEYS])
                    raise OwnDigitsError(messages.missing_arrays(missing=key, keys=keys))
            read = [key for key in (*_NEEDED, *_STROKES, *_FURTHER) if key in members]
            if sum(members[key].file_size for key in read) > MAX_UNPACKED_BYTES:  # zipfile unpacks no more than that
                raise OwnDigitsError(messages.file_is_large(most_bytes=MAX_UNPACKED_BYTES, is_unpacked=True))
            return {key: _read_array(archive, members[key]) for key in read}
    except zipfile.BadZipFile as error:
        raise _fault("zip") from error
    # what zipfile and zlib raise of a forged archive, and no more
    except (EOFError, OSError, zlib.error, ValueError, RuntimeError, KeyError, OverflowError) as error:
        raise _fault("packing") from error


def _read_array(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> np.ndarray:
    """Return one array: of plain numbers, as long as its header says, and no longer than the archive does."""
    # bzip2 and LZMA are out because zipfile unpacks them without a limit
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & _ENCRYPTED:
        raise _fault("packing")
    with archive.open(info) as member:
        start = member.read(MAX_HEADER_BYTES)
        header = io.BytesIO(start)
        try:
            shape, column_by_column, dtype = read_npy_header(header)
        except ValueError as error:
            raise _fault("header") from error
        if dtype.kind not in "iuf":
            raise _fault("header")
        length = math.prod(shape) * dtype.itemsize
        if min(shape, default=0) < 0 or length > info.file_size:
            raise _fault("length")
        content = start[header.tell() :]
        content += member.read(max(0, length - len(content)) + 1)
    if len(content) != length:
        raise _fault("length")
    return np.frombuffer(content, dtype).reshape(shape, order="F" if column_by_column else "C")


def _fault(what: NpzFault) -> OwnDigitsError:
    return OwnDigitsError(messages.bad_npz(what=what))
