"""What several seeds reached, as a strip: a dot a run, below them their mean and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.evaluation.spread import Spread
from pages.text.evaluate_compare_models import Seeds

HEIGHT = 190  # on screen, in pixels
_CLOSE = 0.02  # of the axis: dots that are closer stand one above the other
_MARGIN = 0.06  # of the axis, at both ends
_MEAN_ROW = -1.0


def figure(spread: Spread, seeds: Sequence[int], chosen: int | None) -> Any:
    """Return the figure.

    Args:
        spread: what the runs reached.
        seeds: their seeds.
        chosen: the place among them of the selected model's run, which is named.
    """
    import plotly.graph_objects as go

    from pages.ui.plotly_figures import PAPER, TEXT

    low, high = (100 * end for end in spread.interval)
    values = [100 * value for value in spread.values]
    first, last = min(low, *values), max(high, *values)
    width = (last - first) or 0.1  # all runs alike
    rows = _rows(values, _CLOSE * width)
    dots = go.Scatter(
        x=values,
        y=rows,
        customdata=list(seeds),
        mode="markers+text",
        text=[Seeds.SELECTED if place == chosen else "" for place in range(len(values))],
        textposition="top center",
        textfont={"color": TEXT, "size": 13},
        marker={"color": TEXT, "size": 10, "opacity": 1},
        hovertemplate="seed %{customdata}: %{x:.2f} %<extra></extra>",
    )
    interval = go.Scatter(
        x=[low, high], y=[_MEAN_ROW] * 2, mode="lines", line={"color": TEXT, "width": 2}, hoverinfo="skip"
    )
    mean = go.Scatter(
        x=[100 * spread.mean],
        y=[_MEAN_ROW],
        mode="markers+text",
        marker={"color": TEXT, "size": 11, "symbol": "diamond"},
        text=[Seeds.mean(spread.mean)],
        textposition="bottom center",
        textfont={"color": TEXT, "size": 13},
        hoverinfo="skip",
    )
    axis = {"fixedrange": True, "zeroline": False}
    return go.Figure(
        [interval, mean, dots],
        layout={
            "height": HEIGHT,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": {
                **axis,
                "tickfont": {"color": TEXT},
                "gridcolor": "rgba(128, 139, 158, 0.25)",
                "title": {"text": Seeds.AXIS, "font": {"color": TEXT}},
                "range": [first - _MARGIN * width, last + _MARGIN * width],
                "nticks": 6,
            },
            "yaxis": {**axis, "visible": False, "range": [_MEAN_ROW - 1.2, max(1.0, *rows) + 0.7]},
            "hoverlabel": {"bgcolor": PAPER, "bordercolor": TEXT, "font": {"color": TEXT}},
            "dragmode": False,
            "showlegend": False,
        },
    )


def _rows(values: Sequence[float], close: float) -> list[float]:
    """Return the row of each dot, from 0 up: the lowest in which no dot before it is so close."""
    ends: list[float] = []
    rows = [0.0] * len(values)
    for place in sorted(range(len(values)), key=values.__getitem__):
        value = values[place]
        row = next((row for row, end in enumerate(ends) if value - end > close), len(ends))
        ends[row : row + 1] = [value]
        rows[place] = float(row)
    return rows
