"""Folds, and how long a network learns from the others."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.doubt.cross_validation import epochs_of, learned_count, partings


def test_folds_take_every_image_once():
    folds = partings(11, 3, np.random.default_rng(0))
    assert sorted(len(fold) for fold in folds) == [3, 4, 4]
    assert sorted(np.concatenate(folds).tolist()) == list(range(11))


@pytest.mark.parametrize(("count", "learned"), [(60_000, 48_000), (11, 8), (10, 8)])
def test_network_learns_from_all_but_the_largest_fold(count, learned):
    assert learned_count(count, 5) == learned


@pytest.mark.parametrize(
    ("learned", "batch_size", "epochs"),
    [(48_000, 200, 3), (20_000, 200, 3), (3_200, 200, 19), (40, 200, 300)],
    ids=["MNIST", "just enough steps", "few images", "one batch"],
)
def test_few_images_are_learned_from_more_often(learned, batch_size, epochs):
    assert epochs_of(learned, batch_size=batch_size, epochs=3) == epochs
