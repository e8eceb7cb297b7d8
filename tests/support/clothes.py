"""A small data set that is called Fashion-MNIST: pictures of digits under the names of clothes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from core.data.cache import write_copy
from core.data.dataset import DATA_FOLDER, Dataset, open_dataset
from core.data.identity import Identity
from core.dataset_provider import DatasetProvider

NAMES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
CLOTHES = Identity(name="Fashion-MNIST", class_names=NAMES)


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
