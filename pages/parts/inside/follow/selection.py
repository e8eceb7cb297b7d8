"""What is looked at inside a network: a map, a cell, an input map. What was not asked for is the strongest.

A map stays chosen while layers only change it (pooling, normalisation), so that one map can be followed; a cell and
an input map belong to one layer.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from core.inference.forward_trace import ForwardTrace, strongest_cell, strongest_map
from pages.state import state
from pages.state.slot import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person asked for; None is the strongest."""

    group: int | None = None  # the layer that made the maps
    map: int | None = None
    layer: int | None = None  # that the next two belong to
    cell: tuple[int, int] | None = None
    channel: int | None = None


INSIDE_CHOICE = Slot("inside-choice", Choice, default=Choice())


def chosen_map(followed: ForwardTrace, layer: int) -> int:
    """Return the map (or unit) of a layer's output that is looked at."""
    choice, values = state.get(INSIDE_CHOICE), followed.output_of(layer)
    if choice.map is not None and choice.group == followed.group(layer) and 0 <= choice.map < values.shape[-1]:
        return choice.map
    return strongest_map(values)


def chosen_cell(layer: int, values: np.ndarray) -> tuple[int, int]:
    """Return row and column of the cell that is looked at in a map, (rows, columns)."""
    choice = state.get(INSIDE_CHOICE)
    if choice.cell is None or choice.layer != layer:
        return strongest_cell(values)
    row, column = choice.cell
    return min(max(row, 0), values.shape[0] - 1), min(max(column, 0), values.shape[1] - 1)


def chosen_channel(layer: int, strongest: int, count: int) -> int:
    """Return the input map whose part of a sum is looked at."""
    choice = state.get(INSIDE_CHOICE)
    if choice.channel is None or choice.layer != layer or not 0 <= choice.channel < count:
        return strongest
    return choice.channel


def choose_map(group: int, number: int) -> None:
    """Look at another map, and there at what is strongest."""
    state.put(INSIDE_CHOICE, Choice(group=group, map=number))


def choose_cell(followed: ForwardTrace, layer: int, cell: tuple[int, int] | None) -> None:
    """Look at another cell of the same map; None for the strongest."""
    choice = dataclasses.replace(_kept(followed, layer), cell=cell)
    state.put(INSIDE_CHOICE, choice)


def choose_channel(followed: ForwardTrace, layer: int, channel: int) -> None:
    """Look at another input map's part of the same sum."""
    choice = _kept(followed, layer)
    cell = chosen_cell(layer, followed.output_of(layer)[..., choice.map])
    state.put(INSIDE_CHOICE, dataclasses.replace(choice, cell=cell, channel=channel))


def _kept(followed: ForwardTrace, layer: int) -> Choice:
    choice = state.get(INSIDE_CHOICE)
    channel = choice.channel if choice.layer == layer else None
    cell = choice.cell if choice.layer == layer else None
    return Choice(group=followed.group(layer), map=chosen_map(followed, layer), layer=layer, cell=cell, channel=channel)
