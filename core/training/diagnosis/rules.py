"""The doctor: rules on a run's live figures, each of which finds one kind of trouble and what helps.

During the first epoch only a loss that runs away is called trouble: everything else is told by whole epochs. Settings
count as they are now, so that what a person has already put right is not found any more.
"""

from __future__ import annotations

from itertools import pairwise

from core.training.diagnosis.context import DiagnosisContext, diagnosis
from core.training.diagnosis.findings import (
    Cause,
    DeadRelus,
    Diagnosis,
    DropoutRests,
    Guessing,
    Overfitting,
    Saturated,
    SureMistakes,
    TooSlow,
)
from core.training.diagnosis.remedies import FAR, Present, Remedy, hidden, initialized, with_relu
from core.training.diagnosis.rules_no_learning import diverged, guessing, wrong_initialisation
from core.training.record.history import History
from core.training.settings.augmentation import GENTLE
from core.training.settings.config import TrainingConfig
from models.layers import Dropout
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
    Guessing: {"wrong_initialisation", "dead_relus"},
    SureMistakes: {"overfitting"},
}


def diagnoses(spec: NetworkSpec, config: TrainingConfig, history: History) -> tuple[Diagnosis, ...]:
    """Return what is wrong with a run, worst first.

    Args:
        spec: the network as the run began with it.
        config: the settings as the run began with them.
        history: of the run so far.
    """
    run = DiagnosisContext(now=Present.of(spec, config, history), history=history)
    found = [rule(run) for rule in (_RULES if history.epochs else (diverged,))]
    kinds = {one.kind for one in found if one is not None}
    return tuple(one for one in found if one is not None and not EXPLAINED_BY.get(type(one.evidence), set()) & kinds)


def _dead_relus(run: DiagnosisContext) -> Diagnosis | None:
    dead = [(layer.dead_fraction, layer) for layer in run.last.health if layer.dead_fraction is not None]
    fraction, worst = max(dead, key=lambda pair: pair[0], default=(0.0, None))
    if worst is None or fraction < DEAD_FRACTION:
        return None
    now, cause = run.now, _pushed_by(run.now)
    evidence = DeadRelus(epoch=run.last.epoch, layer=run.found(worst, fraction), cause=cause, learning_rate=now.rate)
    layers = initialized(now.spec.layers, unsuited=("zeros", "random_normal"))
    epoch = 0 if layers == now.spec.layers else None
    if cause == "byte_pixels":
        return diagnosis("dead_relus", evidence, now.altered(epoch, layers=layers, pixel_scale="unit"))
    by = FAR if cause == "high_rate" else SOMEWHAT
    return diagnosis("dead_relus", evidence, now.slower(epoch, by=by, layers=layers))


def _saturated(run: DiagnosisContext) -> Diagnosis | None:
    places = {run.now.spec.rows()[place].name for place in hidden(run.now.spec.layers)}
    full = [
        (layer.saturated_fraction, layer)
        for layer in run.last.health
        if layer.saturated_fraction is not None and layer.name in places
    ]
    fraction, worst = max(full, key=lambda pair: pair[0], default=(0.0, None))
    if worst is None or fraction < SATURATED_FRACTION:
        return None
    now, cause = run.now, _pushed_by(run.now)
    evidence = Saturated(epoch=run.last.epoch, layer=run.found(worst, fraction), cause=cause, learning_rate=now.rate)
    if cause == "high_rate":
        return diagnosis("saturated", evidence, now.slower(0))
    if cause == "byte_pixels":
        return diagnosis("saturated", evidence, now.altered(0, pixel_scale="unit"))
    return diagnosis("saturated", evidence, now.altered(None, layers=with_relu(now.spec.layers)))


def _pushed_by(now: Present) -> Cause:
    """Return what drives sums far from 0, where activations are flat."""
    if now.rate_is_high:
        return "high_rate"
    return "byte_pixels" if now.config.pixel_scale == "bytes" else "unknown"


def _sure(run: DiagnosisContext) -> Diagnosis | None:
    mistakes = sum(count for place, count in enumerate(run.last.confusion) if place % 11)  # off the diagonal
    sure = run.last.sure_mistakes
    if not mistakes or sure < SURE_MISTAKES or 2 * sure < mistakes:
        return None
    evidence = SureMistakes(epoch=run.last.epoch, mistakes=mistakes, sure=sure)
    if run.now.config.pixel_scale == "bytes":
        return diagnosis("saturated", evidence, run.now.altered(0, pixel_scale="unit"))
    return diagnosis("saturated", evidence, run.now.slower(0))


def _slow(run: DiagnosisContext) -> Diagnosis | None:
    if run.accuracy >= SLOW_ACCURACY or not run.now.rate_is_low or not _still_falls(run.history):
        return None
    evidence = TooSlow(
        epoch=run.last.epoch,
        accuracy=run.accuracy,
        learning_rate=run.now.rate,
        usual_rate=run.now.usual_rate,
    )
    return diagnosis("too_slow", evidence, run.now.faster(run.last.epoch))


def _still_falls(history: History) -> bool:
    """Return whether the loss fell from the epoch before to the last one or, in a single epoch, within it."""
    losses = [epoch.loss for epoch in history.epochs]
    if len(losses) == 1:
        losses = [steps.mean_loss for steps in history.steps if steps.epoch == history.last_epoch]
        return len(losses) > 1 and losses[-1] < losses[0]
    return losses[-1] < losses[-2]


def _overfitting(run: DiagnosisContext) -> Diagnosis | None:
    best, last, history = run.history.best, run.last, run.history
    if best is None or history.restored is not None:
        return None
    losses = [one.validation_loss or 0.0 for one in history.epochs if one.epoch >= best.epoch]
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
    return diagnosis("overfitting", evidence, _against_overfitting(run.now, best.epoch))


def _against_overfitting(now: Present, epoch: int) -> Remedy | None:
    rate = now.spec.dropout_rate
    if rate is not None and rate < STRONG_DROPOUT:
        return now.altered(epoch, layers=now.spec.with_dropout_rate(STRONG_DROPOUT).layers)
    if not now.config.augmentation.is_on:
        return now.altered(epoch, augmentation=GENTLE)
    return now.altered(epoch, l2=max(SOME_L2, now.config.l2))


def _dropout_rests(run: DiagnosisContext) -> Diagnosis | None:
    last, layers = run.last, run.now.spec.layers
    rates = [layer.rate for layer in layers if isinstance(layer, Dropout) and layer.rate > 0]
    validation = last.validation_accuracy
    if not rates or validation is None or validation <= last.accuracy or last.epoch > FIRST_EPOCHS:
        return None
    if run.now.config.augmentation.is_on:  # which also makes training images harder
        return None
    evidence = DropoutRests(epoch=last.epoch, accuracy=last.accuracy, validation_accuracy=validation, rate=max(rates))
    remedy = run.now.altered(0, layers=run.now.spec.with_dropout_rate(0.0).layers)
    return diagnosis("dropout_rests", evidence, remedy)


_RULES = (
    diverged,
    wrong_initialisation,
    guessing,
    _dead_relus,
    _saturated,
    _sure,
    _slow,
    _overfitting,
    _dropout_rests,
)
