"""Questions about all training images, in pieces and once for everybody."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.inference.likeness.measures import measures
from core.inference.likeness.nearest import nearest
from core.serving import likeness
from core.serving.likeness import LikenessClient


class InProcess:
    """Calls the engine's functions in this process, and notes what was called."""

    def __init__(self) -> None:
        self.calls: list[tuple] = []

    def call(self, target: str, *args):
        self.calls.append((target, *args))
        module, function = target.split(":")
        return getattr(importlib.import_module(module), function)(*args)


@pytest.fixture
def engine() -> InProcess:
    return InProcess()


def quiet(_done: int, _of: int) -> None:
    """Tell nobody."""


def test_all_training_images_are_measured_in_pieces_and_once(
    engine: InProcess, bundled_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "IMAGES_PER_PIECE", 1500)
    client, told = LikenessClient(engine), []
    found = client.measures(bundled_dataset, on_progress=lambda done, of: told.append((done, of)))
    pieces = -(-bundled_dataset.train_count // 1500)
    assert told == [(done, pieces) for done in range(pieces)]
    assert np.array_equal(found.values, measures(np.array(bundled_dataset.train_images)))
    assert np.array_equal(found.labels, bundled_dataset.train_labels)
    assert not found.values.flags.writeable
    assert client.measures(bundled_dataset, on_progress=quiet) is found
    assert len(engine.calls) == pieces


def test_nearest_of_all_training_images_are_asked_for_once_per_picture(
    engine: InProcess, bundled_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "IMAGES_PER_PIECE", 1500)
    client, image = LikenessClient(engine), np.array(bundled_dataset.test_images[3])
    found = client.nearest(bundled_dataset, image, on_progress=quiet)
    expected = nearest(image, bundled_dataset.train_images, bundled_dataset.train_labels)
    assert found.indices.tolist() == expected.indices.tolist()
    assert found.count == bundled_dataset.train_count
    asked = len(engine.calls)
    assert client.nearest(bundled_dataset, image.copy(), on_progress=quiet) is found
    assert len(engine.calls) == asked
    client.nearest(bundled_dataset, np.array(bundled_dataset.test_images[4]), on_progress=quiet)
    assert len(engine.calls) == 2 * asked
