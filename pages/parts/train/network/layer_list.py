"""The list of a network's layers: a line each, with its shape, costs and misfit, and what opens, moves or removes it.

A component of our own: thirty lines of Streamlit's widgets are slow. A click is told until it was heard, so that of
quick ones none is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from models.draft.review import ReviewRow
from pages.state import slots, state
from pages.text.network import Layers
from pages.ui import widgets
from pages.ui.component_files import component

_list = component("layer_list", __file__)


def draw(
    key: str, rows: Sequence[tuple[int, ReviewRow]], *, name: str, count: int, on_asked: Callable[[], None]
) -> None:
    """Draw some of a network's layers.

    Args:
        key: of this part of the list.
        rows: each with its place in the network, from 0.
        name: of the list, for a person who does not see it.
        count: of all layers of the network.
        on_asked: called when a button was clicked; what was sent as "asked" is a list of messages, each with its
            `stamp`, the layer's identity as `layer`, and `act`: "open", "up", "down", "copy" or "remove".
    """
    selected, heard = state.get(slots.LAYERS_SELECTED), state.get(slots.LAYERS_STAMP)  # newer messages come again
    lines = [_line(index, row, count, row.identity == selected) for index, row in rows]
    heads = Layers.HEADS if rows else None
    data = {"name": name, "heads": heads, "rows": lines, "count": count, "heard": heard}
    _list(key=key, data=widgets.component_data(data), on_asked_change=on_asked)


def _line(index: int, reviewed: ReviewRow, count: int, is_selected: bool) -> dict[str, Any]:
    return {
        "layer": reviewed.identity,
        "place": index + 1,
        "text": reviewed.text,
        "help": Layers.OPEN_HELP,
        "selected": is_selected,
        "facts": Layers.facts(reviewed.row),
        "share": Layers.share(reviewed),
        "part": reviewed.share or 0.0,
        "tools": Layers.buttons(index + 1),
        "off": [*(["up"] if index == 0 else []), *(["down"] if index == count - 1 else [])],
        "problem": reviewed.problem,
    }
