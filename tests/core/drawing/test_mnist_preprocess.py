import time

import numpy as np
import pytest

from core.drawing.mnist_preprocess import ink_to_mnist_image, shrink_canvas, to_mnist_image
from core.drawing.strokes import MAX_POINTS
from core.errors import EmptyDrawingError

ONE = [[100, 40], [100, 240]]
LOOP = [[140 + 90 * np.cos(t), 140 + 120 * np.sin(t)] for t in np.linspace(0, 2 * np.pi, 80)]


def drawing(*paths):
    return [np.array(path, float) for path in paths]


def extent(image):
    """Rows and columns that hold ink."""
    return np.ptp(np.flatnonzero(image.any(axis=1))) + 1, np.ptp(np.flatnonzero(image.any(axis=0))) + 1


def centre(image):
    """Row and column of the centre of mass, counted from 0."""
    ink = image.astype(float)
    return ink.sum(axis=1) @ np.arange(28) / ink.sum(), ink.sum(axis=0) @ np.arange(28) / ink.sum()


@pytest.mark.parametrize("path", [ONE, LOOP, [[y, x] for x, y in ONE]], ids=["one", "loop", "dash"])
def test_digit_fills_20_pixels_and_is_centred_by_mass(path):
    image = to_mnist_image(drawing(path))
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    assert image.max() == 255
    assert max(extent(image)) == 20
    assert centre(image) == pytest.approx((14, 14), abs=0.5)


def test_upright_line_is_as_wide_as_the_pen():
    image = to_mnist_image(drawing(ONE), pen_width=4)
    assert extent(image) == (20, 4)
    np.testing.assert_array_equal(image[10, 12:16], 255)


@pytest.mark.parametrize("scale", [0.1, 0.5, 2])
def test_picture_does_not_depend_on_where_and_how_large_one_draws(scale):
    shifted = [[20 + x * scale, 10 + y * scale] for x, y in LOOP]
    there, here = to_mnist_image(drawing(shifted)), to_mnist_image(drawing(LOOP))
    assert np.abs(there.astype(int) - here).max() <= 16


def test_ink_is_as_much_as_the_pen_gives():
    image = to_mnist_image(drawing(LOOP))
    # an ellipse 17.5 pixels high and 13.1 wide has an outline of 48.4 pixels, and the pen is 2.5 wide
    assert image.sum() / 255 == pytest.approx(48.4 * 2.5, rel=0.02)


def test_slip_of_the_pen_beside_the_digit_is_not_drawn():
    slips = ([[270, 270]], [[10, 10], [11, 10]])
    np.testing.assert_array_equal(to_mnist_image(drawing(LOOP, *slips)), to_mnist_image(drawing(LOOP)))


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        pytest.param([], "the canvas is empty", id="I21-nothing"),
        pytest.param([[[100, 100]]], "only dots are drawn", id="dot"),
        pytest.param([[[99.98, 100], [100.02, 100]]], "only dots are drawn", id="click"),
        pytest.param([[[100, 100], [106, 104]], [[3, 3]]], "only dots are drawn", id="short-slips"),
    ],
)
def test_nothing_drawn_is_refused(paths, words):
    with pytest.raises(EmptyDrawingError, match=words):
        to_mnist_image(drawing(*paths))


def test_naive_way_keeps_place_and_size():
    image = shrink_canvas(drawing([[50, 20], [50, 120]]), pen_width=20)
    assert extent(image) == (12, 2)
    np.testing.assert_array_equal(image[5, 3:8], [0, 255, 255, 0, 0])
    assert not shrink_canvas([], pen_width=20).any()


def test_square_of_ink_is_fitted_and_centred():
    ink = np.zeros((100, 300), np.uint8)
    ink[10:50, 200:280] = 255
    image = ink_to_mnist_image(ink)
    expected = np.zeros((28, 28), np.uint8)
    expected[9:19, 4:24] = 255
    np.testing.assert_array_equal(image, expected)


def test_heavy_side_comes_to_the_middle():
    ink = np.tri(20, dtype=np.uint8) * 255
    row, column = centre(ink_to_mnist_image(ink))
    assert (row, column) == pytest.approx((14, 14), abs=0.5)


def test_prepared_picture_is_not_changed_by_preparing_it():
    image = to_mnist_image(drawing(LOOP, ONE))
    np.testing.assert_array_equal(ink_to_mnist_image(image), image)


@pytest.mark.parametrize("shape", [(3, 1), (1, 1), (1, 500), (7, 5)], ids=str)
def test_ink_of_any_size_is_prepared(shape):
    assert max(extent(ink_to_mnist_image(np.full(shape, 200, np.uint8)))) == 20


def test_picture_without_ink_is_refused():
    with pytest.raises(EmptyDrawingError, match="no ink"):
        ink_to_mnist_image(np.zeros((30, 30), np.uint8))


def test_drawing_takes_under_5_ms_of_the_processor():
    strokes = drawing(LOOP, ONE)
    seconds = []
    for _ in range(20):
        began = time.process_time()
        to_mnist_image(strokes)
        seconds.append(time.process_time() - began)
    assert min(seconds) < 0.005


def test_largest_drawing_that_is_taken_is_drawn_in_a_second():
    corners = np.random.default_rng(0).uniform(0, 280, (MAX_POINTS, 2))
    began = time.process_time()
    to_mnist_image([corners])
    assert time.process_time() - began < 1
