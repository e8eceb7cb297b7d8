"""The diagnosis's rules for a run that does not learn at all: it runs away, cannot begin, or only guesses."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from core.training.diagnosis.context import DiagnosisContext, accuracy_of, diagnosis
from core.training.diagnosis.findings import Cause, Diagnosis, Diverged, Guessing, WrongInitialisation
from core.training.diagnosis.remedies import CurrentSetup, Remedy, function_after, hidden, initialized, with_relu
from core.training.record.events import EpochEnded, StepsEnded
from core.training.record.history import History
from core.training.settings.config import MIN_LEARNING_RATE
from models.layers import FUNCTIONS

RUNAWAY = 2.0  # times the loss of blind guessing: such answers are sure, and wrong
NEWEST_STEPS = 30  # whose means are the present ones
GUESSING_ACCURACY = 0.2
ZEROS_ACCURACY = 0.5  # with sigmoid all units of a layer stay alike: such a network reads a quarter of the digits
MOST_WRONG_LABELS = 0.5
DEEP = 3  # hidden layers, each of which makes values smaller


def diverged(context: DiagnosisContext) -> Diagnosis | None:
    """Find a loss that left the range of numbers, or rises far above that of blind guessing."""
    newest, blind = newest_steps(context.history), context.setup.config.loss_choice.blind
    if context.history.status == "diverged":
        loss, epoch = None, context.history.ended.epoch if context.history.ended else 0
    elif newest is not None and newest.mean_loss > loss_limit(context) and _has_run_away(context, newest.mean_loss):
        loss, epoch = newest.mean_loss, context.history.steps[-1].epoch
    else:
        return None
    setup = _setup_at_leap(context)
    if setup.rate <= MIN_LEARNING_RATE:
        return None
    evidence = Diverged(epoch=epoch, loss=loss, blind_loss=blind, learning_rate=setup.rate, steered_to=setup.steered_to)
    return diagnosis("diverged", evidence, setup.tenth(last_sound_epoch(context)))


def _setup_at_leap(context: DiagnosisContext) -> CurrentSetup:
    """Return the set-up of the steps in which the loss rose; where that was in none that were told, the one now."""
    steps, limit = context.history.steps, loss_limit(context)
    high = list(takewhile(lambda point: not point.mean_loss <= limit, reversed(steps)))
    return context.setup_during(high[-1].first_step, high[-1].last_step) if high else context.setup


def last_sound_epoch(context: DiagnosisContext, *, before: float = math.inf) -> int:
    """Return the newest kept epoch that ended before a step with a sound loss, or the one that training began from."""
    sound = [
        epoch.epoch
        for epoch in context.history.kept_epochs
        if max(epoch.loss, epoch.validation_loss or 0.0) <= loss_limit(context)
        and context.last_step_of(epoch.epoch) < before
    ]
    return sound[-1] if sound else context.history.first_epoch


def loss_limit(context: DiagnosisContext) -> float:
    """Return the loss above which answers are sure and wrong; a mean squared error of probabilities is 0.2 at most."""
    loss = context.setup.config.loss_choice
    return math.inf if loss.name == "mean_squared_error" else RUNAWAY * loss.blind


def newest_steps(history: History) -> StepsEnded | None:
    """Return the newest steps, all of one epoch, as one point of their means; None before the first."""
    if not history.steps:
        return None
    last, losses, accuracies, taken = history.steps[-1], 0.0, 0.0, 0
    for steps in reversed(history.steps):
        if steps.epoch != last.epoch or taken >= NEWEST_STEPS:
            break
        losses, accuracies = losses + steps.count * steps.mean_loss, accuracies + steps.count * steps.accuracy
        taken += steps.count
    first_step = last.last_step - taken + 1
    return replace(last, first_step=first_step, mean_loss=losses / taken, accuracy=accuracies / taken)


def _has_run_away(context: DiagnosisContext, newest: float) -> bool:
    """Return whether a high loss does not come down: above the epoch's first steps', or as high for an epoch."""
    if context.history.epochs and context.last.loss > loss_limit(context):
        return True
    last = context.history.steps[-1]
    first = next(steps for steps in context.history.steps if steps.epoch == last.epoch)
    return last.last_step - first.last_step >= NEWEST_STEPS and newest > first.mean_loss


def wrong_initialisation(context: DiagnosisContext) -> Diagnosis | None:
    """Find hidden kernels that began at a size which lets nothing through; zeros also within the first epoch."""
    layers, seen = context.setup.spec.layers, _seen(context)
    kernels = list(context.setup.spec.kernel_layers.items())[:-1]
    zeros = [layer for _, layer in kernels if layer.initializer == "zeros"]
    small = [
        layer
        for index, layer in kernels
        if layer.initializer == "random_normal" and FUNCTIONS[function_after(layers, index)].initializer == "he_normal"
    ]
    if seen is None:
        return None
    if zeros and seen.accuracy < (GUESSING_ACCURACY if seen.step else ZEROS_ACCURACY):
        initializer, count = "zeros", len(zeros)
    elif (
        not seen.step and len(small) >= DEEP and guesses(context.last) and not context.setup_since(guesses).rate_is_high
    ):
        initializer, count = "random_normal", len(small)
    else:
        return None
    evidence = WrongInitialisation(initializer=initializer, layers=count, **seen._asdict())
    remedy = context.setup.altered(None, layers=initialized(layers, unsuited=("zeros", "random_normal")))
    return diagnosis("wrong_initialisation", evidence, remedy)


class _Seen(NamedTuple):
    """How much is read."""

    epoch: int
    step: int | None  # within the first epoch; None: after the epoch
    accuracy: float


def _seen(context: DiagnosisContext) -> _Seen | None:
    """Return how much is read after the last epoch; within the first one by its newest steps, once there are some."""
    if context.history.epochs:
        return _Seen(context.last.epoch, None, context.accuracy)
    newest = newest_steps(context.history)
    if newest is None or newest.count < NEWEST_STEPS:
        return None
    return _Seen(newest.epoch, newest.last_step, newest.accuracy)


def guesses(epoch: EpochEnded) -> bool:
    """Return whether hardly more digits are read after an epoch than by chance."""
    return accuracy_of(epoch) < GUESSING_ACCURACY


def guessing(context: DiagnosisContext) -> Diagnosis | None:
    """Find a network that reads hardly more than chance would after an epoch."""
    if not guesses(context.last):
        return None
    setup = context.setup_since(guesses)
    cause, remedy = _cause(context, setup)
    evidence = Guessing(
        epoch=context.last.epoch,
        accuracy=context.accuracy,
        cause=cause,
        learning_rate=setup.rate,
        steered_to=setup.steered_to,
        usual_rate=setup.usual_rate,
    )
    return diagnosis("guessing", evidence, remedy)


def _cause(context: DiagnosisContext, setup: CurrentSetup) -> tuple[Cause, Remedy | None]:
    """Return why a network may only guess, and what helps against that; too high a rate has a rule of its own."""
    layers = setup.spec.layers
    if setup.config.wrong_label_fraction >= MOST_WRONG_LABELS:
        return "wrong_labels", setup.altered(0, wrong_label_fraction=0.0)
    if setup.rate_is_low:
        return "low_rate", setup.faster(context.last.epoch)
    if setup.config.pixel_scale == "bytes":
        return "byte_pixels", setup.altered(0, pixel_scale="unit")
    if any(layers[index].output_function == "sigmoid" for index in hidden(layers)):
        return "sigmoid", setup.altered(None, layers=with_relu(layers))
    return "unknown", setup.slower(0)
