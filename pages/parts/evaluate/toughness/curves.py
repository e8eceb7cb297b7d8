"""Accuracy against the strength of a condition, a line for each model: a Plotly figure. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from core.inference.robustness.conditions import STRENGTHS, Condition
from pages.text.evaluate_toughness import Tough
from pages.ui.plotly_figures import PAPER, TEXT

HEIGHT = 320  # on screen, in pixels
_LOOKS = (("solid", "circle"), ("dash", "square"), ("dot", "diamond"), ("dashdot", "triangle-up"))
_APART = 8.0  # percent of the axis, from one name to the next
_FAINT = 0.65
_NAME_ROOM = 118  # pixels beside the lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One model's line."""

    name: str
    accuracies: Sequence[float | None]  # of strengths 0 to STRENGTHS; None where not known
    is_right: bool | None  # whether it reads the digit in hand at the chosen strength; None where that is not known


def figure(condition: Condition, lines: Sequence[Line], strength: int) -> go.Figure:
    """Return the chart; the chosen strength is marked on each line: a dot, or a cross where the digit is misread.

    Args:
        condition: what happens to the images.
        lines: at most four, the selected model's first.
        strength: 0 to STRENGTHS, that is chosen.
    """
    values = [condition.value(each) for each in range(STRENGTHS + 1)]
    chart = go.Figure()
    for line, (dash, symbol) in zip(lines, _LOOKS, strict=False):
        is_first = line is lines[0]
        chart.add_scatter(
            x=values,
            y=_percent(line.accuracies),
            mode="lines+markers",
            line={"color": TEXT, "width": 2.5 if is_first else 1.75, "dash": dash},
            marker={"color": TEXT, "size": 6, "symbol": symbol},
            opacity=1 if is_first else _FAINT,
            hovertemplate=f"{_escaped(line.name)}, %{{x}}: %{{y:.1f}} %<extra></extra>",
        )
        at = line.accuracies[strength]
        if at is not None:
            chart.add_scatter(
                x=[values[strength]],
                y=[100 * at],
                mode="markers",
                marker=_mark(is_right=line.is_right is not False),
                hoverinfo="skip",
            )
    for name, y in _names(lines):
        chart.add_annotation(
            x=1,
            xref="paper",
            y=y,
            text=_escaped(Tough.beside_line(name)),
            xanchor="left",
            xshift=8,
            showarrow=False,
            font={"color": TEXT, "size": 12},
        )
    chart.add_vline(x=values[strength], line={"color": TEXT, "width": 1, "dash": "dot"}, opacity=0.5)
    chart.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": _NAME_ROOM, "t": 12, "b": 8},
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        hoverlabel={"bgcolor": PAPER, "bordercolor": TEXT, "font": {"color": TEXT}},
        xaxis={**_axis(Tough.AXES[condition.key]), "range": [-0.03 * values[-1], 1.03 * values[-1]]},
        yaxis={**_axis(Tough.ACCURACY), "range": [0, 104], "tickvals": [0, 20, 40, 60, 80, 100]},
    )
    return chart


def _mark(*, is_right: bool) -> dict:
    if is_right:
        return {"symbol": "circle", "size": 15, "color": PAPER, "line": {"color": TEXT, "width": 3.5}}
    return {"symbol": "x-thin", "size": 13, "line": {"color": TEXT, "width": 3.5}}


def _names(lines: Sequence[Line]) -> list[tuple[str, float]]:
    """Return each line's name and the height at which it stands beside its last point, none on another's."""
    ends = [
        (known[-1], line.name)
        for line in lines
        if (known := [one for one in _percent(line.accuracies) if one is not None])
    ]
    placed: list[tuple[str, float]] = []
    for end, name in sorted(ends, key=lambda one: one[0]):
        lowest = placed[-1][1] + _APART if placed else 0.0
        placed.append((name, max(end, lowest)))
    over = max((y for _, y in placed), default=0.0) - 100
    if over > 0:  # more names at the top than there is room for: all of them move down together
        below = 101.0 + _APART
        for place in range(len(placed) - 1, -1, -1):
            name, y = placed[place]
            below = min(y, below - _APART)
            placed[place] = (name, below)
    return placed


def _percent(shares: Sequence[float | None]) -> list[float | None]:
    return [None if share is None else 100 * share for share in shares]


def _axis(title: str) -> dict:
    return {
        "title": {"text": title, "font": {"color": TEXT}},
        "tickfont": {"color": TEXT},
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": "rgba(128, 139, 158, 0.25)",
    }


def _escaped(text: str) -> str:
    """Return a name that a person may have typed so that Plotly shows it as it is."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
