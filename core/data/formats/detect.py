"""Finds MNIST in the file or folder that a person names, and opens its four arrays whatever format they are in.

A folder is searched for mnist.npz first, then for the four IDX files, then for mnist.pkl.gz. Nothing is ever written
there, and a damaged file is refused rather than passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.data.formats.gzip_or_plain import unpacked
from core.data.formats.idx import IMAGES_MAGIC, LABELS_MAGIC, open_idx
from core.data.formats.npz import open_npz
from core.data.formats.pickle_mnist import open_pickle
from core.data.formats.stored_array import ARRAY_NAMES, StoredArray, reading
from core.errors import DataError

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
        found: list[list[str | int]] = []
        for path in self.paths:
            with reading(path.name):
                status = path.stat()
                found.append([str(path.resolve()), status.st_size, status.st_mtime_ns])
        return found


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
    raise DataError(
        f"DIGITLAB_DATA must name a file or a folder; there is none called {location.name or 'that'}. "
        "Correct it, or remove the setting."
    )


def open_arrays(source: SourceFiles) -> dict[str, StoredArray]:
    """Return the four arrays by their names in `ARRAY_NAMES`: headers checked, data not yet read.

    Raises:
        DataError: a file is damaged or not what its format demands.
    """
    if source.format == "npz":
        arrays = open_npz(source.paths[0], _NPZ_KEYS)
    elif source.format == "pickle":
        arrays = open_pickle(source.paths[0])
    else:
        arrays = tuple(open_idx(path, magic=magic) for path, magic in zip(source.paths, _IDX_MAGICS, strict=True))
    return dict(zip(ARRAY_NAMES, arrays, strict=True))


def _from_file(path: Path) -> SourceFiles:
    with unpacked(path) as (file, _):
        start = file.read(len(_PICKLE_MAGIC))
    if start == _ZIP_MAGIC:
        return SourceFiles(format="npz", paths=(path,))
    if start == _PICKLE_MAGIC or ".pkl" in path.suffixes:
        return SourceFiles(format="pickle", paths=(path,))
    raise DataError(
        f"{path.name} is not an .npz file: it must start with {_ZIP_MAGIC.decode()}, and starts with other bytes; "
        f"nor is it {PICKLE_NAME}. For the four IDX files, name their folder in DIGITLAB_DATA."
    )


def _from_folder(folder: Path) -> SourceFiles:
    if (folder / NPZ_NAME).is_file():
        return SourceFiles(format="npz", paths=(folder / NPZ_NAME,))
    paths, missing = [], []
    for stem, kind in zip(_IDX_STEMS, _IDX_TYPES, strict=True):
        names = (f"{stem}-{kind}", f"{stem}.{kind}", f"{stem}-{kind}.gz", f"{stem}.{kind}.gz")
        found = [folder / name for name in names if (folder / name).is_file()]
        paths += found[:1]
        missing += [] if found else names[:1]
    if not missing:
        return SourceFiles(format="idx", paths=tuple(paths))
    if (folder / PICKLE_NAME).is_file():
        return SourceFiles(format="pickle", paths=(folder / PICKLE_NAME,))
    raise DataError(
        f"The folder of DIGITLAB_DATA must hold {NPZ_NAME}, the four IDX files, plain or gzipped, or {PICKLE_NAME}; "
        f"{missing[0]} is missing. Put it there, or name another folder."
    )
