"""What layers with kernels have in common: weights that values are multiplied by, a bias, a function at the end."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Self

from models.layers.activations import ACTIVATIONS, FUNCTIONS
from models.layers.base import Layer
from models.layers.settings import number, one_of

INITIALIZERS = ("glorot_uniform", "he_normal", "lecun_normal", "random_normal", "zeros")
RANDOM_NORMAL_STDDEV = 0.05  # what 'normal' means in Keras
MAX_L2 = 1.0


class KernelLayer(Layer):
    """A layer with kernels; its dataclass has these three settings last."""

    __slots__ = ()
    keeps_maps = False
    activation: str
    initializer: str  # of its kernels; biases start at 0
    l2: float  # times the sum of the kernels' squared entries is added to what is minimised

    @property
    def output_function(self) -> str:
        """The function that its values come out of; "linear" for none."""
        return self.activation

    def with_function(self, name: str) -> Self:
        """Return the layer with another function."""
        return dataclasses.replace(self, activation=name)

    def keras(self, keras: Any, *, name: str, seeds: Sequence[int], is_plain: bool) -> Any:
        """Return the layer as Keras's; each of its kernels starts from one of the seeds."""
        initializers = {
            keras_argument(kernel, "initializer"): _initializer(keras, self.initializer, seed)
            for kernel, seed in zip(self.kernels, seeds, strict=False)
        }
        kind = getattr(keras.layers, type(self).__name__)
        return kind(**self.keras_arguments, **self.keras_fixed, **initializers, name=name, dtype="float32")


def activation_field() -> Any:
    """Return the field of a function."""
    return one_of(ACTIVATIONS, default="linear")


def initializer_field() -> Any:
    """Return the field of how kernels start."""
    return one_of(INITIALIZERS, default="glorot_uniform")


def l2_field() -> Any:
    """Return the field of the penalty on kernels."""
    return number(0.0, MAX_L2, step=0.0001, default=0.0)


def keras_argument(kernel: str, what: str) -> str:
    """Return what Keras calls the initializer or regularizer of a kernel: "kernel_initializer"."""
    return f"{kernel.removesuffix('_kernel')}_{what}"


def function_text(name: str) -> list[str]:
    """Return a function as part of a line; none for one that changes nothing."""
    return [] if name == "linear" else [FUNCTIONS[name].text]


def l2_text(factor: float) -> list[str]:
    """Return a penalty as part of a line; none for 0."""
    return [f"L2 {factor:g}"] if factor else []


def _initializer(keras: Any, name: str, seed: int) -> Any:
    match name:
        case "glorot_uniform":
            return keras.initializers.GlorotUniform(seed=seed)
        case "he_normal":
            return keras.initializers.HeNormal(seed=seed)
        case "lecun_normal":
            return keras.initializers.LecunNormal(seed=seed)
        case "random_normal":
            return keras.initializers.RandomNormal(stddev=RANDOM_NORMAL_STDDEV, seed=seed)
        case _:
            return keras.initializers.Zeros()
