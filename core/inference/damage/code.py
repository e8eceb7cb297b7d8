"""A damage as text for an address, and back: `o1.0-3.7_s2x150_n2x50r3_pax30_b1.4x-100`.

Layers count from 1 there, as in the rest of an address; a letter tells the kind of change, `a` all layers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.errors import ConfigError
from core.inference.damage.changes import Change, Damage, Noisy, Pruned, Scaled, Shifted, SwitchedOff, place_of
from models.layers import BatchNormalization
from models.spec import NetworkSpec

_CHANGE = re.compile(
    r"(?P<kind>[sbpno])(?P<layer>[1-9][0-9]?|a)(?P<filters>(?:\.[0-9]{1,4}(?:-[0-9]{1,4})?)*)"
    r"(?:x(?P<amount>-?[0-9]{1,3}))?(?:r(?P<seed>[0-9]{1,3}))?",
    re.ASCII,
)


def to_code(damage: Damage) -> str:
    """Return a damage as text; "" for none."""
    return "_".join(map(_code, damage.changes))


def from_code(text: str, spec: NetworkSpec) -> Damage | None:
    """Return the damage of a network that `to_code` spelled; None for any other text, which a person may have sent."""
    try:
        changes = [_change(part, spec) for part in text.split("_")]
    except (ValueError, ConfigError):
        return None
    if any(change.is_nothing for change in changes) or len({*map(place_of, changes)}) < len(changes):
        return None
    damage = Damage.of(changes)
    return damage if to_code(damage) == text else None


def filters_of(spec: NetworkSpec, layer: int) -> int:
    """Return how many filters or units a layer has that can be switched off; 0 for one without a kernel."""
    return spec.rows()[layer].output_shape[-1] if layer in spec.kernel_layers else 0


def _code(change: Change) -> str:
    layer = "a" if change.layer is None else str(change.layer + 1)
    match change:
        case Scaled():
            return f"s{layer}x{change.percent}"
        case Noisy():
            return f"n{layer}x{change.percent}r{change.seed}"
        case Pruned():
            return f"p{layer}x{change.percent}"
        case Shifted():
            return f"b{layer}{'' if change.filter is None else f'.{change.filter}'}x{change.hundredths}"
        case SwitchedOff():
            ranges = () if change.filters is None else ranges_of(change.filters)
            return f"o{layer}" + "".join(f".{first}-{last}" if first < last else f".{first}" for first, last in ranges)


def ranges_of(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return ascending whole numbers as runs of neighbours, each by its first and its last."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _change(text: str, spec: NetworkSpec) -> Change:
    """Return one change of a network.

    Raises:
        ValueError, ConfigError: the text spells none.
    """
    match = _CHANGE.fullmatch(text)
    if match is None:
        raise ValueError("no change")
    kind, layer_text = match["kind"], match["layer"]
    amount = int(match["amount"] or 0)
    if layer_text == "a":
        if kind != "p":
            raise ValueError("only pruning is for all layers")
        return Pruned(layer=None, percent=amount)
    layer = int(layer_text) - 1
    filters = _filters(match["filters"])
    count = filters_of(spec, layer) if layer < len(spec.layers) else 0
    if kind == "o" and not filters and not count:
        if layer < len(spec.layers) and isinstance(spec.layers[layer], BatchNormalization):
            return SwitchedOff(layer=layer)
        raise ValueError("no layer to switch off")
    if not count or any(number >= count for number in filters):
        raise ValueError("no such filter")
    match kind:
        case "s":
            return Scaled(layer=layer, percent=amount)
        case "n":
            return Noisy(layer=layer, percent=amount, seed=int(match["seed"] or 0))
        case "p":
            return Pruned(layer=layer, percent=amount)
        case "b":
            return Shifted(layer=layer, filter=filters[0] if filters else None, hundredths=amount)
        case _:
            return SwitchedOff(layer=layer, filters=tuple(sorted(set(filters))))


def _filters(text: str) -> list[int]:
    numbers: list[int] = []
    for part in text.split(".")[1:]:
        first, _, last = part.partition("-")
        numbers.extend(range(int(first), int(last or first) + 1))
    return numbers
