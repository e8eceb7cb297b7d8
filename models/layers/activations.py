"""The activation functions that a layer may have, a row each: Keras's name, and all that is asked of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

LEAKY_SLOPE = 0.2  # of LeakyReLU below 0: Keras's where an activation is given by its name


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActivationFunction:
    """What is known of a function."""

    text: str  # within a line
    compute: Callable[[np.ndarray], np.ndarray]  # of float64 values of any shape; softmax along the last axis
    numpy_code: str  # the same as NumPy, with {} for the values
    initializer: str = "glorot_uniform"  # that suits kernels before it (Glorot and Bengio, 2010; He et al., 2015)
    flat_beyond: tuple[float, float] | None = None  # outputs beyond which it is flat: a hundredth of its range
    looks_at_all: bool = False  # along the last axis; else each value is computed by itself
    numpy_helper: str = ""  # the definition of a function that this calls
    tflite: str | None = None  # TensorFlow Lite's operator
    tflite_number: float | None = None  # its first option, where it has one


def _softmax(values: np.ndarray) -> np.ndarray:
    exponentials = np.exp(values - values.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


FUNCTIONS: dict[str, ActivationFunction] = {
    "linear": ActivationFunction(text="linear", compute=lambda values: values, numpy_code="{}"),
    "relu": ActivationFunction(
        text="ReLU",
        compute=lambda values: np.maximum(values, 0.0),
        numpy_code="np.maximum({}, 0)",
        initializer="he_normal",
        tflite="RELU",
    ),
    "leaky_relu": ActivationFunction(
        text="LeakyReLU",
        compute=lambda values: np.where(values > 0, values, LEAKY_SLOPE * values),
        numpy_code="leaky_relu({})",
        numpy_helper=f"""
def leaky_relu(x):
    return np.where(x > 0, x, {LEAKY_SLOPE} * x)""",
        initializer="he_normal",
        tflite="LEAKY_RELU",
        tflite_number=LEAKY_SLOPE,
    ),
    "gelu": ActivationFunction(  # Hendrycks and Gimpel (2016), with the error function itself
        text="GELU",
        compute=lambda values: 0.5 * values * (1.0 + np.vectorize(math.erf, otypes=[float])(values / math.sqrt(2))),
        numpy_code="gelu({})",
        numpy_helper="""
def gelu(x):
    from math import erf, sqrt
    return 0.5 * x * (1 + np.vectorize(erf, otypes=[x.dtype])(x / sqrt(2)))""",
        initializer="he_normal",
        tflite="GELU",
    ),
    "sigmoid": ActivationFunction(
        text="sigmoid",
        compute=lambda values: np.exp(-np.logaddexp(0.0, -values)),
        numpy_code="sigmoid({})",
        numpy_helper="""
def sigmoid(x):
    return 0.5 + 0.5 * np.tanh(x / 2)""",
        flat_beyond=(0.01, 0.99),
        tflite="LOGISTIC",
    ),
    "tanh": ActivationFunction(
        text="tanh", compute=np.tanh, numpy_code="np.tanh({})", flat_beyond=(-0.98, 0.98), tflite="TANH"
    ),
    "softmax": ActivationFunction(
        text="softmax",
        compute=_softmax,
        numpy_code="softmax({})",
        numpy_helper="""
def softmax(x):
    x = np.exp(x - x.max(-1, keepdims=True))
    return x / x.sum(-1, keepdims=True)""",
        looks_at_all=True,
        tflite="SOFTMAX",
        tflite_number=1.0,
    ),
}
ACTIVATIONS = tuple(FUNCTIONS)
