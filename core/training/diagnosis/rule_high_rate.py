"""The diagnosis's rule for a learning rate that is far too high: told while the loss leaps, before its symptoms are.

Dead ReLUs, saturated layers and an accuracy of chance follow from such a rate; the rate is what a person can put right.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from core.training.diagnosis.context import DiagnosisContext, diagnosis
from core.training.diagnosis.findings import Diagnosis, RateTooHigh
from core.training.diagnosis.remedies import CurrentSetup
from core.training.diagnosis.rules_no_learning import (
    GUESSING_ACCURACY,
    NEWEST_STEPS,
    guesses,
    last_sound_epoch,
    loss_limit,
    newest_steps,
)
from core.training.record.events import StepsEnded

RECOVERED = 0.8  # times the loss of blind guessing: below it, something is learned again
ENORMOUS = 10.0  # times the same: told at once
EARLY_STEPS = 100  # after which even a slow network reads more than by chance


class _Leap(NamedTuple):
    """The loss left the range of what a network that learns has, and did not come back."""

    arose: StepsEnded
    highest: float | None  # None: it left the range of numbers


def rate_too_high(context: DiagnosisContext) -> Diagnosis | None:
    """Find a learning rate far above the usual one in a network that does not learn, or no longer."""
    leap = _leap(context)
    setup, epoch = _setup_of(leap, context)
    if setup is None or not setup.rate_is_high:
        return None
    evidence = RateTooHigh(
        epoch=context.history.steps[-1].epoch if context.history.steps else context.last.epoch,
        loss=leap.highest if leap else None,
        has_leapt=leap is not None,
        blind_loss=setup.config.loss_choice.blind,
        accuracy=_accuracy(context),
        optimizer=setup.config.optimizer,
        learning_rate=setup.rate,
        steered_to=setup.steered_to,
        usual_rate=setup.usual_rate,
    )
    return diagnosis("rate_too_high", evidence, setup.slower(epoch))


def _accuracy(context: DiagnosisContext) -> float:
    newest = newest_steps(context.history)
    return context.accuracy if context.history.epochs or newest is None else newest.accuracy


def _setup_of(leap: _Leap | None, context: DiagnosisContext) -> tuple[CurrentSetup | None, int]:
    """Return what the run was trained with when it went wrong, None where it did not, and the epoch to go back to."""
    history = context.history
    if leap is not None:
        first, last = leap.arose.first_step, leap.arose.last_step
        return context.setup_during(first, last), last_sound_epoch(context, before=first)
    if history.epochs:
        return (context.setup_since(guesses), 0) if guesses(context.last) else (None, 0)
    newest = newest_steps(history)
    if newest is None or newest.count < NEWEST_STEPS or newest.accuracy >= GUESSING_ACCURACY:
        return None, 0
    first, last = history.steps[0].first_step, newest.last_step
    return (context.setup_during(first, last) if last - first >= EARLY_STEPS else None), history.first_epoch


def _leap(context: DiagnosisContext) -> _Leap | None:
    """Return where the loss leapt and stayed high, if it did."""
    steps, blind = context.history.steps, context.setup.config.loss_choice.blind
    if not steps:
        return None
    limit = loss_limit(context)
    if context.setup.config.pixel_scale == "bytes":  # which begin with a high loss, whatever the rate
        limit = max(limit, steps[0].mean_loss)
    newest = list(takewhile(lambda point: not point.mean_loss <= RECOVERED * blind, reversed(steps)))
    high = [point for point in newest if not point.mean_loss <= limit]
    if context.history.status == "diverged":
        unseen = replace(steps[-1], first_step=sys.maxsize, last_step=sys.maxsize)  # after all that were told
        return _Leap((high or [unseen])[-1], None)
    if not high:
        return None
    arose, highest = high[-1], max(point.mean_loss for point in high)
    stays = steps[-1].last_step - arose.first_step + 1 >= NEWEST_STEPS
    return _Leap(arose, highest) if stays or highest > ENORMOUS * blind else None
