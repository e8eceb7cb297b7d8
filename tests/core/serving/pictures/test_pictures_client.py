"""Questions about whole splits: in pieces, in the background, and once for everybody."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.errors import LabError
from core.inference.evaluation import Evaluation
from core.inference.loaded_networks import StoredNetwork
from core.inference.pictures.readings import readings_of
from core.messages import engine as messages
from core.recipes import recipe
from core.serving.pictures import pictures_client
from core.serving.pictures.pictures_client import PicturesClient
from tests.support.waiting import until

SPEC = recipe("quick-cnn").spec
NETWORK = StoredNetwork(spec=SPEC, path="", digest="n" * 64)
COUNTS = {"train": 3500, "validation": 500, "test": 1000}


class Engine:
    """Answers as a network would that says 3 of everything, and measures for real; notes what was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple] = []
        self.error: LabError | None = None
        self.evaluation: Evaluation | None = None

    def call(self, target: str, *args):
        self.calls.append((target, *args))
        if self.error is not None:
            raise self.error
        if target.endswith("read_stored"):
            _, folder, collection, first, count = args
            labels = importlib.import_module("core.data.dataset").open_dataset(_path(folder)).arrays_of(collection)[1]
            logits = np.zeros((count, 10), np.float32)
            logits[:, 3] = 1
            return readings_of(logits, np.full((count, 10), 0.1, np.float32), np.array(labels[first : first + count]))
        module, function = target.split(":")
        return getattr(importlib.import_module(module), function)(*args)

    def known_evaluation(self, network, dataset):
        return self.evaluation


def _path(folder: str):
    return importlib.import_module("pathlib").Path(folder)


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.mark.parametrize("split", COUNTS)
def test_split_is_read_once_and_only_that(engine: Engine, bundled_dataset: Dataset, split) -> None:
    client, count = PicturesClient(engine), COUNTS[split]
    first = client.readings(NETWORK, bundled_dataset, split, asker="me")
    assert (first.done, first.images, first.result) == (0, count, None)
    until(lambda: client.readings(NETWORK, bundled_dataset, split, asker="me").result is not None)
    found = client.readings(NETWORK, bundled_dataset, split, asker="another").result
    assert found is not None
    assert found.answers.tolist() == [3] * count
    assert not found.losses.flags.writeable
    asked = [(collection, first, count) for _, _, _, collection, first, count in engine.calls]
    assert sum(count for *_, count in asked) == count
    assert {collection for collection, *_ in asked} == {"test" if split == "test" else "train"}
    assert min(first for _, first, _ in asked) == (3500 if split == "validation" else 0)
    assert max(count for *_, count in asked) <= 500


def test_who_only_looks_asks_nothing(engine: Engine, bundled_dataset: Dataset) -> None:
    client = PicturesClient(engine)
    assert client.readings(NETWORK, bundled_dataset, "test", asker=None).result is None
    assert client.measures(bundled_dataset, "test", asker=None).result is None
    assert engine.calls == []


def test_evaluation_that_is_known_is_not_asked_again(engine: Engine, bundled_dataset: Dataset) -> None:
    labels = np.asarray(bundled_dataset.test_labels)
    probabilities = np.eye(10, dtype=np.float32)[labels]
    engine.evaluation = Evaluation(logits=probabilities, probabilities=probabilities, labels=labels)
    found = PicturesClient(engine).readings(NETWORK, bundled_dataset, "test", asker="me")
    assert found.result is not None
    assert found.result.answers.tolist() == labels.tolist()
    assert engine.calls == []


def test_pixels_are_measured_in_pieces_and_the_sums_serve_both_collections(
    engine: Engine, bundled_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures_client, "IMAGES_PER_PIECE", 1500)
    client = PicturesClient(engine)
    until(lambda: client.measures(bundled_dataset, "test", asker="me").result is not None)
    asked = len(engine.calls)
    assert asked == 3 + 1  # sums of 4,000 training images, then 1,000 test images
    until(lambda: client.measures(bundled_dataset, "train", asker="me").result is not None)
    found = client.measures(bundled_dataset, "train", asker="me").result
    assert len(engine.calls) == asked + 3
    assert found is not None
    assert len(found.ink) == len(found.distances) == 4000


def test_fault_is_told_to_who_asked_and_the_next_question_begins_anew(engine: Engine, bundled_dataset: Dataset) -> None:
    client, told = PicturesClient(engine), []
    engine.error = LabError(messages.died())

    def is_told() -> bool:
        try:
            client.readings(NETWORK, bundled_dataset, "test", asker="me")
        except LabError as error:
            told.append(error)
        return bool(told)

    until(is_told)
    assert told == [engine.error]
    engine.error = None
    until(lambda: client.readings(NETWORK, bundled_dataset, "test", asker="me").result is not None)
