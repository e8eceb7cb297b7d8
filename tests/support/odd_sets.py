"""Small data sets of digits with something odd about them, as a person's .npz has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from core.data.dataset import Dataset, open_kept
from core.data.keeping import keep_dataset

Arrays = dict[str, np.ndarray]  # x_train, y_train, x_test, y_test
TRAIN, TEST = 600, 200


def plain(digits: Dataset) -> Arrays:
    """Return some digits with nothing odd about them."""
    return {
        "x_train": np.array(digits.train_images[:TRAIN]),
        "y_train": np.array(digits.train_labels[:TRAIN]),
        "x_test": np.array(digits.test_images[:TEST]),
        "y_test": np.array(digits.test_labels[:TEST]),
    }


def ordered(arrays: Arrays, split: str, order: Callable[[np.ndarray], np.ndarray]) -> Arrays:
    """Return the digits with those of one split in the order that `order` makes of the labels, or some of them."""
    chosen = order(arrays[f"y_{split}"])
    return arrays | {f"{part}_{split}": arrays[f"{part}_{split}"][chosen] for part in "xy"}


def rising(labels: np.ndarray) -> np.ndarray:
    return np.argsort(labels, kind="stable")


def falling(labels: np.ndarray) -> np.ndarray:
    return rising(labels)[::-1]


def nearly_rising(labels: np.ndarray) -> np.ndarray:
    """Sorted, and then a twelfth of the places exchanged at random."""
    order, generator = rising(labels), np.random.default_rng(5)
    places = generator.choice(len(labels), len(labels) // 12, replace=False)
    order[places] = order[generator.permutation(places)]
    return order


def without(*digits: int) -> Callable[[np.ndarray], np.ndarray]:
    return lambda labels: np.flatnonzero(~np.isin(labels, digits))


def transposed(arrays: Arrays, *splits: str) -> Arrays:
    return arrays | {f"x_{split}": arrays[f"x_{split}"].transpose(0, 2, 1) for split in splits}


def inverted(arrays: Arrays, *splits: str) -> Arrays:
    return arrays | {f"x_{split}": 255 - arrays[f"x_{split}"] for split in splits}


def from_matlab(arrays: Arrays, *splits: str) -> Arrays:
    """Labels from 1 to 10, where 10 stands for 0."""
    return arrays | {f"y_{split}": np.where(arrays[f"y_{split}"] == 0, 10, arrays[f"y_{split}"]) for split in splits}


def one_too_high(arrays: Arrays, *splits: str) -> Arrays:
    return arrays | {f"y_{split}": arrays[f"y_{split}"] + 1 for split in splits}


def written(folder: Path, arrays: Arrays) -> Path:
    """Write them as mnist.npz into a folder that is made."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "mnist.npz", allow_pickle=False, **arrays)
    return folder / "mnist.npz"


def kept(home: Path, path: Path, **options) -> Dataset:
    """Keep and examine a file as the server's child does; return the copy."""
    keep_dataset(str(home), str(path), **options)
    dataset = open_kept(home, path)
    assert dataset is not None
    return dataset
