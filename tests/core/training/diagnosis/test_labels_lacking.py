"""Which labels a run would never see, counted on the images that train and on those that validate."""

from __future__ import annotations

import numpy as np
import pytest

from core.training.diagnosis.before import LabelsLacking, labels_lacking
from core.training.settings.config import TrainingConfig

TEN = np.arange(100, dtype=np.uint8) % 10
SORTED = np.sort(TEN)
TEST = np.arange(100, dtype=np.uint8) % 10


def lacking(labels, test=TEST, **settings) -> LabelsLacking | None:
    return labels_lacking(TrainingConfig(**settings), labels, test)


def test_all_ten_on_both_sides_are_nothing_to_say():
    assert lacking(TEN) is None


@pytest.mark.parametrize(
    ("labels", "test", "settings", "expected"),
    [
        (SORTED, TEST, {}, (90, (9,), 10, tuple(range(9)))),
        (SORTED, TEST, {"validation_fraction": 0.2}, (80, (8, 9), 20, tuple(range(8)))),
        (SORTED, TEST, {"validation_source": "test"}, None),
        (SORTED, TEST, {"validation_fraction": 0.0}, None),
        (np.delete(TEN, TEN == 7), TEST, {"validation_fraction": 0.0}, (90, (7,), 0, ())),
        (TEN, np.delete(TEST, TEST == 3), {"validation_source": "test"}, (100, (), 90, (3,))),
        (TEN, np.delete(TEST, TEST == 3), {}, None),
        (TEN, TEST[:6], {"validation_source": "test"}, None),
    ],
    ids=[
        "sorted",
        "more held out",
        "test validates",
        "nothing validates",
        "no 7",
        "test lacks 3",
        "test is not used",
        "by chance",
    ],
)
def test_counts_are_those_of_the_images_that_are_used(labels, test, settings, expected):
    found = lacking(labels, test, **settings)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (found.train_count, found.in_training, found.validation_count, found.in_validation) == expected
