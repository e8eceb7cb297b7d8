"""Reads along: while a stroke is drawn, the network in hand answers in the browser, and the page follows the pen.

The script beside this module writes into what the server drew, and puts that back when the server's answer to the same
drawing has come: that is what counts. The server is told nothing meanwhile. The script stands outside the fragment that
answers, so that it is sent once and not with every stroke; the room where the layers move is `drawn_now`'s.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from core.drawing.numbers.gaps import MOST_DIGITS
from core.runs.log.models import Model
from core.serving.browser_weights import can_run_in_browser
from models.spec import NetworkSpec
from pages.state.classes import known
from pages.state.draw.along_network import browser_network
from pages.text.draw_along import Along
from pages.ui import widgets
from pages.ui.along import scripts
from pages.ui.canvas import canvas_component
from pages.ui.component_files import component, style_html

MOST_MAPS = 16
MOST_UNITS, UNITS_IN_A_ROW = 512, 64
_CONVOLUTIONS = ("Conv2D", "SeparableConv2D")
_ONE_HAND = Path(canvas_component.__file__).with_name("one_hand.js")  # which pointer draws: the canvas's own rule
_SCRIPTS = (_ONE_HAND, "pen.js", "drawn.js", "strip.js", "live_page.js", "reader.js")

_OUTDATED_STYLE = style_html(str(Path(__file__).with_name("outdated.css")))

_along = component("draw_along", __file__, scripts=_SCRIPTS, worker=(*scripts.FILES, "worker.js"))


def can_follow(model: Model) -> bool:
    """Return whether the network is small enough for a browser, and reads digits, which is what the script can say."""
    return can_run_in_browser(model.network.spec) and known.names_of(model) is None


def show(model: Model) -> None:
    """Have the page follow the pen; where the network is too large it works as without."""
    network = browser_network(model) if can_follow(model) else None
    if network is None:
        return
    st.html(_OUTDATED_STYLE)
    given = {"network": network, "strip": strip_of(model.network.spec), "words": _words()}
    _along(key="draw-along", height=1, data=widgets.component_data(given))


def strip_of(spec: NetworkSpec) -> dict[str, dict | None]:
    """Return what is shown of the layers: `maps` of the first convolution, `units` of the last hidden layer, or None.

    Each has its layer's index from 0, how many are `shown`, the `shape` of one picture as rows and columns, and what is
    said of it.
    """
    rows = spec.rows()
    maps = next((row for row in rows if row.kind in _CONVOLUTIONS), None)
    hidden = [
        row for row, layer in zip(rows, spec.layers, strict=True) if len(row.output_shape) == 1 and not layer.rests
    ]
    hidden = [row for row in hidden if row.index < spec.last_index and row.kind != "Flatten"]
    return {
        "maps": maps and _part(maps.index, maps.output_shape[-1], MOST_MAPS, maps.output_shape[:2], maps.text, "maps"),
        "units": _units(hidden[-1].index, hidden[-1].output_shape[0], hidden[-1].text) if hidden else None,
    }


def _units(layer: int, total: int, name: str) -> dict:
    columns = min(total, UNITS_IN_A_ROW)
    rows = -(-min(total, MOST_UNITS) // columns)
    return _part(layer, total, MOST_UNITS, (rows, columns), name, "units")


def _part(layer: int, total: int, most: int, shape: tuple[int, ...], name: str, what: str) -> dict:
    shown = min(total, most)
    caption, alt = (Along.maps, Along.maps_alt) if what == "maps" else (Along.units, Along.units_alt)
    return {
        "layer": layer,
        "shown": shown,
        "shape": list(shape),
        "caption": caption(name, shown, total),
        "alt": alt(name, shown),
    }


def _words() -> dict[str, object]:
    return {
        "headline": Along.HEADLINE,
        "notSure": Along.NOT_SURE,
        "sure": Along.SURE,
        "sureAlone": Along.SURE_ALONE,
        "under": Along.UNDER,
        "places": Along.places(MOST_DIGITS),
        "inShort": Along.IN_SHORT,
        "underPen": Along.UNDER_PEN,
        "caption": Along.PREPARED,
        "alt": Along.PREPARED_ALT,
        "layers": Along.LAYERS,
    }
