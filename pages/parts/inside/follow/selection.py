"""What is looked at inside a network: a map, a cell, an input map. What was not asked for is the strongest.

A map stays chosen while layers only change it (pooling, normalisation), so that one map can be followed; a cell and
an input map belong to one layer. Map and cell stand in the address, where they were chosen: `?layer=2&map=5&cell=12,9`.
What a layer does not have, of another network or by a forged click, is neither chosen, nor shown, nor written there.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

import numpy as np

from core.inference.forward_trace import ForwardTrace, strongest_cell, strongest_map
from models.layers import Flatten
from pages.state import state, url
from pages.state.inside import inside_slots
from pages.state.slot import Slot

SIDE = 28
PICTURE = -1  # the layer that a cell of the picture itself belongs to


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person asked for; None is the strongest."""

    group: int | None = None  # the layer that made the maps
    map: int | None = None
    layer: int | None = None  # that the next two belong to
    cell: tuple[int, int] | None = None
    channel: int | None = None


INSIDE_CHOICE = Slot("inside-choice", Choice, default=Choice())


def sync_with_url(followed: ForwardTrace, layer: int) -> None:
    """Take map and cell from the address where it brings others, else write there what is chosen of this layer.

    What names no map or cell of this layer is not taken, and is gone from the address.

    Args:
        followed: the network and the picture.
        layer: that is shown, PICTURE for none.
    """
    at = about(followed, layer)
    asked = (url.parameter(inside_slots.MAP), url.parameter(inside_slots.CELL))
    is_said = asked != (None, None) or url.is_step_in_history()  # a change of the page empties the address
    if is_said and asked != state.get(inside_slots.INSIDE_ADDRESS):
        state.put(INSIDE_CHOICE, _read(followed, at, *asked))
    _write(followed, at)


def about(followed: ForwardTrace, layer: int) -> int:
    """Return the layer whose maps and cells are chosen while `layer` is shown: Flatten is about those before it."""
    is_flatten = layer >= 0 and isinstance(followed.layer(layer), Flatten) and followed.input_of(layer).ndim == 3
    return layer - 1 if is_flatten else layer


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
    return choice.cell if _is_within(choice.cell, values.shape) else strongest_cell(values)


def chosen_channel(layer: int, strongest: int, count: int) -> int:
    """Return the input map whose part of a sum is looked at."""
    choice = state.get(INSIDE_CHOICE)
    if choice.channel is None or choice.layer != layer or not 0 <= choice.channel < count:
        return strongest
    return choice.channel


def choose_map(followed: ForwardTrace, layer: int, number: int) -> None:
    """Look at another map, and there at what is strongest; in a callback, as all that choose."""
    _put(followed, layer, Choice(group=followed.group(layer), map=number))


def choose_cell(followed: ForwardTrace, layer: int, cell: tuple[int, int] | None) -> None:
    """Look at another cell of the same map; None for the strongest."""
    _put(followed, layer, dataclasses.replace(_kept(followed, layer), cell=cell))


def choose(followed: ForwardTrace, layer: int, number: int, cell: tuple[int, int]) -> None:
    """Look at a cell of a map."""
    of_map = Choice() if layer == PICTURE else Choice(group=followed.group(layer), map=number)
    _put(followed, layer, dataclasses.replace(of_map, layer=layer, cell=cell))


def choose_channel(followed: ForwardTrace, layer: int, channel: int) -> None:
    """Look at another input map's part of the same sum."""
    choice = _kept(followed, layer)
    cell = chosen_cell(layer, followed.output_of(layer)[..., choice.map])
    _put(followed, layer, dataclasses.replace(choice, cell=cell, channel=channel))


def _kept(followed: ForwardTrace, layer: int) -> Choice:
    if layer == PICTURE:
        return Choice(layer=layer)
    choice = state.get(INSIDE_CHOICE)
    channel = choice.channel if choice.layer == layer else None
    cell = choice.cell if choice.layer == layer else None
    return Choice(group=followed.group(layer), map=chosen_map(followed, layer), layer=layer, cell=cell, channel=channel)


def _put(followed: ForwardTrace, layer: int, choice: Choice) -> None:
    """Keep what was chosen of the layer that is shown, where it has that, and write it into the address."""
    shape = _shape(followed, layer)
    if choice.map is not None and not 0 <= choice.map < shape[-1]:
        return
    if choice.cell is not None and not _is_within(choice.cell, shape):
        return
    state.put(INSIDE_CHOICE, choice)
    _write_texts(choice.map, choice.cell)


def _write(followed: ForwardTrace, layer: int) -> None:
    """Write into the address what is chosen of a layer and shown, and nothing where that is the strongest."""
    choice, shape, number = state.get(INSIDE_CHOICE), _shape(followed, layer), None
    cell = choice.cell if choice.layer == layer and choice.cell and _is_within(choice.cell, shape) else None
    if layer != PICTURE:
        is_chosen = choice.group == followed.group(layer) and choice.map is not None and 0 <= choice.map < shape[-1]
        # a cell says nothing without its map
        number = chosen_map(followed, layer) if is_chosen or cell is not None else None
    _write_texts(number, cell)


def _shape(followed: ForwardTrace, layer: int) -> tuple[int, ...]:
    """Return the shape of a layer's output, and of the picture as one map."""
    return (SIDE, SIDE, 1) if layer == PICTURE else followed.output_of(layer).shape


def _is_within(cell: tuple[int, int], shape: tuple[int, ...]) -> bool:
    """Return whether values of a shape, (rows, columns, ...), have a cell."""
    return len(shape) > 1 and 0 <= cell[0] < shape[0] and 0 <= cell[1] < shape[1]


def _write_texts(number: int | None, cell: tuple[int, int] | None) -> None:
    texts = (None if number is None else str(number), None if cell is None else f"{cell[0]},{cell[1]}")
    for slot, text in zip((inside_slots.MAP, inside_slots.CELL), texts, strict=True):
        if text is None:
            url.remove(slot)
        elif not url.is_exactly(slot, text):
            url.write(slot, text)
    state.put(inside_slots.INSIDE_ADDRESS, texts)


def _read(followed: ForwardTrace, layer: int, map_text: str | None, cell_text: str | None) -> Choice:
    """Return what an address asks for, as far as there is such a map and such a cell."""
    shape = _shape(followed, layer)
    of_map = re.fullmatch("[0-9]{1,4}", map_text or "", re.ASCII)
    of_cell = re.fullmatch("([0-9]{1,2}),([0-9]{1,2})", cell_text or "", re.ASCII)
    choice = Choice()
    if of_map and int(of_map[0]) < shape[-1] and layer != PICTURE:
        choice = dataclasses.replace(choice, group=followed.group(layer), map=int(of_map[0]))
    if of_cell and (choice.map is not None or layer == PICTURE):
        cell = int(of_cell[1]), int(of_cell[2])
        if _is_within(cell, shape):
            choice = dataclasses.replace(choice, layer=layer, cell=cell)
    return choice
