"""The diagnosis's rules for a run that does not learn at all: it runs away, cannot begin, or only guesses."""

from __future__ import annotations

import math

from core.training.diagnosis.context import DiagnosisContext, diagnosis
from core.training.diagnosis.findings import Cause, Diagnosis, Diverged, Guessing, WrongInitialisation
from core.training.diagnosis.remedies import Remedy, function_after, hidden, initialized, with_relu
from core.training.record.history import History
from core.training.settings.config import MIN_LEARNING_RATE
from models.layers import FUNCTIONS

RUNAWAY = 2.0  # times the loss of blind guessing: such answers are sure, and wrong
NEWEST_STEPS = 30  # whose mean loss is the present one
GUESSING_ACCURACY = 0.2
ZEROS_ACCURACY = 0.5  # with sigmoid all units of a layer stay alike: such a network reads a quarter of the digits
MOST_WRONG_LABELS = 0.5
DEEP = 3  # hidden layers, each of which makes values smaller


def diverged(context: DiagnosisContext) -> Diagnosis | None:
    """Find a loss that left the range of numbers, or rises far above that of blind guessing."""
    newest, blind = _newest_loss(context.history), context.setup.config.loss_choice.blind
    if context.history.status == "diverged":
        loss, epoch = None, context.history.ended.epoch if context.history.ended else 0
    elif newest is not None and newest > _limit(context) and _has_run_away(context, newest):
        loss, epoch = newest, context.history.steps[-1].epoch
    else:
        return None
    if context.setup.rate <= MIN_LEARNING_RATE:
        return None
    evidence = Diverged(epoch=epoch, loss=loss, blind_loss=blind, learning_rate=context.setup.rate)
    sound = [
        epoch.epoch
        for epoch in context.history.kept_epochs
        if max(epoch.loss, epoch.validation_loss or 0.0) <= _limit(context)
    ]
    return diagnosis("diverged", evidence, context.setup.tenth(sound[-1] if sound else context.history.first_epoch))


def _limit(context: DiagnosisContext) -> float:
    """Return the loss above which answers are sure and wrong; a mean squared error of probabilities is 0.2 at most."""
    loss = context.setup.config.loss_choice
    return math.inf if loss.name == "mean_squared_error" else RUNAWAY * loss.blind


def _newest_loss(history: History) -> float | None:
    """Return the mean loss of the newest steps, all of one epoch; None before the first."""
    if not history.steps:
        return None
    last, losses, taken = history.steps[-1], 0.0, 0
    for steps in reversed(history.steps):
        if steps.epoch != last.epoch or taken >= NEWEST_STEPS:
            break
        losses, taken = losses + steps.count * steps.mean_loss, taken + steps.count
    return losses / taken


def _has_run_away(context: DiagnosisContext, newest: float) -> bool:
    """Return whether a high loss does not come down: above the epoch's first steps', or as high for an epoch."""
    if context.history.epochs and context.last.loss > _limit(context):
        return True
    last = context.history.steps[-1]
    first = next(steps for steps in context.history.steps if steps.epoch == last.epoch)
    return last.last_step - first.last_step >= NEWEST_STEPS and newest > first.mean_loss


def wrong_initialisation(context: DiagnosisContext) -> Diagnosis | None:
    """Find hidden kernels that began at a size which lets nothing through."""
    layers = context.setup.spec.layers
    kernels = list(context.setup.spec.kernel_layers.items())[:-1]
    zeros = [layer for _, layer in kernels if layer.initializer == "zeros"]
    small = [
        layer
        for index, layer in kernels
        if layer.initializer == "random_normal" and FUNCTIONS[function_after(layers, index)].initializer == "he_normal"
    ]
    if zeros and context.accuracy < ZEROS_ACCURACY:
        initializer, count = "zeros", len(zeros)
    elif len(small) >= DEEP and context.accuracy < GUESSING_ACCURACY and not context.setup.rate_is_high:
        initializer, count = "random_normal", len(small)
    else:
        return None
    evidence = WrongInitialisation(
        initializer=initializer, layers=count, epoch=context.last.epoch, accuracy=context.accuracy
    )
    remedy = context.setup.altered(None, layers=initialized(layers, unsuited=("zeros", "random_normal")))
    return diagnosis("wrong_initialisation", evidence, remedy)


def guessing(context: DiagnosisContext) -> Diagnosis | None:
    """Find a network that reads hardly more than chance would after an epoch."""
    if context.accuracy >= GUESSING_ACCURACY:
        return None
    setup, cause, remedy = context.setup, *_cause(context)
    evidence = Guessing(
        epoch=context.last.epoch,
        accuracy=context.accuracy,
        cause=cause,
        learning_rate=setup.rate,
        usual_rate=setup.usual_rate,
    )
    return diagnosis("guessing", evidence, remedy)


def _cause(context: DiagnosisContext) -> tuple[Cause, Remedy | None]:
    """Return why a network may only guess, and what helps against that."""
    setup, layers = context.setup, context.setup.spec.layers
    if setup.rate_is_high:
        return "high_rate", setup.slower(0)
    if setup.config.wrong_label_fraction >= MOST_WRONG_LABELS:
        return "wrong_labels", setup.altered(0, wrong_label_fraction=0.0)
    if setup.rate_is_low:
        return "low_rate", setup.faster(context.last.epoch)
    if setup.config.pixel_scale == "bytes":
        return "byte_pixels", setup.altered(0, pixel_scale="unit")
    if any(layers[index].output_function == "sigmoid" for index in hidden(layers)):
        return "sigmoid", setup.altered(None, layers=with_relu(layers))
    return "unknown", setup.slower(0)
