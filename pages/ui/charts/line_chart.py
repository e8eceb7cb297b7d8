"""A chart over the epochs that is drawn anew while a network trains on the same machine: a component of our own.

It draws what `pages.ui.charts.echarts` describes, as ECharts would, and costs a browser a fraction of that: what is
there stays, and a line that grows is one new path. It lies in the page itself, so it is saved as every figure is.
"""

from __future__ import annotations

from typing import Any

from pages.text.curves import Curves
from pages.ui import widgets
from pages.ui.component_files import component

SCRIPTS = ("chart_ticks.js", "chart_values.js")  # before its own

_chart = component("line_chart", __file__, scripts=SCRIPTS, in_page=True)


def show(options: dict[str, Any], *, height: int, key: str, alt: str, part: str = "") -> None:
    """Draw a chart; what a person hid of it stays hidden.

    Args:
        options: what `echarts.over_epochs` returns, with an end to each axis.
        height: pixels on screen.
        key: of the chart.
        alt: what it shows, as a sentence with the finding.
        part: the name under which the page's news tell of it.
    """
    data = widgets.component_data(content(options, height=height, alt=alt), part=part)
    _chart(key=key, data=data, height=height)


def content(options: dict[str, Any], *, height: int, alt: str) -> dict[str, object]:
    """Return what the page's news tell of a chart; arguments as in `show`."""
    words = {"read": Curves.READ, "at": Curves.AT, "none": Curves.NO_POINT}
    return {"options": options, "height": height, "alt": alt, "words": words}
