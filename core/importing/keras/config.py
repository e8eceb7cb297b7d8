"""A Keras model's configuration as a network of ours, and which of its arrays the file holds."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.input_scaling import Pixels
from core.errors import ModelFileError
from core.export.model_files.model_note import ModelNote, is_usable
from core.importing.keras.chain import FileLayer, KerasLayer, read_chain
from core.importing.keras.layer_settings import number
from core.importing.keras.layers import convert_layer
from core.importing.spec_errors import network_of, shape_after
from core.messages.importing import keras, keras_layers
from core.messages.message import Message
from models.checks import short_repr
from models.layers import MAX_LAYERS, Layer
from models.shapes import Shape
from models.spec import FLAT, IMAGE, NetworkSpec

PICTURE = (28, 28)  # rows and columns without channels: an input that Keras allows and we call FLAT or IMAGE
_INPUTS: tuple[Shape, ...] = (PICTURE, FLAT, IMAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLayer(FileLayer):
    """A layer whose weights the file holds."""

    prefix: str  # of its name where Keras numbers each class by itself
    row: str  # the name of our layer: "dense_1"
    arrays: dict[str, Shape]  # that the file holds, by their names in the layer, in Keras's order


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertedModel:
    """What a configuration became."""

    spec: NetworkSpec
    stored: tuple[StoredLayer, ...]
    absent: tuple[str, ...]  # names of our arrays that the file does without: "conv2d/bias"
    note: ModelNote | None
    remarks: tuple[Message, ...]


def convert_model(document: object, note: ModelNote | None) -> ConvertedModel:
    """Return the network that a configuration describes.

    Args:
        document: the parsed JSON, unchecked.
        note: what the file says of pixels; scaling by its first layers is added to it.

    Raises:
        ModelFileError: a layer cannot be taken, or the network has other inputs or outputs than one for digits; field
            `layer` is the layer's index in the file.
    """
    chain = read_chain(document)
    shape = _input_shape(chain.input_shape)
    input_converter = _InputConverter(shape=shape, note=note)
    remarks: list[Message] = []
    layers: list[Layer] = []  # of ours; of each, the one that it came from, and arrays that the file does without
    sources: list[tuple[KerasLayer, frozenset[str]]] = []
    for layer in chain.layers:
        if not layers and input_converter.absorb(layer):
            continue
        if input_converter.shape == PICTURE:
            raise ModelFileError(keras_layers.input_without_channels(layer=layer.label), layer=layer.index)
        result = convert_layer(layer, shape_after(input_converter.shape, layers, [one.index for one, _ in sources]))
        layers += result.layers
        sources += [(layer, result.absent)] * len(result.layers)
        remarks += [result.remark] if result.remark else []
        if len(layers) > MAX_LAYERS:
            raise ModelFileError(keras.too_many_layers(number=layer.index + 1, most=MAX_LAYERS), layer=layer.index)
    spec = network_of(input_converter.shape, layers, [source.index for source, _ in sources])
    stored, absent = [], []
    for layer, (source, lacking), row in zip(layers, sources, spec.rows(), strict=True):
        arrays = layer.weights(row.input_shape[-1])
        absent += [f"{row.name}/{name}" for name in arrays if name in lacking]
        held = {name: shape for name, shape in arrays.items() if name not in lacking}
        if held:
            stored.append(
                StoredLayer(index=source.index, name=source.name, prefix=layer.prefix, row=row.name, arrays=held)
            )
    return ConvertedModel(
        spec=spec,
        stored=tuple(stored),
        absent=tuple(absent),
        note=input_converter.note,
        remarks=tuple(input_converter.remarks + remarks),
    )


def converted_from_spec(spec: NetworkSpec) -> ConvertedModel:
    """Return what a configuration of this network would have become: for a file that holds weights alone."""
    stored = tuple(
        StoredLayer(index=row.index, name=row.name, prefix=layer.prefix, row=row.name, arrays=arrays)
        for layer, row in zip(spec.layers, spec.rows(), strict=True)
        if (arrays := layer.weights(row.input_shape[-1]))
    )
    return ConvertedModel(spec=spec, stored=stored, absent=(), note=None, remarks=())


class _InputConverter:
    """The beginning of a network: how the picture lies, and how its pixels are scaled before the first real layer."""

    def __init__(self, *, shape: Shape, note: ModelNote | None) -> None:
        self.shape = shape
        self.note = note
        self.remarks: list[Message] = []

    def absorb(self, layer: KerasLayer) -> bool:
        """Take in a layer that only reshapes the picture or scales it; return whether it was one."""
        if layer.kind == "Flatten" and self.shape == PICTURE:
            self.shape = FLAT
        elif layer.kind == "Reshape" and isinstance(layer.config.get("target_shape"), list):
            target = tuple(layer.config["target_shape"])
            target = FLAT if target == (-1,) else target
            if target not in _INPUTS:
                return False
            self.shape = target
        elif layer.kind == "Rescaling":
            self._scale(layer)
        else:
            return False
        return True

    def _scale(self, layer: KerasLayer) -> None:
        """Add x * scale + offset to what happens to bytes before the network."""
        scale, offset = number(layer, "scale", 1.0), number(layer, "offset", 0.0)
        before = self.note or ModelNote(pixels=Pixels(divisor=1.0))
        if abs(scale) < 1e-9:
            raise ModelFileError(keras_layers.scaled_to_nothing(layer=layer.label, scale=scale), layer=layer.index)
        pixels = Pixels(
            offset=before.pixels.offset - offset / scale * before.pixels.divisor,
            divisor=before.pixels.divisor / scale,
            shuffled=before.pixels.shuffled,
        )
        if not is_usable(pixels):
            message = keras_layers.unusable_scaling(layer=layer.label, offset=pixels.offset, divisor=pixels.divisor)
            raise ModelFileError(message, layer=layer.index)
        self.note = ModelNote(pixels=pixels, judges_each=before.judges_each)
        self.remarks.append(keras_layers.scaling_moved(layer=layer.label))


def _input_shape(shape: tuple[object, ...] | None) -> Shape:
    if shape is None:
        raise ModelFileError(keras.no_input_shape())
    for known in _INPUTS:
        if shape == known and all(type(size) is int for size in shape):
            return known
    sizes = tuple(short_repr(size) for size in shape[:4])
    raise ModelFileError(keras.other_input_shape(sizes=sizes, is_cut=len(shape) > 4))
