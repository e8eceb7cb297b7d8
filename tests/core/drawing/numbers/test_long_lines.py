"""Ruled lines and frames are taken out; what stands on them stays."""

import numpy as np

from core.drawing.numbers.long_lines import cell_of_frame, without_frame, without_long_lines


def inner(ink):
    """Return no border: the part lies inside its picture."""
    return np.zeros_like(ink)


def bar_on_a_line(slope=0.0):
    """Return a bar 40 pixels high on a line of 150 pixels, and the bar alone."""
    bar = np.zeros((60, 150), bool)
    bar[10:50, 70:76] = True
    ink = bar.copy()
    columns = np.arange(150)
    rows = np.rint(40 + slope * columns).astype(int)
    ink[rows, columns] = ink[rows + 1, columns] = True
    return ink, bar


def test_line_goes_and_the_bar_stays():
    ink, bar = bar_on_a_line()
    assert np.array_equal(without_long_lines(ink, inner(ink), 40), bar)


def test_slanted_line_goes():
    ink, bar = bar_on_a_line(slope=0.04)
    left = without_long_lines(ink, inner(ink), 40)
    assert (left & bar).sum() == bar.sum()
    assert (left & ~bar).sum() <= 8


def test_upright_line_goes():
    ink, bar = bar_on_a_line()
    assert np.array_equal(without_long_lines(ink.T, inner(ink.T), 40), bar.T)


def test_line_no_longer_than_a_digit_stays():
    ink, _ = bar_on_a_line()
    assert np.array_equal(without_long_lines(ink[:, 40:100], inner(ink[:, 40:100]), 40), ink[:, 40:100])


def test_ladder_of_two_long_lines_goes_with_its_rungs():
    ink = np.zeros((60, 180), bool)
    ink[[0, 1, 58, 59]] = True
    ink[:, [0, 1, 88, 89, 178, 179]] = True
    assert not without_long_lines(ink, inner(ink), 45).any()


def test_ring_round_a_bar_is_a_frame_and_round_a_speck_it_is_none():
    rows, columns = np.mgrid[:60, :60]
    distance = np.hypot(rows - 30, columns - 30)
    ring = (distance < 30) & (distance > 25)
    bar, speck = np.zeros_like(ring), np.zeros_like(ring)
    bar[15:45, 28:32] = True
    speck[28:32, 28:32] = True
    assert cell_of_frame(ring, ring | bar) == 49
    assert not cell_of_frame(ring, ring | speck)
    assert not cell_of_frame(ring, ring)


def test_margin_from_the_border_to_a_line_goes():
    ink, _ = bar_on_a_line()
    ink[:40, 20:22] = True
    border = np.zeros_like(ink)
    border[0] = True
    assert not without_long_lines(ink, border, 40)[:, 18:24].any()
    assert without_long_lines(ink, inner(ink), 40)[:, 18:24].any()


def test_foot_along_a_line_stays_where_it_has_more_ink_than_the_line():
    foot = np.zeros((60, 150), np.uint8)
    foot[10:40, 60:64] = foot[37:42, 60:90] = 255  # of an L that stands on the line
    ink = foot.copy()
    ink[39:41] = np.maximum(ink[39:41], 150)
    left = without_long_lines(ink, inner(ink), 40)
    assert left[foot > 0].all()
    assert not left[:, :55].any()
    assert not left[:, 95:].any()


def table(rows, columns, *, cell=40):
    """Return a table's lines, and a bar in each cell, both bool."""
    lines = np.zeros((rows * cell + 2, columns * cell + 2), bool)
    lines[::cell] = lines[1::cell] = True
    lines[:, ::cell] = lines[:, 1::cell] = True
    bars = np.zeros_like(lines)
    for row in range(rows):
        for column in range(columns):
            bars[row * cell + 8 : row * cell + 34, column * cell + 18 : column * cell + 22] = True
    return lines, bars


def test_table_of_touching_cells_is_a_frame_of_its_cells():
    lines, bars = table(5, 7)
    assert cell_of_frame(lines, lines | bars) == 38
    assert not cell_of_frame(lines, lines)


def test_line_with_a_gap_is_a_frame_still():
    lines, bars = table(1, 1)
    lines[:2, 18:21] = False
    assert cell_of_frame(lines, lines | bars)


def test_digit_that_touches_a_table_stays():
    lines, _ = table(2, 2)
    digit = np.zeros_like(lines)
    digit[12:30, 22:26] = digit[12:16, 16:26] = digit[26:30, 22:42] = True  # its foot reaches the next cell's line
    left = without_frame(lines | digit, inner(lines), 38)
    assert left[12:30, 10:36][digit[12:30, 10:36]].all()
    assert not left[40:].any()


def test_round_frame_goes_as_a_whole():
    rows, columns = np.mgrid[:60, :60]
    distance = np.hypot(rows - 30, columns - 30)
    ring = (distance < 30) & (distance > 25)
    assert not without_frame(ring, inner(ring), 50).any()
