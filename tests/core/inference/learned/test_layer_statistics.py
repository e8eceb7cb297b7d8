"""Counts of values against NumPy's own."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.activations import layer_outputs
from core.inference.learned.layer_statistics import (
    BINS,
    histogram,
    histograms,
    join_spreads,
    spread,
    spread_of,
)
from models.cnn import cnn


def test_histogram_is_numpys():
    values = np.random.default_rng(0).integers(-2000, 2000, 5000).astype(np.float32) / 128  # none lies on an edge
    found = histogram(values, -16.0, 16.0)
    assert found.tolist() == np.histogram(values, bins=BINS, range=(-16, 16))[0].tolist()


@pytest.mark.parametrize(
    ("values", "counted"),
    [([3.0, 3.0], {BINS // 2: 2}), ([0.0, 1.0], {0: 1, BINS - 1: 1}), ([0.0, np.nan, 1.0], {0: 1, BINS - 1: 1})],
    ids=["all equal", "ends", "no number"],
)
def test_histogram_of_few_values(values, counted):
    array = np.array(values, np.float32)
    found = histogram(array, float(np.nanmin(array)), float(np.nanmax(array)))
    assert {place: count for place, count in enumerate(found.tolist()) if count} == counted


def test_spread_of_two_lots_is_that_of_both():
    rng = np.random.default_rng(1)
    lots = [[rng.normal(size=(4, 3)), np.maximum(rng.normal(size=(4, 2, 2, 2)), 0)] for _ in range(2)]
    found = join_spreads(*map(spread_of, lots))
    for place in range(2):
        both = np.concatenate([lots[0][place].ravel(), lots[1][place].ravel()])
        assert (found.lowest[place], found.highest[place]) == (both.min(), both.max())
        np.testing.assert_allclose(found.means[place], both.mean())
        np.testing.assert_allclose(found.deviations[place], both.std())
        assert found.zero_shares[place] == np.mean(both == 0)


@pytest.mark.process
def test_layers_of_a_network_are_counted(stored, dataset):
    network = stored(cnn(filters=(3,), dense=(5,), dropout=0.0))
    folder = str(dataset.folder)
    found = spread(network, folder, 5, 3)
    answers = [layer_outputs(network, np.array(dataset.test_images[index])) for index in (5, 6, 7)]
    first = np.stack([answer.outputs[0] for answer in answers])
    np.testing.assert_allclose(found.means[0], first.mean(), rtol=1e-5)
    np.testing.assert_allclose(found.highest[-1], max(answer.logits.max() for answer in answers), rtol=1e-5)
    counts = histograms(network, folder, 5, 3, found.lowest, found.highest)
    assert found.zeros[0] > 0
    assert counts.sum(axis=1).tolist() == (found.counts - found.zeros).tolist()
