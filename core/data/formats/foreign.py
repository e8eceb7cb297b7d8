"""Files that hold images in a form that is not read: known by their content, or else by their names' ends."""

from __future__ import annotations

import itertools
from pathlib import Path

from core.errors import DataError
from core.messages.data import foreign as messages
from core.messages.data.foreign import Foreign

START_BYTES = 512  # of a file that must be known to say what it is
_MATLAB = (b"MATLAB 5.0 MAT-file", b"MATLAB 4.0 MAT-file")
_STARTS: dict[bytes, Foreign] = {
    b"MATLAB 7.3 MAT-file": "hdf5",
    b"\x89HDF\r\n\x1a\n": "hdf5",
    b"PAR1": "parquet",
    b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19": "torch",  # a pickle that begins with torch's own magic
    b"\x89PNG\r\n\x1a\n": "pictures",
    b"\xff\xd8\xff": "pictures",
    b"\x93NUMPY": "npy",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"Rar!": "archive",
    b"BZh": "archive",
    b"\xfd7zXZ": "archive",
    b"\x00\x00\x08\x01": "idx",
    b"\x00\x00\x08\x03": "idx",
    b"\x00\x00\x0c\x02": "idx",
}
_SUFFIXES: dict[str, Foreign] = {
    ".h5": "hdf5",
    ".hdf5": "hdf5",
    ".parquet": "parquet",
    ".pt": "torch",
    ".pth": "torch",
    ".tfrecord": "tfrecord",
    ".tfrecords": "tfrecord",
    ".png": "pictures",
    ".jpg": "pictures",
    ".jpeg": "pictures",
    ".bmp": "pictures",
    ".arff": "arff",
    ".npy": "npy",
    ".tar": "archive",
    ".7z": "archive",
    ".rar": "archive",
}
_TAR_MAGIC = slice(257, 262)  # where a tar archive says "ustar"
_PICTURE_DEPTH, _PICTURE_ENTRIES = 3, 30  # folders below one another, and entries of each, in which pictures are sought


def refusal_of(path: Path, start: bytes, members: tuple[str, ...] = ()) -> DataError | None:
    """Return why a file is not read and what to do, where its kind is known; None where it is not.

    Args:
        path: its name counts, where its content says nothing.
        start: its first `START_BYTES` bytes, unpacked.
        members: what it holds, where it is a zip.
    """
    if start.startswith(_MATLAB) or (path.suffix.lower() == ".mat" and not _by_content(start, members)):
        return DataError(messages.matlab(name=path.name))
    content = _by_content(start, members) or _by_name(path)
    return None if content is None else DataError(messages.foreign(name=path.name, content=content))


def holds_pictures(folder: Path, depth: int = _PICTURE_DEPTH) -> bool:
    """Return whether pictures lie in a folder or in folders below it, a file each; few of them are looked at."""
    entries = list(itertools.islice(folder.iterdir(), _PICTURE_ENTRIES))
    if any(_SUFFIXES.get(path.suffix.lower()) == "pictures" for path in entries):
        return True
    return depth > 1 and any(holds_pictures(path, depth - 1) for path in entries if path.is_dir())


def _by_content(start: bytes, members: tuple[str, ...]) -> Foreign | None:
    if start[_TAR_MAGIC] == b"ustar":
        return "archive"
    if any(name.endswith(("/data.pkl", "/constants.pkl")) for name in members):
        return "torch"
    if any(name.lower().endswith((".png", ".jpg", ".jpeg", ".bmp")) for name in members):
        return "archive"
    if any(name.lower().endswith((".gz", "-ubyte", ".mat")) for name in members):
        return "archive"
    return next((content for magic, content in _STARTS.items() if start.startswith(magic)), None)


def _by_name(path: Path) -> Foreign | None:
    if ".tfrecord-" in path.name:  # mnist-train.tfrecord-00000-of-00001, as TensorFlow Datasets names them
        return "tfrecord"
    return next((_SUFFIXES[suffix] for suffix in map(str.lower, path.suffixes[::-1]) if suffix in _SUFFIXES), None)
