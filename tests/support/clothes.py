"""A small data set that is called Fashion-MNIST: pictures of digits under the names of clothes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data.cache import write_copy
from core.data.dataset import DATA_FOLDER, Dataset, open_dataset
from core.data.identity import Identity
from core.dataset_provider import DatasetProvider
from core.importing.variables import weight_shapes
from core.recipes import recipe
from core.runs.log.store import Store
from tests.support.kept_runs import kept_run

NAMES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
CLOTHES = Identity(name="Fashion-MNIST", class_names=NAMES, subject="clothes")


@contextmanager
def at_hand(home: Path, digits: Dataset) -> Iterator[Dataset]:
    """Have the server of a home hold 300 training and 100 test images of clothes meanwhile; they are given.

    Args:
        home: of the server.
        digits: the pictures are some of its.
    """
    some = {
        "train_images": digits.train_images[:300],
        "train_labels": digits.train_labels[:300],
        "test_images": digits.test_images[:100],
        "test_labels": digits.test_labels[:100],
    }
    record = write_copy(home / DATA_FOLDER, {name: np.array(array) for name, array in some.items()}, source="npz")
    clothes = open_dataset(home / DATA_FOLDER / record.digest)
    identity_of = Dataset.identity.fget  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            Dataset, "identity", property(lambda one: CLOTHES if one.digest == clothes.digest else identity_of(one))
        )
        patch.setattr(DatasetProvider, "dataset", lambda _: clothes)
        yield clothes


def written(folder: Path) -> Path:
    """Write 70,000 made pictures that have Fashion-MNIST's numbers, as mnist.npz: 311 of 784 pixels are ink, of 184.

    Those numbers are all that tells it where the published files are not at hand; what the pictures show is nothing.
    """
    rows, columns = np.mgrid[:28, :28]
    patterns = []
    for label in range(len(NAMES)):
        waves = np.random.default_rng(label).uniform(-0.5, 0.5, (4, 2))
        field = sum(np.cos(down * rows + across * columns) for down, across in waves)
        ink = np.zeros(28 * 28, np.uint8)
        ink[np.argsort(-field.reshape(-1), kind="stable")[:311]] = 184
        patterns.append(ink.reshape(28, 28))
    moved = np.stack([[np.roll(pattern, (down, 1 - down), (0, 1)) for pattern in patterns] for down in range(-1, 3)])
    arrays = {}
    for split, each in (("train", 6000), ("test", 1000)):
        labels = np.random.default_rng(each).permutation(np.repeat(np.arange(10, dtype=np.uint8), each))
        arrays |= {f"x_{split}": moved[np.arange(len(labels)) % len(moved), labels], f"y_{split}": labels}
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "mnist.npz", allow_pickle=False, **arrays)
    return folder / "mnist.npz"


def run_of_means(home: Path, dataset: Dataset, **fields: Any) -> str:
    """Write a run whose network answers the label of the nearest mean image, and never Shirt; return its id.

    Args:
        home: of a server that has looked which runs were interrupted: it has shown a page.
        dataset: its own, from which it learned.
        fields: more of the record.
    """
    softmax = recipe("softmax")
    assert softmax is not None
    pixels = dataset.test_images.reshape(len(dataset.test_labels), -1).astype(np.float32) / 255
    means = np.stack([pixels[dataset.test_labels == label].mean(axis=0) for label in range(10)])
    means[6] = means[4]  # of two that are equal the first one is answered
    arrays = {"kernel": means.T, "bias": -(means**2).sum(axis=1) / 2}  # of |x - m|² what differs between labels
    weights = {name: arrays[name.partition("/")[2]].astype(np.float32) for name in weight_shapes(softmax.spec)}
    given = {"spec": softmax.spec, "config": softmax.config, "recipe": softmax.key, "data": dataset.digest} | fields
    return kept_run(Store(home / "runs.sqlite3"), home / "runs", [weights, weights], **given)
