"""Layers as plain JSON values, and back. Reading refuses what it does not know, by name."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from core.errors import SpecError
from models.checks import shown
from models.layers import LAYER_KINDS, Layer, check_layer_count

Document = dict[str, Any]  # what json.loads gives for an object


def layer_document(layer: Layer) -> Document:
    """Return {"kind": ..., then every setting in the order of the dataclass}."""
    return {"kind": type(layer).__name__} | {field.name: getattr(layer, field.name) for field in fields(layer)}


def read_layers(documents: object) -> tuple[Layer, ...]:
    """Return the layers that a list of documents describes; a setting with a default may be left out.

    Raises:
        SpecError: not a list of 1 to 30 layers, or one of them has an unknown kind, an unknown, missing or bad entry.
    """
    if type(documents) is not list:
        raise SpecError(f"The layers of a network must be a list; got {shown(documents)}.", layer=None)
    check_layer_count(len(documents))
    return tuple(read_layer(document, index) for index, document in enumerate(documents))


def read_layer(document: object, index: int) -> Layer:
    """Return the layer that one document describes; messages count it from `index`, 0 for the first.

    Raises:
        SpecError: an unknown kind, an unknown, missing or bad entry.
    """
    if type(document) is not dict:
        raise SpecError(f"Layer {index + 1} must be an object with a kind; got {shown(document)}.", layer=index)
    name = document.get("kind")
    if type(name) is not str or name not in LAYER_KINDS:
        raise SpecError(
            f"Layer {index + 1} is of an unknown kind, {shown(name)}. Use one of {', '.join(LAYER_KINDS)}.", layer=index
        )
    kind = LAYER_KINDS[name]
    settings = {key: value for key, value in document.items() if key != "kind"}
    what = f"Layer {index + 1} ({name})"
    refuse_other_keys(what, settings, tuple(field.name for field in fields(kind)), layer=index)
    for field in fields(kind):
        if field.default is MISSING and field.name not in settings:
            raise SpecError(f"{what} lacks the entry {field.name!r}. Add it.", layer=index)
    try:
        return kind(**settings)
    except SpecError as error:
        raise SpecError(f"{what}: {error}", layer=index) from error


def refuse_other_keys(what: str, document: Document, known: tuple[str, ...], *, layer: int | None) -> None:
    """Raise SpecError if a document has an entry that is not known."""
    for key in document:
        if key not in known:
            entries = f"its entries are {', '.join(known)}" if known else "it has none"
            raise SpecError(f"{what} has an unknown entry {shown(key)}; {entries}. Remove it.", layer=layer)
