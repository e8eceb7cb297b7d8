"""A run's answers over its kept epochs: a line for each digit that mattered. No Streamlit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pages.text.draw_compare import Epochs
from pages.text.labels import LABELS, are_named
from pages.ui.charts.echarts import FAINT, TEXT, axis

HEIGHT = 240  # pixels on screen
MOST_LINES = 4
_WORTH_A_LINE = 0.1  # probability: a digit that never reaches it has none
_DASHES = ("dashed", "dotted", [8, 3, 2, 3])


def answers(
    labels: Sequence[str], probabilities: Sequence[Sequence[float]], digit: int, said: Sequence[int] = LABELS
) -> dict[str, Any]:
    """Return the chart.

    Args:
        labels: of each kept epoch.
        probabilities: ten for each, 0 to 1; NaN where they are not known.
        digit: that the network in hand reads: its line is thick.
        said: the ten, as texts say them.
    """
    largest = [max((row[each] for row in probabilities if math.isfinite(row[each])), default=0.0) for each in range(10)]
    others = sorted((each for each in range(10) if each != digit), key=lambda each: -largest[each])
    drawn = [each for each in others[: MOST_LINES - 1] if largest[each] >= _WORTH_A_LINE]
    lines = [_line(said[digit], probabilities, width=3, opacity=1.0, dash="solid")] + [
        _line(said[each], probabilities, width=1.5, opacity=FAINT, dash=dash)
        for each, dash in zip(drawn, _DASHES, strict=False)
    ]
    return {
        "animation": False,
        "grid": {"left": 8, "right": 92 if are_named(said) else 28, "top": 28, "bottom": 28, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 28, "icon": "none", "show": False},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.1f"},
        "xAxis": axis(Epochs.AXIS, type="category", data=list(labels), nameLocation="middle", nameGap=26),
        "yAxis": axis(Epochs.PROBABILITY, min=0, max=100, nameTextStyle={"color": TEXT, "align": "left"}),
        "series": lines,
    }


def _line(
    digit: int, probabilities: Sequence[Sequence[float]], *, width: float, opacity: float, dash: object
) -> dict[str, Any]:
    look = {"color": TEXT, "opacity": opacity}
    return {
        "name": str(digit),
        "type": "line",
        "data": [round(100 * row[digit], 2) if math.isfinite(row[digit]) else None for row in probabilities],
        "lineStyle": {"width": width, "type": dash, **look},
        "itemStyle": look,
        "symbol": "circle",
        "symbolSize": 6 if len(probabilities) <= 40 else 2,
        "endLabel": {"show": True, "formatter": "{a}", "color": TEXT, "fontWeight": "bold" if width > 2 else "normal"},
        "labelLayout": {"moveOverlap": "shiftY"},
    }
