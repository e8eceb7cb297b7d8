"""The job that looks for doubtful labels, on some of the digits that need no download."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.bundled_digits import DatasetArrays
from core.data.dataset import load_dataset
from core.data.doubt.label_doubts import LabelDoubts
from core.errors import DataError
from core.job_events import JobProgress, JobResult
from core.training.loop.label_doubt import find_label_doubts
from core.training.settings.config import TrainingConfig
from models.mlp import mlp

pytestmark = pytest.mark.process
SPEC = mlp(hidden=(32,), dropout=0)
CONFIG = TrainingConfig(epochs=3, batch_size=50, learning_rate=0.01)
FLIPPED = {"train": (3, 700, 1499), "test": (5, 296)}


@pytest.fixture(scope="module")
def with_wrong_labels(small_dataset, tmp_path_factory):
    """The small data set with some labels that are another digit's."""
    labels = {"train": small_dataset.train_labels.copy(), "test": small_dataset.test_labels.copy()}
    for collection, indices in FLIPPED.items():
        labels[collection][list(indices)] = (labels[collection][list(indices)] + 5) % 10
    arrays = DatasetArrays(
        train_images=small_dataset.train_images,
        train_labels=labels["train"],
        test_images=small_dataset.test_images,
        test_labels=labels["test"],
    )
    return load_dataset(tmp_path_factory.mktemp("wrong"), None, make_fallback=lambda: arrays)


def look(dataset, *, seed: int = 1, repeats: int = 1):
    """Return all events of the job, without the Nones."""
    job = find_label_doubts(SPEC, CONFIG, str(dataset.folder), 3, repeats, seed)
    return [event for event in job if event is not None]


@pytest.fixture(scope="module")
def events(with_wrong_labels):
    return look(with_wrong_labels)


def test_progress_goes_up_and_the_result_comes_last(events):
    shares = [event.share for event in events[:-1]]
    assert all(isinstance(event, JobProgress) for event in events[:-1])
    assert isinstance(events[-1], JobResult)
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.2
    assert shares[-1] == 1.0


def test_wrong_labels_are_doubted_and_the_right_ones_suggested(events, with_wrong_labels, small_dataset):
    doubts = LabelDoubts.from_arrays(events[-1].arrays).doubts
    suggested = {(doubt.name.collection, doubt.name.index): doubt.suggested for doubt in doubts}
    for collection, indices in FLIPPED.items():
        for index in indices:
            assert suggested[collection, index] == small_dataset.arrays_of(collection)[1][index]
    for doubt in doubts:
        labels = with_wrong_labels.arrays_of(doubt.name.collection)[1]
        assert doubt.given == labels[doubt.name.index] != doubt.suggested


def test_basis_says_what_was_done(events):
    basis = LabelDoubts.from_arrays(events[-1].arrays).basis
    assert (basis.folds, basis.repeats, basis.networks) == (3, 1, 3)
    assert (basis.learned_from, basis.train_images, basis.test_images) == (1000, 1500, 297)
    assert basis.epochs == 15  # 20 steps each, and 300 at least
    assert basis.train_correct > 1300
    assert basis.test_correct > 250


def test_same_seed_gives_the_same_bits_and_another_one_others(events, with_wrong_labels):
    again, other = look(with_wrong_labels)[-1].arrays, look(with_wrong_labels, seed=2)[-1].arrays
    first = events[-1].arrays
    for name, array in first.items():
        np.testing.assert_array_equal(array, again[name], err_msg=name)
    assert not np.array_equal(first["suggested_probability"], other["suggested_probability"])


def test_image_is_judged_only_by_networks_that_have_not_learned_from_it(with_wrong_labels, monkeypatch):
    learned, read = [], []
    from core.training.loop import label_doubt

    class Judge(label_doubt._Judge):
        def learn(self, rows, *, seed):
            learned.append(set(rows.tolist()))
            yield 1.0

        def read(self, images, rows):
            if images is self.train_images:
                read.append((len(learned) - 1, rows.tolist()))
            return super().read(images, rows)

    monkeypatch.setattr(label_doubt, "_Judge", Judge)
    look(with_wrong_labels, repeats=2)
    assert len(learned) == 6
    assert all(learned[number].isdisjoint(rows) for number, rows in read)
    counts = np.bincount(np.concatenate([rows for _, rows in read]), minlength=1500)
    assert (counts == 2).all()  # once in each parting


def test_too_few_images_are_refused(tmp_path):
    images, labels = np.zeros((40, 28, 28), np.uint8), np.zeros(40, np.uint8)
    few = DatasetArrays(train_images=images, train_labels=labels, test_images=images, test_labels=labels)
    dataset = load_dataset(tmp_path, None, make_fallback=lambda: few)
    with pytest.raises(DataError, match=r"at least 50 training images; there are 40\.$"):
        look(dataset)
