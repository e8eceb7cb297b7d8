"""Small charts beside a set-up: what it reached earlier, and its learning rate over the epochs. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.training.settings.config import TrainingConfig
from core.training.settings.schedule import planned_rate
from pages.ui.echarts import NAMES, TEXT, axis, beside

SCHEDULE_HEIGHT = 170  # pixels on screen
SCHEDULE_POINTS = 120


def reached(rows: Sequence[tuple[float, float | None]], names: tuple[str, str]) -> dict[str, Any]:
    """Return a chart of the accuracy that was reached earlier, in grey.

    Args:
        rows: of each epoch, from the first, the accuracies of train and of validation (or None), from 0 to 1.
        names: of the two curves.
    """
    lines = []
    for curve in (0, 1):
        pairs = [(epoch, row[curve]) for epoch, row in enumerate(rows, start=1)]
        lines.append([[epoch, round(100 * y, 4)] for epoch, y in pairs if y is not None])
    return {
        "animation": False,
        "title": _title(NAMES["accuracy"]),
        "grid": {"left": 4, "right": 16, "top": 34, "bottom": 26, "containLabel": True},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.2f"},
        "xAxis": axis("Epochs", min=0, max=len(rows), minInterval=1, nameLocation="middle", nameGap=24),
        "yAxis": axis("", scale=True, max=100),
        "series": beside(lines, names, end=len(rows), is_alone=len(rows) == 1),
    }


def planned_rates(config: TrainingConfig, *, steps_per_epoch: int) -> list[tuple[float, float]]:
    """Return a schedule as (epochs, learning rate), from the first step to the last, at most `SCHEDULE_POINTS`."""
    total = config.epochs * steps_per_epoch
    count = min(total, SCHEDULE_POINTS)
    places = sorted({round(number * (total - 1) / max(count - 1, 1)) for number in range(count)})
    course = config.course(steps_per_epoch)
    return [(step / steps_per_epoch, planned_rate(peak=config.learning_rate, step=step, **course)) for step in places]


def schedule(points: Sequence[tuple[float, float]], *, title: str, epochs: int, falls: bool) -> dict[str, Any]:
    """Return a small chart of the learning rate over the epochs; one that `falls` does so at once."""
    line = {"color": TEXT, "width": 2}
    return {
        "animation": False,
        "title": _title(title),
        "grid": {"left": 4, "right": 16, "top": 34, "bottom": 26, "containLabel": True},
        "tooltip": {"trigger": "axis", "valueFormatter": "%.6f"},
        "xAxis": axis("Epochs", min=0, max=epochs, minInterval=1, nameLocation="middle", nameGap=24),
        "yAxis": axis("", min=0),
        "series": [
            {
                "name": title,
                "type": "line",
                "data": [[round(x, 4), y] for x, y in points],
                "showSymbol": False,
                **({"step": "end"} if falls else {}),
                "lineStyle": line,
                "itemStyle": {"color": TEXT},
            }
        ],
    }


def _title(text: str) -> dict[str, Any]:
    return {"text": text, "top": 2, "left": 0, "textStyle": {"fontSize": 14, "color": TEXT}}
