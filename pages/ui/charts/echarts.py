"""Charts over the epochs, of which each line is named in rows above it: no name lies on a line or another name.

These charts update in place while a run trains, which Plotly's do not. No Streamlit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pages.ui.colours import SPLIT_COLOURS

HIGHEST_LOSS = 1e4  # what is above it is not drawn: a loss that runs away does so in twenty digits
FAINT = 0.55  # opacity of what stands beside a run's own curves
ROW = 18  # pixels of a row of names above the curves

TEXT = "currentColor"  # the page's own: these charts are SVG
DASH = "path://M0,4L20,4L20,6L0,6Z"
NAMES = {"loss": "Loss", "accuracy": "Accuracy, %", "whole": "Accuracy, %", "errors": "Errors, %"}


def over_epochs(
    title: str,
    series: list,
    *,
    end: int,
    decimals: int,
    vertical: dict[str, Any],
    names: Sequence[Sequence[str | dict[str, str]]] = (),
    note: str = "",
    marks: str = "",
) -> dict[str, Any]:
    """Return a chart of series over the epochs.

    Args:
        title: what is drawn, with its unit.
        series: what is drawn.
        end: of the axis.
        decimals: of a value at the pointer.
        vertical: options of the vertical axis.
        names: rows of what is named above the curves: series, or series and icon.
        note: what is said at the title's right.
        marks: what is said in a row of its own.
    """
    rows = 26 + ROW * len(names)
    return {
        "animation": False,
        "title": [
            heading(title),
            *([_note(note, top=4, right=16)] if note else []),
            *([_note(marks, top=rows, left=0)] if marks else []),
        ],
        "legend": [
            {
                "type": "scroll",  # in one row, however narrow
                "top": 22 + ROW * row,
                "left": 0,
                "itemWidth": 14,
                "itemGap": 10,
                "padding": [2, 0],
                "textStyle": {"color": TEXT},
                "pageTextStyle": {"color": TEXT},
                "pageIconColor": TEXT,
                "data": list(named),
            }
            for row, named in enumerate(names)
        ],
        "grid": {
            "left": 4,
            "right": 16,
            "top": rows + 8 + (ROW if marks else 0),
            "bottom": 26,
            "containLabel": True,
        },
        "tooltip": {"trigger": "axis", "valueFormatter": f"%.{decimals}f"},
        "xAxis": axis("Epochs", min=0, max=end, minInterval=1, nameLocation="middle", nameGap=24),
        "yAxis": axis("", **vertical),
        "series": series,
    }


def heading(text: str) -> dict[str, Any]:
    return {"text": text, "top": 2, "left": 0, "textStyle": {"fontSize": 14, "color": TEXT}}


def _note(text: str, **place: int) -> dict[str, Any]:
    return {"text": text, "padding": 0, "textStyle": {"fontSize": 11, "fontWeight": "normal", "color": TEXT}, **place}


def axis(name: str, **more: Any) -> dict[str, Any]:
    text = {"color": TEXT}
    return {"type": "value", "name": name, "axisLabel": text, "nameTextStyle": text, **more}


def beside(curves_of: Sequence[list], names: Sequence[str], *, is_alone: bool = False) -> list[dict[str, Any]]:
    """Return another run's two curves, train and validation, in grey."""
    faint = {"color": TEXT, "opacity": FAINT}
    return [
        {
            "name": name,
            "type": "line",
            "data": data,
            "lineStyle": {"width": 1.5, **faint},
            "itemStyle": faint,
            "symbol": "rect" if is_alone and symbol == "none" else symbol,  # one value is no line
            "symbolSize": 6,
        }
        for data, name, symbol in zip(curves_of, names, ("none", "circle"), strict=True)
        if data
    ]


def names_of(lines: Sequence[dict[str, Any]]) -> list[str | dict[str, str]]:
    """Return what names lines above a chart, each with what it is drawn with."""
    return [{"name": line["name"], "icon": DASH} if line["symbol"] == "none" else line["name"] for line in lines]


def split_line(
    name: str, data: list, split: str, width: float, *, symbol: str = "circle", **marks: Any
) -> dict[str, Any]:
    """Return a line of a split's values, in its colour."""
    colour = SPLIT_COLOURS[split]
    return {
        "name": name,
        "type": "line",
        "data": data,
        "lineStyle": {"width": width, "color": colour},
        "itemStyle": {"color": colour},
        "symbol": symbol,
        **marks,
    }


def mark_line(upright: Sequence[float], level: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what draws thin lines across a series' chart; nothing where there are none."""
    if not upright and not level:
        return {}
    across = [{"xAxis": round(x, 4), "label": {"show": False}} for x in upright]  # named above the curves
    return {
        "markLine": {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": TEXT, "width": 1, "type": "dashed", "opacity": FAINT},
            "label": {"color": TEXT, "fontSize": 11, "formatter": "{b}"},
            "data": [*across, *level],
        }
    }
