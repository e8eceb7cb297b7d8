"""Arrays become Plotly figures, in colours that follow the theme. No Streamlit.

The colours in `#0000nn` are placeholders: Streamlit's browser side replaces them by the theme's
(.streamlit/config.toml), so a figure is right in light and dark without Python being asked. Zero is always the
paper, more is always further from it. Row 0 of a picture is at the top.
"""

from __future__ import annotations

import base64
import functools
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pages.ui.charts.picture import Picture, Trace

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
# Masks are kept, since a page draws them anew at each run: of tiles 15 MB at most, of mosaics as much.
SMALL, MOST_SMALL = 4_000, 1_000  # cells of a tile, and how many tiles
LARGE, MOST_LARGE = 120_000, 64


def digit_picture(pixels: np.ndarray, *, marked: tuple[int, int], numbers: bool) -> Picture:
    """Draw one picture; the pointer tells row, column and value, a click selects a point: its pixel along the rows.

    Args:
        pixels: (28, 28) uint8, 0 paper to 255 ink.
        marked: row and column of a pixel that gets a frame.
        numbers: write the value into every cell.
    """
    cells = _ink(pixels, hoverinfo="skip")
    if numbers:
        cells |= {"texttemplate": "%{z}", "textfont": {"size": 8}}
    rows, columns = pixels.shape
    places = np.arange(pixels.size)
    points = dict(  # of a heatmap no click is told
        type="scatter",
        x=places % columns,
        y=places // columns,
        customdata=places.tolist(),
        text=[str(value) for value in pixels.reshape(-1).tolist()],
        mode="markers",
        cliponaxis=False,
        # A click and the pointer find points that are not drawn too; 784 in the page would take a fifth of its time.
        marker={"symbol": "square", "size": PICTURE_HEIGHT / rows, "opacity": 0, "maxdisplayed": 1},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        hovertemplate="row %{y}, column %{x}: %{text}<extra></extra>",
    )
    frames = [
        cell_frame(0, 0, rows, columns, width=1, opacity=0.4),
        cell_frame(*marked, 1, 1, width=3, color=PAPER),
        cell_frame(*marked, 1, 1, width=1.5),
    ]
    height = NUMBERS_HEIGHT if numbers else PICTURE_HEIGHT
    return as_picture([cells, points], columns, rows, frames=frames, height=height)


def ink_mask(pixels: np.ndarray) -> str:
    """Return a data URL of a PNG whose transparency is the ink: a CSS mask that takes the theme's ink.

    Args:
        pixels: (rows, columns) uint8, 0 paper to 255 ink.
    """
    made = _small_mask if pixels.size <= SMALL else _large_mask if pixels.size <= LARGE else _ink_mask
    return made(pixels.tobytes(), pixels.shape)


def png_url(picture: Image) -> str:
    """Return one of Pillow's pictures as a data URL of a PNG."""
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    return "data:image/png;base64," + base64.b64encode(stored.getvalue()).decode()


def _ink_mask(ink: bytes, shape: tuple[int, int]) -> str:
    from PIL import Image

    rows, columns = shape
    paper = Image.new("L", (columns, rows))
    paper.putalpha(Image.frombytes("L", (columns, rows), ink))
    return png_url(paper)


_small_mask = functools.lru_cache(maxsize=MOST_SMALL)(_ink_mask)
_large_mask = functools.lru_cache(maxsize=MOST_LARGE)(_ink_mask)


def _ink(pixels: np.ndarray, **options: object) -> Trace:
    return dict(type="heatmap", z=pixels, zmin=0, zmax=FULL_INK, colorscale=INK_SCALE, showscale=False, **options)


def cell_frame(
    row: int, column: int, rows: int, columns: int, *, width: float, color: str = TEXT, opacity: float = 1
) -> dict:
    corner = {"x0": column - 0.5, "x1": column + columns - 0.5, "y0": row - 0.5, "y1": row + rows - 0.5}
    return {"type": "rect", **corner, "line": {"color": color, "width": width}, "opacity": opacity}


def as_picture(
    traces: list[Trace], columns: int, rows: int, *, height: int, frames: Sequence[dict] = (), margin: int = 0
) -> Picture:
    """Return traces as a figure without axes, with square pixels, row 0 at the top and nothing that drags.

    Args:
        traces: in cells, whose middles are whole numbers.
        columns: of cells.
        rows: of cells.
        height: on screen, in pixels.
        frames: of `cell_frame`.
        margin: on each side, in pixels.
    """
    hidden = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout: dict[str, Any] = {
        # A finger that moves over the chart must scroll the page, which takes dragmode false. Where clicks select,
        # Streamlit replaces false by "pan"; a word unknown to Plotly's browser side it leaves, and the template's
        # false counts.
        "dragmode": "none",
        "template": _template(),
        "height": height,
        "margin": dict.fromkeys("lrtb", margin),
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": TEXT, "font": {"color": TEXT}},
        "xaxis": {**hidden, "range": [-0.5, columns - 0.5], "constraintoward": "left"},
        "yaxis": {**hidden, "range": [rows - 0.5, -0.5], "scaleanchor": "x", "constraintoward": "top"},
    }
    return Picture(traces, layout | {"shapes": list(frames)} if frames else layout)


@functools.cache
def _template() -> dict[str, Any]:
    """Return what counts where a figure says nothing: Streamlit's template for Plotly, and that nothing drags."""
    import plotly.io

    template = plotly.io.templates[plotly.io.templates.default].to_plotly_json()
    return {**template, "layout": {**template["layout"], "dragmode": False}}
