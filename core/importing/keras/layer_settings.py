"""Settings of a layer as a Keras file gives them: of the right kind, and one that Digit Lab has.

Every function raises ModelFileError, which names the layer, the setting and what was received, for anything else.
"""

from __future__ import annotations

from dataclasses import MISSING, Field
from typing import Any

from core.errors import ModelFileError
from core.importing.keras.chain import KerasLayer
from core.messages.importing import keras_layers as messages
from models.checks import short_repr
from models.layers import ACTIVATIONS, INITIALIZERS, Layer
from models.layers.kernel import MAX_L2, keras_argument

_PAIRS = ("kernel_size", "strides", "pool_size")
_POLICIES = ("float32", "mixed_float16", "mixed_bfloat16", "float16", "float64")
_FUNCTIONS = {None: "linear", "softmax_v2": "softmax"} | {name: name for name in ACTIVATIONS}
_INITIALIZERS = {keras_class: name for name, keras_class in INITIALIZERS.items()}


def check_dtype_policy(layer: KerasLayer) -> None:
    """Raise ModelFileError where a layer computes in whole numbers or another type that is not known."""
    policy = layer.config.get("dtype", "float32")
    if isinstance(policy, dict):
        inner = policy.get("config")
        policy = inner.get("name") if isinstance(inner, dict) else None
    if policy is not None and (not isinstance(policy, str) or policy not in _POLICIES):
        raise ModelFileError(messages.other_number_type(layer=layer.label, dtype=short_repr(policy)), layer=layer.index)


def read_setting(layer: KerasLayer, kind: type[Layer], field: Field[Any]) -> Any:
    """Return a setting of our layer of the same class as the file has it; what only matters in training is bounded."""
    name, setting = field.name, field.metadata["setting"]
    usual = None if field.default is MISSING else field.default
    if name in ("activation", "function"):
        return _activation(layer)
    if name == "initializer":
        return _initializer(layer, keras_argument(kind.kernels[0], name))
    if name == "l2":
        return _l2(layer, keras_argument(kind.kernels[0], "regularizer"))
    if name == "padding":
        return _padding(layer)
    if name in _PAIRS:
        is_left_out = setting.is_optional and layer.config.get(name) is None
        return None if is_left_out else square_size(layer, name, default=usual)
    if setting.is_whole:
        return _integer(layer, name)
    value = number(layer, name, usual)
    return min(max(value, setting.low), setting.high) if setting.is_of_training else value


def _integer(layer: KerasLayer, key: str) -> int:
    value = layer.config.get(key)
    if type(value) is not int:
        raise _of_other_kind(layer, key, value, "a whole number")
    return value


def number(layer: KerasLayer, key: str, default: float | None) -> float:
    """Return a setting that is a finite number."""
    value = layer.config.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e30:
        raise _of_other_kind(layer, key, value, "a number")
    return float(value)


def square_size(layer: KerasLayer, key: str, *, default: Any = None) -> int:
    """Return the one number of [3, 3], which stands for rows and columns."""
    value = layer.config.get(key, default)
    pair = value if isinstance(value, list) else [value, value]
    if len(pair) != 2 or any(type(size) is not int for size in pair):
        raise _of_other_kind(layer, key, value, "two whole numbers")
    if pair[0] != pair[1]:
        rows, columns = map(short_repr, pair)
        message = messages.setting_is_not_square(layer=layer.label, setting=key, rows=rows, columns=columns)
        raise ModelFileError(message, layer=layer.index)
    return pair[0]


def check_setting(layer: KerasLayer, key: str, *allowed: Any) -> None:
    """Raise ModelFileError unless a setting is one of those allowed, of which the first is the usual one."""
    value = layer.config.get(key, allowed[0])
    if not any(value == known and isinstance(value, bool) == isinstance(known, bool) for known in allowed):
        message = messages.setting_is_another(
            layer=layer.label, setting=key, received=short_repr(value), known=short_repr(allowed[0])
        )
        raise ModelFileError(message, layer=layer.index)


def _activation(layer: KerasLayer) -> str:
    """Return the name of the layer's activation, one of ACTIVATIONS."""
    value = layer.config.get("activation")
    if isinstance(value, dict):  # a class, or a function that somebody registered; Keras's own are plain names
        name = value.get("config") if isinstance(value.get("config"), str) else value.get("class_name")
        raise ModelFileError(messages.activation_of_others(layer=layer.label, name=short_repr(name)), layer=layer.index)
    if value is not None and (not isinstance(value, str) or value not in _FUNCTIONS):
        message = messages.unknown_activation(layer=layer.label, received=short_repr(value), known=ACTIVATIONS)
        raise ModelFileError(message, layer=layer.index)
    return _FUNCTIONS[value]


def _initializer(layer: KerasLayer, key: str) -> str:
    """Return ours of the same name, else the usual one: it only matters before training."""
    value = layer.config.get(key)
    name = value.get("class_name") if isinstance(value, dict) else None
    return _INITIALIZERS.get(name, "glorot_uniform") if isinstance(name, str) else "glorot_uniform"


def _l2(layer: KerasLayer, key: str) -> float:
    """Return the factor of the kernel's L2 penalty, 0 where there is none that we have: it only matters in training."""
    value = layer.config.get(key)
    config = value.get("config") if isinstance(value, dict) else None
    factor = config.get("l2", 0.0) if isinstance(config, dict) else 0.0
    good = isinstance(factor, int | float) and not isinstance(factor, bool) and 0 <= factor <= MAX_L2
    return float(factor) if good else 0.0


def absent_bias(layer: KerasLayer) -> frozenset[str]:
    """Return the names of the arrays that a layer without a bias does without."""
    check_setting(layer, "use_bias", True, False)
    return frozenset() if layer.config.get("use_bias", True) else frozenset({"bias"})


def _padding(layer: KerasLayer) -> str:
    """Return the layer's padding, which may be written in capitals; the layer itself refuses other texts."""
    value = layer.config.get("padding", "valid")
    return value.lower() if isinstance(value, str) else value


def _of_other_kind(layer: KerasLayer, key: str, value: object, kind: messages.SettingKind) -> ModelFileError:
    message = messages.setting_of_other_kind(layer=layer.label, setting=key, kind=kind, received=short_repr(value))
    return ModelFileError(message, layer=layer.index)
