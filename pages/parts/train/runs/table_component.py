"""The table of runs: heads that sort, names that open a run, ticks that choose what is compared; cards on a phone.

A component of our own: Streamlit's tables load pandas (75 MiB), and a hundred rows of its widgets are slow. It shows
what it is given; what is in it and in which order is decided in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.runs.run_table import COLUMNS, Column, RunRow
from pages.state import slots, state, visitor
from pages.text.run_title import layers_text
from pages.text.runs import Runs
from pages.ui import network_thumbnail, widgets
from pages.ui.component_files import component

_NUMBERS = {"validation", "test", "parameters", "seconds"}

_table = component("runs_table", __file__)


def show(
    rows: Sequence[RunRow],
    *,
    chosen: Sequence[str],
    on_opened: Callable[[], None],
    on_sorted: Callable[[], None],
    on_ticked: Callable[[], None],
) -> None:
    """Draw the table, as what was sent before and the buttons round it have it.

    Args:
        rows: in the order to draw.
        chosen: ids of the runs that are ticked.
        on_opened: called when a name was clicked; what was sent as "opened" is the run's id.
        on_sorted: called when a head was clicked; "sorted" is the column.
        on_ticked: called when a tick was set or taken away; "ticked" has all `runs` that are ticked, and the `stamp`.
    """
    _table(
        key=slots.RUNS_TABLE.key,
        data=widgets.component_data(
            {
                "name": Runs.TABLE,
                "compare": Runs.COMPARE,
                "sort": Runs.SORT,
                "columns": [_head(column, state.get(slots.RUNS_ORDER)) for column in COLUMNS],
                "rows": [_row(row) for row in rows],
                "chosen": list(chosen),
                "stamp": state.get(slots.RUNS_STAMP),  # what is sent as "ticked" has one
                "reveal": state.get(slots.RUNS_REVEAL) or 0,  # comes into view whenever this is larger than before
            }
        ),
        on_opened_change=on_opened,
        on_sorted_change=on_sorted,
        on_ticked_change=on_ticked,
    )


def _head(column: Column, order: tuple[Column, bool]) -> dict[str, str]:
    sorted_ = ("descending" if order[1] else "ascending") if order[0] == column else "none"
    kind = "number" if column in _NUMBERS else "text"
    return {"key": column, "label": Runs.HEADERS[column], "kind": kind, "sorted": sorted_}


def _row(row: RunRow) -> dict[str, object]:
    return {
        "run": row.run,
        "cells": [Runs.cell(row, column, visitor.time_zone()) for column in COLUMNS],
        "details": Runs.details(row),
        "note": row.note,
        "layers": layers_text(row.spec),
        "boxes": network_thumbnail.boxes(row.spec),
        "tick": Runs.tick(row),
    }
