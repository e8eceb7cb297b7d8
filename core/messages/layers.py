"""A layer in one line, as tables and forms show it: "Conv 32, 3 x 3, ReLU". What is as usual is left out."""

from __future__ import annotations

from typing import Literal

from core.messages.message import sentence

_FUNCTIONS = {"relu": "ReLU"}  # the others are written as Keras names them


@sentence
def dense(*, units: int, activation: str, l2: float) -> str:
    """A dense layer."""
    return ", ".join([f"Dense {units}", *_function(activation), *_l2(l2)])


@sentence
def dropout(*, rate: float) -> str:
    """A dropout layer; its rate is a fraction."""
    return f"Dropout {rate:g}"


@sentence
def conv2d(*, filters: int, kernel_size: int, strides: int, padding: str, activation: str, l2: float) -> str:
    """A convolution; the kernel's side and the strides are in cells."""
    window = [f"{kernel_size} x {kernel_size}", *_strides(strides, usual=1), *_padding(padding)]
    return ", ".join([f"Conv {filters}", *window, *_function(activation), *_l2(l2)])


@sentence
def batch_normalization() -> str:
    """Batch normalisation."""
    return "Batch normalisation"


@sentence
def pooling(*, operation: Literal["max", "average"], pool_size: int, strides: int | None, padding: str) -> str:
    """A pooling layer; the window's side and the strides are in cells."""
    size = f"{operation.capitalize()} pooling {pool_size} x {pool_size}"
    return ", ".join([size, *_strides(strides, usual=pool_size), *_padding(padding)])


@sentence
def flatten() -> str:
    """A layer that lays an image out as one row of values."""
    return "Flatten"


@sentence
def activation(*, function: str) -> str:
    """An activation as a layer of its own; its function is named as Keras names it."""
    return f"Activation {_FUNCTIONS.get(function, function)}"


def _function(name: str) -> list[str]:
    return [] if name == "linear" else [_FUNCTIONS.get(name, name)]


def _l2(factor: float) -> list[str]:
    return [f"L2 {factor:g}"] if factor else []


def _strides(strides: int | None, *, usual: int) -> list[str]:
    return [f"stride {strides}"] if strides not in (None, usual) else []


def _padding(padding: str) -> list[str]:
    return ["same padding"] if padding == "same" else []
