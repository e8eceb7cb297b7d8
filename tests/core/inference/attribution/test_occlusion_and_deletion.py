"""Erasing: squares by a plain loop, and pixels in an order."""

from __future__ import annotations

import numpy as np
import pytest

from core.inference.attribution import deletion
from core.inference.attribution.occlusion import Occlusion, erased, erased_images, starts
from core.inference.attribution.target import Target

IMAGE = np.random.default_rng(8).integers(0, 256, (28, 28), np.uint8)


@pytest.mark.parametrize(("square", "stride", "count"), [(4, 1, 25), (7, 2, 11), (2, 4, 7), (3, 2, 13)])
def test_each_square_is_erased_once(square, stride, count):
    images = erased_images(IMAGE, square, stride)
    assert len(images) == count**2 == len(starts(square, stride)) ** 2
    place = 0
    for top in range(0, 29 - square, stride):
        for left in range(0, 29 - square, stride):
            expected = IMAGE.copy()
            for row in range(top, top + square):
                for column in range(left, left + square):
                    expected[row, column] = 0
            np.testing.assert_array_equal(images[place], expected)
            place += 1


def test_erasing_leaves_the_picture_as_it_is():
    before = IMAGE.copy()
    erased(IMAGE, 3, 4, 5)
    np.testing.assert_array_equal(IMAGE, before)


def occlusion(logits: np.ndarray, whole: np.ndarray, *, square: int, stride: int) -> Occlusion:
    return Occlusion(
        square=square,
        stride=stride,
        logits=logits,
        probabilities=logits,
        whole_logits=whole,
        whole_probabilities=whole,
    )


def test_fall_is_of_one_logit_or_of_the_difference_of_two_and_each_pixel_has_the_mean_of_its_squares():
    logits = np.zeros((7, 7, 10), np.float32)
    logits[0, 0, 4], logits[0, 0, 9], logits[0, 1, 4] = 1.0, 2.5, 3.0
    whole = np.zeros(10, np.float32)
    whole[4], whole[9] = 3.0, 1.0
    found = occlusion(logits, whole, square=7, stride=4)
    only = found.falls(Target(digit=4))
    assert only[0, :3].tolist() == [2, 0, 3]
    assert found.falls(Target(digit=4, against=9))[0, 0] == (3 - 1) - (1 - 2.5)
    pixels = occlusion(np.moveaxis(np.tile(3 - only, (10, 1, 1)), 0, -1), np.full(10, 3.0), square=7, stride=4)
    of_pixels = pixels.per_pixel(Target(digit=4))
    assert of_pixels[0, 0] == 2  # one square alone
    assert of_pixels[0, 5] == 1  # between those that fall by 2 and by 0
    assert of_pixels[27, 27] == 0  # no square reaches it


def test_target_is_linear_in_the_logits():
    logits = np.arange(20.0).reshape(2, 10) ** 2
    assert Target(digit=3).of(logits).tolist() == [9, 169]
    assert Target(digit=3, against=8).of(logits).tolist() == [9 - 64, 169 - 324]


def test_order_ranks_inked_pixels_alone_the_largest_value_first():
    image = np.zeros((28, 28), np.uint8)
    image[2, 3], image[4, 5], image[6, 7] = 1, 255, 9
    values = np.full((28, 28), 100.0)
    values[2, 3], values[4, 5], values[6, 7] = -1, 3, 2
    assert deletion.ranked(values, image).tolist() == [4 * 28 + 5, 6 * 28 + 7, 2 * 28 + 3]
    orders = deletion.random_orders(image)
    assert len(orders) == deletion.RANDOM_ORDERS
    assert {tuple(sorted(order)) for order in orders} == {(59, 117, 175)}
    assert len({tuple(order) for order in orders}) > 1


def test_pixels_are_erased_in_their_order_until_none_is_left():
    image = np.zeros((28, 28), np.uint8)
    image[10] = 200
    order = np.arange(280, 308)[::-1]
    images = deletion.erased_step_by_step(image, order)
    assert images.shape == (deletion.STEPS + 1, 28, 28)
    np.testing.assert_array_equal(images[0], image)
    assert not images[-1].any()
    assert np.flatnonzero(images[10]).tolist() == list(range(280, 294))  # half of them


def test_area_lies_under_the_curve():
    falling = deletion.DeletionCurve(probabilities=np.linspace(1, 0, deletion.STEPS + 1))
    assert falling.area == pytest.approx(0.5)
    assert falling.at(0.25) == pytest.approx(0.75)
