"""The configuration of a Keras model as one chain of layers from its input to its output: Keras 2 and 3, both kinds.

A Sequential lists its layers; a Functional model also says, for each, which layers it gets its values from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.importing.refusals import refusal
from models.checks import shown

MAX_FILE_LAYERS = 200  # before any is looked at; how many of them a network may have is less
_LONGEST_NAME = 200
_KERAS_MODULES = ("keras", "tf_keras", "tensorflow.keras", "tensorflow.python.keras")
_NESTED = ("Sequential", "Functional", "Model")
_ONE_CHAIN = "Bring a network in which each layer follows the one before"


@dataclass(frozen=True, slots=True, kw_only=True)
class KerasLayer:
    """A layer as the file describes it; nothing in `config` is checked yet."""

    index: int  # from 0; the input layer does not count
    name: str
    kind: str  # Keras's class: "Conv2D"
    config: dict[str, Any]

    @property
    def label(self) -> str:
        """The layer at the start of a message: "Layer 2, 'dense'"."""
        return f"Layer {self.index + 1}, {shown(self.name)}"


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
    entry = _object(document, "The configuration of this model")
    kind, config = entry.get("class_name"), entry.get("config")
    _refuse_foreign(entry, "This model", None)
    if kind == "Sequential":
        layers = config if isinstance(config, list) else _object(config, "The configuration").get("layers")
        described = _described(layers)
        built = config.get("build_input_shape") if isinstance(config, dict) else None
    elif kind in _NESTED:
        described = _in_order(_object(config, "The configuration"))
        built = None
    else:
        raise refusal(
            f"This model is of the class {shown(kind)}, which is a program of its own, and programs of others are not "
            "run here",
            "Build the network as a keras.Sequential, copy its weights there and save that",
        )
    return _chain(described, built)


def _chain(described: list[dict[str, Any]], built: object) -> KerasChain:
    shape, layers = None, []
    for entry in described:
        config = entry["config"]
        if entry["class_name"] == "InputLayer" and not layers and shape is None:
            if config.get("sparse") or config.get("ragged"):
                raise refusal("This model's input is sparse or ragged; a picture is neither")
            shape = _shape(config)
            continue
        if not layers and shape is None:  # Keras 2 wrote it into the first layer
            shape = _shape(config)
        index = len(layers)
        kind = entry["class_name"]
        name = config.get("name", entry.get("name"))
        if not isinstance(name, str) or len(name) > _LONGEST_NAME:
            raise refusal(f"Layer {index + 1} has no name", layer=index)
        _refuse_foreign(entry, f"Layer {index + 1}, {shown(name)},", index)
        layers.append(KerasLayer(index=index, name=name, kind=kind, config=config))
    if shape is None and isinstance(built, list):
        shape = tuple(built[1:])
    return KerasChain(input_shape=shape, layers=tuple(layers))


def _shape(config: dict[str, Any]) -> tuple[Any, ...] | None:
    for key in ("batch_shape", "batch_input_shape"):
        if isinstance(shape := config.get(key), list):
            return tuple(shape[1:])
    return None


def _described(layers: object) -> list[dict[str, Any]]:
    """Return the entries of a list of layers, each with a class name and a configuration."""
    if not isinstance(layers, list) or not layers:
        raise refusal("This model has no layers")
    if len(layers) > MAX_FILE_LAYERS:
        raise refusal(f"This model has {len(layers):,} layers, and at most 30 can be taken", "Use fewer layers")
    entries = []
    for place, layer in enumerate(layers):
        entry = _object(layer, f"The description of layer {place + 1}")
        _object(entry.get("config"), f"The configuration of layer {place + 1}")
        if not isinstance(entry.get("class_name"), str):
            raise refusal(f"Layer {place + 1} does not say of which class it is")
        entries.append(entry)
    return entries


def _in_order(config: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a Functional model's layers from its input to its output; refuse what is no chain."""
    entries = _described(config.get("layers"))
    inputs, outputs = _ends(config.get("input_layers")), _ends(config.get("output_layers"))
    if len(inputs) != 1 or len(outputs) != 1:
        ends = f"{len(inputs)} inputs and {len(outputs)} outputs"
        raise refusal(f"This model has {ends}, and a network here has one of each", _ONE_CHAIN)
    by_name = {_name(entry): entry for entry in entries}
    if len(by_name) != len(entries):
        raise refusal("Two layers of this model have the same name")
    after: dict[str, str] = {}
    for entry in entries:
        name, sources = _name(entry), _sources(entry)
        if entry["class_name"] == "InputLayer" and not sources:
            continue
        if len(sources) != 1:
            raise refusal(f"The layer {shown(name)} gets the values of {len(sources)} layers, not of one", _ONE_CHAIN)
        if sources[0] in after:
            raise refusal(f"The layer {shown(sources[0])} is followed by two layers, not by one", _ONE_CHAIN)
        after[sources[0]] = name
    chain, name = [], inputs[0]
    while name in by_name and len(chain) <= len(entries):
        chain.append(by_name[name])
        if name == outputs[0]:
            break
        name = after.get(name, "")
    if len(chain) != len(entries) or _name(chain[-1]) != outputs[0]:
        raise refusal("The layers of this model are no chain from its input to its output", _ONE_CHAIN)
    return chain


def _name(entry: dict[str, Any]) -> str:
    name = entry.get("name", entry["config"].get("name"))
    return name if isinstance(name, str) else ""


def _ends(value: object) -> list[str]:
    """Return the names in ["dense", 0, 0] (Keras 3), [["dense", 0, 0]] (Keras 2), or a mapping of these."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return []
    if value and isinstance(value[0], str):
        return [value[0]]
    return [name for entry in value for name in _ends(entry)] if len(value) <= MAX_FILE_LAYERS else []


def _sources(entry: dict[str, Any]) -> list[str]:
    """Return the names of the layers that a layer gets values from, over all the times that it is used."""
    nodes = entry.get("inbound_nodes")
    if not isinstance(nodes, list) or len(nodes) > MAX_FILE_LAYERS:
        raise refusal(f"The layer {shown(_name(entry))} does not say where its values come from")
    return [name for node in nodes for name in _of_node(node, _name(entry))]


def _of_node(node: object, layer: str) -> Iterator[str]:
    if isinstance(node, dict):  # Keras 3
        _refuse_arguments(node.get("kwargs"), layer)
        given = node.get("args")
        for tensor in given if isinstance(given, list) else [given]:
            history = _object(_object(tensor, "An input of a layer").get("config"), "An input of a layer")
            yield _first(history.get("keras_history"))
    elif isinstance(node, list) and node and isinstance(node[0], str):  # Keras 2: [name, node, tensor, arguments]
        _refuse_arguments(node[3] if len(node) > 3 else {}, layer)
        yield node[0]
    elif isinstance(node, list) and len(node) <= MAX_FILE_LAYERS and all(isinstance(one, list) for one in node):
        for one in node:
            if not one or not isinstance(one[0], str):
                raise refusal(f"The layer {shown(layer)} does not say where its values come from")
            yield from _of_node(one, layer)
    else:
        raise refusal(f"The layer {shown(layer)} does not say where its values come from")


def _first(history: object) -> str:
    if isinstance(history, list) and history and isinstance(history[0], str):
        return history[0]
    raise refusal("An input of a layer does not say which layer it comes from")


def _refuse_arguments(given: object, layer: str) -> None:
    """Refuse what a layer is called with besides its input, such as training=True: it would compute otherwise."""
    if given is None:
        return
    for key, value in _object(given, "What a layer is called with").items():
        if value is not None and value is not False:
            raise refusal(f"The layer {shown(layer)} is called with {shown(key)}, which no layer here is", _ONE_CHAIN)


def _refuse_foreign(entry: dict[str, Any], what: str, index: int | None) -> None:
    module, registered = entry.get("module"), entry.get("registered_name")
    own = module is None or (isinstance(module, str) and module.split(".src")[0].startswith(_KERAS_MODULES))
    own = own and (module is None or any(module == one or module.startswith(f"{one}.") for one in _KERAS_MODULES))
    plain = registered is None or registered in ("", entry.get("class_name"))
    if own and plain:
        return
    whose = shown(module if not own else registered)
    raise refusal(
        f"{what} is of a class that is not Keras's own, {whose}: it needs a program, and programs of others are not "
        "run here",
        "Build the network of Keras's layers",
        layer=index,
    )


def _object(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise refusal(f"{what} must be an object and is {shown(value)}")
    return value
