"""Maps as jobs: what tells one from another, and that its target tells how far it is and ends with its points."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from core.data import cache
from core.data.dataset import Dataset, open_dataset
from core.inference.embedding import tsne
from core.inference.embedding.mapped_images import MappedImages
from core.inference.loaded_networks import StoredNetwork, start_of
from core.runs.jobs import maps
from core.runs.jobs.job import JobProgress, JobResult
from core.runs.jobs.maps import map_request, untangle
from models.mlp import mlp


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    rng = np.random.default_rng(1)
    images, labels = rng.integers(0, 256, (40, 28, 28), np.uint8), (np.arange(40) % 10).astype(np.uint8)
    arrays = {"train_images": images, "train_labels": labels, "test_images": images[::-1], "test_labels": labels}
    record = cache.write_copy(tmp_path, arrays, source="idx")
    return open_dataset(tmp_path / record.digest)


def test_maps_of_other_images_layers_or_weights_are_other_jobs(dataset: Dataset) -> None:
    network = StoredNetwork(spec=mlp(hidden=(4,), dropout=0.0), path="there", digest="1" * 64)
    pixels = MappedImages(data_folder=str(dataset.folder), split="test", count=30)
    layer = dataclasses.replace(pixels, network=network, layer=0)
    asked = [
        pixels,
        dataclasses.replace(pixels, split="train"),
        dataclasses.replace(pixels, count=20),
        layer,
        dataclasses.replace(layer, layer=1),
        dataclasses.replace(layer, network=start_of(network, 0)),
    ]
    names = {map_request(method, dataset, mapped).identity for mapped in asked for method in maps.METHODS}
    assert len(names) == 2 * len(asked)
    elsewhere = dataclasses.replace(layer, network=dataclasses.replace(network, path="elsewhere"))
    assert map_request("tsne", dataset, elsewhere).identity == map_request("tsne", dataset, layer).identity
    assert all(name.partition("-")[0] in maps.METHODS for name in names)


@pytest.mark.parametrize("method", maps.METHODS)
def test_target_tells_how_far_it_is_and_ends_with_the_last_points(
    dataset: Dataset, method: maps.JobMethod, monkeypatch: pytest.MonkeyPatch
) -> None:
    def steps(components: np.ndarray, **_):
        yield 0.5, components[:, :2]
        yield 1.0, 2 * components[:, :2]

    monkeypatch.setattr(tsne, "tsne", steps)
    monkeypatch.setattr(maps.umap_layout, "umap", steps)
    request = map_request(method, dataset, MappedImages(data_folder=str(dataset.folder), split="test", count=30))
    assert request.target == "core.runs.jobs.maps:untangle"
    *told, result = untangle(*request.arguments)
    assert isinstance(result, JobResult)
    assert all(isinstance(one, JobProgress) for one in told)
    assert [one.share for one in told] == sorted(one.share for one in told)
    assert told[-1].share == 1.0
    np.testing.assert_array_equal(result.arrays["points"], told[-1].arrays["points"])
    assert result.arrays["points"].shape == (30, 2)
    assert 0 <= int(result.arrays["agreeing"]) <= 30
