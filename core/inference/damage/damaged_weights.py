"""A network's weights with something changed in them, as the engine uses and the server keeps them. NumPy alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from core.inference.damage.changes import Change, Damage, Noisy, Pruned, Scaled, Shifted, SwitchedOff
from models.layers import BatchNormalization
from models.spec import NetworkSpec

_LARGEST = np.finfo(np.float32).max


def damaged_weights(spec: NetworkSpec, arrays: Mapping[str, np.ndarray], damage: Damage) -> dict[str, np.ndarray]:
    """Return the weights after all changes, scaling first, then noise, pruning, shifts, and what is switched off.

    Args:
        spec: the network.
        arrays: its weights by "layer/name", float32 and finite; they stay as they are.
        damage: made for this network.

    Returns:
        All of them by the same names, float32 and finite; what is not changed is the same array, not a copy.
    """
    damaged = dict(arrays)
    for change in damage.changes:
        _apply(spec, arrays, damaged, change)
    return damaged


def _apply(
    spec: NetworkSpec, trained: Mapping[str, np.ndarray], damaged: dict[str, np.ndarray], change: Change
) -> None:
    match change:
        case Scaled():
            for name in kernel_names(spec, change.layer):
                damaged[name] = _finite(damaged[name] * np.float32(change.percent / 100))
        case Noisy():
            for place, name in enumerate(kernel_names(spec, change.layer)):
                random = np.random.default_rng([change.seed, change.layer, place])
                deviation = np.float32(change.percent / 100 * trained[name].std(dtype=np.float64))
                noise = random.standard_normal(trained[name].shape, np.float32) * deviation
                damaged[name] = _finite(damaged[name] + noise)
        case Pruned():
            layers = sorted(spec.kernel_layers) if change.layer is None else [change.layer]
            _prune(damaged, [name for layer in layers for name in kernel_names(spec, layer)], change.percent)
        case Shifted():
            name = f"{spec.rows()[change.layer].name}/bias"
            shifted = damaged[name].copy()
            shifted[slice(None) if change.filter is None else change.filter] += np.float32(change.hundredths / 100)
            damaged[name] = shifted
        case SwitchedOff():
            _switch_off(spec, damaged, change)


def kernel_names(spec: NetworkSpec, layer: int) -> list[str]:
    """Return the names of a layer's kernels among a network's weights."""
    return [f"{spec.rows()[layer].name}/{kernel}" for kernel in spec.layers[layer].kernels]


def _prune(damaged: dict[str, np.ndarray], names: Sequence[str], percent: int) -> None:
    """Set to 0 the weights nearest to 0; where the last of them has equals, those too."""
    magnitudes = np.concatenate([np.abs(damaged[name]).ravel() for name in names])
    count = round(percent / 100 * magnitudes.size)
    if not count:
        return
    magnitudes.partition(count - 1)
    limit = magnitudes[count - 1]
    for name in names:
        damaged[name] = np.where(np.abs(damaged[name]) > limit, damaged[name], np.float32(0))


def _switch_off(spec: NetworkSpec, damaged: dict[str, np.ndarray], change: SwitchedOff) -> None:
    layer, prefix = spec.layers[change.layer], spec.rows()[change.layer].name
    if isinstance(layer, BatchNormalization):  # (x - mean) / sqrt(variance + epsilon) * gamma + beta = x
        variance = damaged[f"{prefix}/moving_variance"].astype(np.float64)
        damaged[f"{prefix}/gamma"] = np.sqrt(variance + layer.epsilon).astype(np.float32)
        damaged[f"{prefix}/beta"] = damaged[f"{prefix}/moving_mean"].copy()
        return
    filters = list(change.filters or ())
    for name in (kernel_names(spec, change.layer)[-1], f"{prefix}/bias"):  # of a separable one the mixing kernel
        silent = damaged[name].copy()
        silent[..., filters] = 0
        damaged[name] = silent


def _finite(values: np.ndarray) -> np.ndarray:
    """Return float32 values with those beyond its range at its ends."""
    return np.clip(values, -_LARGEST, _LARGEST)


def silent_output(function: str) -> float:
    """Return what a unit gives whose weights and bias are 0, for any picture; NaN where that depends on its neighbours.

    Args:
        function: its layer's activation.
    """
    return {"sigmoid": 0.5, "softmax": math.nan}.get(function, 0.0)
