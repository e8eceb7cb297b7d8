"""A network without Keras: its weights drawn at random, its outputs computed in NumPy. Every kind of layer."""

from __future__ import annotations

import dataclasses
from statistics import NormalDist

import numpy as np

from core.inference.activations import Activations
from core.inference.layers.map_activity import MapActivity
from core.inference.loaded_networks import probabilities_of
from models.layers import (
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    MaxPooling2D,
    SeparableConv2D,
)
from models.spec import NetworkSpec


def weights_of(spec: NetworkSpec, *, seed: int = 0) -> dict[str, np.ndarray]:
    """Return float32 weights by "layer/name" as a checkpoint holds them, variances above 0."""
    rng = np.random.default_rng(seed)
    arrays: dict[str, np.ndarray] = {}
    for layer, row in zip(spec.layers, spec.rows(), strict=True):
        channels = row.input_shape[-1]
        if isinstance(layer, Conv2D):
            shape = (layer.kernel_size, layer.kernel_size, channels, layer.filters)
            arrays[f"{row.name}/kernel"] = rng.normal(0, 0.3, shape)
            arrays[f"{row.name}/bias"] = rng.normal(0, 0.1, layer.filters)
        elif isinstance(layer, SeparableConv2D):
            shape = (layer.kernel_size, layer.kernel_size, channels, 1)
            arrays[f"{row.name}/depthwise_kernel"] = rng.normal(0, 0.3, shape)
            arrays[f"{row.name}/pointwise_kernel"] = rng.normal(0, 0.5, (1, 1, channels, layer.filters))
            arrays[f"{row.name}/bias"] = rng.normal(0, 0.1, layer.filters)
        elif isinstance(layer, Dense):
            arrays[f"{row.name}/kernel"] = rng.normal(0, 0.3, (channels, layer.units))
            arrays[f"{row.name}/bias"] = rng.normal(0, 0.1, layer.units)
        elif isinstance(layer, BatchNormalization):
            for name in ("gamma", "beta", "moving_mean"):
                arrays[f"{row.name}/{name}"] = rng.normal(0, 1, channels)
            arrays[f"{row.name}/moving_variance"] = rng.uniform(0.1, 2, channels)
    return {name: array.astype(np.float32) for name, array in arrays.items()}


def layer_outputs(spec: NetworkSpec, weights: dict[str, np.ndarray], image: np.ndarray) -> Activations:
    """Return what `core.inference.activations.layer_outputs` does, of a (28, 28) uint8 image."""
    values = (image / 255.0).reshape(spec.input_shape)
    place = max(index for index, layer in enumerate(spec.layers) if not isinstance(layer, Flatten))
    ending, outputs, logits = "linear", [], values
    for index, (layer, row) in enumerate(zip(spec.layers, spec.rows(), strict=True)):
        own = {name.split("/")[1]: array for name, array in weights.items() if name.startswith(f"{row.name}/")}
        if index == place:
            function = getattr(layer, "function", getattr(layer, "activation", "linear"))
            ending = function if function in ("softmax", "sigmoid") else "linear"
            logits = _given(_bare(layer) if ending != "linear" else layer, own, values, row.output_shape)
        values = _given(layer, own, values, row.output_shape)
        outputs.append(values.astype(np.float32))
    logits = logits.reshape(10).astype(np.float32)
    return Activations(
        outputs=tuple(outputs), logits=logits, probabilities=probabilities_of(logits[np.newaxis], ending)[0]
    )


def map_activity(spec: NetworkSpec, weights: dict[str, np.ndarray], images: np.ndarray) -> tuple[MapActivity, ...]:
    """Return what `core.inference.layers.map_activity` does, of (N, 28, 28) uint8 images, but of outputs themselves."""
    found = []
    for outputs in zip(*(layer_outputs(spec, weights, image).outputs for image in images), strict=True):
        cells = np.stack(outputs).reshape(len(images), -1, outputs[0].shape[-1])
        silent, largest = (~cells.any(axis=1)).sum(axis=0), cells.max(axis=(0, 1))
        found.append(MapActivity(images=len(images), silent=silent, largest=largest, mean=cells.mean(axis=(0, 1))))
    return tuple(found)


def _bare(layer: Layer) -> Layer:
    if isinstance(layer, Activation):
        return Activation(function="linear")
    return dataclasses.replace(layer, activation="linear")  # type: ignore[call-arg]


def _given(layer: Layer, own: dict[str, np.ndarray], values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    match layer:
        case Conv2D():
            windows = _windows(layer, values, shape, 0.0)
            return _activated(np.einsum("xyrck,rckf->xyf", windows, own["kernel"]) + own["bias"], layer.activation)
        case SeparableConv2D():
            windows = _windows(layer, values, shape, 0.0)
            each = np.einsum("xyrck,rck->xyk", windows, own["depthwise_kernel"][..., 0])
            return _activated(each @ own["pointwise_kernel"][0, 0] + own["bias"], layer.activation)
        case MaxPooling2D():
            return np.nanmax(_windows(layer, values, shape, np.nan), axis=(2, 3))
        case AveragePooling2D():
            return np.nanmean(_windows(layer, values, shape, np.nan), axis=(2, 3))
        case GlobalAveragePooling2D():
            return values.mean(axis=(0, 1))
        case Dense():
            return _activated(values @ own["kernel"] + own["bias"], layer.activation)
        case BatchNormalization():
            spread = np.sqrt(own["moving_variance"] + layer.epsilon)
            return (values - own["moving_mean"]) / spread * own["gamma"] + own["beta"]
        case Activation():
            return _activated(values, layer.function)
        case _:
            return values.reshape(shape)


def _windows(layer: Layer, values: np.ndarray, shape: tuple[int, ...], outside: float) -> np.ndarray:
    """Return (rows, columns, size, size, channels): what is under the window at each stop."""
    sliding = layer.window
    assert sliding is not None
    before = max(-sliding.start(0, values.shape[0]), 0)
    padded = np.pad(values, ((before, 28), (before, 28), (0, 0)), constant_values=outside)
    views = np.lib.stride_tricks.sliding_window_view(padded, (sliding.size, sliding.size), axis=(0, 1))
    stops = views[:: sliding.strides, :: sliding.strides][: shape[0], : shape[1]]
    return np.moveaxis(stops, 2, -1)


def _activated(values: np.ndarray, function: str) -> np.ndarray:
    match function:
        case "relu":
            return np.where(values > 0, values, 0)
        case "leaky_relu":
            return np.where(values > 0, values, values / 5)
        case "gelu":
            return values * np.vectorize(NormalDist().cdf, otypes=[float])(values)
        case "sigmoid":
            return 1 / (1 + np.exp(-values))
        case "tanh":
            return np.tanh(values)
        case "softmax":
            grown = np.exp(values - values.max(axis=-1, keepdims=True))
            return grown / grown.sum(axis=-1, keepdims=True)
        case _:
            return values
