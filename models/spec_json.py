"""Layers as plain JSON values, and back. Reading refuses what it does not know, by name."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any

from core.errors import SpecError
from core.messages import models as model_messages
from core.messages import spec_json as messages
from models.checks import short_repr
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
        raise SpecError(messages.layers_not_a_list(value=short_repr(documents)), layer=None)
    check_layer_count(len(documents))
    return tuple(read_layer(document, index) for index, document in enumerate(documents))


def read_layer(document: object, index: int) -> Layer:
    """Return the layer that one document describes; messages count it from `index`, 0 for the first.

    Raises:
        SpecError: an unknown kind, an unknown, missing or bad entry.
    """
    if type(document) is not dict:
        raise SpecError(messages.layer_not_an_object(layer=index, value=short_repr(document)), layer=index)
    name = document.get("kind")
    if type(name) is not str or name not in LAYER_KINDS:
        message = messages.unknown_kind(layer=index, value=short_repr(name), known=tuple(LAYER_KINDS))
        raise SpecError(message, layer=index)
    kind = LAYER_KINDS[name]
    settings = {key: value for key, value in document.items() if key != "kind"}
    known = tuple(field.name for field in fields(kind))
    for key in unknown_entries(settings, known):
        message = messages.layer_has_unknown_entry(layer=index, kind=name, value=short_repr(key), known=known)
        raise SpecError(message, layer=index)
    for field in fields(kind):
        if field.default is MISSING and field.name not in settings:
            raise SpecError(messages.layer_lacks_entry(layer=index, kind=name, entry=field.name), layer=index)
    try:
        return kind(**settings)
    except SpecError as error:
        message = model_messages.bad_layer_setting(layer=index, kind=name, problem=error.message)
        raise SpecError(message, layer=index) from error


def unknown_entries(document: Document, known: tuple[str, ...]) -> list[object]:
    """Return the keys of a document that are not known, in their order."""
    return [key for key in document if key not in known]
