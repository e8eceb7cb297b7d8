import numpy as np
import pytest

from core.data.statistics import count_by_label, indices_of_label, mosaic, tile_at
from core.errors import ConfigError

LABELS = np.array([3, 0, 3, 9, 3], np.uint8)


def test_every_digit_is_counted():
    counts = count_by_label(LABELS)
    assert counts.tolist() == [1, 0, 0, 3, 0, 0, 0, 0, 0, 1]
    assert counts.dtype == np.int64
    assert count_by_label(LABELS[:0]).tolist() == [0] * 10


@pytest.mark.parametrize(
    ("digit", "expected"), [(3, [0, 2, 4]), (9, [3]), (1, []), (None, [0, 1, 2, 3, 4])], ids=["3", "9", "1", "all"]
)
def test_indices_of_a_digit_ascend(digit, expected):
    indices = indices_of_label(LABELS, digit)
    assert indices.tolist() == expected
    assert indices.dtype == np.int64


@pytest.mark.parametrize("digit", [-1, 10])
def test_digit_that_is_none_is_refused(digit):
    with pytest.raises(ConfigError, match=f"got {digit}"):
        indices_of_label(LABELS, digit)


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


@pytest.mark.parametrize("gap", [0, 1, 3])
def test_tile_at_is_the_inverse_of_mosaic(gap):
    images = np.stack([np.full((28, 28), value, np.uint8) for value in range(1, 8)])
    picture = mosaic(images, 3, gap=gap)
    found = [
        [(tile_at(row, column, count=7, columns=3, gap=gap) or 0) for column in range(picture.shape[1])]
        for row in range(picture.shape[0])
    ]
    # index 0 and None both read 0 here; the next test tells them apart
    np.testing.assert_array_equal(np.where(picture == 0, 0, picture.astype(int) - 1), found)


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        pytest.param(0, 0, 0, id="first"),
        pytest.param(27, 27, 0, id="first-corner"),
        pytest.param(28, 0, None, id="gap-below"),
        pytest.param(0, 28, None, id="gap-beside"),
        pytest.param(29, 29, 3, id="last"),
        pytest.param(-1, 0, None, id="above"),
        pytest.param(0, -1, None, id="left"),
        pytest.param(0, 58, None, id="right"),
        pytest.param(58, 0, None, id="below"),
    ],
)
def test_tile_at_knows_gaps_and_edges(row, column, expected):
    assert tile_at(row, column, count=4, columns=2, gap=1) == expected


def test_missing_tile_has_no_index():
    assert tile_at(29, 29, count=3, columns=2, gap=1) is None


@pytest.mark.parametrize(("columns", "gap", "field"), [(0, 1, "columns"), (-2, 1, "columns"), (2, -1, "gap")])
def test_impossible_grid_is_refused_at_its_field(columns, gap, field):
    with pytest.raises(ConfigError) as caught:
        mosaic(np.zeros((1, 28, 28), np.uint8), columns, gap=gap)
    assert caught.value.fields == {"field": field}
