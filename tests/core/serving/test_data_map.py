"""Maps of images in pieces: NumPy's main components, kept for everybody, and each visitor's in turn."""

from __future__ import annotations

import importlib
from pathlib import Path

import numpy as np
import pytest

from core.data import cache
from core.data.dataset import Dataset, open_dataset
from core.errors import EngineFaultError
from core.inference.embedding.mapped_images import MappedImages, mapped_indices
from core.inference.loaded_networks import StoredNetwork
from core.messages import engine as messages
from core.serving import data_map
from core.serving.data_map import DataMap, DataMapClient, pictures_of
from models.mlp import mlp
from tests.support.waiting import until

NETWORK = StoredNetwork(spec=mlp(hidden=(4,), dropout=0.0), path="", digest="0" * 64)


class InProcess:
    """Calls the engine's functions in this process; the network reads every image as a 3."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fails = False

    def call(self, target: str, *args):
        module, function = target.split(":")
        self.calls.append(function)
        if self.fails:
            raise EngineFaultError(messages.not_foreseen())
        if function == "answers_to":
            count = args[2]
            return np.full(count, 3, np.uint8), np.full(count, 0.5, np.float32)
        return getattr(importlib.import_module(module), function)(*args)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_map, "IMAGES_PER_PIECE", 17)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    rng = np.random.default_rng(5)
    labels = (np.arange(60) % 10).astype(np.uint8)
    kinds = rng.uniform(0, 200, (10, 4, 4)).repeat(7, axis=1).repeat(7, axis=2)[labels]
    images = (kinds + rng.uniform(0, 50, kinds.shape)).astype(np.uint8)
    arrays = {"train_images": images, "train_labels": labels, "test_images": images, "test_labels": labels}
    record = cache.write_copy(tmp_path, arrays, source="idx")
    return open_dataset(tmp_path / record.digest)


def mapped(dataset: Dataset, split="test") -> MappedImages:
    return MappedImages(data_folder=str(dataset.folder), split=split, count=40)


def whole(client: DataMapClient, dataset: Dataset, *maps: MappedImages, asker: str = "one") -> DataMap:
    """Return what is known once all is."""
    until(lambda: client.of(dataset, maps, NETWORK, asker=asker).is_whole)
    return client.of(dataset, maps, NETWORK, asker=asker)


def test_map_of_the_pixels_is_numpys(dataset: Dataset) -> None:
    found = whole(DataMapClient(InProcess()), dataset, mapped(dataset))  # type: ignore[arg-type]
    indices = mapped_indices(dataset, "test", 40)
    rows = dataset.test_images[indices].reshape(40, -1) / 255
    _, values, directions = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    (made,) = found.maps
    assert made is not None
    expected = (rows - rows.mean(axis=0)) @ directions[:2].T
    signs = np.sign((made.points * expected).sum(axis=0))
    np.testing.assert_allclose(made.points * signs, expected, atol=1e-3)
    np.testing.assert_allclose(made.shares, values[:2] ** 2 / (values**2).sum(), rtol=1e-3)
    np.testing.assert_array_equal(made.labels, dataset.test_labels[indices])
    assert found.agreeing[0] is not None
    assert found.answers is not None
    assert found.answers.digits.tolist() == [3] * 40
    assert not made.points.flags.writeable


def test_what_one_visitor_had_made_is_there_for_the_next(dataset: Dataset) -> None:
    engine = InProcess()
    client = DataMapClient(engine)  # type: ignore[arg-type]
    whole(client, dataset, mapped(dataset))
    asked = len(engine.calls)
    assert client.of(dataset, [mapped(dataset)], NETWORK, asker="another").is_whole
    assert len(engine.calls) == asked
    whole(client, dataset, mapped(dataset, "train"), asker="another")
    assert len(engine.calls) > asked


def test_engine_that_fails_is_told_to_who_asks(dataset: Dataset) -> None:
    engine = InProcess()
    client = DataMapClient(engine)  # type: ignore[arg-type]
    engine.fails = True
    assert client.of(dataset, [mapped(dataset)], NETWORK, asker="one").done == 0

    def failed() -> bool:
        try:
            client.of(dataset, [mapped(dataset)], NETWORK, asker="one")
        except EngineFaultError:
            return True
        return False

    until(failed)
    engine.fails = False
    whole(client, dataset, mapped(dataset))


def test_pictures_are_those_of_the_map(dataset: Dataset) -> None:
    found = pictures_of(InProcess(), dataset, mapped(dataset))  # type: ignore[arg-type]
    np.testing.assert_array_equal(found, dataset.test_images[mapped_indices(dataset, "test", 40)])
