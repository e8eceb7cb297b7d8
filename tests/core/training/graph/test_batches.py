"""Which images a run learns from, and what they count as."""

import numpy as np
import pytest

from core.errors import ConfigError
from core.training.graph.batches import load_examples, mislabelled
from core.training.settings.config import TrainingConfig

pytestmark = pytest.mark.process

LABELS = np.arange(1000, dtype=np.int32) % 10


def test_share_of_wrong_labels_is_exact_and_each_is_another_digit():
    changed = mislabelled(LABELS, count=800, fraction=0.25, seed=3)
    wrong = np.flatnonzero(changed != LABELS)
    assert len(wrong) == 200
    assert wrong.max() < 800
    assert set(changed) == set(range(10))
    assert (np.arange(1000) % 10 == LABELS).all()


def test_no_wrong_labels_change_nothing_and_all_wrong_leave_none_right():
    assert (mislabelled(LABELS, count=1000, fraction=0.0, seed=3) == LABELS).all()
    assert (mislabelled(LABELS, count=1000, fraction=1.0, seed=3) != LABELS).all()


def test_larger_share_of_wrong_labels_holds_the_smaller_one():
    few, many = (mislabelled(LABELS, count=1000, fraction=share, seed=3) for share in (0.1, 0.4))
    wrong = few != LABELS
    assert (many[wrong] == few[wrong]).all()


def test_wrong_labels_depend_on_the_seed_alone():
    first, again, other = (mislabelled(LABELS, count=1000, fraction=0.2, seed=seed) for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()


def test_validation_and_test_images_keep_their_labels(small_dataset):
    config = TrainingConfig(wrong_label_fraction=1.0)
    examples = load_examples(config, str(small_dataset.folder))
    truth = small_dataset.train_labels
    assert (examples.labels[:1350] != truth[:1350]).all()
    part = examples.validation
    assert (part.start, part.count) == (1350, 150)
    assert (np.asarray(part.labels)[1350:] == truth[1350:]).all()
    assert (np.asarray(examples.test.labels) == small_dataset.test_labels).all()


@pytest.mark.parametrize(("asked", "kept"), [(0, 1350), (200, 200), (1350, 1350)])
def test_first_so_many_images_train(small_dataset, asked, kept):
    examples = load_examples(TrainingConfig(train_images=asked), str(small_dataset.folder))
    assert examples.train_count == kept
    assert examples.validation.start == 1350


def test_more_images_than_there_are_left_are_refused(small_dataset):
    with pytest.raises(ConfigError, match="1,350; got 1,351") as caught:
        load_examples(TrainingConfig(train_images=1351), str(small_dataset.folder))
    assert caught.value.fields["field"] == "train_images"


def test_first_images_validate_or_else_train(small_dataset):
    def first(count, **settings):
        images, labels = load_examples(TrainingConfig(**settings), str(small_dataset.folder)).first(count)
        return np.asarray(images), np.asarray(labels)

    images, labels = first(200)
    assert (images == small_dataset.train_images[1350:]).all()
    assert (labels == small_dataset.train_labels[1350:]).all()
    images, labels = first(200, validation_source="test")
    assert (images == small_dataset.test_images[:200]).all()
    images, labels = first(200, validation_fraction=0.0, train_images=100, wrong_label_fraction=1.0)
    assert (images == small_dataset.train_images[:100]).all()
    assert (labels != small_dataset.train_labels[:100]).all()
