"""The field of a setting, wherever it is drawn, with its own label and help; its bounds are said by refusals."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.training.settings.augmentation import STRENGTHS
from core.training.settings.commands import ALL_SETTINGS
from pages.state.classes import known
from pages.state.slot import Slot
from pages.text.labels import of_classes
from pages.text.settings import Field, Named
from pages.ui.number_field import number_field

WIDTH = 190  # pixels on screen
WIDE = 300  # of one with long names, the same
_ROWS = ALL_SETTINGS | STRENGTHS


def setting_field(
    name: str, slot: Slot[Any], *, named: Named | None = None, width: int | None = None, **options: Any
) -> None:
    """Draw a setting's field.

    Args:
        name: of the setting, of the network's, or of a strength of augmentation.
        slot: of its value.
        named: label and help in place of the setting's own.
        width: in pixels on screen, in place of its own.
        options: more of the widget's arguments.
    """
    row, (label, help_) = _ROWS[name], named or Field.NAMES[name]
    help_ = of_classes(help_, known.so_far().class_names)
    width = width or (WIDE if row.is_wide else WIDTH)
    if row.kind in (int, float):
        number_field(label, slot, name, width=width, help=help_, **options)
        return
    options |= {"key": slot.key, "help": help_}
    with st.container(width=width):
        if row.choices:
            st.selectbox(label, row.choices, format_func=lambda value: Field.choice(name, value), **options)
        else:
            st.toggle(label, **options)
