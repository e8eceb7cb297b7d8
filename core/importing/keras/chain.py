"""The configuration of a Keras model as one chain of layers from its input to its output: Keras 2 and 3, both kinds.

A Sequential lists its layers; a Functional model also says, for each, which layers it gets its values from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.errors import ModelFileError
from core.messages.importing import files
from core.messages.importing import keras as messages
from core.messages.message import Message
from models.checks import short_repr
from models.layers import MAX_LAYERS

MAX_FILE_LAYERS = 200  # before any is looked at; how many of them a network may have is less
_LONGEST_NAME = 200
_KERAS_MODULES = ("keras.", "tf_keras.", "tensorflow.keras.", "tensorflow.python.keras.")
_NESTED = ("Sequential", "Functional", "Model")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLayer:
    """A layer as the file calls it."""

    index: int  # from 0; the input layer does not count
    name: str

    @property
    def label(self) -> Message:
        """The layer as a message names it: "Layer 2, 'dense'"."""
        return files.layer(number=self.index + 1, name=short_repr(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class KerasLayer(FileLayer):
    """A layer as the file describes it; nothing in `config` is checked yet."""

    kind: str  # Keras's class: "Conv2D"
    config: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class KerasChain:
    """What a configuration says, in order."""

    input_shape: tuple[Any, ...] | None  # without the axis N, unchecked; None where it is not said
    layers: tuple[KerasLayer, ...]


def read_chain(document: object) -> KerasChain:
    """Return the layers of a model's configuration in the order in which values pass them.

    Raises:
        ModelFileError: it is no Sequential or Functional model, no chain, has too many layers or classes of others.
    """
    entry = _object(document, "model")
    kind, config = entry.get("class_name"), entry.get("config")
    if (foreign := _foreign_class(entry)) is not None:
        raise ModelFileError(messages.foreign_class(layer=None, name=foreign))
    if kind == "Sequential":
        layers = config if isinstance(config, list) else _object(config, "configuration").get("layers")
        entries = _entries(layers)
        built = config.get("build_input_shape") if isinstance(config, dict) else None
    elif kind in _NESTED:
        entries = _ordered_entries(_object(config, "configuration"))
        built = None
    else:
        raise ModelFileError(messages.model_is_a_class(name=short_repr(kind)))
    return _chain(entries, built)


def _chain(entries: list[dict[str, Any]], built: object) -> KerasChain:
    shape, layers = None, []
    for entry in entries:
        config = entry["config"]
        if entry["class_name"] == "InputLayer" and not layers and shape is None:
            if config.get("sparse") or config.get("ragged"):
                raise ModelFileError(messages.sparse_input())
            shape = _shape(config)
            continue
        if not layers and shape is None:  # Keras 2 wrote it into the first layer
            shape = _shape(config)
        index = len(layers)
        kind = entry["class_name"]
        name = config.get("name", entry.get("name"))
        if not isinstance(name, str) or len(name) > _LONGEST_NAME:
            raise ModelFileError(messages.layer_without_name(number=index + 1), layer=index)
        layer = KerasLayer(index=index, name=name, kind=kind, config=config)
        if (foreign := _foreign_class(entry)) is not None:
            raise ModelFileError(messages.foreign_class(layer=layer.label, name=foreign), layer=index)
        layers.append(layer)
    if shape is None and isinstance(built, list):
        shape = tuple(built[1:])
    return KerasChain(input_shape=shape, layers=tuple(layers))


def _shape(config: dict[str, Any]) -> tuple[Any, ...] | None:
    for key in ("batch_shape", "batch_input_shape"):
        if isinstance(shape := config.get(key), list):
            return tuple(shape[1:])
    return None


def _entries(layers: object) -> list[dict[str, Any]]:
    """Return the entries of a list of layers, each with a class name and a configuration."""
    if not isinstance(layers, list) or not layers:
        raise ModelFileError(messages.no_layers())
    if len(layers) > MAX_FILE_LAYERS:
        raise ModelFileError(messages.far_too_many_layers(count=len(layers), most=MAX_LAYERS))
    entries = []
    for number, layer in enumerate(layers, start=1):
        entry = _object(layer, "layer", number)
        _object(entry.get("config"), "layer configuration", number)
        if not isinstance(entry.get("class_name"), str):
            raise ModelFileError(messages.layer_without_class(number=number))
        entries.append(entry)
    return entries


def _ordered_entries(config: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a Functional model's layers from its input to its output; refuse what is no chain."""
    entries = _entries(config.get("layers"))
    inputs, outputs = _layer_names(config.get("input_layers")), _layer_names(config.get("output_layers"))
    if len(inputs) != 1 or len(outputs) != 1:
        raise ModelFileError(messages.other_ends(inputs=len(inputs), outputs=len(outputs)))
    by_name = {_name(entry): entry for entry in entries}
    if len(by_name) != len(entries):
        raise ModelFileError(messages.same_name_twice())
    after: dict[str, str] = {}
    for entry in entries:
        name, sources = _name(entry), _sources(entry)
        if entry["class_name"] == "InputLayer" and not sources:
            continue
        if len(sources) != 1:
            raise ModelFileError(messages.several_sources(name=short_repr(name), count=len(sources)))
        if sources[0] in after:
            raise ModelFileError(messages.several_followers(name=short_repr(sources[0])))
        after[sources[0]] = name
    chain, name = [], inputs[0]
    while name in by_name and len(chain) <= len(entries):
        chain.append(by_name[name])
        if name == outputs[0]:
            break
        name = after.get(name, "")
    if len(chain) != len(entries) or _name(chain[-1]) != outputs[0]:
        raise ModelFileError(messages.no_chain())
    return chain


def _name(entry: dict[str, Any]) -> str:
    name = entry.get("name", entry["config"].get("name"))
    return name if isinstance(name, str) else ""


def _layer_names(value: object) -> list[str]:
    """Return the names in ["dense", 0, 0] (Keras 3), [["dense", 0, 0]] (Keras 2), or a mapping of these."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return []
    if value and isinstance(value[0], str):
        return [value[0]]
    return [name for entry in value for name in _layer_names(entry)] if len(value) <= MAX_FILE_LAYERS else []


def _sources(entry: dict[str, Any]) -> list[str]:
    """Return the names of the layers that a layer gets values from, over all the times that it is used."""
    nodes = entry.get("inbound_nodes")
    if not isinstance(nodes, list) or len(nodes) > MAX_FILE_LAYERS:
        raise ModelFileError(messages.no_sources(name=short_repr(_name(entry))))
    return [name for node in nodes for name in _node_sources(node, _name(entry))]


def _node_sources(node: object, layer: str) -> Iterator[str]:
    if isinstance(node, dict):  # Keras 3
        _refuse_arguments(node.get("kwargs"), layer)
        arguments = node.get("args")
        for tensor in arguments if isinstance(arguments, list) else [arguments]:
            history = _object(_object(tensor, "layer input").get("config"), "layer input")
            yield _source_layer(history.get("keras_history"))
    elif isinstance(node, list) and node and isinstance(node[0], str):  # Keras 2: [name, node, tensor, arguments]
        _refuse_arguments(node[3] if len(node) > 3 else {}, layer)
        yield node[0]
    elif isinstance(node, list) and len(node) <= MAX_FILE_LAYERS and all(isinstance(tensor, list) for tensor in node):
        for tensor in node:
            if not tensor or not isinstance(tensor[0], str):
                raise ModelFileError(messages.no_sources(name=short_repr(layer)))
            yield from _node_sources(tensor, layer)
    else:
        raise ModelFileError(messages.no_sources(name=short_repr(layer)))


def _source_layer(history: object) -> str:
    if isinstance(history, list) and history and isinstance(history[0], str):
        return history[0]
    raise ModelFileError(messages.input_without_source())


def _refuse_arguments(arguments: object, layer: str) -> None:
    """Refuse what a layer is called with besides its input, such as training=True: it would compute otherwise."""
    if arguments is None:
        return
    for key, value in _object(arguments, "call").items():
        if value is not None and value is not False:
            raise ModelFileError(messages.called_with_arguments(name=short_repr(layer), argument=short_repr(key)))


def _foreign_class(entry: dict[str, Any]) -> str | None:
    """Return what a class that is not Keras's own calls itself; None for one of Keras's."""
    module, registered = entry.get("module"), entry.get("registered_name")
    is_keras_module = module is None or (isinstance(module, str) and f"{module}.".startswith(_KERAS_MODULES))
    is_unregistered = registered is None or registered in ("", entry.get("class_name"))
    if is_keras_module and is_unregistered:
        return None
    return short_repr(module if not is_keras_module else registered)


def _object(value: object, part: messages.Part, number: int | None = None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ModelFileError(messages.no_object(part=part, number=number, received=short_repr(value)))
    return value
