"""What is changed in a network, each change in a line."""

from __future__ import annotations

from core.inference.damage.changes import Change, Noisy, Pruned, Scaled, Shifted, SwitchedOff
from core.inference.damage.code import ranges_of
from models.layers import Dense
from models.spec import NetworkSpec
from pages.text.numbers import count

LONGEST_LIST = 8  # runs of filters that a line names
MINUS = "\N{MINUS SIGN}"


def noun(spec: NetworkSpec, layer: int) -> str:
    """Return what one of a layer's outputs is called: filter, unit."""
    return "unit" if isinstance(spec.layers[layer], Dense) else "filter"


def line(spec: NetworkSpec, change: Change) -> str:
    """Return one change in a line."""
    match change:
        case SwitchedOff(filters=None):
            return f"{_of_layer(spec, change.layer)}: passes its input through"
        case SwitchedOff():
            return f"{_of_layer(spec, change.layer)}: {which(spec, change)} off"
        case Scaled():
            return f"{_of_layer(spec, change.layer)}: weights × {change.percent / 100:g}"
        case Noisy():
            return f"{_of_layer(spec, change.layer)}: noise of {change.percent} %"
        case Pruned(layer=None):
            return f"All layers: the smallest {change.percent} % of the weights are 0"
        case Pruned(layer=layer):
            return f"{_of_layer(spec, layer or 0)}: the smallest {change.percent} % of its weights are 0"
        case Shifted():
            whose = "biases"
            if change.filter is not None:
                whose = f"bias of {noun(spec, change.layer)} {change.filter}"
            sign = "+" if change.hundredths > 0 else MINUS
            return f"{_of_layer(spec, change.layer)}: {whose} {sign} {abs(change.hundredths) / 100:g}"


def which(spec: NetworkSpec, change: SwitchedOff) -> str:
    """Return which filters are off: filters 0 to 3 and 7."""
    filters, what = change.filters or (), noun(spec, change.layer)
    total = spec.rows()[change.layer].output_shape[-1]
    if len(filters) == total:
        return f"all {count(total)} {what}s" if total > 1 else f"the one {what}"
    runs = ranges_of(filters)
    if len(runs) > LONGEST_LIST:
        return f"{count(len(filters))} of {count(total)} {what}s"
    names = [str(first) if first == last else f"{first} to {last}" for first, last in runs]
    return f"{what}{'s' if len(filters) > 1 else ''} {', '.join(names)}"


def _of_layer(spec: NetworkSpec, layer: int) -> str:
    return f"Layer {layer + 1}, {spec.layers[layer].short_text}"
