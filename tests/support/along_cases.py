"""Networks and drawings for what reads along in the browser: every kind of layer and of line, always the same."""

from __future__ import annotations

import gzip
import itertools
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, given, settings

from core.drawing.mnist_preprocess import crop_to_ink, shrink_canvas, without_dots
from models.layers import (
    ACTIVATIONS,
    Activation,
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    SeparableConv2D,
)
from models.spec import FLAT, IMAGE, NetworkSpec
from tests.support.random_networks import networks

RANDOM_NETWORKS = 20


def every_layer() -> Iterator[NetworkSpec]:
    """Yield networks that have every kind of layer, every function, and windows that stand on padding."""
    for function in ACTIVATIONS:
        hidden = (Dense(units=9, activation=function), Dropout(rate=0.3), Activation(function=function))
        yield NetworkSpec(input_shape=FLAT, layers=(*hidden, Dense(units=10, activation=function)))
    for padding in ("valid", "same"):
        for strides in (1, 2, 3):
            window = {"strides": strides, "padding": padding}
            yield NetworkSpec(
                input_shape=IMAGE,
                layers=(
                    Conv2D(filters=11, kernel_size=3, activation="leaky_relu", **window),
                    BatchNormalization(epsilon=0.01),
                    SeparableConv2D(filters=5, kernel_size=4, activation="gelu", **window),
                    AveragePooling2D(pool_size=2, strides=1, padding="same"),
                    Activation(function="softmax"),
                    MaxPooling2D(pool_size=2, padding=padding),
                    Flatten() if strides > 1 else GlobalAveragePooling2D(),
                    BatchNormalization(),
                    Dense(units=10, activation="sigmoid" if strides == 2 else "softmax"),
                    Flatten(),
                ),
            )


def random_networks() -> list[NetworkSpec]:
    """Return networks of the kind that other tests take, always the same ones."""
    found: list[NetworkSpec] = []

    @settings(
        max_examples=RANDOM_NETWORKS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(networks())
    def collect(spec: NetworkSpec) -> None:
        found.append(spec)

    collect()
    return found


def drawings() -> list[list[np.ndarray]]:
    """Return people's drawings where there are some, made ones, and made ones two by two."""
    random = np.random.default_rng(2)
    made = []
    for _ in range(100):
        strokes = []
        for _ in range(random.integers(1, 4)):
            steps = random.normal(0, random.uniform(1, 12), (random.integers(2, 120), 2))
            strokes.append(np.clip(random.uniform(40, 240, 2) + np.cumsum(steps, axis=0), 0, 280).round(2))
        strokes.append(np.array([[5.0, 5.0], [5.0, 5.04]]))  # a slip of the pen
        if len(without_dots(strokes)) > 0:
            made.append(strokes)
    beside = [
        [*(path * 0.4 for path in one), *(path * 0.4 + [160, 10] for path in two)]
        for one, two in itertools.pairwise(made)
    ]
    file = Path(os.environ.get("DIGITLAB_DATA", "")) / "strokes-dev.jsonl.gz"
    lines = gzip.decompress(file.read_bytes()).decode().splitlines() if file.is_file() else []
    people = [[np.array(path, float) for path in json.loads(line)["strokes"]] for line in lines]
    return [*people, *made, *beside[::3]]


def pads(drawn: Sequence[Sequence[np.ndarray]]) -> list[np.ndarray]:
    """Return (28, 28) uint8 of 0 and 255: drawings painted with pens of one pixel to a fifth of the pad, and blocks."""
    painted = [
        np.where(shrink_canvas(strokes, pen_width=10 + 6 * (number % 9)) > 100, 255, 0).astype(np.uint8)
        for number, strokes in enumerate(drawn)
    ]
    blocks = [np.zeros((28, 28), np.uint8) for _ in range(9)]
    for number, block in enumerate(blocks):
        block[number : 3 * number + 4, 2 : 26 - number] = 255
    return [ink for ink in [*painted, *blocks] if ink.any() and max(crop_to_ink(ink).shape) >= 4]
