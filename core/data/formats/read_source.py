"""Reads the four arrays of a data set, whatever form it has, and says what was done to it that a person should know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from core.data.formats.csv_tables.table import Table, read_layout, read_table
from core.data.formats.csv_tables.text import TextFile
from core.data.formats.folders import SourceFiles, idx_magic
from core.data.formats.idx import read_idx, read_idx_header
from core.data.formats.npz import member_names, read_npz, read_npz_headers
from core.data.formats.pickle_mnist import read_pickle, read_pickle_headers
from core.data.formats.reading import ARRAY_NAMES, ArrayHeader, NamedArray, damaged, reading
from core.data.formats.small_pictures import is_small, scaled, scaled_header
from core.data.formats.validate import LEAST_TRAINING_IMAGES, check_shapes
from core.errors import DataError
from core.messages.data import files as file_messages
from core.messages.data import tables as messages

Done = Literal["test_held_out", "scaled_up"]

HELD_OUT = 7  # each image of this number tests, where a file has no test images: 6,000 of Kaggle's 42,000
_NPZ_KEYS = ("x_train", "y_train", "x_test", "y_test")  # in the order of ARRAY_NAMES
_ONE_KEY = ("arr_0",)  # in each of KMNIST's files


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSource:
    """A data set as its files hold it, and what was done to fit it to MNIST's form."""

    arrays: dict[str, NamedArray]  # by their names in ARRAY_NAMES: (N, 28, 28) images, (N,) labels, numbers of any type
    done: tuple[Done, ...] = ()


def read_arrays(source: SourceFiles) -> ReadSource:
    """Return the four arrays of a data set; small pictures are brought to 28 x 28.

    Their headers are compared before the first array is read: four that do not fit cost no memory.

    Raises:
        DataError: a file is damaged, not what its format demands, or a shape or count is not MNIST's.
    """
    done: tuple[Done, ...] = ()
    arrays: dict[str, NamedArray] = {}
    if source.format == "csv":
        arrays, done = _read_tables(source.paths)
    else:
        headers = dict(zip(ARRAY_NAMES, _read_headers(source), strict=True))
        check_shapes({name: scaled_header(header) for name, header in headers.items()})
        arrays |= zip(ARRAY_NAMES, _read(source), strict=True)
    if not any(is_small(array.values.shape) for array in arrays.values()):
        return ReadSource(arrays=arrays, done=done)
    return ReadSource(arrays={name: scaled(array) for name, array in arrays.items()}, done=(*done, "scaled_up"))


def _read(source: SourceFiles) -> tuple[NamedArray, ...]:
    if source.format == "pickle":
        return read_pickle(source.paths[0])
    if source.format == "idx":
        return tuple(read_idx(path, magic=idx_magic(path)) for path in source.paths)
    if len(source.paths) == 1:
        return read_npz(source.paths[0], _NPZ_KEYS)
    return tuple(read_npz(path, _ONE_KEY)[0] for path in source.paths)


def _read_headers(source: SourceFiles) -> tuple[ArrayHeader, ...]:
    if source.format == "pickle":
        return read_pickle_headers(source.paths[0])
    if source.format == "idx":
        return tuple(read_idx_header(path, magic=idx_magic(path)) for path in source.paths)
    if len(source.paths) == 1:
        return read_npz_headers(source.paths[0], _NPZ_KEYS)
    return tuple(read_npz_headers(path, _ONE_KEY)[0] for path in source.paths)


def _read_tables(paths: tuple[Path, ...]) -> tuple[dict[str, NamedArray], tuple[Done, ...]]:
    """Return the arrays of CSV files; where none holds labelled test images, each seventh one becomes that.

    They are spread over the file because files may be sorted by label: its last part then lacks classes.
    """
    train, test = _train_and_test(paths)
    if test is not None and read_layout(test).label_column is None:
        test = None  # Kaggle's test.csv, whose answers only Kaggle knows
    if test is not None:
        read_layout(train)  # before much is read of the other
        return {**_named("train", read_table(train), train), **_named("test", read_table(test), test)}, ()
    table = read_table(train)
    count = len(table.labels.values)
    if count < LEAST_TRAINING_IMAGES + 1:
        raise DataError(messages.no_rows(name=train.name, least=LEAST_TRAINING_IMAGES + 1))
    tests = np.arange(count) % HELD_OUT == HELD_OUT - 1
    tests[-1] |= count < HELD_OUT
    parts = {"train": ~tests, "test": tests}
    arrays: dict[str, NamedArray] = {}
    for split, part in parts.items():
        arrays |= _named(split, _part_of(table, part), train)
    return arrays, ("test_held_out",)


def _train_and_test(paths: tuple[Path, ...]) -> tuple[TextFile, TextFile | None]:
    """Return the file to learn from and that with test images, each of which may stand in a zip."""
    files = [file for path in paths for file in _files_of(path)]
    if len(paths) == 2 and len(files) == 2:
        return files[0], files[1]
    trains = [file for file in files if _ends_in(file, "train.csv")]
    if len(files) == 1 or len(trains) == 1:
        train = trains[0] if trains else files[0]
        wanted = (train.member or train.path.name).lower().replace("train.csv", "test.csv")
        tests = [file for file in files if file is not train and (file.member or file.path.name).lower() == wanted]
        return train, next(iter(tests), None)
    raise DataError(messages.other_file_in_zip(name=paths[0].name))


def _files_of(path: Path) -> list[TextFile]:
    """Return a CSV file, or those that a zip holds; a damaged zip is refused and never passed over."""
    with reading(path.name):
        with path.open("rb") as file:
            is_zip = file.read(2) == b"PK"
        members = member_names(path) if is_zip else ()
    if not is_zip:
        return [TextFile(path=path)]
    if not members:
        raise damaged(path.name, "zip")
    names = [name for name in members if name.lower().endswith(".csv") and not name.startswith("__MACOSX")]
    return [TextFile(path=path, member=name) for name in names]


def _ends_in(file: TextFile, end: str) -> bool:
    return (file.member or file.path.name).lower().removesuffix(".gz").removesuffix(".zip").endswith(end)


def _part_of(table: Table, part: np.ndarray) -> Table:
    """Return the rows that `part`, (N,) bool, names."""
    return Table(
        images=replace(table.images, values=table.images.values[part]),
        labels=replace(table.labels, values=table.labels.values[part]),
    )


def _named(split: str, table: Table, file: TextFile) -> dict[str, NamedArray]:
    """Return a table's arrays by their names in ARRAY_NAMES, and known as "train images in mnist_train.csv"."""
    arrays: dict[str, NamedArray] = {f"{split}_images": table.images, f"{split}_labels": table.labels}
    return {
        name: replace(array, name=file_messages.images_or_labels(array=name, file=file.path.name))
        for name, array in arrays.items()
    }
