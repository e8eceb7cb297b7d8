import numpy as np
import pytest

from core.data.statistics import count_by_label, mosaic

LABELS = np.array([3, 0, 3, 9, 3], np.uint8)


def test_every_digit_is_counted():
    counts = count_by_label(LABELS)
    assert counts.tolist() == [1, 0, 0, 3, 0, 0, 0, 0, 0, 1]
    assert counts.dtype == np.int64
    assert count_by_label(LABELS[:0]).tolist() == [0] * 10


def test_mosaic_puts_tiles_row_by_row_with_dark_gaps():
    images = np.stack([np.full((28, 28), value, np.uint8) for value in (10, 20, 30)])
    picture = mosaic(images, 2, gap=1)
    assert picture.shape == (57, 57)
    assert picture.dtype == np.uint8
    assert picture[[0, 0, 28, 0], [0, 27, 0, 28]].tolist() == [10, 10, 0, 0]
    assert picture[0, 29] == 20
    assert picture[29, 0] == 30
    assert not picture[29:, 28:].any()


@pytest.mark.parametrize(
    ("count", "columns", "gap", "shape"),
    [
        pytest.param(64, 8, 1, (231, 231), id="page"),
        pytest.param(1, 3, 0, (28, 84), id="padded"),
        pytest.param(4, 2, 0, (56, 56), id="no-gap"),
        pytest.param(0, 4, 2, (0, 118), id="empty"),
    ],
)
def test_mosaic_shape(count, columns, gap, shape):
    assert mosaic(np.zeros((count, 28, 28), np.uint8), columns, gap=gap).shape == shape
