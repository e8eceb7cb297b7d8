"""Which map or unit of a layer is looked at: the one that a person chose, else the strongest for the picture.

A chosen one stands in the address, as on *Follow the pixels*: `?layer=2&map=5`. It belongs to one layer of one network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.inference.forward_trace import strongest_map
from pages.parts.inside.subject.subject import Subject
from pages.state import state, url
from pages.state.inside import inside_slots
from pages.state.slot import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """What a person chose."""

    network: str  # its identity
    layer: int
    text: str  # as it stands in the address


LEARNED_MAP = Slot("learned-map-choice", _Chosen)


def current(subject: Subject, layer: int) -> int:
    """Return the number, from 0, of the map or unit of a layer that is looked at; takes it from the address."""
    asked, held = url.parameter(inside_slots.MAP), _held()
    here = (subject.network.identity, layer)
    if asked is not None and (held is None or asked != held.text):
        held = _Chosen(network=here[0], layer=layer, text=asked)
    elif asked is None and url.is_step_in_history():
        held = None
    number = None
    if held is not None and (held.network, held.layer) == here:
        number = _number(held.text, subject.spec.rows()[layer].output_shape[-1])
    if held is None or number is None:  # another layer's or network's, or none that there is
        state.pop(LEARNED_MAP)
        url.remove(inside_slots.MAP)
        return strongest_map(subject.trace.output_of(layer))
    state.put(LEARNED_MAP, held)
    if not url.is_exactly(inside_slots.MAP, held.text):
        url.write(inside_slots.MAP, held.text)
    return number


def choose(network: str, layer: int, number: int) -> None:
    """Look at another map or unit of a network, by its identity; in a callback."""
    text = str(number)
    state.put(LEARNED_MAP, _Chosen(network=network, layer=layer, text=text))
    url.write(inside_slots.MAP, text)


def _held() -> _Chosen | None:
    return state.get(LEARNED_MAP)


def _number(text: str, count: int) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,4}", text, re.ASCII) and int(text) < count else None
