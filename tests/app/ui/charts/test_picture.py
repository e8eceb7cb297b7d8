"""Figures that Plotly does not check when a page shows them: it has to find nothing wrong with any of them."""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
import plotly.io
import plotly.tools
import pytest

from pages.parts.inside.subject import figures
from pages.parts.inside.why.pictures import falls_figure
from pages.ui import plotly_figures
from pages.ui.charts.picture import Picture

STREAM = np.random.default_rng(5)
DIGIT = STREAM.integers(0, 256, (28, 28), dtype=np.uint8)
MAPS = STREAM.normal(size=(6, 9, 9)).astype(np.float32)
SCALE = {"limit": 2.0, "signed": True}
MADE: dict[str, Callable[[], Picture]] = {
    "digit": lambda: plotly_figures.digit_picture(DIGIT, marked=(0, 27), numbers=False),
    "digit with its numbers": lambda: plotly_figures.digit_picture(DIGIT, marked=(3, 4), numbers=True),
    "one map": lambda: figures.map_picture(MAPS[0], marked=(1, 2), side=3, **SCALE),
    "maps": lambda: figures.map_mosaic(MAPS, list(range(6)), limit=None, marked=3),
    "maps of which none is chosen": lambda: figures.map_mosaic(MAPS, list(range(6)), limit=2.0, marked=None),
    "kernels": lambda: figures.kernel_table(MAPS.reshape(9, 9, 3, 2), limit=2.0),
    "units": lambda: figures.unit_grid(MAPS[0, 0], 3, marked=5, what="unit", **SCALE),
    "values in a row": lambda: figures.row_of_values(MAPS[0, 0], 2, list("abcdefghi"), marked=4, **SCALE),
    "falls": lambda: falls_figure(MAPS[0], DIGIT, square=4, stride=3, at=(1, 2)),
}


@pytest.mark.parametrize("made", MADE.values(), ids=list(MADE))
def test_plotly_itself_would_send_the_same(made):
    figure = made()
    checked = go.Figure(
        [as_checked(trace) for trace in figure.data],
        # "none" is no word of Plotly's, on purpose
        {**figure.layout, "dragmode": False},
    )
    checked._layout["dragmode"] = "none"
    sent = plotly.tools.return_figure_from_figure_or_data(figure, validate_figure=True)
    assert json.loads(plotly.io.to_json(sent, validate=False)) == json.loads(plotly.io.to_json(checked, validate=False))


def as_checked(trace: dict) -> go.Heatmap | go.Scatter:
    """Return a trace as an object of Plotly's, which has checked each of its properties."""
    kinds = {"heatmap": go.Heatmap, "scatter": go.Scatter}
    return kinds[trace["type"]](**{name: value for name, value in trace.items() if name != "type"})


def test_figure_is_sent_as_it_was_changed():
    figure = plotly_figures.digit_picture(DIGIT, marked=(0, 0), numbers=False)
    figure.data[1]["hovertemplate"] = "pixel"
    figure.layout["meta"] = 3
    sent = figure.to_dict()
    assert (sent["data"][1]["hovertemplate"], sent["layout"]["meta"]) == ("pixel", 3)
    assert figure.data[0]["z"] is DIGIT  # as it was given: only what is sent is text
