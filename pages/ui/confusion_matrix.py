"""The confusion matrix as a table; where one can be chosen, its mistakes are buttons for a click or the arrow keys.

A component of our own: Plotly's heatmaps tell no click, cannot be reached by keyboard and blink when one is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from core.inference.evaluation import mix_ups_in
from pages.text.evaluate import Mistakes
from pages.text.labels import LABELS, read_as
from pages.text.numbers import count
from pages.ui import widgets
from pages.ui.colours import cell_colours
from pages.ui.component_files import component

# Steps of ink, in ninths, on which a number has a contrast of 4.5 in both themes.
LEVELS = (0, 1, 2, 3, 5, 6, 7, 8, 9)

_matrix = component("mix_up_matrix", __file__)


def show(
    confusion: np.ndarray,
    *,
    key: str,
    alt: str,
    labels: Sequence[int] = LABELS,
    chosen: tuple[int, int] | None = None,
    **events: Callable[[], None],
) -> None:
    """Draw a matrix; it keeps its place when its counts change.

    Args:
        confusion: (10, 10) int, how many pictures of digit `row` were read as digit `column`.
        key: of the component.
        alt: what it shows, as a sentence with the finding.
        labels: the ten, as they are said.
        chosen: digit and what it was read as, where a cell can be chosen.
        events: then `on_chosen_change`, called when a person has chosen another; what was sent as "chosen" is the cell.
    """
    mix_ups, counts = mix_ups_in(confusion), confusion.tolist()
    most = mix_ups[0].count if mix_ups else 1
    cells = [[_cell(label, answer, counts[label][answer], most) for answer in labels] for label in labels]
    names = [str(label) for label in labels]
    data = {"cells": cells, "labels": names, "chosen": chosen, "is": Mistakes.IS, "readAs": read_as(*labels)}
    data["name"] = alt
    _matrix(key=key, data=widgets.component_data(data), **events)


def level(number: int, most: int) -> float:
    """Return how much ink a cell gets, 0 to 1: none for no mistake, some for one, all for the most."""
    ninths = -(-9 * number // most)
    return next(step for step in LEVELS if step >= ninths) / 9


def _cell(label: int, answer: int, number: int, most: int) -> dict[str, str]:
    if label == answer or not number:
        return {"text": count(number) if label == answer else "", "name": ""}
    ground, ink = cell_colours(level(number, most), signed=False)
    return {"text": count(number), "name": Mistakes.cell(label, answer, number), "ground": ground, "ink": ink}
