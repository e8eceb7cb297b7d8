"""The confusion matrix as a table; where one can be chosen, its mistakes are buttons for a click or the arrow keys.

A component of our own: Plotly's heatmaps tell no click, cannot be reached by keyboard and blink when one is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pages.text.evaluate import Mistakes
from pages.text.labels import LABELS, read_as
from pages.ui import widgets
from pages.ui.component_files import KEPT_FOCUS, component
from pages.ui.matrix.cells import Cell

_matrix = component("mix_up_matrix", __file__, scripts=(KEPT_FOCUS,))


def show(
    cells: Sequence[Sequence[Cell]],
    *,
    key: str,
    alt: str,
    labels: Sequence[int] = LABELS,
    chosen: tuple[int, int] | None = None,
    **events: Callable[[], None],
) -> None:
    """Draw a matrix; it keeps its place when its cells change.

    Args:
        cells: of `pages.ui.matrix.cells`, by what an image is and what it is read as.
        key: of the component.
        alt: what it shows, as a sentence with the finding.
        labels: the ten, as they are said.
        chosen: digit and what it was read as, where a cell can be chosen.
        events: then `on_chosen_change`, called when a person has chosen another; what was sent as "chosen" is the cell.
    """
    names = [str(label) for label in labels]
    data = {"cells": cells, "labels": names, "chosen": chosen, "is": Mistakes.IS, "readAs": read_as(*labels)}
    data["name"] = alt
    _matrix(key=key, data=widgets.component_data(data), **events)
