"""Our Dropout against what dropout means: shares, scale, independence, and the same mask compiled or not."""

import numpy as np
import pytest

from models.keras_dropout import dropout_layer, mixed

pytestmark = pytest.mark.process


def masks(count, *, rate=0.3, shape=(128, 512), seed=7, compiled=False):
    """Return which values were kept in some calls one after the other: (count, *shape) bool."""
    import tensorflow as tf

    layer = dropout_layer()(rate, seed=seed)
    call = tf.function(lambda values: layer(values, training=True), jit_compile=compiled)
    return np.stack([np.asarray(call(tf.ones(shape))) != 0 for _ in range(count)])


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.5, 0.9])
def test_share_of_zeros_is_the_rate_and_others_are_scaled_up(rate):
    import tensorflow as tf

    values = np.asarray(dropout_layer()(rate, seed=1)(tf.fill([500, 500], 2.0), training=True))
    share = (values == 0).mean()
    assert share == pytest.approx(rate, abs=4 * np.sqrt(rate * (1 - rate) / values.size))
    np.testing.assert_allclose(values[values != 0], 2 / (1 - rate), rtol=1e-6)


def test_predicting_leaves_everything_as_it_is():
    import tensorflow as tf

    values = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    layer = dropout_layer()(0.5, seed=1)
    assert (np.asarray(layer(tf.constant(values), training=False)) == values).all()
    layer.rate = 0.0
    assert (np.asarray(layer(tf.constant(values), training=True)) == values).all()


def test_compiled_or_not_the_mask_is_the_same():
    assert (masks(3) == masks(3, compiled=True)).all()


def test_seed_decides_and_every_call_draws_anew():
    first, again, other = masks(4, seed=7), masks(4, seed=7), masks(4, seed=8)
    assert (first == again).all()
    agree = 0.3**2 + 0.7**2  # of two independent masks
    bound = 5 * np.sqrt(agree * (1 - agree) / first[0].size)
    assert (first == other).mean() == pytest.approx(agree, abs=bound)
    for one, two in ((0, 1), (0, 2), (1, 2), (2, 3)):
        assert (first[one] == first[two]).mean() == pytest.approx(agree, abs=bound)


def test_neighbours_rows_and_columns_are_independent():
    kept = masks(8)[:, :, :].astype(float) - 0.7
    variance, count = 0.21, kept.size
    for shifted in (np.roll(kept, 1, axis=2), np.roll(kept, 1, axis=1), np.roll(kept, 1, axis=0)):
        assert abs((kept * shifted).mean()) / variance < 5 / np.sqrt(count)
    for axis, size in ((2, 512), (1, 128)):  # no unit and no image is dropped more often than another
        means = kept.mean(axis=axis)
        assert means.std() == pytest.approx(np.sqrt(variance / size), rel=0.15)


def test_hash_is_the_published_one():
    def by_hand(number):
        number ^= number >> 16
        number = number * 0x7FEB352D & 0xFFFFFFFF
        number ^= number >> 15
        number = number * 0x846CA68B & 0xFFFFFFFF
        return number ^ number >> 16

    numbers = [0, 1, 2, 255, 12345, 2**31, 2**32 - 1]
    assert np.asarray(mixed(np.array(numbers, np.uint32))).tolist() == [by_hand(number) for number in numbers]


def test_gradient_passes_only_where_values_were_kept():
    import tensorflow as tf

    layer, values = dropout_layer()(0.4, seed=3), tf.ones([50, 50])
    with tf.GradientTape() as tape:
        tape.watch(values)
        given = layer(values, training=True)
    gradient = np.asarray(tape.gradient(given, values))
    np.testing.assert_allclose(gradient, np.where(np.asarray(given) != 0, 1 / 0.6, 0), rtol=1e-6)
