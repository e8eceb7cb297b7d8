"""Which values of a layer with a function are shown: those after it or those before it. One switch for all layers."""

from __future__ import annotations

import numpy as np

from core.inference.forward_trace import ForwardTrace
from core.inference.layers.before_function import has_function
from models.layers import Activation
from pages.state import state
from pages.state.inside import inside_slots
from pages.state.inside import values as inside_values
from pages.text.inside_functions import Function
from pages.ui import widgets


def of(followed: ForwardTrace, index: int) -> np.ndarray:
    """Return the values of a layer that are shown, in its output shape."""
    if is_before(followed, index):
        return inside_values.before_function(followed, index)
    return followed.output_of(index)


def is_before(followed: ForwardTrace, index: int) -> bool:
    """Return whether a layer's values are shown as they were before its function."""
    return _has_switch(followed, index) and state.get(inside_slots.INSIDE_VALUES) == "before"


def moment(followed: ForwardTrace, index: int) -> str:
    """Return what stands in a title of values that are shown before a function; "" where they are not."""
    return Function.before(followed.layer(index).output_function) if is_before(followed, index) else ""


def switch(followed: ForwardTrace, index: int) -> None:
    """Draw the switch, where the layer has a function of its own."""
    if _has_switch(followed, index):
        state.setdefault(inside_slots.INSIDE_VALUES, "after")
        sides = Function.sides(followed.layer(index).output_function)
        key = inside_slots.INSIDE_VALUES.key
        widgets.switch(Function.SWITCH, sides, key, label_visibility="collapsed", persist_state="session")


def _has_switch(followed: ForwardTrace, index: int) -> bool:
    """Return whether there is a before: of an activation layer that is the layer before it, shown beside it."""
    layer = followed.layer(index)
    return has_function(layer) and not isinstance(layer, Activation)
