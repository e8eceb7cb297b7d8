"""A run's history, cut to what one of its networks came out of: the part that a capsule proves."""

from __future__ import annotations

from dataclasses import replace

from core.errors import ExportError
from core.export.capsule.document import CapsuleHistory, CapsuleTraining, EpochFigures
from core.messages import export as messages
from core.training.record.events import RunStarted, TestEnded
from core.training.record.history import History


def training_record(history: History, *, data: str, epoch: int | None) -> tuple[CapsuleTraining, CapsuleHistory]:
    """Return what went into a run's network and what came out on the way to it.

    Args:
        history: of the run, with its steps.
        data: digest of the data set.
        epoch: after which the network is; None for the moment at which the run was stopped within an epoch.

    Raises:
        ExportError: the run does not tell how this network came about.
    """
    stopped, started = history.kept, history.started
    if history.damaged_rows:
        raise ExportError(messages.not_provable(reason="damaged_log"))
    if history.taught is not None:
        raise ExportError(messages.not_provable(reason="taught"))
    if started is None:
        raise ExportError(messages.not_provable(reason="unknown_start"))
    if epoch is not None and epoch == history.first_epoch:
        raise ExportError(messages.not_provable(reason="copied"))
    if epoch is None:
        if stopped is None:
            raise ExportError(messages.not_provable(reason="not_stopped_within_epoch"))
        of_epoch, step, last = stopped.epoch, stopped.step, stopped.epoch - 1
    else:
        restored = history.restored is not None and history.restored.epoch == epoch
        of_epoch, step, last = epoch, None, history.last_epoch if restored else epoch
    epochs = tuple(event for event in history.epochs if event.epoch <= last)
    if [event.epoch for event in epochs] != list(range(history.first_epoch + 1, last + 1)):
        raise ExportError(messages.not_provable(reason="epochs_missing"))
    steps = last * started.steps_per_epoch if step is None else step  # steps that the replay takes
    branched = history.branched
    training = CapsuleTraining(
        data=data,
        started=_plain(started),
        epoch=of_epoch,
        step=step,
        begun_from=replace(branched, parent="", learned=None) if branched is not None else None,
        changes=tuple(change for change in history.changes if change.step < steps),
    )
    return training, CapsuleHistory(
        epochs=tuple(EpochFigures.from_event(event) for event in epochs),
        test=_test_of(history, epoch),
        steps=tuple(
            (event.last_step, event.mean_loss, event.accuracy) for event in history.steps if event.last_step <= steps
        ),
        steered=tuple(event for event in history.steered if event.step <= steps),
    )


def _test_of(history: History, epoch: int | None) -> TestEnded | None:
    """Return how the test images were read, where it was by this network: a run tests the weights that it ends with."""
    if history.kept is not None:
        tested = None
    elif history.restored is not None:
        tested = history.restored.epoch
    elif history.ended is not None and history.ended.epoch == history.last_epoch:
        tested = history.last_epoch
    else:  # it has not ended yet, or ended within an epoch whose weights found no room
        return None
    return history.test if tested == epoch else None


def _plain(started: RunStarted) -> RunStarted:
    """Return the event of an attempt's beginning without where a further one began."""
    return RunStarted(**{name: getattr(started, name) for name in RunStarted.__dataclass_fields__})
