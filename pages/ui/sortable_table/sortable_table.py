"""A table that a person sorts by its heads, opens rows of, and ticks rows of where it has ticks; cards on a phone.

A component of our own: Streamlit's tables load pandas (75 MiB), and a hundred rows of its widgets are slow. It shows
what it is given; what is in it and in which order is decided in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from models.spec import NetworkSpec
from pages.state import state
from pages.state.slot import Slot
from pages.text.frame import Frame
from pages.text.run_title import layers_text
from pages.ui import network_thumbnail, widgets
from pages.ui.component_files import component

ColumnKey = TypeVar("ColumnKey", bound=str)

_table = component("sortable_table", __file__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the table.

    Attributes:
        key: what is sent when its head is clicked.
        label: its head.
        kind: numbers stand at the right, and neither they nor moments are broken into lines.
        in_card: on a phone, whether it has a line of its own or is the first of two in a line; "" for wherever is room.
    """

    key: str
    label: str
    kind: Literal["text", "number", "moment"] = "text"
    in_card: Literal["line", "first", ""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row; any of its texts may have been typed by a person.

    Attributes:
        key: what is sent when it is opened or ticked; no other row's.
        cells: texts by column, of which the first heads the row and opens it.
        tick: what its tick is called, where the table has ticks.
        network: drawn under the first text.
        details: in small letters under that.
        note: the same, of which two lines are shown.
    """

    key: str
    cells: Sequence[str]
    tick: str = ""
    network: NetworkSpec | None = None
    details: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """What a table needs whose rows can be ticked.

    Attributes:
        head: of their column, for a person who does not see it.
        stamp: that came with the newest message of the table that was followed, 0 before any.
        reveal: the table comes into view whenever this is larger than before.
    """

    head: str
    stamp: int
    reveal: int = 0


def show(
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    slot: Slot[Any],
    order: tuple[str, bool],
    chosen: Sequence[str],
    chosen_mark: str = "",
    ticks: Ticks | None = None,
    **events: Callable[[], None],
) -> None:
    """Draw the table; rows that were there before keep the focus, and the table its place in the scrolled rows.

    Args:
        name: of the table.
        columns: from left to right.
        rows: in the order to draw.
        slot: of the component.
        order: key of the column that they are ordered by, and whether the largest stands first.
        chosen: keys of the rows that stand out: those that are ticked, where there are ticks.
        chosen_mark: stands behind the first text of these.
        ticks: None where rows are not ticked.
        events: `on_opened_change`, called when a row's first text was clicked: what was sent as "opened" is its key.
            `on_sorted_change`, called when a head was clicked: "sorted" is the column's key. `on_ticked_change`, called
            when a tick was set or taken away: "ticked" has the keys of all `rows` that are ticked, and the `stamp`.
    """
    data = {
        "name": name,
        "sort": Frame.SORT_BY,
        "columns": [_head(column, order) for column in columns],
        "rows": [_row(row) for row in rows],
        "chosen": list(chosen),
        "chosenMark": chosen_mark,
        "ticks": "" if ticks is None else ticks.head,
        "stamp": 0 if ticks is None else ticks.stamp,
        "reveal": 0 if ticks is None else ticks.reveal,
    }
    _table(key=slot.key, data=widgets.component_data(data), **events)


def sort(
    table: Slot[Any],
    order: Slot[tuple[ColumnKey, bool]],
    columns: Sequence[ColumnKey],
    *,
    smallest_first: Collection[ColumnKey],
) -> None:
    """Order by the column whose head was clicked, the other way round where it was that already; for a callback.

    Args:
        table: the component's slot.
        order: to put; whether the largest stands first is its second value.
        columns: that there are: the browser may send anything.
        smallest_first: those of which the smallest stands first at the first click.
    """
    sent = state.event(table, "sorted")
    column = next((column for column in columns if column == sent), None)
    if column is not None:
        before, is_descending = state.get(order)
        state.put(order, (column, not is_descending if column == before else column not in smallest_first))


def _head(column: Column, order: tuple[str, bool]) -> dict[str, str]:
    sorted_ = ("descending" if order[1] else "ascending") if order[0] == column.key else "none"
    return {
        "key": column.key,
        "label": column.label,
        "kind": column.kind,
        "inCard": column.in_card,
        "sorted": sorted_,
    }


def _row(row: Row) -> dict[str, object]:
    return {
        "key": row.key,
        "cells": list(row.cells),
        "tick": row.tick,
        "layers": "" if row.network is None else layers_text(row.network),
        "boxes": () if row.network is None else network_thumbnail.boxes(row.network),
        "details": row.details,
        "note": row.note,
    }
