"""Why a document is no network: what its entries must be, by name.

`layer` counts from 0 and is worded from 1; `value` is what was received, cut short by `models.checks.short_repr`.
"""

from __future__ import annotations

from core.messages.message import sentence


@sentence
def network_not_an_object(*, schema: int, value: str) -> str:
    """A network that is no JSON object."""
    return f"A network must be an object with schema {schema}; got {value}."


@sentence
def other_schema(*, schema: int, value: str) -> str:
    """A network that another version wrote, or none."""
    return f"The network's schema must be {schema}; got {value}. Save it again with this Digit Lab."


@sentence
def network_lacks_entry(*, entry: str) -> str:
    """A network without one of its entries."""
    return f"The network lacks the entry {entry!r}. Add it."


@sentence
def network_has_unknown_entry(*, value: str, known: tuple[str, ...]) -> str:
    """A network with an entry that it cannot have."""
    return _unknown_entry("The network", value, known)


@sentence
def input_shape_not_a_list(*, value: str) -> str:
    """An input shape that is no JSON list."""
    return f"The input shape must be a list; got {value}."


@sentence
def layers_not_a_list(*, value: str) -> str:
    """Layers that are no JSON list."""
    return f"The layers of a network must be a list; got {value}."


@sentence
def layers_not_a_tuple(*, value: str) -> str:
    """Layers that are no tuple, where a network is made in Python."""
    return f"The layers of a network must be a tuple; got {value}."


@sentence
def not_a_layer(*, layer: int, value: str) -> str:
    """An entry of a network's layers that is none, where it is made in Python."""
    return f"Layer {layer + 1} is not a layer that we know: {value}."


@sentence
def layer_not_an_object(*, layer: int, value: str) -> str:
    """A layer that is no JSON object."""
    return f"Layer {layer + 1} must be an object with a kind; got {value}."


@sentence
def unknown_kind(*, layer: int, value: str, known: tuple[str, ...]) -> str:
    """A layer of a kind that we do not have."""
    return f"Layer {layer + 1} is of an unknown kind, {value}. Use one of {', '.join(known)}."


@sentence
def layer_lacks_entry(*, layer: int, kind: str, entry: str) -> str:
    """A layer without a setting that has no default."""
    return f"{_layer(layer, kind)} lacks the entry {entry!r}. Add it."


@sentence
def layer_has_unknown_entry(*, layer: int, kind: str, value: str, known: tuple[str, ...]) -> str:
    """A layer with a setting that its kind does not have."""
    return _unknown_entry(_layer(layer, kind), value, known)


def _layer(layer: int, kind: str) -> str:
    return f"Layer {layer + 1} ({kind})"


def _unknown_entry(what: str, value: str, known: tuple[str, ...]) -> str:
    entries = f"its entries are {', '.join(known)}" if known else "it has none"
    return f"{what} has an unknown entry {value}; {entries}. Remove it."
