"""Arrays become Plotly figures, in colours that follow the theme. No Streamlit.

The colours in `#0000nn` are placeholders: Streamlit's browser side replaces them by the theme's
(.streamlit/config.toml), so a figure is right in light and dark without Python being asked. Zero is always the
paper, more is always further from it. Row 0 of a picture is at the top.
"""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

if TYPE_CHECKING:
    from PIL.Image import Image

TEXT = "#000037"  # the theme's strong text
PAPER = "#000038"  # the theme's background
_SEQUENTIAL = tuple(f"#{number:06d}" for number in range(11, 21))
INK_SCALE = [[index / 9, colour] for index, colour in enumerate(_SEQUENTIAL)]  # paper to ink
_DIVERGING = tuple(f"#{number:06d}" for number in range(21, 31))
DIVERGING_SCALE = [  # below zero, paper, above zero
    [index / 10, colour] for index, colour in enumerate((*_DIVERGING[:5], PAPER, *_DIVERGING[5:]))
]

CHART_CONFIG = {  # for st.plotly_chart(config=...): a button that saves a PNG, nothing that zooms or uploads
    "modeBarButtons": [["toImage"]],
    "displaylogo": False,
    "showSendToCloud": False,
    "doubleClick": False,
    "scrollZoom": False,
}

FULL_INK = 255
PICTURE_HEIGHT = 360  # pixels on screen
NUMBERS_HEIGHT = 520


def digit_picture(pixels: np.ndarray, *, marked: tuple[int, int], numbers: bool) -> go.Figure:
    """Draw one picture; the pointer tells row, column and value, a click selects a point: its pixel along the rows.

    Args:
        pixels: (28, 28) uint8, 0 paper to 255 ink.
        marked: row and column of a pixel that gets a frame.
        numbers: write the value into every cell.
    """
    cells = _ink(pixels, hoverinfo="skip")
    if numbers:
        cells.update(texttemplate="%{z}", textfont={"size": 8})
    rows, columns = pixels.shape
    places = np.arange(pixels.size)
    points = go.Scatter(  # of a heatmap no click is told
        x=places % columns,
        y=places // columns,
        customdata=places.tolist(),
        text=pixels.reshape(-1).tolist(),
        mode="markers",
        cliponaxis=False,
        # A click and the pointer find points that are not drawn too; 784 in the page would take a fifth of its time.
        marker={"symbol": "square", "size": PICTURE_HEIGHT / rows, "opacity": 0, "maxdisplayed": 1},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        hovertemplate="row %{y}, column %{x}: %{text}<extra></extra>",
    )
    figure = go.Figure([cells, points])
    figure.add_shape(cell_frame(0, 0, rows, columns, width=1, opacity=0.4))
    figure.add_shape(cell_frame(*marked, 1, 1, width=3, color=PAPER))
    figure.add_shape(cell_frame(*marked, 1, 1, width=1.5))
    height = NUMBERS_HEIGHT if numbers else PICTURE_HEIGHT
    return as_picture(figure, columns, rows, height=height)


def ink_mask(pixels: np.ndarray) -> str:
    """Return a data URL of a PNG whose transparency is the ink: a CSS mask that takes the theme's ink.

    Args:
        pixels: (rows, columns) uint8, 0 paper to 255 ink.
    """
    from PIL import Image

    paper = Image.new("L", pixels.shape[::-1])
    paper.putalpha(Image.fromarray(pixels))
    return png_url(paper)


def png_url(picture: Image) -> str:
    """Return one of Pillow's pictures as a data URL of a PNG."""
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    return "data:image/png;base64," + base64.b64encode(stored.getvalue()).decode()


def _ink(pixels: np.ndarray, **options: object) -> go.Heatmap:
    return go.Heatmap(z=pixels, zmin=0, zmax=FULL_INK, colorscale=INK_SCALE, showscale=False, **options)


def cell_frame(
    row: int, column: int, rows: int, columns: int, *, width: float, color: str = TEXT, opacity: float = 1
) -> dict:
    corner = {"x0": column - 0.5, "x1": column + columns - 0.5, "y0": row - 0.5, "y1": row + rows - 0.5}
    return {"type": "rect", **corner, "line": {"color": color, "width": width}, "opacity": opacity}


def as_picture(figure: go.Figure, columns: int, rows: int, *, height: int) -> go.Figure:
    """Return the figure without axes, with square pixels, row 0 at the top and nothing that drags."""
    hidden = {"visible": False, "fixedrange": True, "constrain": "domain"}
    figure.update_layout(
        dragmode=False,
        template={"layout": {"dragmode": False}},
        height=height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        hovermode="closest",
        hoverlabel={"bgcolor": PAPER, "bordercolor": TEXT, "font": {"color": TEXT}},
        xaxis={**hidden, "range": [-0.5, columns - 0.5], "constraintoward": "left"},
        yaxis={**hidden, "range": [rows - 0.5, -0.5], "scaleanchor": "x", "constraintoward": "top"},
    )
    # A finger that moves over the chart must scroll the page, which takes dragmode false. Where clicks select,
    # Streamlit replaces false by "pan"; a word unknown to Plotly's browser side it leaves, and the template's false
    # counts.
    figure._layout["dragmode"] = "none"
    return figure
