"""The field of a number as hands expect it: plus and minus go through the values that matter, a comma is a point.

It is Streamlit's field. Alone, that adds the same step to everything, says 0 where "all" or "off" is meant, and leaves
out a comma where the browser's language has a point, so that 0,1 becomes 1. The script beside this module attends to
all fields of a page, whoever draws them; the server is sent numbers, as without it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from core.training.settings.augmentation import STRENGTHS
from core.training.settings.commands import ALL_SETTINGS
from models.layers import LAYER_KINDS
from models.layers.base import settings_of
from pages.state.slot import Slot
from pages.text.typed_numbers import Typed
from pages.ui import widgets
from pages.ui.component_files import component

_MARK = "number"  # the key of a field's container begins with it; the rule's name follows
_script = component("number_field", __file__)


def attend() -> None:
    """Draw nothing, and have all number fields of the page attended to; before the page, which leaves it there."""
    _script(key="number-script", height=1, data=_texts_and_rules())


def number_field(label: str, slot: Slot[Any], rule: str, *, width: int, **options: Any) -> None:
    """Draw the field of a setting that is a number.

    It has no bounds for the browser, which would use another number than it shows: what is out of them, the page says.

    Args:
        label: what it is called.
        slot: of its value.
        rule: the setting's name, or what `layer_rule` gives.
        width: in pixels on screen; below 120 it loses its plus and minus.
        options: more of `st.number_input`'s arguments.
    """
    row = rules()[rule]
    step = next(value for value in row["ladder"] if value > 0) if "ladder" in row else row["step"]
    with st.container(width=width, key=f"{_MARK}-{rule}-{slot.key}"):
        st.number_input(label, step=step, format="%d" if row["whole"] else "%g", key=slot.key, **options)


def layer_rule(kind: str, name: str) -> str:
    """Return the name of the rule of a layer's setting."""
    return f"{kind}_{name}"


@cache
def rules() -> dict[str, dict[str, Any]]:
    """Return what the fields do, by the names of rules: what a setting may be, and through what it steps."""
    settings = {
        name: _rule(row, is_whole=row.kind is int)
        for name, row in (ALL_SETTINGS | STRENGTHS).items()
        if row.kind in (int, float)
    }
    layers = {
        layer_rule(kind, name): _rule(setting, is_whole=setting.is_whole) | {"optional": setting.is_optional}
        for kind, layer in LAYER_KINDS.items()
        for name, setting in settings_of(layer).items()
        if not setting.choices
    }
    return settings | layers


def _rule(row: Any, *, is_whole: bool) -> dict[str, Any]:
    steps = {"ladder": row.step} if isinstance(row.step, tuple) else {"step": row.step}
    return {"whole": is_whole, "low": row.low, "high": row.high, "zero": row.zero} | steps


@cache
def _texts_and_rules() -> dict[str, str]:
    return widgets.component_data({"refusals": Typed.REFUSALS, "rules": rules()})
