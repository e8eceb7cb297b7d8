"""Bytes as a network gets them: scales and the other order, in NumPy and in TensorFlow's graph."""

import numpy as np
import pytest

from core.data.input_scaling import UNIT, Pixels, shuffled_order

pytestmark = pytest.mark.process

IMAGES = np.random.default_rng(5).integers(0, 256, (6, 28, 28), dtype=np.uint8)


@pytest.mark.parametrize(
    ("scale", "low", "high"), [pytest.param("unit", 0.0, 1.0, id="0 to 1"), pytest.param("bytes", 0, 255, id="bytes")]
)
def test_paper_and_full_ink_are_the_ends_of_the_scale(scale, low, high):
    pixels = Pixels.of(scale, shuffled=False, images=IMAGES)
    ends = pixels.inputs(np.stack([np.zeros((28, 28), np.uint8), np.full((28, 28), 255, np.uint8)]))
    assert (ends[0] == low).all()
    assert (ends[1] == high).all()


def test_standardised_training_pixels_have_mean_0_and_deviation_1():
    inputs = Pixels.of("standard", shuffled=False, images=IMAGES).inputs(IMAGES).astype(np.float64)
    assert inputs.mean() == pytest.approx(0, abs=1e-6)
    assert inputs.std() == pytest.approx(1, abs=1e-6)


def test_pictures_that_are_all_alike_are_not_divided_by_nothing():
    pixels = Pixels.of("standard", shuffled=False, images=np.full((2, 28, 28), 7, np.uint8))
    assert np.isfinite(pixels.inputs(IMAGES)).all()


def test_every_picture_is_shuffled_in_the_same_way_and_no_pixel_is_lost():
    order = shuffled_order()
    assert sorted(order) == list(range(784))
    shuffled = Pixels(divisor=1.0, shuffled=True).inputs(IMAGES).reshape(6, 784)
    assert (shuffled == IMAGES.reshape(6, 784)[:, order]).all()
    assert (Pixels(shuffled=True).permute_pixels(IMAGES).reshape(6, 784) == IMAGES.reshape(6, 784)[:, order]).all()
    assert (UNIT.permute_pixels(IMAGES) == IMAGES).all()


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "shuffled"])
@pytest.mark.parametrize("scale", ["unit", "bytes", "standard"])
def test_graph_and_array_give_the_same_bits(scale, shuffled):
    import tensorflow as tf

    pixels = Pixels.of(scale, shuffled=shuffled, images=IMAGES)
    in_graph = np.asarray(pixels.inputs_in_graph(tf.cast(IMAGES, tf.float32)))
    np.testing.assert_array_equal(in_graph, pixels.inputs(IMAGES))
