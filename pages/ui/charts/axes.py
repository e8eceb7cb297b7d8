"""Vertical axes, and level lines across a chart, each named where no curve, other line or name runs. No Streamlit.

The browser alone knows how wide a chart is: names are given the room that they need in the narrowest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

from core.training.record.history import History

GOOD = (95.0, 90.0)  # %: where an axis of accuracies begins once the epochs' are above
LOST = 80.0  # %: but not where the steps have fallen below that since
RECENT_POINTS = 5  # of steps, that tell it
NAME_HEIGHT = 0.11  # of the axis
LETTER_WIDTH = 0.02  # of the axis

Points = Sequence[Sequence[float]]  # [x, y]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A vertical axis as it is drawn."""

    low: float
    high: float
    is_log: bool

    def options(self) -> dict[str, Any]:
        """Return it as the chart's options."""
        return {"type": "log" if self.is_log else "value", "min": self.low, "max": self.high}

    def share(self, y: float) -> float:
        """Return where a value stands, 0 at the bottom and 1 at the top; less or more outside."""
        low, high, at = (math.log(value) if self.is_log else value for value in (self.low, self.high, y))
        return (at - low) / (high - low)

    def shows(self, y: float) -> bool:
        """Return whether a value lies on it."""
        return self.low <= y <= self.high


WHOLE_AXIS = Axis(low=0.0, high=100.0, is_log=False)


def accuracy_axis(history: History) -> Axis:
    """Return an axis in % up to 100: from 0, or, once the newest epoch is good, from just below the good values."""
    values = [[100 * one for one in (e.accuracy, e.validation_accuracy) if one is not None] for e in history.epochs]
    since = [100 * step.accuracy for step in history.steps[-RECENT_POINTS:] if step.epoch > history.last_epoch]
    if not values or min(values[-1]) < GOOD[-1] or sum(since) < LOST * len(since):
        return WHOLE_AXIS
    test = [100 * history.test.accuracy] if history.test else []
    least = min(value for value in chain(*values, test) if value >= GOOD[-1])
    return Axis(low=next(bottom for bottom in GOOD if least >= bottom), high=100.0, is_log=False)


def log_axis(values: Iterable[float], *, highest: float) -> Axis:
    """Return a logarithmic axis from a power of ten to another, round values above 0 and not beyond `highest`."""
    known = [value for value in values if value > 0] or [1.0]
    high = min(10.0 ** math.ceil(math.log10(max(known))), highest)
    low = min(10.0 ** math.floor(math.log10(min(known))), high / 10)
    return Axis(low=low, high=high, is_log=True)


def level_lines(
    lines: Sequence[tuple[float, str]], curves: Sequence[Points], *, axis: Axis, end: float
) -> list[dict[str, Any]]:
    """Return those lines that the axis shows, each with its name at a free place, as data of a `markLine`.

    Args:
        lines: each a value and a name.
        curves: what is drawn, each from left to right.
        axis: the vertical one.
        end: of the horizontal axis, which begins at 0.
    """
    shown = [(y, name) for y, name in lines if axis.shows(y)]
    drawn = [[(x / end, axis.share(y)) for x, y in curve] for curve in curves]
    drawn += [[(0.0, axis.share(y)), (1.0, axis.share(y))] for y, _ in shown]
    named: list[tuple[tuple[float, float], tuple[float, float]]] = []
    data = []
    for y, name in shown:
        at = axis.share(y)
        others = [curve for curve in drawn if curve != [(0.0, at), (1.0, at)]]
        position, box = _free_place(at, LETTER_WIDTH * len(name), others, named)
        named.append(box)
        label = {"position": f"inside{position}", "opacity": 0.85}
        data.append({"yAxis": y, "name": name, "lineStyle": {"type": "dotted"}, "label": label})
    return data


def _free_place(at: float, width: float, curves: Sequence[Points], named: list) -> tuple[str, tuple]:
    """Return the position of a name, and its box, where the least is under it; at the right if possible."""
    found = []
    places = {"End": (1 - width, 1.0), "Start": (0.0, width), "Middle": (0.5 - width / 2, 0.5 + width / 2)}
    for place, across in places.items():
        for side, upright in (("Top", (at, at + NAME_HEIGHT)), ("Bottom", (at - NAME_HEIGHT, at))):
            if upright[0] < 0 or upright[1] > 1:
                continue
            on_names = sum(_overlap(across, box[0]) and _overlap(upright, box[1]) for box in named)
            on_curves = sum(_crossings(curve, across, upright) for curve in curves)
            found.append(((on_names, on_curves), place + side, (across, upright)))
    _, position, box = min(found, key=lambda place: place[0])
    return position, box


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _crossings(curve: Points, across: tuple[float, float], upright: tuple[float, float]) -> int:
    """Return how many parts of a curve, from point to point, run through a box."""
    found = 0
    for (x1, y1), (x2, y2) in pairwise(curve):
        left, right = max(x1, across[0]), min(x2, across[1])
        if left > right:
            continue
        rise = (y2 - y1) / (x2 - x1) if x1 < x2 else 0.0
        ends = [y1 + rise * (left - x1), y1 + rise * (right - x1)] if x1 < x2 else [y1, y2]
        found += min(ends) <= upright[1] and max(ends) >= upright[0]
    is_point = len(curve) == 1 and across[0] <= curve[0][0] <= across[1] and upright[0] <= curve[0][1] <= upright[1]
    return found + is_point
