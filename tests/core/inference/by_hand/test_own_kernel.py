"""A kernel set by hand: against sums written as loops, on pictures made by hand, and as text."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import ConfigError
from core.inference.by_hand.own_kernel import PRESETS, OwnKernel, apply, blocks_of, convolve, named, preset

RANDOM = np.random.default_rng(5)
VERTICAL_EDGE = np.repeat([[0.0, 0, 0, 1, 1, 1]], 6, axis=0)  # paper at the left, ink at the right
VERTICAL_LINE = np.repeat([[0.0, 0, 1, 0, 0]], 5, axis=0)
LOWER_EDGE = np.array([1.0, 1, 1, 0, 0, 0])[:, np.newaxis] * np.ones(5)  # ink above, paper below
DOT = np.pad([[1.0]], 2)


@pytest.mark.parametrize("size", [3, 5])
def test_results_are_those_of_loops(size: int) -> None:
    picture, kernel, bias = RANDOM.random((28, 28)), RANDOM.normal(size=(size, size)), 0.25
    side = 28 - size + 1
    expected = np.zeros((side, side))
    for row in range(side):
        for column in range(side):
            for down in range(size):
                for along in range(size):
                    expected[row, column] += picture[row + down, column + along] * kernel[down, along].round(3)
    made = apply(OwnKernel.of(kernel, bias), picture)
    np.testing.assert_allclose(made.result, expected + bias)
    kept = [[max(value + bias, 0.0) for value in row] for row in expected.tolist()]
    np.testing.assert_allclose(made.after_relu, kept)
    for row in range(side // 2):
        for column in range(side // 2):
            block = [kept[2 * row + down][2 * column + along] for down in (0, 1) for along in (0, 1)]
            assert made.largest[row, column] == pytest.approx(max(block))
            assert made.mean[row, column] == pytest.approx(sum(block) / 4)


def test_many_pictures_at_once_are_each_by_itself() -> None:
    pictures, kernel = RANDOM.random((3, 9, 9)), RANDOM.random((3, 3))
    for picture, result in zip(pictures, convolve(pictures, kernel), strict=True):
        np.testing.assert_array_equal(result, convolve(picture, kernel))


def test_blocks_leave_out_what_is_no_whole_block() -> None:
    assert blocks_of(np.arange(15.0).reshape(3, 5), 2).tolist() == [[[[0, 1], [5, 6]], [[2, 3], [7, 8]]]]


@pytest.mark.parametrize(
    ("name", "picture", "row"),
    [
        ("vertical", VERTICAL_LINE, [-3, 6, -3]),
        ("vertical", VERTICAL_LINE.T, [0, 0, 0]),
        ("vertical", VERTICAL_EDGE, [0, -3, 3, 0]),
        ("above", LOWER_EDGE.T, [0, 0, 0, 0]),
        ("same", VERTICAL_LINE, [0, 1, 0]),
        ("blur", VERTICAL_LINE, [0.333, 0.333, 0.333]),
        ("sharpen", VERTICAL_LINE, [-1, 3, -1]),
    ],
)
def test_ready_kernel_on_a_picture_made_by_hand(name: str, picture: np.ndarray, row: list[float]) -> None:
    result = apply(preset(name, 3), picture).result
    np.testing.assert_allclose(result, np.tile(row, (len(result), 1)), atol=1e-9)


def test_horizontal_is_vertical_on_its_side() -> None:
    upright = apply(preset("vertical", 5), VERTICAL_EDGE).result
    np.testing.assert_array_equal(apply(preset("horizontal", 5), VERTICAL_EDGE.T).result, upright.T)


def test_dense_above_and_sparse_below_finds_lower_edges() -> None:
    result = apply(preset("above", 3), LOWER_EDGE).result
    assert result[:, 0].tolist() == [0, 3, 3, 0]
    assert apply(preset("above", 3), LOWER_EDGE[::-1]).result[:, 0].tolist() == [0, -3, -3, 0]


def test_emboss_is_turned_round_by_a_dot_and_no_kernel_is_flipped() -> None:
    assert preset("emboss", 3).array.tolist() == [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]
    assert apply(preset("emboss", 3), DOT).result.tolist() == [[2, 1, 0], [1, 1, -1], [0, -1, -2]]


@pytest.mark.parametrize("size", [3, 5])
@pytest.mark.parametrize("name", PRESETS)
def test_ready_kernel_is_known_by_its_numbers_and_reads_back_from_its_text(name: str, size: int) -> None:
    kernel = preset(name, size)
    assert named(kernel) == name
    assert OwnKernel.parse(kernel.text) == kernel
    assert kernel.size == size
    if name in ("blur", "sharpen", "same"):  # paper stays paper, ink stays ink
        assert kernel.array.sum() == pytest.approx(1, abs=2e-3)


def test_text_has_the_bias_behind_the_numbers() -> None:
    kernel = OwnKernel.parse("0,1,0,-0.5,1e0,-.25,0,0,10,-1.5")
    assert kernel.array.tolist() == [[0, 1, 0], [-0.5, 1, -0.25], [0, 0, 10]]
    assert kernel.bias == -1.5
    assert kernel.text == "0,1,0,-0.5,1,-0.25,0,0,10,-1.5"
    assert OwnKernel.of(np.full((3, 3), -0.00001)).text == "0,0,0,0,0,0,0,0,0"


EIGHT = ",1" * 8
NUMBERS_NO_KERNEL_HAS = (
    "nan",
    "inf",
    "10.01",
    "1e309",
    "1_0",
    "\N{ARABIC-INDIC DIGIT ONE}",
    "1 ",
    "",
    "0x1",
    "1" * 5000,
)


@pytest.mark.parametrize(
    "text", ["", "1", "1,2", ",".join("1" * 11), ",".join("1" * 16), *(one + EIGHT for one in NUMBERS_NO_KERNEL_HAS)]
)
def test_text_that_is_no_kernel_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        OwnKernel.parse(text)


def test_larger_side_gets_a_ring_of_zeros_and_a_smaller_one_loses_it() -> None:
    small = OwnKernel(numbers=(1, 2, 3, 4, 5, 6, 7, 8, 9), bias=2)
    large = small.resized(5)
    assert large.array.tolist() == np.pad(small.array, 1).tolist()
    assert large.resized(3) == small
    assert large.resized(5) == large
    assert large.bias == 2
