"""Changed weights against numbers that can be checked by eye."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.damage.changes import (
    NOTHING,
    Change,
    Damage,
    Noisy,
    Pruned,
    Scaled,
    Shifted,
    SwitchedOff,
)
from core.inference.damage.damaged_weights import damaged_weights
from models.layers import BatchNormalization, Conv2D, Dense, Flatten, SeparableConv2D
from models.spec import FLAT, IMAGE, NetworkSpec
from tests.support.numpy_network import weights_of

SPEC = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=2, kernel_size=1),
        BatchNormalization(epsilon=0.5),
        SeparableConv2D(filters=3, kernel_size=28),
        Flatten(),
        Dense(units=10),
    ),
)
ARRAYS = weights_of(SPEC) | {
    "conv2d/kernel": np.array([[[[2.0, -1.0]]]], np.float32),
    "conv2d/bias": np.array([0.5, 0.25], np.float32),
    "batch_normalization/moving_mean": np.array([3.0, -4.0], np.float32),
    "batch_normalization/moving_variance": np.array([0.5, 3.5], np.float32),
    "dense/kernel": np.arange(-15, 15, dtype=np.float32).reshape(3, 10),
}


def changed(*changes: Change) -> dict[str, np.ndarray]:
    """Return what is no longer the array that it was; the others are the same objects."""
    before = {name: array.copy() for name, array in ARRAYS.items()}
    after = damaged_weights(SPEC, ARRAYS, Damage.of(changes))
    assert list(after) == list(ARRAYS)
    assert all(np.array_equal(ARRAYS[name], array) for name, array in before.items())
    assert {array.dtype for array in after.values()} == {np.dtype(np.float32)}
    assert all(np.isfinite(array).all() for array in after.values())
    return {name: array for name, array in after.items() if array is not ARRAYS[name]}


def test_whole_network_is_not_copied():
    assert changed() == {}
    assert damaged_weights(SPEC, ARRAYS, NOTHING) == ARRAYS


def test_filter_that_is_off_has_neither_weights_nor_bias():
    after = changed(SwitchedOff(layer=0, filters=(1,)))
    assert {name: array.ravel().tolist() for name, array in after.items()} == {
        "conv2d/kernel": [2.0, 0.0],
        "conv2d/bias": [0.5, 0.0],
    }


def test_separable_filter_that_is_off_mixes_nothing_and_its_neighbours_stay():
    after = changed(SwitchedOff(layer=2, filters=(0, 2)))
    assert set(after) == {"separable_conv2d/pointwise_kernel", "separable_conv2d/bias"}
    mixing, whole = after["separable_conv2d/pointwise_kernel"], ARRAYS["separable_conv2d/pointwise_kernel"]
    assert not mixing[..., [0, 2]].any()
    assert np.array_equal(mixing[..., 1], whole[..., 1])
    assert after["separable_conv2d/bias"].tolist() == [0.0, ARRAYS["separable_conv2d/bias"][1], 0.0]


def test_batch_normalisation_that_is_off_passes_its_input_through():
    after = changed(SwitchedOff(layer=1))
    assert {name: array.tolist() for name, array in after.items()} == {
        "batch_normalization/gamma": [1.0, 2.0],  # square roots of 0.5 + 0.5 and 3.5 + 0.5
        "batch_normalization/beta": [3.0, -4.0],
    }


def test_weights_are_scaled_and_biases_stay():
    after = changed(Scaled(layer=0, percent=250))
    assert {name: array.ravel().tolist() for name, array in after.items()} == {"conv2d/kernel": [5.0, -2.5]}


def test_weights_that_scaling_would_make_infinite_stay_numbers():
    huge = ARRAYS | {"conv2d/kernel": np.array([[[[3e38, -3e38]]]], np.float32)}
    with np.errstate(over="ignore"):
        after = damaged_weights(SPEC, huge, Damage.of([Scaled(layer=0, percent=300)]))
    largest = np.finfo(np.float32).max
    assert after["conv2d/kernel"].ravel().tolist() == [largest, -largest]


def test_noise_has_the_deviation_that_was_asked_for_and_comes_again_with_its_seed():
    spec = NetworkSpec(input_shape=FLAT, layers=(Dense(units=64), Dense(units=10)))
    arrays = weights_of(spec)
    first, again, other = (
        damaged_weights(spec, arrays, Damage.of([Noisy(layer=0, percent=50, seed=seed)]))["dense/kernel"]
        for seed in (1, 1, 2)
    )
    noise = first - arrays["dense/kernel"]
    assert noise.std() == pytest.approx(0.5 * arrays["dense/kernel"].std(), rel=0.02)
    assert abs(noise.mean()) < 0.01 * noise.std() * 5
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(("percent", "zeros"), [(0, 1), (10, 3), (50, 15), (100, 30)], ids=str)
def test_smallest_weights_of_a_layer_are_pruned(percent, zeros):
    after = changed(Pruned(layer=4, percent=percent)).get("dense/kernel", ARRAYS["dense/kernel"])
    assert np.count_nonzero(after == 0) == zeros
    left = after[after != 0]
    assert np.array_equal(left, ARRAYS["dense/kernel"][np.isin(ARRAYS["dense/kernel"], left)])
    if left.size:
        assert np.abs(left).min() >= np.abs(ARRAYS["dense/kernel"][after == 0]).max()


def test_pruning_of_all_layers_counts_them_together():
    names = ("conv2d/kernel", "separable_conv2d/depthwise_kernel", "separable_conv2d/pointwise_kernel", "dense/kernel")
    after = damaged_weights(SPEC, ARRAYS, Damage.of([Pruned(layer=None, percent=60)]))
    before, rest = (np.concatenate([arrays[name].ravel() for name in names]) for arrays in (ARRAYS, after))
    expected = np.zeros_like(before)
    order = np.argsort(-np.abs(before), kind="stable")[: before.size - round(0.6 * before.size)]
    expected[order] = before[order]
    assert np.array_equal(rest, expected)
    assert after["conv2d/bias"] is ARRAYS["conv2d/bias"]


def test_biases_are_shifted_one_or_all():
    after = changed(Shifted(layer=0, hundredths=100), Shifted(layer=0, filter=1, hundredths=-25))
    assert {name: array.tolist() for name, array in after.items()} == {"conv2d/bias": [1.5, 1.0]}


def test_what_is_off_stays_off_whatever_else_is_changed():
    after = changed(Shifted(layer=0, hundredths=100), Noisy(layer=0, percent=50), SwitchedOff(layer=0, filters=(0,)))
    assert after["conv2d/kernel"].ravel()[0] == after["conv2d/bias"][0] == 0
    assert after["conv2d/bias"][1] == 1.25
