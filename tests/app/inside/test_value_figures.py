"""The small figures of many values: what stands where, worked out by hand."""

from __future__ import annotations

import base64
import re

import numpy as np
import pytest

from pages.parts.inside.follow.value_figures import curve, quantiles, two_histograms
from pages.ui import colours

pytestmark = pytest.mark.app


def bars(html: str) -> list[tuple[float, float, str]]:
    """Return left end and height, in percent, and colour of each bar."""
    found = re.findall(
        r"bottom: 0; left: ([-\d.]+)%; width: calc[^;]*; height: ([\d.]+)%; background: ([^\"]+)\"", html
    )
    return [(float(left), float(height), ground) for left, height, ground in found]


def points(html: str) -> list[tuple[float, float]]:
    """Return the corners of the curve, in percent from the left and from the top."""
    (svg,) = re.findall(r"data:image/svg\+xml;base64,([^)]+)\)", html)
    (line,) = re.findall('points="([^"]+)"', base64.b64decode(svg).decode())
    return [(float(x), float(y)) for x, y in (corner.split(",") for corner in line.split())]


def test_relu_is_flat_up_to_0_and_its_cut_values_are_faint():
    values = np.array([-10.0, -10.0, -10.0, 9.0])  # the axis reaches from -10.95 to 9.95
    html = curve(values, lambda x: np.maximum(x, 0), chosen=9.0, cut_below=0.0, alt="a finding")
    corners = points(html)
    zero = 100 * 10.95 / 20.9
    assert all(y == pytest.approx(100) for x, y in corners if x < zero)
    assert corners[-1] == pytest.approx((100, 0), abs=0.01)
    cut, kept = bars(html)
    assert (cut[1], cut[2]) == (100, colours.LINE)
    assert (kept[1], kept[2]) == (pytest.approx(100 / 3, abs=0.1), colours.INK)
    assert cut[0] <= 100 * 0.95 / 20.9 <= cut[0] + 2.6
    assert kept[0] <= 100 * 19.95 / 20.9 <= kept[0] + 2.6
    (spot,) = re.findall(r"left: ([\d.]+)%; top: ([\d.]+)%; width: 10px", html)
    assert float(spot[0]) == pytest.approx(100 * 19.95 / 20.9, abs=0.01)
    assert float(spot[1]) == pytest.approx(100 * (9.95 - 9) / 9.95, abs=0.01)
    assert 'aria-label="a finding"' in html


def test_bin_ends_at_0_so_that_no_bar_mixes_what_is_cut_with_what_stays():
    values = np.concatenate([np.full(7, -1e-3), np.full(5, 1e-3), [-3.0, 4.0]])
    html = curve(values, lambda x: np.maximum(x, 0), chosen=0.0, cut_below=0.0, alt="")
    heights = {ground: [height for _, height, one in bars(html) if one == ground] for _, _, ground in bars(html)}
    assert max(heights[colours.LINE]) == 100
    assert max(heights[colours.INK]) == pytest.approx(100 * 5 / 7, abs=0.1)


@pytest.mark.parametrize("values", [np.zeros(4), np.array([np.nan, np.inf, 1.0]), np.full(3, -2.0)])
def test_values_that_are_all_alike_or_no_numbers_are_drawn_too(values):
    html = curve(values, np.tanh, chosen=float(values[-1]), cut_below=None, alt="")
    assert len(bars(html)) == 1
    assert len(points(html)) > 100


def test_two_histograms_stand_on_one_scale_with_their_means():
    html = two_histograms(np.array([0.0, 2.0]), np.array([8.0, 10.0]), ("before", "after"), alt="")
    (first, _), (third, fourth) = bars(html)[:2], bars(html)[2:]
    assert first[0] < third[0] < fourth[0]
    means = [float(left) for left in re.findall(rf"left: ([\d.]+)%; width: 2px; [^\"]*{re.escape(colours.MARK)}", html)]
    assert means == pytest.approx([100 * 1.5 / 11, 100 * 9.5 / 11], abs=0.01)


def test_numbers_behind_a_figure_are_the_quarters_of_its_values():
    html = quantiles(np.arange(9.0), np.array([1.0, np.nan]))
    cells = re.findall(r"<t[hd][^>]*>([^<]+)<", html)
    assert cells[2:] == [
        *("smallest", "0.000", "1.000"),
        *("a quarter is below", "2.000", "1.000"),
        *("half is below", "4.000", "1.000"),
        *("three quarters are below", "6.000", "1.000"),
        *("largest", "8.000", "1.000"),
    ]
    assert "nan" in quantiles(np.array([np.nan]), np.array([1.0]))
