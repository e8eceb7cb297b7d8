"""Clicks on Inside, and what its cell says."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from tests.support.page_text import text_of

Inside = Callable[..., AppTest]


def layer(app: AppTest, place: int) -> AppTest:
    """Choose a station of the strip, and wait for the rest of the page, which a choice alone does not draw again."""
    return app.button_group(key="inside-strip").set_value(place).run().run()


def choose_map(app: AppTest, number: int) -> AppTest:
    """Choose a map or unit by its number."""
    return app.number_input(key="inside-map").set_value(number).run().run()


def click(app: AppTest, key: str, number: object) -> AppTest:
    """Run the page as it runs after a click on the point of a chart whose customdata is a number."""
    (chart,) = (one.proto.id for one in app.get("plotly_chart") if one.proto.id.endswith(f"-{key}"))
    state = app._tree.get_widget_states()
    sent = state.widgets.add()
    sent.id = chart
    selected = {"points": [{"customdata": number}], "point_indices": [0], "box": [], "lasso": []}
    sent.string_value = json.dumps({"selection": selected})
    return app._run(state)


def one_by_hand(app: AppTest) -> tuple[str, str]:
    """Return the number in the title of the cell, which is the network's, and the one that its sum comes to."""
    said = text_of(app)
    title = re.search(r"\*\*Map \d+, row \d+, column \d+: (\S+)\*\*", said)
    result = re.search(r"\(bias\) = \S+; .*?\*\*([^*]+)\*\*", said)
    assert title is not None, said
    assert result is not None, said
    return title[1], result[1]


def looked_at(app: AppTest) -> tuple[int, int, int]:
    """Return map, row and column that are looked at."""
    return tuple(app.number_input(key=f"inside-{name}").value for name in ("map", "row", "column"))


def plain(text: str) -> float:
    """Return a number as the page writes it."""
    return float(text.replace("\u2212", "-").replace(",", "").replace("+", "").replace(" ", "").rstrip("."))


class Files:
    """What the buttons that were drawn last would write, by the file's name."""

    def __init__(self) -> None:
        self.written: dict[str, Callable[[], Any]] = {}

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """Return what an NPZ holds."""
        with np.load(io.BytesIO(self.written[name]())) as read:
            return dict(read)
