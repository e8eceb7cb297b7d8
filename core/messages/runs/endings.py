"""How an attempt at a run ended, and why a run waits by itself: these messages lie in the log of runs.

Where an attempt was cut off is told by four fields. `moment`: "before" the first epoch, "during" or "after" an epoch,
"unknown" where the log could not be read just then. `epoch`: that epoch, from 1; 0 before the first. `kept_epoch`: the
last epoch that the run can go on from; 0 for none. `every_epoch_kept`: whether those before it are kept too.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from core.messages.message import Message, sentence

Moment: TypeAlias = Literal["before", "during", "after", "unknown"]


@sentence
def ended_early(*, epoch: int, best_epoch: int, restored: bool) -> str:
    """Early stopping ended a run; `restored` tells whether the weights of its best epoch are in place."""
    back = " Its weights are back." if restored else ""
    return f"Ended early after epoch {epoch}: validation loss was lowest after epoch {best_epoch}.{back}"


@sentence
def diverged(*, epoch: int, step: int, every_epoch_kept: bool) -> str:
    """The loss of a run left the range of numbers, in that step of that epoch, both from 1."""
    several = f"Epochs 1 to {epoch - 1} are kept." if every_epoch_kept else f"Epoch {epoch - 1} is kept."
    kept = {0: "No epoch was finished before.", 1: "Epoch 1 is kept."}.get(epoch - 1, several)
    return (
        f"The loss left the range of numbers in epoch {epoch}, step {step}: "
        f"the learning rate is too high. {kept} Try a tenth of it."
    )


@sentence
def stopped_model_not_kept() -> str:
    """A run was stopped within an epoch, and the disk has no room for its weights."""
    return "Stopped. There was no room left to keep the model of that step; the epochs before are kept."


@sentence
def stopped_before_first_step() -> str:
    """A run was stopped while it waited for its engine."""
    return "Stopped before the first step."


@sentence
def taken_out_of_line() -> str:
    """A run was stopped while it waited in line."""
    return "It was taken out of the line."


@sentence
def server_stopped(*, moment: Moment, epoch: int, kept_epoch: int, every_epoch_kept: bool) -> str:
    """The server closed while a run trained, or the run was deleted."""
    return f"The server stopped{_where(moment, epoch)}{_safe(moment, kept_epoch, every_epoch_kept)}"


@sentence
def trainer_silent(*, moment: Moment, epoch: int, kept_epoch: int, every_epoch_kept: bool) -> str:
    """The trainer did not follow a stop."""
    where, safe = _where(moment, epoch), _safe(moment, kept_epoch, every_epoch_kept)
    return f"The trainer did not answer and was ended{where}{safe}"


@sentence
def trainer_died(
    *,
    cause: Message,
    remedy: Message | None,
    moment: Moment,
    epoch: int,
    kept_epoch: int,
    every_epoch_kept: bool,
) -> str:
    """The trainer's process ended; `cause` and `remedy` are of core.messages.engine."""
    where, safe = _where(moment, epoch), _safe(moment, kept_epoch, every_epoch_kept)
    return f"The trainer {cause}{where}{safe} {remedy or ''}".rstrip()


@sentence
def trainer_without_result() -> str:
    """The trainer's generator is exhausted, and no end was among its events."""
    return "The trainer ended without a result."


@sentence
def not_foreseen() -> str:
    """A bug of ours; the traceback is in the server's log."""
    return "The run failed in a way that was not foreseen."


@sentence
def end_damaged() -> str:
    """The log holds that a run ended, but not how."""
    return "How this run ended cannot be read: that entry of its log is damaged."


@sentence
def waits_for_room(*, epoch: int) -> str:
    """A run pauses by itself, since the disk has no room for the weights of that epoch."""
    return f"No room left to save epoch {epoch}. Training is paused; free some space, and it goes on."


def _where(moment: Moment, epoch: int) -> str:
    return {
        "before": " before the first epoch",
        "during": f" during epoch {epoch}",
        "after": f" after epoch {epoch}",
        "unknown": "",
    }[moment]


def _safe(moment: Moment, kept_epoch: int, every_epoch_kept: bool) -> str:
    """Return which epochs are safe, after the full stop of what came before."""
    if moment == "unknown":
        return "."
    several = f"Epochs 1 to {kept_epoch} are safe." if every_epoch_kept else f"Epoch {kept_epoch} is safe."
    safe = {0: "No epoch was finished.", 1: "Epoch 1 is safe."}.get(kept_epoch, several)
    return f". {safe}"
