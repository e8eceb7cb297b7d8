"""Questions about all training images, in pieces and once for everybody."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.errors import LabError
from core.inference.likeness.measures import measures
from core.inference.likeness.nearest import nearest
from core.serving import likeness
from core.serving.likeness import Likeness, LikenessClient
from tests.support.waiting import until


class InProcess:
    """Calls the engine's functions in this process, and notes what was called."""

    def __init__(self) -> None:
        self.calls: list[tuple] = []

    def call(self, target: str, *args, **named):
        self.calls.append((target, *args))
        module, function = target.split(":")
        return getattr(importlib.import_module(module), function)(*args, **named)


@pytest.fixture
def engine() -> InProcess:
    return InProcess()


def whole(client: LikenessClient, dataset: Dataset, image: np.ndarray, asker: str = "me") -> Likeness:
    found: list[Likeness] = []
    until(lambda: found.append(client.of(dataset, image, asker=asker)) or found[-1].measured is not None)
    return found[-1]


@pytest.fixture
def pieces(bundled_dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many pieces each of the two questions has."""
    monkeypatch.setattr(likeness, "IMAGES_PER_PIECE", 1500)
    return -(-bundled_dataset.train_count // 1500)


def test_all_training_images_are_measured_in_pieces_and_once(
    engine: InProcess, bundled_dataset: Dataset, pieces: int
) -> None:
    client, images = LikenessClient(engine), np.array(bundled_dataset.test_images[3:5])
    first = client.of(bundled_dataset, images[0], asker="me")  # nobody waits for it
    assert (first.done, first.pieces, first.measured, first.nearest) == (0, 2 * pieces, None, None)
    found = whole(client, bundled_dataset, images[0]).measured
    assert found is not None
    assert np.array_equal(found.values, measures(np.array(bundled_dataset.train_images)))
    assert np.array_equal(found.labels, bundled_dataset.train_labels)
    assert not found.values.flags.writeable
    assert whole(client, bundled_dataset, images[1]).measured is found
    assert len([target for target, *_ in engine.calls if "measure" in target]) == pieces


def test_nearest_of_all_training_images_are_asked_for_once_per_picture(
    engine: InProcess, bundled_dataset: Dataset, pieces: int
) -> None:
    client, image = LikenessClient(engine), np.array(bundled_dataset.test_images[3])
    found = whole(client, bundled_dataset, image).nearest
    assert found is not None
    expected = nearest(image, bundled_dataset.train_images, bundled_dataset.train_labels)
    assert found.indices.tolist() == expected.indices.tolist()
    assert found.count == bundled_dataset.train_count
    asked = len(engine.calls)
    assert asked == 2 * pieces
    assert whole(client, bundled_dataset, image.copy(), asker="another").nearest is found
    assert len(engine.calls) == asked
    whole(client, bundled_dataset, np.array(bundled_dataset.test_images[4]))
    assert len(engine.calls) == asked + pieces


def test_failure_is_told_to_its_asker_alone(engine: InProcess, bundled_dataset: Dataset, monkeypatch) -> None:
    client, image = LikenessClient(engine), np.array(bundled_dataset.test_images[3])

    def dies(*_: object) -> None:
        raise LabError("The network does not answer.")

    monkeypatch.setattr(client, "_ask", dies)
    client.of(bundled_dataset, image, asker="one")
    until(lambda: client._asking.is_idle)
    monkeypatch.setattr(client, "_ask", engine.call)
    assert client.of(bundled_dataset, image, asker="another").done == 0
    until(lambda: client._asking.is_idle)
    assert whole(client, bundled_dataset, image, asker="one").measured is not None


def test_neighbours_are_waited_for_and_asked_for_once(
    engine: InProcess, bundled_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "NEIGHBOURS_PER_PIECE", 1500)
    client, image, told = LikenessClient(engine), np.array(bundled_dataset.train_images[7]), []
    found = client.neighbours(
        bundled_dataset, image, kept=10, without=7, on_progress=lambda done, of: told.append((done, of))
    )
    expected = nearest(image, bundled_dataset.train_images, bundled_dataset.train_labels, kept=10, without=7)
    assert found.indices.tolist() == expected.indices.tolist()
    assert 7 not in found.indices
    assert found.count == bundled_dataset.train_count - 1
    assert not found.indices.flags.writeable
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert client.neighbours(bundled_dataset, image, kept=10, without=7) is found
    assert len(engine.calls) == 3
    assert 7 in client.neighbours(bundled_dataset, image, kept=10).indices
