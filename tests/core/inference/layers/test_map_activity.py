"""Maps over many pictures: counted in the engine's graph, and beside a count by hand of what Keras gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from core.data.dataset import Dataset, load_dataset
from core.inference.activations import layer_outputs
from core.inference.layers.map_activity import MapActivity, join_activity, map_activity
from core.inference.loaded_networks import StoredNetwork
from core.serving import map_activity as serving
from core.serving.map_activity import MapActivityClient, image_count
from core.training.record import checkpoints
from models.cnn import cnn
from models.layers import Conv2D, Dense, Flatten
from models.spec import IMAGE, NetworkSpec
from tests.support import numpy_network

pytestmark = pytest.mark.process
SPEC = cnn(filters=(4,), dense=(6,), batch_normalization=True)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """A prepared data set of few pictures."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (13, 28, 28), np.uint8) * (np.arange(13) % 2).astype(np.uint8)[:, None, None]
    labels = (np.arange(13) % 10).astype(np.uint8)
    arrays = {"train_images": images, "train_labels": labels, "test_images": images, "test_labels": labels}
    return load_dataset(tmp_path / "home", None, make_fallback=lambda: arrays)


@pytest.fixture
def network(tmp_path: Path) -> StoredNetwork:
    """A network whose map 0 is dead, and whose map 1 is 0 for empty pictures."""
    weights = numpy_network.weights_of(SPEC)
    weights["conv2d/kernel"][..., 0], weights["conv2d/bias"][:2] = 0, (-1, -0.1)
    file = checkpoints.write(tmp_path / "weights.npz", weights)
    return StoredNetwork(spec=SPEC, path=str(tmp_path / file.name), digest=file.digest)


def test_every_layer_is_counted_as_its_outputs_are(network: StoredNetwork, dataset: Dataset) -> None:
    found = map_activity(network, str(dataset.folder), "test", 2, 9)
    traces = [layer_outputs(network, np.array(image)).outputs for image in dataset.test_images[2:11]]
    for place, of_layer in enumerate(found[:-1]):  # the last one's softmax is left out
        outputs = np.stack([outputs[place] for outputs in traces])
        cells = outputs.reshape(9, -1, outputs.shape[-1])
        assert of_layer.images == 9
        assert of_layer.silent.tolist() == (~cells.any(axis=1)).sum(axis=0).tolist()
        np.testing.assert_allclose(of_layer.largest, cells.max(axis=(0, 1)), rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(of_layer.mean, cells.mean(axis=(0, 1)), rtol=1e-3, atol=1e-4)
    assert found[0].dead == [0]
    assert 0 < found[0].silent[1] < 9


class InProcess:
    """Asks without a process, and counts the questions."""

    def __init__(self) -> None:
        self.asked = 0

    def call(self, target: str, *args: object) -> object:
        assert target == "core.inference.layers.map_activity:map_activity"
        self.asked += 1
        return map_activity(*args)


def test_pieces_come_to_the_same_as_one_question(network: StoredNetwork, dataset: Dataset, monkeypatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(serving, "MAX_IMAGES_PER_CALL", 5)
    note: Callable[[int, int], None] = lambda done, total: told.append((done, total))  # noqa: E731
    client = MapActivityClient(InProcess())  # type: ignore[arg-type]
    pieces = client.read(network, dataset, on_progress=note)
    assert told == [(0, 13), (5, 13), (10, 13)]
    for joined, whole in zip(pieces, map_activity(network, str(dataset.folder), "test", 0, 13), strict=True):
        assert joined.images == whole.images == 13
        assert joined.silent.tolist() == whole.silent.tolist()
        np.testing.assert_allclose(joined.largest, whole.largest, rtol=1e-5)
        np.testing.assert_allclose(joined.mean, whole.mean, rtol=1e-4, atol=1e-5)


def test_reading_that_was_left_goes_on_where_it_stopped(network: StoredNetwork, dataset: Dataset, monkeypatch) -> None:
    monkeypatch.setattr(serving, "MAX_IMAGES_PER_CALL", 5)
    engine = InProcess()
    client = MapActivityClient(engine)  # type: ignore[arg-type]

    def leaves(done: int, _total: int) -> None:
        if done == 10:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        client.read(network, dataset, on_progress=leaves)
    assert client.known(network, dataset) is None
    found = client.read(network, dataset, on_progress=lambda _done, _total: None)
    assert engine.asked == 3
    assert client.known(network, dataset) is found


def test_network_that_computes_long_looks_at_fewer_pictures() -> None:
    wide = Conv2D(filters=256, kernel_size=5, padding="same")
    heavy = NetworkSpec(input_shape=IMAGE, layers=(wide, wide, Flatten(), Dense(units=10)))
    many = SimpleNamespace(test_count=10_000)
    assert image_count(SPEC, many) == 2000  # type: ignore[arg-type]
    assert image_count(heavy, many) == 100  # type: ignore[arg-type]


def test_parts_are_joined_by_their_numbers_of_pictures():
    def part(images: int, silent: int, largest: float, mean: float) -> tuple[MapActivity, ...]:
        return (
            MapActivity(images=images, silent=np.array([silent]), largest=np.array([largest]), mean=np.array([mean])),
        )

    (joined,) = join_activity([part(3, 1, 2.0, 1.0), part(1, 1, 5.0, 3.0)])
    assert (joined.images, joined.silent[0], joined.largest[0], joined.mean[0]) == (4, 2, 5, 1.5)
    assert joined.dead == []
    assert part(2, 2, 0.0, 0.0)[0].dead == [0]
