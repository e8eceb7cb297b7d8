"""Which images stand on a map, and by which numbers they are placed."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.inference.embedding.mapped_images import (
    MappedImages,
    images_of,
    layer_coordinates,
    mapped_indices,
    nearest_place,
    values_of,
)
from core.inference.loaded_networks import StoredNetwork, load_network, start_of
from core.training.record import checkpoints
from models.mlp import mlp

SPEC = mlp(hidden=(4,), dropout=0.0)


def by_pixels(dataset: Dataset, split="test", count: int = 20) -> MappedImages:
    return MappedImages(data_folder=str(dataset.folder), split=split, count=count)


@pytest.mark.parametrize(
    ("split", "count", "expected"),
    [
        ("test", 5, [0, 20, 40, 59, 79]),
        ("train", 4, [0, 30, 59, 89]),  # the last ten validate
        ("validation", 3, [90, 94, 99]),
        ("validation", 5000, list(range(90, 100))),
    ],
)
def test_images_are_spread_over_their_split(dataset: Dataset, split, count: int, expected: list[int]) -> None:
    assert mapped_indices(dataset, split, count).tolist() == expected


def test_pieces_are_the_images_at_their_places(dataset: Dataset) -> None:
    mapped = by_pixels(dataset, "validation", 3)
    np.testing.assert_array_equal(images_of(mapped, 1, 2), dataset.train_images[[94, 99]])


def test_pixels_go_from_0_to_1(dataset: Dataset) -> None:
    values = values_of(by_pixels(dataset), np.array([[[0] * 28] * 28, [[255] * 28] * 28], np.uint8))
    assert values.shape == (2, 784)
    assert (values.min(axis=1).tolist(), values.max(axis=1).tolist()) == ([0.0, 1.0], [0.0, 1.0])


def test_places_along_directions_are_a_product(dataset: Dataset) -> None:
    directions = np.random.default_rng(1).normal(size=(784, 2)).astype(np.float32)
    expected = dataset.test_images[mapped_indices(dataset, "test", 20)][3:8].reshape(5, -1) / 255 @ directions
    np.testing.assert_allclose(layer_coordinates(by_pixels(dataset), 3, 5, directions), expected, rtol=1e-4)


def test_nearest_place_is_the_image_itself_where_it_is_among_them(dataset: Dataset) -> None:
    mapped = by_pixels(dataset)
    place = 7
    changed = np.array(images_of(mapped, place, 1)[0])
    changed[:3] = 255
    assert nearest_place(mapped, changed) == place


@pytest.mark.process
def test_start_of_a_network_is_what_its_seed_gives_and_another_than_a_files(dataset: Dataset, tmp_path) -> None:
    from models.build import build
    from models.weights import variables_by_name

    built = {name: np.asarray(array) for name, array in variables_by_name(build(SPEC, seed=3)).items()}
    trained = {name: array + 1 for name, array in built.items()}
    file = checkpoints.write(tmp_path / "weights.npz", trained)
    network = StoredNetwork(spec=SPEC, path=str(tmp_path / file.name), digest=file.digest)
    start = start_of(network, 3)
    assert len({network.identity, start.identity, start_of(network, 4).identity}) == 3
    file = checkpoints.write(tmp_path / "start.npz", built)
    expected = StoredNetwork(spec=SPEC, path=str(tmp_path / file.name), digest=file.digest)
    images = np.array(dataset.test_images[:4])
    found = load_network(start).logits(images)
    np.testing.assert_array_equal(found, load_network(expected).logits(images))
    assert np.abs(load_network(network).logits(images) - found).max() > 0.1
    np.testing.assert_array_equal(load_network(start).logits(images), found)  # the file's weights were read meanwhile
