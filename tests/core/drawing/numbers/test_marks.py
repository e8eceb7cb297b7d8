"""A mark is told by its size and by where it stands beside the digits."""

import pytest

from core.drawing.numbers.marks import kind_of

LINE = [(0, 0, 60, 100), (90, 0, 150, 100)]  # two digits, 100 pixels high


@pytest.mark.parametrize(
    ("box", "kind"),
    [
        pytest.param((70, 90, 80, 100), "point", id="point"),
        pytest.param((70, 90, 80, 118), "comma", id="comma"),
        pytest.param((-50, 46, -10, 54), "minus", id="minus"),
        pytest.param((-50, 96, -10, 104), "other", id="a-line-below"),
        pytest.param((70, 10, 80, 20), None, id="speck-above"),
        pytest.param((155, 90, 165, 100), None, id="speck-behind"),
        pytest.param((160, 0, 220, 90), "other", id="letter"),
        pytest.param((72, 0, 76, 100), "other", id="a-bar-is-no-minus"),
    ],
)
def test_kinds(box, kind):
    assert kind_of(box, LINE) == kind
