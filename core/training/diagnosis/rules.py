"""The diagnosis of a run: rules on its live figures, each of which finds one kind of trouble and what helps.

During the first epoch only what keeps a run from learning at all is called trouble: everything else is told by whole
epochs. What arose is told with the settings of that time; what goes on, with those of now, so that what a person has
already put right is not reported any more.
"""

from __future__ import annotations

from itertools import pairwise

from core.training.diagnosis.context import DiagnosisContext, diagnosis
from core.training.diagnosis.findings import (
    Cause,
    DeadRelus,
    Diagnosis,
    Diverged,
    DropoutRests,
    Guessing,
    LayerFinding,
    Overfitting,
    Saturated,
    SureMistakes,
    TooSlow,
)
from core.training.diagnosis.remedies import FAR, CurrentSetup, Remedy, hidden, initialized, with_relu
from core.training.diagnosis.rule_high_rate import rate_too_high
from core.training.diagnosis.rules_no_learning import diverged, guessing, wrong_initialisation
from core.training.record.events import EpochEnded
from core.training.record.history import History
from core.training.settings.augmentation import GENTLE
from core.training.settings.commands import DROPOUT_RATE
from core.training.settings.config import TrainingConfig
from models.spec import NetworkSpec

SLOW_ACCURACY = 0.93
DEAD_FRACTION = 0.5  # a healthy dense layer of 64 units behind convolutions has 0.3 to 0.36
SATURATED_FRACTION = 0.7  # healthy first layers of sigmoids have up to 0.45
SURE_MISTAKES = 30
OVERFITTED = 1.1  # times the lowest validation loss
OVERFITTED_EPOCHS = 2  # in a row
FIRST_EPOCHS = 3  # in which dropout's rest puzzles
STRONG_DROPOUT, SOME_L2, SOMEWHAT = 0.5, 1e-4, 3.0
EXPLAINED_BY = {  # what a finding only follows from, so that it is not said as well
    Diverged: {"rate_too_high"},
    Guessing: {"wrong_initialisation", "rate_too_high", "dead_relus"},
    DeadRelus: {"wrong_initialisation", "rate_too_high"},
    Saturated: {"rate_too_high"},
    SureMistakes: {"rate_too_high", "overfitting"},
}


def diagnoses(spec: NetworkSpec, config: TrainingConfig, history: History) -> tuple[Diagnosis, ...]:
    """Return what is wrong with a run, worst first.

    Args:
        spec: the network as the run began with it.
        config: the settings as the run began with them.
        history: of the run so far.
    """
    context = DiagnosisContext.of(spec, config, history)
    results = [rule(context) for rule in (_RULES if history.epochs else _RULES[:_EARLY])]
    kinds = {result.kind for result in results if result is not None}
    return tuple(
        result
        for result in results
        if result is not None and not EXPLAINED_BY.get(type(result.evidence), set()) & kinds
    )


def _dead_relus(context: DiagnosisContext) -> Diagnosis | None:
    worst = _most_dead(context, context.last)
    if worst is None:
        return None
    setup = context.setup_since(lambda epoch: _most_dead(context, epoch) is not None)
    evidence = DeadRelus(
        epoch=context.last.epoch,
        layer=worst,
        cause=_pushed_by(setup),
        learning_rate=setup.rate,
        steered_to=setup.steered_to,
    )
    layers = initialized(setup.spec.layers, unsuited=("zeros", "random_normal"))
    epoch = 0 if layers == setup.spec.layers else None
    if evidence.cause == "byte_pixels":
        return diagnosis("dead_relus", evidence, setup.altered(epoch, layers=layers, pixel_scale="unit"))
    by = FAR if evidence.cause == "high_rate" else SOMEWHAT
    return diagnosis("dead_relus", evidence, setup.slower(epoch, by=by, layers=layers))


def _most_dead(context: DiagnosisContext, epoch: EpochEnded) -> LayerFinding | None:
    """Return the layer with the most units that were dead after an epoch; None where none has many."""
    worst = context.worst_layer({layer.name: layer.dead_fraction for layer in epoch.health})
    return worst if worst is not None and worst.fraction >= DEAD_FRACTION else None


def _saturated(context: DiagnosisContext) -> Diagnosis | None:
    worst = _most_saturated(context, context.last)
    if worst is None:
        return None
    setup = context.setup_since(lambda epoch: _most_saturated(context, epoch) is not None)
    evidence = Saturated(
        epoch=context.last.epoch,
        layer=worst,
        cause=_pushed_by(setup),
        learning_rate=setup.rate,
        steered_to=setup.steered_to,
    )
    if evidence.cause == "high_rate":
        return diagnosis("saturated", evidence, setup.slower(0))
    if evidence.cause == "byte_pixels":
        return diagnosis("saturated", evidence, setup.altered(0, pixel_scale="unit"))
    return diagnosis("saturated", evidence, setup.altered(None, layers=with_relu(setup.spec.layers)))


def _most_saturated(context: DiagnosisContext, epoch: EpochEnded) -> LayerFinding | None:
    """Return the hidden layer with the most values at a bound after an epoch; None where none has many."""
    names = {context.setup.spec.rows()[index].name for index in hidden(context.setup.spec.layers)}
    worst = context.worst_layer({layer.name: layer.saturated_fraction for layer in epoch.health if layer.name in names})
    return worst if worst is not None and worst.fraction >= SATURATED_FRACTION else None


def _pushed_by(setup: CurrentSetup) -> Cause:
    """Return what drives sums far from 0, where activations are flat."""
    if setup.rate_is_high:
        return "high_rate"
    return "byte_pixels" if setup.config.pixel_scale == "bytes" else "unknown"


def _sure(context: DiagnosisContext) -> Diagnosis | None:
    if not _is_sure_and_wrong(context.last):
        return None
    evidence = SureMistakes(epoch=context.last.epoch, mistakes=_mistakes(context.last), sure=context.last.sure_mistakes)
    if context.setup.config.pixel_scale == "bytes":
        return diagnosis("saturated", evidence, context.setup.altered(0, pixel_scale="unit"))
    return diagnosis("saturated", evidence, context.setup_since(_is_sure_and_wrong).slower(0))


def _mistakes(epoch: EpochEnded) -> int:
    return sum(count for cell, count in enumerate(epoch.confusion) if cell % 11)  # off the diagonal


def _is_sure_and_wrong(epoch: EpochEnded) -> bool:
    mistakes = _mistakes(epoch)
    return bool(mistakes) and epoch.sure_mistakes >= SURE_MISTAKES and 2 * epoch.sure_mistakes >= mistakes


def _slow(context: DiagnosisContext) -> Diagnosis | None:
    if context.accuracy >= SLOW_ACCURACY or not context.setup.rate_is_low or not _still_falls(context.history):
        return None
    evidence = TooSlow(
        epoch=context.last.epoch,
        accuracy=context.accuracy,
        learning_rate=context.setup.rate,
        usual_rate=context.setup.usual_rate,
    )
    return diagnosis("too_slow", evidence, context.setup.faster(context.last.epoch))


def _still_falls(history: History) -> bool:
    """Return whether the loss fell from the epoch before to the last one or, in a single epoch, within it."""
    losses = [epoch.loss for epoch in history.epochs]
    if len(losses) == 1:
        losses = [steps.mean_loss for steps in history.steps if steps.epoch == history.last_epoch]
        return len(losses) > 1 and losses[-1] < losses[0]
    return losses[-1] < losses[-2]


def _overfitting(context: DiagnosisContext) -> Diagnosis | None:
    best, last, history = context.history.best, context.last, context.history
    if best is None or history.restored is not None:
        return None
    losses = [epoch.validation_loss or 0.0 for epoch in history.epochs if epoch.epoch >= best.epoch]
    newest = losses[-OVERFITTED_EPOCHS - 1 :]
    rises = all(before < after for before, after in pairwise(newest))
    stays = min(newest) >= OVERFITTED * losses[0]  # or the card would come and go with every small fall
    if len(losses) <= OVERFITTED_EPOCHS or losses[-1] < OVERFITTED * losses[0] or last.loss >= best.loss:
        return None
    if not (rises or stays):
        return None
    evidence = Overfitting(
        best_epoch=best.epoch,
        lowest=losses[0],
        epoch=last.epoch,
        now=losses[-1],
        train_then=best.loss,
        train_now=last.loss,
    )
    return diagnosis("overfitting", evidence, _against_overfitting(context.setup, best.epoch))


def _against_overfitting(setup: CurrentSetup, epoch: int) -> Remedy | None:
    rate = setup.spec.dropout_rate
    if rate is not None and rate < STRONG_DROPOUT:
        return setup.altered(epoch, layers=setup.spec.with_dropout_rate(STRONG_DROPOUT).layers)
    if not setup.config.augmentation.is_on:
        return setup.altered(epoch, augmentation=GENTLE)
    return setup.altered(epoch, l2=max(SOME_L2, setup.config.l2))


def _dropout_rests(context: DiagnosisContext) -> Diagnosis | None:
    last, dropout = context.last, context.setup.spec.dropout_layers
    rates = [layer.rate for layer in dropout.values() if layer.rate > 0]
    validation = last.validation_accuracy
    if not rates or validation is None or validation <= last.accuracy or last.epoch > FIRST_EPOCHS:
        return None
    if context.setup.config.augmentation.is_on:  # which also makes training images harder
        return None
    rate = max(rates)
    if any(steer.action == DROPOUT_RATE for steer in context.history.steered):
        rate = context.largest(DROPOUT_RATE, context.last_step_of(last.epoch - 1) + 1, context.last_step_of(last.epoch))
    evidence = DropoutRests(epoch=last.epoch, accuracy=last.accuracy, validation_accuracy=validation, rate=rate)
    remedy = context.setup.altered(0, layers=context.setup.spec.with_dropout_rate(0.0).layers)
    return diagnosis("dropout_rests", evidence, remedy)


_RULES = (
    wrong_initialisation,
    rate_too_high,
    diverged,
    guessing,
    _dead_relus,
    _saturated,
    _sure,
    _slow,
    _overfitting,
    _dropout_rests,
)
_EARLY = 3  # of these rules, the first ones, also look at a first epoch that goes on
