"""Questions in pieces: kept, gone on with, and the same as if they were asked at once."""

from __future__ import annotations

import dataclasses
import importlib
import threading
from pathlib import Path

import numpy as np
import pytest

from core.data import cache
from core.data.dataset import Dataset, open_dataset
from core.errors import CheckpointError
from core.inference.activations import layer_outputs
from core.inference.learned.maximise import STEPS, Ascent
from core.inference.loaded_networks import StoredNetwork
from core.serving import kept_pieces, learned
from core.serving.kept_pieces import Kept
from core.serving.learned import LearnedClient
from core.training.record import checkpoints
from models.cnn import cnn
from tests.support.numpy_network import weights_of

SPEC = cnn(filters=(3,), dense=(5,), dropout=0.0)


class Leaves(Exception):
    """The visitor is gone."""


class InProcess:
    """Calls the engine's functions in this process, and counts them."""

    def __init__(self) -> None:
        self.calls = 0

    def call(self, target: str, *args):
        self.calls += 1
        module, function = target.split(":")
        return getattr(importlib.import_module(module), function)(*args)


@pytest.fixture
def network(tmp_path: Path) -> StoredNetwork:
    file = checkpoints.write(tmp_path / "weights.npz", weights_of(SPEC))
    return StoredNetwork(spec=SPEC, path=str(tmp_path / file.name), digest=file.digest)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Return pictures of ten kinds, some noise on each: 40 to train with and 40 to test."""
    rng = np.random.default_rng(5)
    labels = (np.arange(40) % 10).astype(np.uint8)
    kinds = rng.uniform(0, 200, (10, 4, 4)).repeat(7, axis=1).repeat(7, axis=2)[labels]
    noisy = {split: kinds + rng.uniform(0, 50, kinds.shape) for split in ("train", "test")}
    images = {f"{split}_images": values.astype(np.uint8) for split, values in noisy.items()}
    record = cache.write_copy(tmp_path, images | {"train_labels": labels, "test_labels": labels}, source="idx")
    return open_dataset(tmp_path / record.digest)


def silent(_done: int, _of: int) -> None:
    pass


def test_answer_is_kept_and_an_unfinished_one_is_gone_on_with():
    kept, seen = Kept(2), []

    def added(before: int | None, piece: int) -> int:
        seen.append(piece)
        return (before or 0) + piece

    def leaves(done: int, of: int) -> None:
        if done == 2:
            raise Leaves

    with pytest.raises(Leaves):
        kept.folded("sum", [1, 2, 3, 4], added, leaves)
    assert not kept.has("sum", 4)
    told = []
    assert kept.folded("sum", [1, 2, 3, 4], added, lambda done, of: told.append((done, of))) == 10
    assert seen == [1, 2, 3, 4]
    assert told == [(2, 4), (3, 4)]
    assert kept.folded("sum", [1, 2, 3, 4], added, leaves) == 10
    for other in "ab":
        kept.folded(other, [1], added, silent)
    assert not kept.has("sum", 4)  # two newer ones took its place


def test_who_waits_for_what_another_one_asks_is_told_how_far_it_is_and_may_leave(monkeypatch):
    monkeypatch.setattr(kept_pieces, "_TOLD_EVERY", 0.01)
    kept, begun, goes_on = Kept(2), threading.Event(), threading.Event()

    def added(before: int | None, piece: int) -> int:
        if piece == 2:
            begun.set()
            assert goes_on.wait(10)
        return (before or 0) + piece

    def leaves(done: int, of: int) -> None:
        told.append((done, of))
        raise Leaves

    def waits(done: int, of: int) -> None:
        told.append((done, of))
        goes_on.set()

    told: list[tuple[int, int]] = []
    first = threading.Thread(target=lambda: kept.folded("sum", [1, 2, 3], added, silent))
    first.start()
    assert begun.wait(10)
    with pytest.raises(Leaves):
        kept.folded("sum", [1, 2, 3], added, leaves)
    assert told == [(1, 3)]
    assert kept.folded("sum", [1, 2, 3], added, waits) == 6
    assert told[1] == (1, 3)
    first.join(10)
    assert not first.is_alive()


def test_who_asks_for_less_than_is_known_does_not_wait_for_who_asks_for_more():
    kept, begun, goes_on = Kept(2), threading.Event(), threading.Event()

    def added(before: int | None, piece: int) -> int:
        if piece == 3:
            begun.set()
            assert goes_on.wait(10)
        return (before or 0) + piece

    first = threading.Thread(target=lambda: kept.folded("sum", [1, 2, 3], added, silent))
    first.start()
    assert begun.wait(10)
    assert kept.folded("sum", [1, 2], added, silent) == 3
    goes_on.set()
    first.join(10)
    assert kept.known("sum", 3) == 6


def test_large_results_make_room_and_the_newest_stays_however_large():
    kept = Kept(10, most_bytes=800)
    for name, values in (("a", 40), ("b", 40), ("c", 40)):
        kept.folded(name, [values], lambda _, count: (np.zeros(count),), silent)
    assert [kept.has(name, 1) for name in "abc"] == [False, True, True]
    kept.folded("d", [1000], lambda _, count: {"large": np.zeros(count)}, silent)
    assert [kept.has(name, 1) for name in "abcd"] == [False, False, False, True]


def test_result_is_read_only_whatever_holds_its_arrays():
    found = Kept(1).folded("a", [3], lambda _, count: {"one": [(np.zeros(count),)]}, silent)
    with pytest.raises(ValueError, match="read-only"):
        found["one"][0][0][0] = 1


@pytest.mark.process
def test_map_that_is_left_in_any_turn_goes_on_where_it_stopped(network, dataset, monkeypatch):
    monkeypatch.setattr(learned, "images_per_request", lambda spec, most: 10)
    whole = LearnedClient(InProcess()).layer_map(network, dataset, 3, on_progress=silent)  # type: ignore[arg-type]
    for left in (1, 6, 9, 11):  # of 3 turns of 4 pieces
        engine = InProcess()
        client = LearnedClient(engine)  # type: ignore[arg-type]

        def leaves(done: int, of: int, left: int = left) -> None:
            assert of == 12
            if done == left:
                raise Leaves

        with pytest.raises(Leaves):
            client.layer_map(network, dataset, 3, on_progress=leaves)
        assert engine.calls == left
        found = client.layer_map(network, dataset, 3, on_progress=silent)
        assert engine.calls == 12
        np.testing.assert_array_equal(found.points, whole.points)
        assert client.layer_map(network, dataset, 3, on_progress=silent) is found


@pytest.mark.process
def test_strongest_images_are_asked_in_pieces_once(network, dataset, monkeypatch):
    monkeypatch.setattr(learned, "images_per_request", lambda spec, most: 7)
    engine = InProcess()
    client = LearnedClient(engine)  # type: ignore[arg-type]
    found = client.strongest_images(network, dataset, 0, on_progress=silent)
    assert engine.calls == 6
    assert client.strongest_images(network, dataset, 0, on_progress=silent) is found
    assert engine.calls == 6
    largest = [layer_outputs(network, np.array(image)).outputs[0].max(axis=(0, 1)) for image in dataset.train_images]
    assert found.images[0].tolist() == np.stack(largest).argmax(axis=0).tolist()


@pytest.mark.process
def test_network_that_takes_long_is_asked_about_fewer_images(network, dataset, monkeypatch):
    monkeypatch.setattr(learned, "images_per_request", lambda spec, most: 1)
    monkeypatch.setattr(learned, "MOST_PIECES", 12)
    found = LearnedClient(InProcess()).strongest_images(network, dataset, 0, on_progress=silent)  # type: ignore[arg-type]
    assert found.count == 12


@pytest.mark.process
@pytest.mark.parametrize("layer", [0, 3, 4], ids=["maps", "dense", "logits"])
def test_map_of_a_layer_is_the_decomposition_of_all_its_values(network, dataset, layer):
    found = LearnedClient(InProcess()).layer_map(network, dataset, layer, on_progress=silent)  # type: ignore[arg-type]
    answers = [layer_outputs(network, np.array(image)) for image in dataset.test_images]
    rows = np.stack([(one.logits if layer == 4 else one.outputs[layer]).reshape(-1) for one in answers])
    centred = rows - rows.mean(axis=0)
    _, values, directions = np.linalg.svd(centred.astype(np.float64), full_matrices=False)
    points = centred @ directions[:2].T
    signs = np.sign(np.sum(points * found.points, axis=0))
    np.testing.assert_allclose(found.points * signs, points, atol=0.02 * np.abs(points).max())
    np.testing.assert_allclose(found.shares, (values[:2] ** 2 / (values**2).sum()), rtol=0.01)
    np.testing.assert_allclose(found.place(rows[7]), found.points[7], atol=1e-3)
    assert found.labels.tolist() == dataset.test_labels.tolist()


@pytest.mark.process
def test_statistics_are_those_of_all_values(network, dataset):
    found = LearnedClient(InProcess()).statistics(network, dataset, on_progress=silent)  # type: ignore[arg-type]
    first = np.stack([layer_outputs(network, np.array(image)).outputs[0] for image in dataset.test_images])
    np.testing.assert_allclose(found.spread.means[0], first.mean(), rtol=1e-4)
    assert found.images == 40
    assert found.counts[0].sum() == np.count_nonzero(first)


@pytest.mark.process
def test_picture_is_made_once_for_each_start(network):
    engine, progress = InProcess(), []
    client = LearnedClient(engine)  # type: ignore[arg-type]
    ascent = Ascent(layer=4, unit=3)
    assert not client.has_maximised(network, ascent)
    made = client.maximised(network, ascent, on_progress=lambda done, of: progress.append((done, of)))
    assert progress == [(piece, 10) for piece in range(10)]
    assert len(made.totals) == STEPS
    calls = engine.calls
    assert client.has_maximised(network, ascent)
    again = client.maximised(network, ascent)
    assert engine.calls == calls
    np.testing.assert_array_equal(again.pixels, made.pixels)
    other = client.maximised(network, Ascent(layer=4, unit=3, seed=1))
    assert (other.pixels != made.pixels).any()


@pytest.mark.process
def test_weights_that_are_gone_are_said(network, dataset):
    file = checkpoints.write(Path(network.path), weights_of(SPEC, seed=9))
    gone = dataclasses.replace(network, digest=file.digest)
    Path(network.path).unlink()
    with pytest.raises(CheckpointError):
        LearnedClient(InProcess()).strongest_images(gone, dataset, 0, on_progress=silent)  # type: ignore[arg-type]
