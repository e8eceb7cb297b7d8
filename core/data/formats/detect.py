"""Finds MNIST in the file or folder that a person names, and reads its four arrays whatever format they are in.

A folder is searched for mnist.npz first, then for the four IDX files, then for mnist.pkl.gz. Nothing is ever written
there, and a damaged file is refused rather than passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.data.formats.idx import IMAGES_MAGIC, LABELS_MAGIC, read_idx, read_idx_header
from core.data.formats.npz import read_npz, read_npz_headers
from core.data.formats.pickle_mnist import read_pickle, read_pickle_headers
from core.data.formats.reading import ARRAY_NAMES, ArrayHeader, NamedArray, open_unpacked, reading
from core.data.formats.validate import check_shapes
from core.errors import DataError
from core.messages.data import dataset as messages

Format = Literal["npz", "idx", "pickle"]

NPZ_NAME = "mnist.npz"
PICKLE_NAME = "mnist.pkl.gz"
_NPZ_KEYS = ("x_train", "y_train", "x_test", "y_test")  # in the order of ARRAY_NAMES
_IDX_STEMS = ("train-images", "train-labels", "t10k-images", "t10k-labels")  # in the order of ARRAY_NAMES
_IDX_TYPES = ("idx3-ubyte", "idx1-ubyte", "idx3-ubyte", "idx1-ubyte")
_IDX_MAGICS = (IMAGES_MAGIC, LABELS_MAGIC, IMAGES_MAGIC, LABELS_MAGIC)
_ZIP_MAGIC = b"PK"
_PICKLE_MAGIC = b"\x80\x02"  # of protocol 2; what came before has none


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFiles:
    """The files that hold a data set: one .npz or pickle, or four IDX files in the order of `ARRAY_NAMES`."""

    format: Format
    paths: tuple[Path, ...]

    def fingerprint(self) -> list[list[str | int]]:
        """Return (resolved path, size in bytes, modification time in ns) of each file: another one if any changed.

        Raises:
            DataError: a file is gone.
        """
        files: list[list[str | int]] = []
        for path in self.paths:
            with reading(path.name):
                status = path.stat()
                files.append([str(path.resolve()), status.st_size, status.st_mtime_ns])
        return files


def find_source(location: Path) -> SourceFiles:
    """Return the files of the data set at `location`, a file or a folder; their content is not yet checked.

    Raises:
        DataError: there is nothing there, or nothing that could be MNIST.
    """
    with reading(location.name or "DIGITLAB_DATA"):
        if location.is_file():
            return _from_file(location)
        if location.is_dir():
            return _from_folder(location)
    raise DataError(messages.no_location(name=location.name or None))


def read_arrays(source: SourceFiles) -> dict[str, NamedArray]:
    """Return the four arrays by their names in `ARRAY_NAMES`: (N, 28, 28) images, (N,) labels, of any numeric dtype.

    Their headers are compared before the first array is read: four that do not fit cost no memory.

    Raises:
        DataError: a file is damaged, not what its format demands, or a shape or count is not MNIST's.
    """
    check_shapes(dict(zip(ARRAY_NAMES, _read_headers(source), strict=True)))
    if source.format == "npz":
        arrays = read_npz(source.paths[0], _NPZ_KEYS)
    elif source.format == "pickle":
        arrays = read_pickle(source.paths[0])
    else:
        arrays = tuple(read_idx(path, magic=magic) for path, magic in zip(source.paths, _IDX_MAGICS, strict=True))
    return dict(zip(ARRAY_NAMES, arrays, strict=True))


def _read_headers(source: SourceFiles) -> tuple[ArrayHeader, ...]:
    if source.format == "npz":
        return read_npz_headers(source.paths[0], _NPZ_KEYS)
    if source.format == "pickle":
        return read_pickle_headers(source.paths[0])
    return tuple(read_idx_header(path, magic=magic) for path, magic in zip(source.paths, _IDX_MAGICS, strict=True))


def _from_file(path: Path) -> SourceFiles:
    with open_unpacked(path) as file:
        start = file.read(len(_PICKLE_MAGIC))
    if start == _ZIP_MAGIC:
        return SourceFiles(format="npz", paths=(path,))
    if start == _PICKLE_MAGIC or ".pkl" in path.suffixes:
        return SourceFiles(format="pickle", paths=(path,))
    raise DataError(messages.unknown_format(name=path.name, zip_magic=_ZIP_MAGIC.decode(), pickle_name=PICKLE_NAME))


def _from_folder(folder: Path) -> SourceFiles:
    if (folder / NPZ_NAME).is_file():
        return SourceFiles(format="npz", paths=(folder / NPZ_NAME,))
    paths, missing = [], []
    for stem, kind in zip(_IDX_STEMS, _IDX_TYPES, strict=True):
        names = (f"{stem}-{kind}", f"{stem}.{kind}", f"{stem}-{kind}.gz", f"{stem}.{kind}.gz")
        present = [folder / name for name in names if (folder / name).is_file()]
        paths += present[:1]
        missing += [] if present else names[:1]
    if not missing:
        return SourceFiles(format="idx", paths=tuple(paths))
    if (folder / PICKLE_NAME).is_file():
        return SourceFiles(format="pickle", paths=(folder / PICKLE_NAME,))
    raise DataError(messages.incomplete_folder(npz_name=NPZ_NAME, pickle_name=PICKLE_NAME, missing=missing[0]))
