"""A Keras model's configuration as a network of ours, and which of its arrays the file holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.data.input_scaling import Pixels
from core.errors import ModelFileError, SpecError
from core.export.model_files.model_note import ModelNote, is_usable
from core.importing.keras.chain import KerasLayer, read_chain
from core.importing.keras.layer_settings import no, number
from core.importing.keras.layers import take
from core.importing.refusals import refusal
from core.importing.variables import variables_of
from models.checks import shown
from models.layers import MAX_LAYERS, Layer
from models.shapes import Shape, fitting_shapes
from models.spec import FLAT, IMAGE, NetworkSpec

PICTURE = (28, 28)  # rows and columns without channels: an input that Keras allows and we call FLAT or IMAGE
_INPUTS: tuple[Shape, ...] = (PICTURE, FLAT, IMAGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLayer:
    """A layer whose weights the file holds."""

    index: int  # in the file, from 0
    name: str  # as the file calls it
    kind: str  # Keras's class
    row: str  # the name of our layer: "dense_1"
    arrays: dict[str, Shape]  # that the file holds, by their names in the layer, in Keras's order

    @property
    def label(self) -> str:
        """The layer at the start of a message: "Layer 2, 'dense'"."""
        return f"Layer {self.index + 1}, {shown(self.name)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What a configuration became."""

    spec: NetworkSpec
    stored: tuple[StoredLayer, ...]
    absent: tuple[str, ...]  # names of our arrays that the file does without: "conv2d/bias"
    note: ModelNote | None
    remarks: tuple[str, ...]


def translate(document: object, note: ModelNote | None) -> Translation:
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
    start = _Start(shape=shape, note=note)
    remarks: list[str] = []
    taken: list[tuple[KerasLayer, Layer, frozenset[str]]] = []
    for layer in chain.layers:
        if not taken and start.takes(layer):
            continue
        if start.shape == PICTURE:
            raise no(layer, "its input is 28 x 28 without channels", "Put a Flatten layer or a Reshape before it")
        ours = tuple(one for _, one, _ in taken)
        found = take(layer, _shape_after(start.shape, ours, layer))
        taken += [(layer, one, found.absent) for one in found.layers]
        remarks += [found.remark] if found.remark else []
        if len(taken) > MAX_LAYERS:
            raise refusal(
                f"Layer {layer.index + 1} is one too many: a network here has at most {MAX_LAYERS} layers",
                "Use fewer layers",
                layer=layer.index,
            )
    spec = _spec(start.shape, taken)
    stored, absent = [], []
    for (layer, one, missing), row in zip(taken, spec.rows(), strict=True):
        arrays = variables_of(one, row.input_shape[-1])
        absent += [f"{row.name}/{name}" for name in arrays if name in missing]
        held = {name: size for name, size in arrays.items() if name not in missing}
        if held:
            stored.append(StoredLayer(index=layer.index, name=layer.name, kind=layer.kind, row=row.name, arrays=held))
    return Translation(
        spec=spec,
        stored=tuple(stored),
        absent=tuple(absent),
        note=start.note,
        remarks=tuple(start.remarks + remarks),
    )


def as_stored(spec: NetworkSpec) -> Translation:
    """Return what a configuration of this network would have become: for a file that holds weights alone."""
    stored = tuple(
        StoredLayer(index=row.index, name=row.name, kind=row.kind, row=row.name, arrays=arrays)
        for layer, row in zip(spec.layers, spec.rows(), strict=True)
        if (arrays := variables_of(layer, row.input_shape[-1]))
    )
    return Translation(spec=spec, stored=stored, absent=(), note=None, remarks=())


class _Start:
    """The beginning of a network: how the picture lies, and how its pixels are scaled before the first real layer."""

    def __init__(self, *, shape: Shape, note: ModelNote | None) -> None:
        self.shape = shape
        self.note = note
        self.remarks: list[str] = []

    def takes(self, layer: KerasLayer) -> bool:
        """Take a layer that only lays the picture out or scales it; say whether it was one."""
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
            raise no(layer, f"it scales pixels by {scale:g}, so that nothing is left of them", "Use another scale")
        pixels = Pixels(
            offset=before.pixels.offset - offset / scale * before.pixels.divisor,
            divisor=before.pixels.divisor / scale,
            shuffled=before.pixels.shuffled,
        )
        if not is_usable(pixels):
            raise no(
                layer,
                f"with it, bytes become (byte - {pixels.offset:g}) / {pixels.divisor:g}, which leaves no usable inputs",
                "Scale pixels to 0 to 1",
            )
        self.note = ModelNote(pixels=pixels, judges_each=before.judges_each)
        self.remarks.append(f"{layer.label}, scales pixels; here that is done before the network.")


def _input_shape(shape: tuple[object, ...] | None) -> Shape:
    if shape is None:
        raise refusal("This model does not say which shape its input has", "Give it an Input layer and save it again")
    for known in _INPUTS:
        if shape == known and all(type(size) is int for size in shape):
            return known
    received = " x ".join(shown(size) for size in shape[:4]) + (" x ..." if len(shape) > 4 else "")
    raise refusal(
        f"This model's input is {received}, and that of a network for digits is 28 x 28, 28 x 28 x 1 or 784",
        "Bring a network that was trained on MNIST's pictures",
    )


def _shape_after(start: Shape, layers: tuple[Layer, ...], layer: KerasLayer) -> Shape:
    """Return the shape that the layers so far give; what does not fit is blamed on the last of them."""
    shapes, misfit = fitting_shapes(start, layers)
    if misfit is not None:
        raise ModelFileError(renumbered(str(misfit), layer.index), layer=layer.index - 1) from misfit
    return (start, *shapes)[-1]


def _spec(start: Shape, taken: list[tuple[KerasLayer, Layer, frozenset[str]]]) -> NetworkSpec:
    try:
        return NetworkSpec(input_shape=start, layers=tuple(one for _, one, _ in taken))
    except SpecError as error:
        place = error.fields.get("layer")
        if not isinstance(place, int) or not 0 <= place < len(taken):
            raise ModelFileError(str(error), layer=None) from error
        index = taken[place][0].index
        raise ModelFileError(renumbered(str(error), index + 1), layer=index) from error


def renumbered(message: str, number: int) -> str:
    """Return a message about "Layer 3 ..." with the number that the layer has in the file."""
    return re.sub(r"^Layer \d+", f"Layer {number}", message)
