"""Histories written by hand for the rules of a diagnosis, and what the rules say of them."""

import dataclasses

from core.runs.branching import check_branch, epochs_to_branch_from
from core.runs.log.run_record import RunRecord
from core.training.diagnosis.rules import diagnoses
from core.training.record.events import (
    LayerHealth,
    RunSteered,
    StepsEnded,
)
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from models.mlp import mlp
from tests.support.written_runs import EPOCH, STARTED

MLP = mlp(hidden=(64,), dropout=0)


DROPPING = mlp(hidden=(64,), dropout=0.2)


SIGMOID = mlp(hidden=(64, 32), dropout=0, activation="sigmoid")


CONFIG = TrainingConfig(epochs=5)


def epoch(number=1, **values):
    return dataclasses.replace(EPOCH, epoch=number, **values)


def read(accuracy, number=1, **values):
    """An epoch after which so many are read right, in training and validation alike."""
    return epoch(number, accuracy=accuracy, validation_accuracy=accuracy, **values)


def steps(*losses, of=1, each=10, before=0):
    """Steps of an epoch, `each` of them for every mean loss."""
    return [
        StepsEnded(
            epoch=of,
            first_step=before + place * each + 1,
            last_step=before + (place + 1) * each,
            mean_loss=loss,
            accuracy=0.1,
            seconds=1.0,
        )
        for place, loss in enumerate(losses)
    ]


def history_of(*events):
    return History().extended([STARTED, *events])


def losses(*pairs):
    """Epochs with these training and validation losses."""
    return [epoch(number, loss=train, validation_loss=held) for number, (train, held) in enumerate(pairs, start=1)]


def relus(*fractions):
    return tuple(
        LayerHealth(name=name, weight_size=0.1, gradient_size=0.1, dead_fraction=fraction, saturated_fraction=None)
        for name, fraction in fractions
    )


def squashed(*fractions):
    return tuple(
        LayerHealth(name=name, weight_size=0.1, gradient_size=0.1, dead_fraction=None, saturated_fraction=fraction)
        for name, fraction in fractions
    )


def steered(action, value):
    return RunSteered(action=action, epoch=1, step=100, seconds=1.0, value=value)


def confusion(mistakes):
    """Validation images of which so many were read wrong."""
    return (5000, mistakes, *[0] * 98)


def kinds(*events, spec=MLP, config=CONFIG):
    return [found.kind for found in diagnoses(spec, config, history_of(*events))]


def only(*events, spec=MLP, config=CONFIG):
    """Return the one finding; its remedy was tried on the rules of a branch."""
    history = history_of(*events)
    [found] = diagnoses(spec, config, history)
    follow(found.remedy, spec, config, history)
    return found


def follow(remedy, spec, config, history):
    assert remedy.changed
    assert remedy.config.epochs > (remedy.epoch or 0)
    if remedy.epoch is None:
        assert remedy.spec != spec
        return
    record = RunRecord(id="a" * 32, owner="me", created=0.0, recipe="", name="", spec=spec, config=config, data="")
    check_branch(record, remedy.epoch, remedy.spec, remedy.config)
    assert remedy.epoch in epochs_to_branch_from(history)
    assert (remedy.spec, remedy.config) != (spec, config)
