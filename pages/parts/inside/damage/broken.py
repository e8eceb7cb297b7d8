"""What a visitor has changed in the selected network: in the session, in the address where it is short, and undone.

It belongs to one network: another one that is selected is whole.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from core.inference.damage.changes import NOTHING, Change, Damage
from core.inference.damage.code import from_code, to_code
from core.inference.loaded_networks import StoredNetwork
from pages.state import state, url
from pages.state.inside import inside_slots
from pages.state.slot import Slot

MOST_EARLIER = 50  # that can be undone
LONGEST = 200  # characters in the address; what is longer does not stand there
_KEY = 8  # characters that tell networks apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What is changed, in which network, and what was before."""

    network: str = ""
    damage: Damage = NOTHING
    earlier: tuple[Damage, ...] = ()  # the newest last
    moved: str = ""  # the slider that was moved last, where nothing else has changed anything since
    start: tuple[Damage, tuple[Damage, ...]] = (NOTHING, ())  # damage and earlier before that slider's moves


BROKEN = Slot("inside-broken", Broken, default=Broken())


def of(network: StoredNetwork) -> Broken:
    """Return what is changed in a network: in this session, or as the address says.

    The address counts where the network has not been here yet, and after Back or Forward. What is too long for it goes
    on after those, unless it tells of something else.
    """
    held, key = state.get(BROKEN), _key(network)
    if held.network != key:
        held = Broken(network=key, damage=_from_url(network) or NOTHING)
    elif url.is_step_in_history():
        told = _from_url(network)
        if told is None:
            told = held.damage if _text(held) is None else NOTHING
        if told != held.damage:
            held = Broken(network=key, damage=told)
    state.put(BROKEN, held)
    _write(held)
    return held


def damaged(network: StoredNetwork, damage: Damage) -> StoredNetwork:
    """Return the network with something changed in it, as it can be asked."""
    return dataclasses.replace(network, damage=damage)


def change(network: StoredNetwork, damage: Damage) -> None:
    """Change something in a network; what was before can be brought back."""
    held = of(network)
    if damage != held.damage:
        _hold(Broken(network=held.network, damage=damage, earlier=(*held.earlier, held.damage)[-MOST_EARLIER:]))


def undo(network: StoredNetwork) -> None:
    """Bring back what was before the last change."""
    held = of(network)
    if held.earlier:
        _hold(Broken(network=held.network, damage=held.earlier[-1], earlier=held.earlier[:-1]))


def apply(network: StoredNetwork, one: Change) -> None:
    """Make a change, beside the others that there are by then."""
    change(network, of(network).damage.with_change(one))


def slide(network: StoredNetwork, one: Change, slider: str) -> None:
    """Make a change with a slider; its moves are undone together, as long as nothing else is changed between them.

    So one step back does not depend on how fast the hand, the network or the server is.

    Args:
        network: what is changed.
        one: what the slider now stands for.
        slider: tells it from all others.
    """
    held = of(network)
    start = held.start if held.moved == slider else (held.damage, held.earlier)
    damage, (before, earlier) = held.damage.with_change(one), start
    if damage != before:
        earlier = (*earlier, before)[-MOST_EARLIER:]
    _hold(Broken(network=held.network, damage=damage, earlier=earlier, moved=slider, start=start))


def remove(network: StoredNetwork, one: Change) -> None:
    """Put a change back; the others stay."""
    change(network, of(network).damage.without(one))


def switch_off(network: StoredNetwork, layer: int, numbers: Iterable[int]) -> None:
    """Switch just these filters of a layer off."""
    change(network, of(network).damage.with_off(layer, numbers))


def toggle(network: StoredNetwork, layer: int, number: int) -> None:
    """Switch a filter off, or on where it is off."""
    switch_off(network, layer, of(network).damage.off_in(layer) ^ {number})


def _hold(held: Broken) -> None:
    state.put(BROKEN, held)
    _write(held)


def _write(held: Broken) -> None:
    text = _text(held)
    if not held.damage or text is None:
        url.remove(inside_slots.BROKEN)
    elif not url.is_exactly(inside_slots.BROKEN, text):
        url.write(inside_slots.BROKEN, text)


def _text(held: Broken) -> str | None:
    """Return what is changed as the address has it; None where it is too long for one."""
    text = f"{held.network}_{to_code(held.damage)}"
    return text if len(text) <= LONGEST else None


def _from_url(network: StoredNetwork) -> Damage | None:
    """Return what the address says of this network; None where it says nothing, or what does not fit it."""
    key, _, code = (url.parameter(inside_slots.BROKEN) or "")[: LONGEST + 1].partition("_")
    return from_code(code, network.spec) if key == _key(network) else None


def _key(network: StoredNetwork) -> str:
    whole = dataclasses.replace(network, damage=NOTHING)
    return hashlib.sha256(f"{whole.identity} {whole.spec}".encode()).hexdigest()[:_KEY]
