"""Where a Keras HDF5 file keeps each array of a network: in the layout of whole `.h5` models, or of `.weights.h5`.

The older one (Keras 1 to 3) lists the names of its layers and arrays. The newer one counts each class by itself,
"layers/dense_1/vars/0"; TensorFlow 2.12 counted with gaps, under another name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from core.errors import ModelFileError
from core.importing.keras.config import ConvertedModel, StoredLayer
from core.importing.keras.hdf5 import SafeHdf5
from core.importing.variables import FILLED, check_shape, check_variances, weight_shapes
from core.messages.importing import files, hdf5
from core.messages.message import Message
from models.layers import LAYER_KINDS, Shape

_CONTAINERS = ("layers", "_layer_checkpoint_dependencies")
_OLD_ROOT, _LAYERS, _ARRAYS = "model_weights", "layer_names", "weight_names"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayLocation:
    """Where an array of the network is in the file."""

    path: str
    shape: Shape  # that it must have
    layer: StoredLayer
    array: str  # its name in the layer: "kernel"

    @property
    def label(self) -> Message:
        """The array as a message names it."""
        return files.array_of_layer(layer=self.layer.label, array=self.array)


def locate_arrays(file: SafeHdf5, network: ConvertedModel, *, by_order: bool) -> dict[str, ArrayLocation]:
    """Return where each array of a network that the file holds is, by its name such as "dense/kernel".

    Args:
        file: in one of the layouts.
        network: whose arrays are looked for.
        by_order: whether layers are told by their order and not by their names, which a file of weights alone makes up.

    Raises:
        ModelFileError: the file holds more or fewer layers or arrays.
    """
    root = _OLD_ROOT if _OLD_ROOT in file else ""  # of a whole model; weights alone lie at the top
    if (names := file.names(root, _LAYERS)) is not None:
        return _in_old_layout(file, root, names, network.stored, by_order=by_order)
    return _in_new_layout(file, network.stored)


def read_weights(file: SafeHdf5, network: ConvertedModel, locations: dict[str, ArrayLocation]) -> dict[str, np.ndarray]:
    """Return all of a network's weights, float32, by name in the order of its layers; also those that a file omits.

    Raises:
        ModelFileError: an array is missing, of another shape, no plain one, or not finite.
    """
    weights = {
        name: file.array(location.path, location.shape, location.label, layer=location.layer.index)
        for name, location in locations.items()
    }
    shapes = weight_shapes(network.spec)
    weights |= {name: np.full(shapes[name], FILLED[name.rpartition("/")[2]], np.float32) for name in network.absent}
    check_variances(weights)
    return {name: weights[name] for name in shapes}


def check_shapes(file: SafeHdf5, locations: dict[str, ArrayLocation]) -> None:
    """Raise ModelFileError where an array is missing or of another shape; their numbers are not read."""
    for location in locations.values():
        shape = file.shape(location.path)
        if shape is None:
            raise ModelFileError(hdf5.unusable_array(array=location.label, fault="missing"), layer=location.layer.index)
        check_shape(location.label, shape, location.shape, layer=location.layer.index)


def _in_old_layout(
    file: SafeHdf5, root: str, names: tuple[str, ...], stored: tuple[StoredLayer, ...], *, by_order: bool
) -> dict[str, ArrayLocation]:
    groups = [layer.name for layer in stored]
    if by_order:
        groups = [name for name in names if file.names(f"{root}/{name}", _ARRAYS)]
        if len(groups) != len(stored):
            raise ModelFileError(hdf5.other_count_of_layers(received=len(groups), expected=len(stored)))
    locations = {}
    for layer, group in zip(stored, groups, strict=True):
        listed = file.names(f"{root}/{group}", _ARRAYS)
        if listed is None:
            raise ModelFileError(hdf5.layer_without_weights(layer=layer.label), layer=layer.index)
        if len(listed) != len(layer.arrays):
            raise _other_count(layer, len(listed))
        ends = [name.rpartition("/")[2].partition(":")[0] for name in listed]
        by_name = dict(zip(ends, listed, strict=True))
        in_order = dict(zip(layer.arrays, listed, strict=True))
        chosen = by_name if set(ends) == set(layer.arrays) else in_order
        for array, shape in layer.arrays.items():
            path = f"{root}/{group}/{chosen[array]}"
            locations[f"{layer.row}/{array}"] = ArrayLocation(path=path, shape=shape, layer=layer, array=array)
    return locations


def _in_new_layout(file: SafeHdf5, stored: tuple[StoredLayer, ...]) -> dict[str, ArrayLocation]:
    container = next((name for name in _CONTAINERS if name in file), None)
    if container is None:
        raise ModelFileError(hdf5.no_weights())
    groups: dict[str, list[str]] = {}
    children = file.children(container)
    for kind in sorted(kind.prefix for kind in LAYER_KINDS.values() if kind.kernels or kind.untrained):
        numbered = {name: re.fullmatch(rf"{kind}(?:_([1-9][0-9]{{0,3}}))?", name) for name in children}
        own = sorted((int(match[1] or 0), name) for name, match in numbered.items() if match)
        groups[kind] = [name for _, name in own if f"{container}/{name}/vars/0" in file]
        expected = sum(layer.prefix == kind for layer in stored)
        if len(groups[kind]) != expected:
            raise ModelFileError(hdf5.other_count_of_kind(kind=kind, received=len(groups[kind]), expected=expected))
    locations = {}
    for layer in stored:
        group = f"{container}/{groups[layer.prefix].pop(0)}/vars"
        if f"{group}/{len(layer.arrays)}" in file:
            raise _other_count(layer, len(layer.arrays) + 1)
        for number, (array, shape) in enumerate(layer.arrays.items()):
            locations[f"{layer.row}/{array}"] = ArrayLocation(
                path=f"{group}/{number}", shape=shape, layer=layer, array=array
            )
    return locations


def _other_count(layer: StoredLayer, count: int) -> ModelFileError:
    message = hdf5.other_count_of_arrays(layer=layer.label, received=count, expected=len(layer.arrays))
    return ModelFileError(message, layer=layer.index)
