"""A spec becomes a Keras model. Everything random comes from the seed given; nothing global is read or moved.

Whatever a machine's keras.json says, models are float32 with channels last.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from models.spec import NetworkSpec
from models.summary import MODEL_NAME


def build(spec: NetworkSpec, *, seed: int, input_name: str = "input_layer", is_plain: bool = False) -> Any:
    """Return an uncompiled keras.Sequential; the same spec and seed give the same weights in any process.

    Everything random of layer i comes from two numbers of `SeedSequence([seed, i])`.

    Args:
        spec: its input shape is that of the model's float32 input, (N, 784) or (N, 28, 28, 1).
        seed: 0 or more.
        input_name: of the input.
        is_plain: no class of ours is in it, so that others can read what Keras saves of it.
    """
    import keras

    layers: list[Any] = [keras.Input(spec.input_shape, dtype="float32", name=input_name)]
    for layer, row in zip(spec.layers, spec.rows(), strict=True):
        seeds = np.random.SeedSequence([seed, row.index]).generate_state(2).tolist()
        layers.append(layer.keras(keras, name=row.name, seeds=seeds, is_plain=is_plain))
    return keras.Sequential(layers, name=MODEL_NAME)
