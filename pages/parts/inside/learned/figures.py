"""Test images as points, in the colours of their labels. No Streamlit.

SVG, not WebGL: browsers without a graphics card draw no WebGL, and 2,000 points take SVG a fifth of a second.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from pages.text.labels import LABELS
from pages.ui.plotly_figures import PAPER, TEXT

HEIGHT = 400  # on screen, in pixels
DIGIT_COLOURS = tuple(f"#{number:06d}" for number in range(1, 11))  # the theme's, as in plotly_figures


def digit_map(
    points: np.ndarray,
    labels: np.ndarray,
    *,
    in_hand: np.ndarray,
    name: str,
    axes: tuple[str, str],
    labels_said: Sequence[int] = LABELS,
) -> go.Figure:
    """Draw points; a click selects one, whose customdata is its index.

    Args:
        points: (N, 2).
        labels: (N,), 0 to 9.
        in_hand: (2,), where the picture that is looked at lies.
        name: what stands beside it.
        axes: titles of the two axes.
        labels_said: the ten, as texts say them.
    """
    names = np.unique(labels).tolist()
    shown = [str(labels_said[label]) for label in names]
    cloud = go.Scatter(
        x=np.round(points[:, 0], 3),
        y=np.round(points[:, 1], 3),
        customdata=np.arange(len(points)).tolist(),
        text=[str(labels_said[label]) for label in labels.tolist()],
        mode="markers",
        marker={"size": 5, "opacity": 0.6, "color": [DIGIT_COLOURS[label] for label in labels.tolist()]},
        selected={"marker": {"opacity": 0.6}},
        unselected={"marker": {"opacity": 0.6}},
        hovertemplate="test image %{customdata:,}, label %{text}<extra></extra>",
    )
    means = np.stack([points[labels == label].mean(axis=0) for label in names])
    are_short = all(len(text) <= 2 for text in shown)  # else they do not fit on their plates
    plates = go.Scatter(
        x=means[:, 0],
        y=means[:, 1],
        mode="markers+text",
        text=shown,
        textfont={"size": 15, "color": TEXT},
        textposition="middle center" if are_short else "top center",
        marker={
            "size": 24 if are_short else 14,
            "color": PAPER,
            "opacity": 0.9,
            "line": {"width": 3, "color": [DIGIT_COLOURS[label] for label in names]},
        },
        hoverinfo="skip",
    )
    figure = go.Figure([cloud, plates])
    figure.add_annotation(
        x=in_hand[0],
        y=in_hand[1],
        text=name,
        ax=48,
        ay=-40,
        font={"size": 14, "color": TEXT},
        bgcolor=PAPER,
        bordercolor=TEXT,
        borderpad=3,
        arrowcolor=TEXT,
        arrowwidth=2,
        arrowhead=2,
    )
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 8, "b": 0},
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        template={"layout": {"dragmode": False}},
        hoverlabel={"bgcolor": PAPER, "bordercolor": TEXT, "font": {"color": TEXT}},
        xaxis=_axis(axes[0]),
        yaxis=_axis(axes[1]),
    )
    figure._layout["dragmode"] = "none"  # as in plotly_figures.as_picture
    return figure


def _axis(title: str) -> dict:
    return {
        "title": {"text": title, "font": {"color": TEXT}},
        "tickfont": {"color": TEXT},
        "fixedrange": True,
        "zeroline": False,
    }
