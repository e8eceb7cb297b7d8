"""Which map of the data a person looks at: in the session and in the page's address; bad values are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.data.gallery import SPLITS, SplitName
from pages.state import state, url
from pages.state.browse import map_slots
from pages.state.browse.map_slots import MapColour, MapMethod
from pages.state.slot import Slot

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapChoice:
    """What is looked at."""

    split: SplitName
    layer: int | None  # its index in the network, from 0; None for the pictures themselves
    method: MapMethod
    colour: MapColour
    has_start: bool  # beside a layer's map the same before training
    is_address_unknown: bool = False  # it names something that there is not, in whose place the usual counts


def current(layers: Sequence[int], *, has_answers: bool) -> MapChoice:
    """Return what is looked at, taken from the address.

    Args:
        layers: indices of the network's layers that have a map.
        has_answers: whether the network's answers can be right or wrong about the images; else no colour says so.
    """
    known = _known(layers)
    for slot in known:
        url.mirror(slot)
    number = int(state.get(map_slots.MAP_LAYER) or 0) if _is_known(map_slots.MAP_LAYER, known) else 0
    layer = number - 1 if number else None
    return MapChoice(
        split=_one_of(SPLITS, map_slots.MAP_SPLIT, "test"),
        layer=layer,
        method=_one_of(map_slots.METHODS, map_slots.MAP_METHOD, "pca"),
        colour=_one_of(map_slots.COLOURS, map_slots.MAP_COLOUR, "digit") if has_answers else "digit",
        has_start=layer is not None and state.get(map_slots.MAP_START) != "off",
        is_address_unknown=not all(_is_known(slot, known) for slot in known),
    )


def forget_unknown(layers: Sequence[int]) -> None:
    """Take out of the address what names nothing, a layer too that the network has not; a callback."""
    known = _known(layers)
    for slot in known:
        if not _is_known(slot, known):
            url.put(slot, None)


def choose_split() -> None:
    """Map another split; a callback."""
    url.put(map_slots.MAP_SPLIT, _but("test", state.get(map_slots.MAP_SPLIT_SHOWN)))


def choose_layer() -> None:
    """Map another layer; a callback."""
    number = state.get(map_slots.MAP_LAYER_SHOWN)
    url.put(map_slots.MAP_LAYER, str(number) if number else None)


def choose_method(method: MapMethod) -> None:
    """Map by another method; in a callback."""
    url.put(map_slots.MAP_METHOD, _but("pca", method))


def choose_colour() -> None:
    """Colour by something else; a callback."""
    url.put(map_slots.MAP_COLOUR, _but("digit", state.get(map_slots.MAP_COLOUR_SHOWN)))


def asks_for_answers() -> bool:
    """Return whether the address asks for colours by a network's answers."""
    return state.get(map_slots.MAP_COLOUR) == "answer"


def leave_out_answers() -> None:
    """Colour by the labels; a callback."""
    url.put(map_slots.MAP_COLOUR, None)


def choose_start() -> None:
    """Show the map before training, or hide it; a callback."""
    url.put(map_slots.MAP_START, None if state.get(map_slots.MAP_START_SHOWN) else "off")


def _but(usual: str, text: str | None) -> str | None:
    """Return what the address says: nothing of what is usual."""
    return None if text == usual else text


def _known(layers: Sequence[int]) -> dict[Slot[str | None], Sequence[str]]:
    """Return what each part of the address may say."""
    return {
        map_slots.MAP_SPLIT: SPLITS,
        map_slots.MAP_LAYER: ["0", *(str(index + 1) for index in layers)],
        map_slots.MAP_METHOD: map_slots.METHODS,
        map_slots.MAP_COLOUR: map_slots.COLOURS,
        map_slots.MAP_START: ("off",),
    }


def _is_known(slot: Slot[str | None], known: dict[Slot[str | None], Sequence[str]]) -> bool:
    text = state.get(slot)
    return text is None or text in known[slot]


def _one_of(values: Sequence[T], slot: Slot[str | None], usual: T) -> T:
    text = state.get(slot)
    return next((value for value in values if value == text), usual)
