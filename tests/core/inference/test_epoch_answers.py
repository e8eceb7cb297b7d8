"""Each epoch answers as if it were asked alone, and one that is damaged leaves the others."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.inference import loaded_networks
from core.inference.epoch_answers import predict_each
from core.inference.predict import predict
from models.mlp import mlp

pytestmark = pytest.mark.process


def test_epochs_answer_as_each_does_alone_and_one_network_is_kept_for_all(stored, images) -> None:
    spec = mlp(hidden=(5,), dropout=0.0)
    epochs = [stored(spec, seed=seed) for seed in (1, 2, 3)]
    damaged = dataclasses.replace(epochs[1], digest="0" * 64)
    alone = np.concatenate([predict(epoch, images[:1]).probabilities for epoch in epochs])
    kept = len(loaded_networks._kept)
    found = predict_each([epochs[0], damaged, *epochs[1:]], images[0])
    assert len(loaded_networks._kept) == kept
    np.testing.assert_array_equal(found.probabilities[[0, 2, 3]], alone)
    assert np.isnan(found.probabilities[1]).all()
    assert np.isnan(found.logits[1]).all()


def test_network_on_trial_uses_one_of_its_kind_that_is_kept(stored, images) -> None:
    spec = mlp(hidden=(4,), dropout=0.0)
    kept = loaded_networks.load_network(stored(spec, seed=1))
    other = dataclasses.replace(stored(spec, seed=2), on_trial=True)
    assert loaded_networks.load_network(other) is kept
