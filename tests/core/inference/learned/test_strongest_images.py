"""The strongest pictures of every map against brute force, however the pictures are cut into pieces."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.activations import layer_outputs
from core.inference.learned.strongest_images import KEPT_IMAGES, join_strongest, strongest_images, strongest_of
from models.cnn import cnn


def by_brute_force(cells: np.ndarray, number: int) -> list[tuple[float, int, int]]:
    """Return value, picture and cell of the nine strongest pictures of a map: of equals the earlier ones."""
    best = []
    for image, values in enumerate(cells[..., number].tolist()):
        value = max(values)
        best.append((value, image, values.index(value)))
    return sorted(best, key=lambda row: (-row[0], row[1]))[:KEPT_IMAGES]


@pytest.mark.parametrize("pieces", [[40], [7, 13, 20], [1] * 40], ids=str)
def test_nine_strongest_are_those_of_brute_force_with_many_ties(pieces):
    rng = np.random.default_rng(0)
    cells = rng.integers(0, 6, (40, 5, 3)).astype(np.float32)
    labels = rng.integers(0, 10, 40).astype(np.uint8)
    found, first = None, 0
    for size in pieces:
        part = strongest_of(cells[first : first + size], labels[first : first + size], first=first)
        found, first = part if found is None else join_strongest(found, part), first + size
    for number in range(3):
        rows = zip(*(array[:, number].tolist() for array in (found.values, found.images, found.cells)), strict=True)
        assert list(rows) == by_brute_force(cells, number)
        for label in range(10):
            mean = cells[labels == label][..., number].max(axis=1).mean() if (labels == label).any() else np.nan
            np.testing.assert_allclose(found.means(number)[label], mean)
    assert found.count == 40


def test_fewer_than_nine_pictures_are_all_kept():
    found = strongest_of(np.array([[[1.0]], [[3.0]]], np.float32), np.array([4, 4], np.uint8), first=10)
    assert found.images.tolist() == [[11], [10]]
    assert found.means(0)[4] == 2
    assert np.isnan(found.means(0)[0])


@pytest.mark.process
@pytest.mark.parametrize("layer", [0, 1, 3, 4], ids=["convolution", "pooling", "dense", "logits"])
def test_values_are_those_of_the_layer_for_that_picture(stored, dataset, layer):
    network = stored(cnn(filters=(3,), dense=(5,), dropout=0.0))
    found = strongest_images(network, str(dataset.folder), layer, 20, 30)
    for place in (0, 8):
        index, cell = int(found.images[place, 1]), int(found.cells[place, 1])
        assert 20 <= index < 50
        answer = layer_outputs(network, np.array(dataset.train_images[index]))
        values = answer.logits if layer == 4 else answer.outputs[layer]
        own = values.reshape(-1, values.shape[-1])[:, 1]
        np.testing.assert_allclose(found.values[place, 1], own.max(), rtol=1e-5)
        np.testing.assert_allclose(own[cell], own.max(), rtol=1e-5)
