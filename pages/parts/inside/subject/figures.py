"""Feature maps, kernels and units become Plotly figures. No Streamlit.

Values are drawn in 255 steps of the layer's range, since bytes reach the browser in a quarter of the time of floats;
the pointer and the colour bar tell the exact ones.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from core.data.statistics import mosaic
from core.inference.forward_trace import is_signed, max_abs
from pages.ui.charts.picture import Picture, Trace
from pages.ui.plotly_figures import DIVERGING_SCALE, INK_SCALE, PAPER, TEXT, as_picture, cell_frame

SIDE = 232  # of a figure on screen, in pixels
TABLE_WIDTH, TABLE_HEIGHT = 500, 360  # at most, of the table of all kernels
LEAST_HEIGHT = 48
ROW_HEIGHT = 64  # of one row of values
TILE_SIDE = 214  # of a mosaic in the narrowest column; a frame is drawn for it
_STEPS = 127
_MARGIN = 3  # a frame round a cell at the edge is as wide as the paper that is left here


def map_mosaic(
    maps: np.ndarray, numbers: list[int], *, limit: float | None, marked: int | None, what: str = "map"
) -> Picture:
    """Draw maps side by side; a click on one selects its point, whose customdata is the map's number.

    Args:
        maps: (n, rows, columns), n from 1 to 64.
        numbers: of the maps, n.
        limit: the distance from 0 that is darkest in all of them; None scales each by itself.
        marked: number of the map that gets a frame, or None.
        what: the word for a map.
    """
    count, rows, columns = maps.shape
    signed = is_signed(maps)
    across = math.ceil(math.sqrt(count))
    gap = max(1, round(max(rows, columns) / 9))
    shades = np.stack([_shades(feature_map, limit or max_abs(feature_map)) for feature_map in maps])
    picture = mosaic(shades, across, gap=gap)
    places = np.arange(count)
    down = -(-count // across)
    pitch = (rows + gap, columns + gap)
    tiles = dict(
        type="scatter",
        x=(places % across) * pitch[1] + (columns - 1) / 2,
        y=(places // across) * pitch[0] + (rows - 1) / 2,
        customdata=numbers,
        text=[f"{feature_map.max():.2f}" for feature_map in maps],
        mode="markers",
        cliponaxis=False,
        marker=_marker(TILE_SIDE / across),
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0}},
        hovertemplate=f"{what} %{{customdata}}, largest %{{text}}<extra></extra>",
    )
    if marked in numbers:
        tiles["selectedpoints"] = [numbers.index(marked)]
    borders = _borders(places // across * pitch[0], places % across * pitch[1], rows, columns)
    traces = [_heat(picture, signed), tiles, borders]
    return _square(traces, across * pitch[1] - gap, max(down, across) * pitch[0] - gap)


def kernel_table(kernel: np.ndarray, *, limit: float) -> Picture:
    """Draw every kernel of a layer: a column for each map, a row for each input map.

    Args:
        kernel: (size, size, channels, filters).
        limit: the weight, as a distance from 0, that is darkest.
    """
    size, _, channels, filters = kernel.shape
    tiles = np.moveaxis(kernel, (2, 3), (0, 1)).reshape(channels * filters, size, size)
    picture = mosaic(_shades(tiles, limit), filters, gap=1)
    rows, columns = picture.shape
    height = min(TABLE_WIDTH * rows / columns, TABLE_HEIGHT)
    return as_picture([_heat(picture, True)], columns, rows, height=max(round(height), LEAST_HEIGHT))


def map_picture(
    values: np.ndarray, *, limit: float, signed: bool, marked: tuple[int, int] | None = None, side: int = 1
) -> Picture:
    """Draw one map large; a click on a cell selects its point, whose customdata counts cells along the rows.

    Args:
        values: (rows, columns).
        limit: the distance from 0 that is darkest.
        signed: whether zero lies between two colours.
        marked: row and column of the part that gets a frame; it may reach outside.
        side: of that part, in cells.
    """
    rows, columns = values.shape
    cells = _cells(values.reshape(-1), columns, "row %{y}, column %{x}: %{text}<extra></extra>")
    frames = [cell_frame(0, 0, rows, columns, width=1, opacity=0.4)]
    if marked is not None:
        frames += _mark(*marked, side)
    return _square([_heat(_shades(values, limit), signed), cells], columns, rows, frames=frames)


def unit_grid(values: np.ndarray, first: int, *, limit: float, signed: bool, marked: int | None, what: str) -> Picture:
    """Draw units as cells, row after row; a click selects a point, whose customdata is the unit's number.

    Args:
        values: (n,), n from 1 to 1,024.
        first: number of the first unit.
        limit: the distance from 0 that is darkest.
        signed: whether zero lies between two colours.
        marked: number of the unit that gets a frame.
        what: the word for a unit.
    """
    count = len(values)
    columns = 5 if count == 10 else math.ceil(math.sqrt(count))
    picture = np.pad(values, (0, -count % columns)).reshape(-1, columns)
    rows = len(picture)
    cells = _cells(values, columns, f"{what} %{{customdata}}: %{{text}}<extra></extra>", first=first)
    last_row = count - (rows - 1) * columns
    frames = [cell_frame(0, 0, rows - (last_row < columns), columns, width=1, opacity=0.4)]
    if last_row < columns:
        frames.append(cell_frame(rows - 1, 0, 1, last_row, width=1, opacity=0.4))
    if marked is not None and first <= marked < first + count:
        frames += _mark(*divmod(marked - first, columns), 1)
    return _square([_heat(_shades(picture, limit), signed), cells], columns, rows, frames=frames)


def row_of_values(
    values: np.ndarray, first: int, names: list[str], *, limit: float, signed: bool, marked: int
) -> Picture:
    """Draw values in one row of tall cells; a click selects a point, whose customdata is the value's position.

    Args:
        values: (n,).
        first: position of the first one.
        names: what the pointer tells of each beside its value, n.
        limit: the distance from 0 that is darkest.
        signed: whether zero lies between two colours.
        marked: position of the one that gets a frame.
    """
    count = len(values)
    cells = _cells(values, count, "", first=first)
    cells["hovertemplate"] = [f"{name}: %{{text}}<extra></extra>" for name in names]
    frames = [cell_frame(0, 0, 1, count, width=1, opacity=0.4), *_mark(0, marked - first, 1)]
    traces = [_heat(_shades(values[np.newaxis], limit), signed), cells]
    figure = as_picture(traces, count, 1, height=ROW_HEIGHT, frames=frames, margin=_MARGIN)
    del figure.layout["yaxis"]["scaleanchor"]
    return figure


def _shades(values: np.ndarray, limit: float) -> np.ndarray:
    """Return values as whole numbers, -127 to 127, and 0 for NaN: int8."""
    return np.rint(np.clip(np.nan_to_num(values / limit), -1, 1) * _STEPS).astype(np.int8)


def _cells(values: np.ndarray, columns: int, hover: str, *, first: int = 0) -> Trace:
    places = np.arange(len(values))
    return dict(
        type="scatter",
        x=places % columns,
        y=places // columns,
        customdata=(places + first).tolist(),
        text=[f"{value:.3f}" for value in values.tolist()],
        mode="markers",
        cliponaxis=False,
        marker=_marker(SIDE / columns) | {"opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        hovertemplate=hover,
    )


def _borders(tops: np.ndarray, lefts: np.ndarray, rows: int, columns: int) -> Trace:
    """Return thin lines round tiles as one trace: 64 shapes take Plotly a third of a second."""
    down, along = np.array([0, 0, 1, 1, 0, np.nan]), np.array([0, 1, 1, 0, 0, np.nan])
    return dict(
        type="scatter",
        x=(lefts[:, np.newaxis] - 0.5 + along * columns).ravel(),
        y=(tops[:, np.newaxis] - 0.5 + down * rows).ravel(),
        mode="lines",
        line={"color": TEXT, "width": 0.5},
        opacity=0.35,
        hoverinfo="skip",
        cliponaxis=False,
    )


def _marker(side: float) -> dict:
    return {"symbol": "square-open", "size": max(side * 0.9, 6), "color": TEXT, "opacity": 0, "line": {"width": 3}}


def _mark(row: int, column: int, side: int) -> list[dict]:
    """Return the frame round a square part, on paper of its own."""
    return [cell_frame(row, column, side, side, width=4, color=PAPER), cell_frame(row, column, side, side, width=2)]


def _heat(shades: np.ndarray, signed: bool) -> Trace:
    return dict(
        type="heatmap",
        z=shades,
        zmin=-_STEPS if signed else 0,
        zmax=_STEPS,
        colorscale=DIVERGING_SCALE if signed else INK_SCALE,
        showscale=False,
        hoverinfo="skip",
    )


def _square(traces: list[Trace], columns: int, rows: int, *, frames: Sequence[dict] = ()) -> Picture:
    height = max(round(SIDE * rows / max(columns, rows)), LEAST_HEIGHT)
    return as_picture(traces, columns, rows, height=height, frames=frames, margin=_MARGIN)
