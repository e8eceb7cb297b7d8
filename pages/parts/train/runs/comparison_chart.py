"""Several runs' epochs become one chart's options: a line for each run, and their names beside the chart. No Streamlit.

Names at the lines' ends lay on other lines, and where lines end close together they said nothing of which is which.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

from core.training.record.history import History
from pages.text.curves import Curves
from pages.ui.charts import echarts
from pages.ui.charts.echarts import TEXT

What = Literal["accuracy", "errors", "train_accuracy", "validation_loss", "loss"]
By = Literal["epoch", "step", "second"]
HEIGHT = 380  # pixels on screen
LABEL_WIDTH = 116  # pixels beside the lines; a longer name is broken there
ICON_WIDTH = 20  # pixels
NARROW = 16  # axis from its smallest to its largest value: below, powers of two mark it, above, powers of ten
_SYMBOLS = (
    "circle",
    "rect",
    "triangle",
    "diamond",
    "emptyCircle",
    "emptyRect",
)  # with the colour, never the colour alone

Points = list[list[float]]


def points(outline: History, *, what: What, by: By) -> Points:
    """Return a run's epochs as [x, y].

    Args:
        outline: the run.
        what: accuracies and errors are in %, losses in nats; an epoch without validation has no point of it.
        by: x is an epoch's number, the steps up to its end, or the seconds of training and validating until then.
    """
    steps = outline.started.steps_per_epoch if outline.started else 0
    seconds, pairs = 0.0, []
    for epoch in outline.epochs:
        seconds += epoch.duration_seconds
        x = {"epoch": epoch.epoch, "step": epoch.epoch * steps, "second": seconds}[by]
        accuracy = epoch.validation_accuracy
        y = {
            "accuracy": None if accuracy is None else 100 * accuracy,
            "errors": None if accuracy is None else 100 * (1 - accuracy),
            "train_accuracy": 100 * epoch.accuracy,
            "validation_loss": epoch.validation_loss,
            "loss": epoch.loss,
        }[what]
        if y is not None:
            pairs.append([round(x, 2), round(y, 5)])
    return pairs


def overlay(
    runs: Sequence[tuple[str, Points]], *, title: str, axis: str, is_log: bool, is_loss: bool, by: By
) -> dict[str, Any]:
    """Return the chart.

    Args:
        runs: each one's label, all different, and its points, at least one.
        title: what is drawn, with its unit.
        axis: what x is.
        is_log: whether the vertical axis is logarithmic; a value of 0 then has no point.
        is_loss: whether values are losses, with more decimals.
        by: as in `points`.
    """
    drawn = [(_name(label), [point for point in line if point[1] > 0 or not is_log]) for label, line in runs]
    values = [y for _, line in drawn for _, y in line] or [1.0]
    vertical: dict[str, Any] = {"scale": True} if is_loss else _percents(values)
    if is_log:
        vertical = {"type": "log", "logBase": 2 if max(values) / min(values) < NARROW else 10}
    if is_loss and min(values) < echarts.HIGHEST_LOSS < max(values):
        vertical["max"] = echarts.HIGHEST_LOSS
        title = f"{title} ({Curves.off_the_top(max(values))})"
    return {
        "animation": False,
        "title": echarts.heading(title),
        "legend": _legend(drawn),
        "grid": {"left": 4, "right": LABEL_WIDTH + ICON_WIDTH + 18, "top": 40, "bottom": 28, "containLabel": True},
        "tooltip": {
            "trigger": "axis" if by == "epoch" else "item",
            "confine": True,
            "valueFormatter": "%.4f" if is_loss else "%.2f",
        },
        "xAxis": echarts.axis(
            axis,
            nameLocation="middle",
            nameGap=26,
            minInterval=1,
            axisLabel={"color": TEXT, "hideOverlap": True},
            axisPointer={"label": {"precision": 0}},
        ),
        "yAxis": echarts.axis("", **vertical),
        "series": [_line(label, line, _SYMBOLS[index % len(_SYMBOLS)]) for index, (label, line) in enumerate(drawn)],
    }


def _percents(values: Sequence[float]) -> dict[str, Any]:
    """Return the bounds of an axis in per cent: whole ones about the values, from 0 to 100 at most."""
    low, high = math.floor(min(values)), math.ceil(max(values))
    return {"min": max(0, min(low, high - 1)), "max": min(100, max(high, low + 1))}


def _name(label: str) -> str:
    return label.replace("{", "{\N{WORD JOINER}")  # or the chart reads {a} in it as a place to fill in


def _legend(drawn: Sequence[tuple[str, Points]]) -> dict[str, Any]:
    """Return the names of the lines, from top to bottom as they end."""
    by_end = sorted(drawn, key=lambda run: run[1][-1][1] if run[1] else float("-inf"), reverse=True)
    return {
        "type": "scroll",  # where there are more than fit
        "orient": "vertical",
        "right": 0,
        "top": 34,
        "bottom": 28,
        "itemWidth": ICON_WIDTH,
        "align": "left",
        "textStyle": {"color": TEXT, "width": LABEL_WIDTH, "overflow": "break", "fontSize": 12, "lineHeight": 15},
        "pageTextStyle": {"color": TEXT},
        "pageIconColor": TEXT,
        "data": [label for label, _ in by_end],
    }


def _line(label: str, line: Points, symbol: str) -> dict[str, Any]:
    return {
        "name": label,
        "type": "line",
        "data": line,
        "lineStyle": {"width": 2.5},
        "symbol": symbol,
        "symbolSize": 7,
        "showSymbol": True,
    }
