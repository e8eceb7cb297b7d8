"""Small charts beside a set-up: what it reached earlier, and its learning rate over the epochs. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.training.settings.config import TrainingConfig
from core.training.settings.schedule import planned_rate
from pages.ui.charts.echarts import NAMES, TEXT, beside, names_of, over_epochs

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
    series = beside(lines, names, is_alone=len(rows) == 1)
    vertical = {"scale": True, "max": 100}
    return over_epochs(
        NAMES["accuracy"], series, end=len(rows), decimals=2, vertical=vertical, names=[names_of(series)]
    )


def planned_rates(config: TrainingConfig, *, steps_per_epoch: int) -> list[tuple[float, float]]:
    """Return a schedule as (epochs, learning rate), from the first step to the last, at most `SCHEDULE_POINTS`."""
    total = config.epochs * steps_per_epoch
    count = min(total, SCHEDULE_POINTS)
    places = sorted({round(number * (total - 1) / max(count - 1, 1)) for number in range(count)})
    course = config.course(steps_per_epoch)
    return [(step / steps_per_epoch, planned_rate(peak=config.learning_rate, step=step, **course)) for step in places]


def schedule(points: Sequence[tuple[float, float]], *, title: str, epochs: int, falls: bool) -> dict[str, Any]:
    """Return a small chart of the learning rate over the epochs; one that `falls` does so at once."""
    line = {
        "name": title,
        "type": "line",
        "data": [[round(x, 4), y] for x, y in points],
        "showSymbol": False,
        **({"step": "end"} if falls else {}),
        "lineStyle": {"color": TEXT, "width": 2},
        "itemStyle": {"color": TEXT},
    }
    return over_epochs(title, [line], end=epochs, decimals=6, vertical={"min": 0})
