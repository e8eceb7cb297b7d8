"""A network as Keras's own model, compiled with Keras's own optimizer: no class of ours is in what it saves.

What training needed of ours is translated: fused Adam and AdamW are Keras's with the same state, our dropout is
Keras's. `training_caveats` says what Keras cannot keep.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import CheckpointError
from core.export.formats import FormatKey
from core.export.keras_script.training import is_own_loss
from core.inference.loaded_networks import StoredNetwork
from core.messages import export as messages
from core.messages.message import Message
from core.training.record import checkpoints
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import OPTIMIZERS
from models.build import build
from models.layers.kernel import keras_argument
from models.spec import NetworkSpec
from models.weights import assign, variables_by_name

INPUT_NAME = "image"


def keras_model(
    stored: StoredNetwork, config: TrainingConfig | None, optimizer_state: Mapping[str, np.ndarray] | None
) -> Any:
    """Return a keras.Sequential with the network's weights.

    Args:
        stored: the network.
        config: how it was trained, with what was changed on the way; None leaves it uncompiled.
        optimizer_state: of that training, as `TrainingGraph` keeps it, so that `fit` goes on; None begins anew.

    Raises:
        CheckpointError: the weights, or the state, are missing, damaged or another network's.
    """
    import keras

    spec = stored.spec
    model = build(spec, seed=0 if config is None else config.seed, input_name=INPUT_NAME, is_plain=True)
    assign(variables_by_name(model), checkpoints.read(Path(stored.path), digest=stored.digest))
    for index, layer in spec.kernel_layers.items():
        penalty = (0.0 if config is None else config.l2) + layer.l2
        for kernel in layer.kernels:
            regularizer = keras.regularizers.L2(penalty) if penalty else None
            setattr(model.layers[index], keras_argument(kernel, "regularizer"), regularizer)
    if config is None or is_own_loss(spec, config):
        return model
    optimizer = _optimizer(config)
    model.compile(optimizer=optimizer, loss=_loss(spec, config), metrics=["accuracy"])
    optimizer.build(model.trainable_variables)
    if optimizer_state is not None:
        _set_state(optimizer, optimizer_state)
    return model


def training_caveats(
    spec: NetworkSpec, config: TrainingConfig | None, key: FormatKey, *, has_state: bool = False
) -> tuple[Message, ...]:
    """Return what a person who goes on training a file of this format has to know.

    Args:
        spec: the network.
        config: how it was trained; None where nobody knows.
        key: the format.
        has_state: whether the optimizer's state was available when the file was made.
    """
    if key not in ("keras", "h5"):
        return ()
    if config is None:
        return (messages.not_compiled(),)
    if is_own_loss(spec, config):
        return (messages.not_compiled_for_lack_of_loss(),)
    caveats = []
    is_scheduled, keeps_state = config.is_scheduled, has_state and key == "keras"
    if key == "h5":
        caveats.append(messages.format_without_state(is_scheduled=is_scheduled))
    elif not has_state:
        caveats.append(messages.state_not_kept(is_scheduled=is_scheduled))
    if config.optimizer == "adamw" and config.weight_decay:
        caveats.append(messages.weight_decay_exclusions_lost())
    if config.loss_choice.row.is_one_hot:
        caveats.append(messages.one_hot_labels())
    if is_scheduled and keeps_state:
        caveats.append(messages.schedule_lost())
    return tuple(caveats)


def _loss(spec: NetworkSpec, config: TrainingConfig) -> Any:
    import keras

    arguments = config.loss_choice.arguments(from_logits=spec.from_logits)
    return getattr(keras.losses, config.loss_choice.row.keras)(**arguments) if arguments else config.loss


def _optimizer(config: TrainingConfig) -> Any:
    import keras

    kind = getattr(keras.optimizers, OPTIMIZERS[config.optimizer].keras)
    return kind(learning_rate=config.learning_rate, **config.optimizer_arguments)


def _set_state(optimizer: Any, arrays: Mapping[str, np.ndarray]) -> None:
    """Set the steps taken, the learning rate and what is kept of each weight.

    What was begun or ended to be kept on the way has arrays at the end that one of the two sides lacks: those count
    for nothing where it is off.
    """
    variables = {f"{index:03d}": variable for index, variable in enumerate(optimizer.variables)}
    common = variables.keys() & arrays.keys()
    if not {"000", "001"} <= common:
        raise CheckpointError(messages.other_optimizer())
    assign({name: variables[name] for name in sorted(common)}, {name: arrays[name] for name in common})
