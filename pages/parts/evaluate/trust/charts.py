"""The charts of sureness: the reliability diagram, and what a threshold costs. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.evaluation.calibration import Reliability
from core.inference.reader.rejection import Rejection
from pages.text.evaluate_trust import Calibrated, Threshold
from pages.ui.charts.echarts import FAINT, TEXT, axis

HEIGHT = 340  # pixels on screen
_LEAST_SYMBOL, _MOST_SYMBOL = 7, 26  # pixels, of a bin with one answer and with all


def reliability_diagram(found: Reliability) -> dict[str, Any]:
    """Return a point for each bin that has answers, the larger the more of them, and the line of equal values."""
    points = [
        {
            "value": [round(100 * part.sureness, 2), round(100 * part.correct / part.count, 2)],
            "symbolSize": round(_LEAST_SYMBOL + (_MOST_SYMBOL - _LEAST_SYMBOL) * (part.count / found.count) ** 0.5),
            "itemStyle": {"color": TEXT, "opacity": FAINT / 2 if part.count < Calibrated.FEW else 0.9},
        }
        for part in found.bins
        if part.count
    ]
    return {
        "animation": False,
        "grid": {"left": 8, "right": 24, "top": 28, "bottom": 32, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "xAxis": _percent(Calibrated.AXIS_X, below=True),
        "yAxis": _percent(Calibrated.AXIS_Y),
        "series": [
            {
                "name": Calibrated.PERFECT,
                "type": "line",
                "data": [[0, 0], [100, 100]],
                "symbol": "none",
                "silent": True,
                "lineStyle": {"color": TEXT, "width": 1, "type": "dashed", "opacity": FAINT},
            },
            {"name": Calibrated.SEEN, "type": "scatter", "data": points},
        ],
    }


def threshold_curve(costs: Sequence[Rejection], now: Rejection) -> dict[str, Any]:
    """Return the share of wrong answers against the share that is not answered.

    Args:
        costs: of thresholds in order.
        now: of the threshold that is set; it is marked.
    """
    curve = [_point(cost) for cost in costs if cost.answered]
    # The axis ends at a round number of its own choice: one of ours is written too, upon the one next to it.
    top = {} if any(y for _, y in curve) else {"max": 1}
    return {
        "animation": False,
        "grid": {"left": 8, "right": 24, "top": 28, "bottom": 32, "containLabel": True},
        "tooltip": {"trigger": "item"},
        "xAxis": axis(Threshold.AXIS_X, min=0, nameLocation="middle", nameGap=26),
        "yAxis": axis(Threshold.AXIS_Y, min=0, nameTextStyle={"color": TEXT, "align": "left"}, **top),
        "series": [
            {
                "name": Threshold.CURVE,
                "type": "line",
                "data": curve,
                "symbol": "circle",
                "symbolSize": 4,
                "lineStyle": {"color": TEXT, "width": 2},
                "itemStyle": {"color": TEXT},
            },
            {
                "name": Threshold.NOW,
                "type": "scatter",
                "data": [_point(now)] if now.answered else [],
                "symbol": "diamond",
                "symbolSize": 16,
                "itemStyle": {"color": TEXT},
            },
        ],
    }


def _point(cost: Rejection) -> list[float]:
    return [
        round(100 * (cost.count - cost.answered) / cost.count, 3),
        round(100 * cost.wrong / max(cost.answered, 1), 3),
    ]


def _percent(name: str, *, below: bool = False) -> dict[str, Any]:
    if below:
        return axis(name, min=0, max=100, nameLocation="middle", nameGap=26)
    return axis(name, min=0, max=100, nameTextStyle={"color": TEXT, "align": "left"})
