"""Where a Keras HDF5 file keeps each array of a network: in the layout of whole `.h5` models, or of `.weights.h5`.

The older one (Keras 1 to 3) lists the names of its layers and arrays. The newer one counts each class by itself,
"layers/dense_1/vars/0"; TensorFlow 2.12 counted with gaps, under another name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from core.errors import ModelFileError
from core.importing.keras.config import StoredLayer, Translation
from core.importing.keras.hdf5 import SafeHdf5
from core.importing.refusals import refusal
from core.importing.variables import FILLED, refuse_negative_variance, refuse_shape, weight_shapes
from models.shapes import Shape

_CONTAINERS = ("layers", "_layer_checkpoint_dependencies")
_OLD_ROOT, _LAYERS, _ARRAYS = "model_weights", "layer_names", "weight_names"
_SNAKE = {"Dense": "dense", "Conv2D": "conv2d", "Convolution2D": "conv2d", "BatchNormalization": "batch_normalization"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an array of the network is in the file."""

    path: str
    shape: Shape  # that it must have
    layer: StoredLayer
    array: str  # its name in the layer: "kernel"

    @property
    def what(self) -> str:
        """The array as a message names it."""
        return f"{self.layer.label}: its {self.array.replace('_', ' ')}"


def places(file: SafeHdf5, network: Translation, *, by_order: bool) -> dict[str, Place]:
    """Return where each array of a network that the file holds is, by its name such as "dense/kernel".

    Args:
        file: in one of the layouts.
        network: whose arrays are looked for.
        by_order: whether layers are told by their order and not by their names, which a file of weights alone makes up.

    Raises:
        ModelFileError: the file holds more or fewer layers or arrays.
    """
    if (names := file.names(old_root(file), _LAYERS)) is not None:
        return _old(file, old_root(file), names, network.stored, by_order=by_order)
    return _new(file, network.stored)


def read_weights(file: SafeHdf5, network: Translation, found: dict[str, Place]) -> dict[str, np.ndarray]:
    """Return all of a network's weights, float32, by name in the order of its layers.

    Raises:
        ModelFileError: an array is missing, of another shape, no plain one, or not finite.
    """
    held = {
        name: file.array(place.path, place.shape, place.what, layer=place.layer.index) for name, place in found.items()
    }
    return completed(network, held)


def refuse_other_shapes(file: SafeHdf5, found: dict[str, Place]) -> None:
    """Raise ModelFileError where an array is missing or of another shape; their numbers are not read."""
    for place in found.values():
        shape = file.shape(place.path)
        if shape is None:
            raise refusal(f"{place.what} is missing", layer=place.layer.index)
        refuse_shape(place.what, shape, place.shape, layer=place.layer.index)


def completed(network: Translation, held: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the weights with what stands for arrays that the file does without, in the order of the layers."""
    weights = {}
    for name, shape in weight_shapes(network.spec).items():
        if name in network.absent:
            weights[name] = np.full(shape, FILLED[name.rpartition("/")[2]], np.float32)
        else:
            weights[name] = held[name]
    refuse_negative_variance(weights)
    return weights


def old_root(file: SafeHdf5) -> str:
    """Return the group of the older layout: a whole model has one, weights alone lie at the top."""
    return _OLD_ROOT if _OLD_ROOT in file else ""


def _old(
    file: SafeHdf5, root: str, names: tuple[str, ...], stored: tuple[StoredLayer, ...], *, by_order: bool
) -> dict[str, Place]:
    groups = [layer.name for layer in stored]
    if by_order:
        groups = [name for name in names if file.names(f"{root}/{name}", _ARRAYS)]
        if len(groups) != len(stored):
            raise refusal(f"The file holds {len(groups)} layers with weights and the network has {len(stored)}")
    found = {}
    for layer, group in zip(stored, groups, strict=True):
        listed = file.names(f"{root}/{group}", _ARRAYS)
        if listed is None:
            raise refusal(f"{layer.label}: the file holds no weights of it", layer=layer.index)
        if len(listed) != len(layer.arrays):
            raise _other_count(layer, len(listed))
        ends = [name.rpartition("/")[2].partition(":")[0] for name in listed]
        by_name = dict(zip(ends, listed, strict=True))
        in_order = dict(zip(layer.arrays, listed, strict=True))
        chosen = by_name if set(ends) == set(layer.arrays) else in_order
        for array, shape in layer.arrays.items():
            path = f"{root}/{group}/{chosen[array]}"
            found[f"{layer.row}/{array}"] = Place(path=path, shape=shape, layer=layer, array=array)
    return found


def _new(file: SafeHdf5, stored: tuple[StoredLayer, ...]) -> dict[str, Place]:
    container = next((name for name in _CONTAINERS if name in file), None)
    if container is None:
        raise refusal("This file holds no weights of layers where Keras keeps them")
    groups: dict[str, list[str]] = {}
    children = file.children(container)
    for kind in sorted(set(_SNAKE.values())):
        numbered = {name: re.fullmatch(rf"{kind}(?:_([1-9][0-9]{{0,3}}))?", name) for name in children}
        own = sorted((int(found[1] or 0), name) for name, found in numbered.items() if found)
        groups[kind] = [name for _, name in own if f"{container}/{name}/vars/0" in file]
        wanted = sum(_SNAKE[layer.kind] == kind for layer in stored)
        if len(groups[kind]) != wanted:
            raise refusal(
                f"The file holds weights of {len(groups[kind])} layers of the kind {kind} and the network has {wanted}"
            )
    found = {}
    for layer in stored:
        group = f"{container}/{groups[_SNAKE[layer.kind]].pop(0)}/vars"
        if f"{group}/{len(layer.arrays)}" in file:
            raise _other_count(layer, len(layer.arrays) + 1)
        for number, (array, shape) in enumerate(layer.arrays.items()):
            found[f"{layer.row}/{array}"] = Place(path=f"{group}/{number}", shape=shape, layer=layer, array=array)
    return found


def _other_count(layer: StoredLayer, count: int) -> ModelFileError:
    return refusal(
        f"{layer.label}: the file holds {count} arrays of it and it has {len(layer.arrays)}", layer=layer.index
    )
