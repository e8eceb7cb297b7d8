"""The table of all models: heads that sort, names that select a model; cards on a phone.

A component of our own: Streamlit's tables load pandas (75 MiB). It shows what it is given; what is in it and in which
order is decided in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pages.state import state
from pages.state.evaluate import compare_slots
from pages.state.evaluate.compare_slots import COLUMNS, Column
from pages.text.evaluate_compare_models import AllModels
from pages.ui import widgets
from pages.ui.component_files import component

_TEXTS = {"name", "verdict"}

_table = component("models_table", __file__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a row of the table says.

    Attributes:
        name: of the model, as an address writes it.
        cells: texts by column; that of "name" may have been typed.
        is_selected: whether it is the selected model.
    """

    name: str
    cells: Mapping[Column, str]
    is_selected: bool


def show(lines: Sequence[Line], *, on_opened: Callable[[], None], on_sorted: Callable[[], None]) -> None:
    """Draw the table.

    Args:
        lines: in the order to draw.
        on_opened: called when a name was clicked; what was sent as "opened" is the model's name.
        on_sorted: called when a head was clicked; "sorted" is the column.
    """
    _table(
        key=compare_slots.COMPARE_TABLE.key,
        data=widgets.component_data(
            {
                "name": AllModels.TABLE,
                "sort": AllModels.SORT,
                "selected": AllModels.SELECTED,
                "columns": [_head(column, state.get(compare_slots.COMPARE_ORDER)) for column in COLUMNS],
                "rows": [
                    {
                        "model": line.name,
                        "cells": [line.cells[column] for column in COLUMNS],
                        "isSelected": line.is_selected,
                    }
                    for line in lines
                ],
            }
        ),
        on_opened_change=on_opened,
        on_sorted_change=on_sorted,
    )


def _head(column: Column, order: tuple[Column, bool]) -> dict[str, str]:
    sorted_ = ("descending" if order[1] else "ascending") if order[0] == column else "none"
    return {
        "key": column,
        "label": AllModels.HEADERS[column],
        "kind": "text" if column in _TEXTS else "number",
        "sorted": sorted_,
    }
