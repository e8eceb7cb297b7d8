"""Questions about the images of each label, in pieces and once for everybody."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.gallery import SplitName
from core.errors import LabError
from core.inference.classes.extremes import extremes
from core.inference.classes.sums import class_sums
from core.messages.data import dataset as messages
from core.serving.browse import class_pictures
from core.serving.browse.class_pictures import ClassPictures, ClassPicturesClient
from tests.support.waiting import until


class InProcess:
    """Calls the engine's functions in this process, and notes what was called."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fails = False

    def call(self, target: str, *args):
        self.calls.append(target.partition(":")[2])
        if self.fails:
            raise LabError(messages.copy_missing())
        module, function = target.split(":")
        return getattr(importlib.import_module(module), function)(*args)


@pytest.fixture
def engine() -> InProcess:
    return InProcess()


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(class_pictures, "IMAGES_PER_PIECE", 600)  # of 3,500, 500 and 1,000: 6, 1 and 2


def whole(client: ClassPicturesClient, dataset: Dataset, split: SplitName) -> ClassPictures:
    found: list[ClassPictures] = []
    until(lambda: found.append(client.of(dataset, split, asker="me")) or found[-1].done == found[-1].pieces)
    return found[-1]


def test_all_is_counted_in_pieces_and_once(engine: InProcess, bundled_dataset: Dataset) -> None:
    client = ClassPicturesClient(engine)
    first = client.of(bundled_dataset, "train", asker="me")  # nobody waits for it
    assert (first.done, first.pieces, dict(first.sums), first.extremes, first.told_apart) == (0, 17, {}, None, None)
    assert first.training is None
    found = whole(client, bundled_dataset, "train")
    assert {split: sums.count for split, sums in found.sums.items()} == {"train": 3500, "validation": 500, "test": 1000}
    assert found.training is not None
    assert found.training.count == 4000
    assert found.told_apart is not None
    assert found.told_apart.all()[1] == 1000
    images, labels = bundled_dataset.train_images[:3500], bundled_dataset.train_labels[:3500]
    means = class_sums(images, labels).means()
    assert found.extremes is not None
    assert found.extremes.near.indices.tolist() == extremes(images, labels, means).near.indices.tolist()
    assert not found.sums["train"].sums.flags.writeable
    assert len(engine.calls) == 17
    assert whole(client, bundled_dataset, "train").extremes is found.extremes
    assert len(engine.calls) == 17


def test_another_split_needs_its_extremes_alone(engine: InProcess, bundled_dataset: Dataset) -> None:
    client = ClassPicturesClient(engine)
    whole(client, bundled_dataset, "train")
    found = whole(client, bundled_dataset, "validation")
    assert engine.calls[17:] == ["extremes_stored"]
    assert found.extremes is not None
    assert set(np.divmod(found.extremes.far.indices, 500)[0].tolist()) == {7}  # 3,500 to 3,999: their training names


def test_what_is_shown_first_is_counted_first(engine: InProcess, bundled_dataset: Dataset) -> None:
    client = ClassPicturesClient(engine)
    seen: list[set[SplitName]] = []

    def is_done() -> bool:
        found = client.of(bundled_dataset, "test", asker="me")
        seen.append(set(found.sums))
        return found.done == found.pieces

    until(is_done)
    assert all("test" in splits for splits in seen if splits)


def test_error_is_told_once_and_then_asked_anew(engine: InProcess, bundled_dataset: Dataset) -> None:
    client, engine.fails = ClassPicturesClient(engine), True
    errors: list[LabError] = []

    def has_failed() -> bool:
        try:
            client.of(bundled_dataset, "train", asker="me")
        except LabError as error:
            errors.append(error)
        return bool(errors)

    until(has_failed)
    engine.fails = False
    assert whole(client, bundled_dataset, "train").done == 17
