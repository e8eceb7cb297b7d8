"""What layers with kernels have in common: weights that values are multiplied by, a bias, a function at the end."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from typing import Any, Self

from models.ladder import decades
from models.layers.activations import ACTIVATIONS, FUNCTIONS
from models.layers.base import Layer
from models.layers.settings import number, one_of

INITIALIZERS = {  # each with Keras's class, which draws as Keras does by default
    "glorot_uniform": "GlorotUniform",
    "he_normal": "HeNormal",
    "lecun_normal": "LecunNormal",
    "random_normal": "RandomNormal",
    "zeros": "Zeros",
}
MAX_L2 = 1.0
activation_field = partial(one_of, ACTIVATIONS, default="linear")
initializer_field = partial(one_of, tuple(INITIALIZERS), default="glorot_uniform")
l2_field = partial(number, 0.0, MAX_L2, step=(0.0, *decades(1e-5, MAX_L2)), zero="off", default=0.0)


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

    @property
    def endings(self) -> list[str]:
        """Its function and its penalty as parts of a line; what changes nothing is left out."""
        function = [] if self.activation == "linear" else [FUNCTIONS[self.activation].text]
        return [*function, f"L2 {self.l2:g}"] if self.l2 else function

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


def keras_argument(kernel: str, what: str) -> str:
    """Return what Keras calls the initializer or regularizer of a kernel: "kernel_initializer"."""
    return f"{kernel.removesuffix('_kernel')}_{what}"


def _initializer(keras: Any, name: str, seed: int) -> Any:
    drawn_from = {} if name == "zeros" else {"seed": seed}
    return getattr(keras.initializers, INITIALIZERS[name])(**drawn_from)
