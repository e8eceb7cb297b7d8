"""A figure of ours that Plotly does not check: its traces and layout are sent as they are given.

Plotly looks at every property and builds an object for each, which takes 10 to 30 ms of the server's processor for a
picture of 28 x 28 cells, at each run of a page that shows it. A test has Plotly look at each kind of ours once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from _plotly_utils.utils import to_typed_array_spec
from plotly.basedatatypes import BaseFigure

Trace = dict[str, Any]  # as Plotly's JSON has it, with its "type"; arrays may stand directly in it


class Picture(BaseFigure):
    """Traces and a layout, for `widgets.chart`; of Plotly's figures it has the class alone, for Streamlit."""

    def __init__(self, data: list[Trace], layout: dict[str, Any]) -> None:
        """Take traces and a layout, which are this figure's own from now on."""
        self._traces, self._settings = data, layout  # Plotly's own constructor would check them

    @property
    def data(self) -> list[Trace]:
        """The traces, which may be changed."""
        return self._traces

    @property
    def layout(self) -> dict[str, Any]:
        """The layout as Plotly's JSON has it, which may be changed."""
        return self._settings

    def to_dict(self) -> dict[str, Any]:
        """Return what is sent."""
        return {"data": [_sent(trace) for trace in self.data], "layout": dict(self.layout)}


def _sent(trace: Trace) -> Trace:
    """Return a trace with its arrays as text: half as long as numbers are."""
    return {
        name: to_typed_array_spec(value) if isinstance(value, np.ndarray) else value for name, value in trace.items()
    }
