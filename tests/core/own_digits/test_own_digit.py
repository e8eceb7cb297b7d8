"""A digit is checked where it is built, and a pen path keeps its shape with fewer points."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import OwnDigitsError
from core.own_digits.digit_line import read_line
from core.own_digits.own_digit import OwnDigit
from core.own_digits.thinning import thinned
from tests.support.own_digits import BAR, image

GOOD = {"id": "a" * 32, "label": 7, "image": image(0), "strokes": (BAR,), "created": 5.0}


def test_digit_keeps_what_it_was_given_and_nobody_can_change_it():
    given = image(0)
    digit = OwnDigit(**{**GOOD, "image": given})
    given[:] = 9
    assert np.array_equal(digit.image, image(0))
    assert not digit.image.flags.writeable
    assert not digit.strokes[0].flags.writeable


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"id": "../../etc/passwd"}, "32 hexadecimal digits"),
        ({"label": 10}, "from 0 to 9; got 10"),
        ({"label": -1}, "from 0 to 9; got -1"),
        ({"label": True}, "from 0 to 9; got True"),
        ({"label": 7.5}, "from 0 to 9; got 7.5"),
        ({"label": float("nan")}, "from 0 to 9; got nan"),
        ({"label": "7"}, "from 0 to 9; got text"),
        ({"image": np.zeros((28, 28), np.uint8)}, "must have ink"),
        ({"image": np.ones((28, 28))}, "28"),
        ({"image": np.ones((27, 28), np.uint8)}, "28"),
        ({"strokes": (np.array([[np.nan, 1.0]]),)}, "two numbers"),
        ({"strokes": (np.array([[1.0, 1e9]]),)}, "two numbers"),
        ({"strokes": (np.zeros((0, 2)),)}, "two numbers"),
        ({"strokes": (np.zeros((4, 3)),)}, "two numbers"),
        ({"strokes": (BAR,) * 501}, "at most 500 strokes"),
        ({"strokes": (np.zeros((10_001, 2)),)}, "10,000 points"),
        ({"created": float("nan")}, "seconds since 1970"),
        ({"created": -1.0}, "seconds since 1970"),
    ],
)
def test_what_is_no_digit_is_refused(values, said):
    with pytest.raises(OwnDigitsError) as refused:
        OwnDigit(**{**GOOD, **values})
    assert said in str(refused.value)


def test_label_may_be_written_as_other_programs_write_whole_numbers():
    for label in (7.0, np.int8(7), np.float64(7)):
        assert repr(OwnDigit(**{**GOOD, "label": label}).label) == "7"


@pytest.mark.parametrize("label", [b"1.0", b"1e0", b"1"])
def test_whole_label_in_a_line_is_one_however_it_is_written(label):
    line = b'{"label": ' + label + b', "strokes": [[[140, 50], [140, 230]]]}'
    assert repr(read_line(line).label) == "1"


def test_straight_path_needs_its_ends_alone():
    path = np.stack([np.linspace(0, 100, 50), np.linspace(0, 50, 50)], axis=1)
    assert thinned(path).tolist() == [[0.0, 0.0], [100.0, 50.0]]


def test_corner_stays_and_a_path_that_returns_to_its_start_is_no_point():
    path = np.array([[0, 0], [50, 0.1], [100, 0], [100, 50], [0, 50], [0, 0]], np.float64)
    assert thinned(path).tolist() == [[0, 0], [100, 0], [100, 50], [0, 50], [0, 0]]


@pytest.mark.parametrize("seed", range(5))
def test_no_point_of_a_path_lies_farther_from_the_thinned_one_than_the_tolerance(seed):
    path = np.cumsum(np.random.default_rng(seed).normal(0, 4, (200, 2)), axis=0)
    kept = thinned(path, tolerance=1.0)
    starts, ends = kept[:-1], kept[1:]
    along = ends - starts
    share = np.einsum("pkd,kd->pk", path[:, None] - starts, along) / np.maximum((along**2).sum(axis=1), 1e-12)
    nearest = starts + np.clip(share, 0, 1)[..., None] * along
    assert np.linalg.norm(path[:, None] - nearest, axis=2).min(axis=1).max() < 1.2  # points are rounded to 0.1
    assert len(kept) < len(path)
