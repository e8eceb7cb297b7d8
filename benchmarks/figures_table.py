"""The table of what a browser was timed at, and the line of figures below it."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Mapping, Sequence

from benchmarks.waits import p95

NOT_THERE = "not on the page yet"


def figure(name: str, values: Sequence[float], *, is_least: bool = False) -> float:
    """Return what stands for some measurements: their 95th percentile where the name says so, else the worst.

    Args:
        name: of the figure.
        values: one or more.
        is_least: the smaller, the worse.
    """
    if is_least:
        return min(values)
    return p95(list(values)) if "p95" in name else max(values)


def rows(
    measured: Mapping[str, Sequence[float]], budgets: Mapping[str, float], at_least: Collection[str] = ()
) -> list[str]:
    """Return a line a figure, under a header.

    Args:
        measured: the single measurements; none for what the page does not have yet.
        budgets: what each may be at most; what has none stands there to be read beside others.
        at_least: the figures that must not be less than their budget.
    """
    lines = [f"{'what':28} {'figure':>8} {'median':>8} {'worst':>8} {'n':>4} {'budget':>8}"]
    for name, values in measured.items():
        if not values:
            lines.append(f"{name:28} {NOT_THERE}")
            continue
        is_least = name in at_least
        found, worst = figure(name, values, is_least=is_least), (min if is_least else max)(values)
        row = f"{name:28} {found:8.2f} {statistics.median(values):8.2f} {worst:8.2f} {len(values):4}"
        if name in budgets:
            is_kept = found >= budgets[name] if is_least else found <= budgets[name]
            row += f" {budgets[name]:8.2f}{'' if is_kept else '  under budget' if is_least else '  over budget'}"
        lines.append(row)
    return lines


def last_line(measured: Mapping[str, Sequence[float]], at_least: Collection[str] = ()) -> str:
    """Return the figures; none for what the page does not have yet."""
    found = {
        name: f"{figure(name, values, is_least=name in at_least):.2f}" if values else "none"
        for name, values in measured.items()
    }
    return "figures: " + " ".join(f"{name}={value}" for name, value in found.items())
