"""Every optimizer, loss and schedule that a run may have is one that the graph builds and the script writes."""

from __future__ import annotations

from typing import get_args

import keras
import numpy as np
import pytest

from core.export.keras_script.script import script_blocks
from core.training.graph.losses import per_image_loss
from core.training.graph.optimizers import make_optimizer
from core.training.graph.training_graph import IN_GRAPH
from core.training.settings.config import TrainingConfig
from core.training.settings.losses import Loss, LossChoice
from core.training.settings.optimizers import OPTIMIZERS, Optimizer, state_size
from core.training.settings.schedule import Schedule, planned_rate
from models.build import build
from models.mlp import mlp

pytestmark = pytest.mark.process

SPEC = mlp(hidden=(4,), dropout=0)


def compiled(config):
    """Return a model, compiled as the script of these settings has it."""
    space = {"keras": keras, "math": __import__("math"), "model": build(SPEC, seed=0), "x_train": np.zeros(100)}
    code = script_blocks(SPEC, config)["compile"]
    exec(compile(code, "compile", "exec"), space)
    return space["model"]


@pytest.mark.parametrize("optimizer", get_args(Optimizer))
def test_every_optimizer_is_built_and_written_with_its_parameters(optimizer):
    config = TrainingConfig(optimizer=optimizer)
    variables = build(SPEC, seed=0).trainable_variables
    ours, written = make_optimizer(config, variables), compiled(config).optimizer
    assert len(ours.variables) == state_size(config, trainable=len(variables))
    assert isinstance(ours, type(written))
    assert type(written) is getattr(keras.optimizers, OPTIMIZERS[optimizer].keras)
    for name, value in config.optimizer_arguments.items():
        assert getattr(ours, name) == value
        assert getattr(written, name) == value


@pytest.mark.parametrize("loss", get_args(Loss))
def test_every_loss_is_computed_and_written(loss):
    outputs = np.full((3, 10), 0.1, np.float32)
    ours = per_image_loss(LossChoice(name=loss), from_logits=False)(np.array([1, 2, 3]), outputs)
    written = keras.losses.get(compiled(TrainingConfig(loss=loss)).loss)
    labels = np.array([1, 2, 3]) if loss.startswith("sparse") else np.eye(10, dtype=np.float32)[[1, 2, 3]]
    np.testing.assert_allclose(np.mean(ours), np.mean(written(labels, outputs)), rtol=1e-6)


@pytest.mark.parametrize("schedule", get_args(Schedule))
def test_every_schedule_is_computed_and_written(schedule):
    config = TrainingConfig(schedule=schedule, epochs=2, batch_size=20)  # 5 steps an epoch
    ours = planned_rate(peak=config.learning_rate, step=np.int32(0), by=IN_GRAPH, **config.course(5))
    assert float(compiled(config).optimizer.learning_rate) == pytest.approx(float(ours), rel=1e-5)
