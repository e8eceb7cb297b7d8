"""Model files as Keras 2, Keras 3 and TensorFlow Lite lay them out, made of plain bytes without any of them.

For the tests and the benchmark of bringing models in: what others wrote in these layouts, and what is made hostile.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np

from core.importing.variables import weight_shapes
from models.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from models.layers.base import settings_of
from models.spec import FLAT, IMAGE, NetworkSpec

Era = Literal["2.2", "2.12", "3"]  # of Keras
Document = dict[str, Any]
Change = Callable[[Any], None]  # something done to an open HDF5 file

NETWORK = NetworkSpec(
    input_shape=IMAGE,
    layers=(
        Conv2D(filters=2, kernel_size=3, activation="relu"),
        BatchNormalization(),
        MaxPooling2D(pool_size=4),
        Dropout(rate=0.25),
        Flatten(),
        Dense(units=8, activation="tanh"),
        Dense(units=10, activation="softmax"),
    ),
)
DENSE = NetworkSpec(input_shape=FLAT, layers=(Dense(units=6, activation="relu"), Dense(units=10)))
_KERAS_SETTINGS: dict[str, Document] = {
    "Dense": {"use_bias": True},
    "Conv2D": {"use_bias": True, "data_format": "channels_last", "dilation_rate": [1, 1], "groups": 1},
    "BatchNormalization": {"axis": -1, "center": True, "scale": True},
    "MaxPooling2D": {"data_format": "channels_last"},
    "AveragePooling2D": {"data_format": "channels_last"},
    "Flatten": {"data_format": "channels_last"},
}
_PAIRS = ("kernel_size", "strides", "pool_size")


def some_weights(spec: NetworkSpec, *, seed: int = 0) -> dict[str, np.ndarray]:
    """Return weights for a network by name: float32, from -1 to 1, variances from 0 to 1."""
    random = np.random.default_rng(seed)
    return {
        name: random.uniform(0 if name.endswith("variance") else -1, 1, shape).astype(np.float32)
        for name, shape in weight_shapes(spec).items()
    }


def document(spec: NetworkSpec, era: Era = "3") -> Document:
    """Return the configuration of a Sequential of this network as that era's Keras writes it."""
    modern = era != "2.2"
    layers = []
    for index, (layer, row) in enumerate(zip(spec.layers, spec.rows(), strict=True)):
        config: Document = {"name": row.name, "trainable": True, "dtype": _policy(era)}
        if not modern and index == 0:
            config["batch_input_shape"] = [None, *spec.input_shape]
        for key in settings_of(type(layer)):
            value = getattr(layer, key)
            if key in ("initializer", "l2"):
                continue
            if key == "strides" and value is None:
                value = getattr(layer, "pool_size")  # noqa: B009
            config["activation" if key == "function" else key] = [value, value] if key in _PAIRS else value
        entry = {"class_name": row.kind, "config": config | _KERAS_SETTINGS.get(row.kind, {})}
        layers.append(entry | ({"module": "keras.layers", "registered_name": None} if modern else {}))
    if modern:
        shape = "batch_shape" if era == "3" else "batch_input_shape"
        config = {shape: [None, *spec.input_shape], "dtype": "float32", "sparse": False, "name": "input_layer"}
        layers.insert(0, {"module": "keras.layers", "class_name": "InputLayer", "config": config})
    whole: Document = {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}}
    return whole | ({"module": "keras", "registered_name": None} if modern else {})


def _policy(era: Era) -> object:
    policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}
    return policy if era == "3" else "float32"


def layer_of(whole: Document, kind: str, index: int = 0) -> Document:
    """Return the configuration of the first (or another) layer of a kind, to be changed in place."""
    return [layer["config"] for layer in whole["config"]["layers"] if layer["class_name"] == kind][index]


def keras_file(
    whole: object,
    weights: bytes,
    *,
    metadata: Mapping[str, str] = {},
    members: Mapping[str, bytes] = {},
    packing: int = zipfile.ZIP_STORED,
) -> bytes:
    """Return a `.keras` file: a zip of the configuration, the weights and whatever else."""
    entries = {"keras_version": "3.0.0", "date_saved": "2024-01-01@00:00:00", **metadata}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        archive.writestr("metadata.json", json.dumps(entries))
        archive.writestr("config.json", whole if isinstance(whole, str | bytes) else json.dumps(whole))
        archive.writestr("model.weights.h5", weights)
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def hdf5(fill: Change) -> bytes:
    """Return an HDF5 file that `fill` wrote into."""
    import h5py

    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        fill(file)
    return buffer.getvalue()


def new_weights(
    spec: NetworkSpec, weights: Mapping[str, np.ndarray], *, era: Era = "3", change: Change = lambda file: None
) -> bytes:
    """Return a `.weights.h5` as Keras 3 writes it, or with the gaps in its names as TensorFlow 2.12 did."""

    def fill(file: Any) -> None:
        container, step = ("layers", 1) if era == "3" else ("_layer_checkpoint_dependencies", 2)
        used: dict[str, int] = {}
        for layer, row in zip(spec.layers, spec.rows(), strict=True):
            kind = layer.prefix
            number = used.get(kind, 0)
            used[kind] = number + step
            group = file.create_group(f"{container}/{kind}_{number}/vars" if number else f"{container}/{kind}/vars")
            for index, name in enumerate(layer.weights(row.input_shape[-1])):
                group[str(index)] = weights[f"{row.name}/{name}"]
        file.create_group("optimizer/vars")["0"] = np.int64(3)
        change(file)

    return hdf5(fill)


def old_h5(
    spec: NetworkSpec,
    weights: Mapping[str, np.ndarray],
    *,
    whole: Document | None = None,
    chunked: bool = False,
    change: Change = lambda file: None,
) -> bytes:
    """Return an `.h5` as Keras 2 writes it: a whole model with a configuration, else its weights alone.

    Args:
        spec: the network.
        weights: its arrays by name.
        whole: the configuration.
        chunked: whether the list of layers is cut in two, as is done where it is long.
        change: what is done to the file at the end.
    """

    def fill(file: Any) -> None:
        root = file.create_group("model_weights") if whole else file
        names = np.array([row.name.encode() for row in spec.rows()])
        if chunked:
            root.attrs["layer_names0"], root.attrs["layer_names1"] = names[:2], names[2:]
        else:
            root.attrs["layer_names"] = names
        for layer, row in zip(spec.layers, spec.rows(), strict=True):
            group = root.create_group(row.name)
            arrays = [f"{row.name}/{name}" for name in layer.weights(row.input_shape[-1])]
            group.attrs["weight_names"] = np.array([f"{name}:0".encode() for name in arrays])
            for name in arrays:
                group[f"{name}:0"] = weights[name]
        file.attrs["keras_version"], file.attrs["backend"] = b"2.2.4-tf", b"tensorflow"
        if whole:
            file.attrs["model_config"] = json.dumps(whole).encode()
            file.create_group("optimizer_weights")["iterations:0"] = np.int64(5)
        change(file)

    return hdf5(fill)


def npz_file(arrays: Mapping[str, np.ndarray], *, spec: NetworkSpec | None = None, pickles: bool = False) -> bytes:
    """Return an `.npz` as Digit Lab writes it, or of weights alone where there is no spec."""
    buffer = io.BytesIO()
    named = dict(arrays) | ({"spec": np.array(json.dumps(spec.to_json()))} if spec else {})
    np.savez(buffer, allow_pickle=pickles, **named)  # type: ignore[arg-type]
    return buffer.getvalue()
