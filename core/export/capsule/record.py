"""A run's history, cut to what one of its networks came out of: the part that a capsule proves."""

from __future__ import annotations

from dataclasses import replace

from core.errors import ExportError
from core.export.capsule.document import CapsuleHistory, CapsuleTraining, EpochFigures
from core.training.record.events import RunStarted, TestEnded
from core.training.record.history import History

_NOT_PROVABLE = "No capsule can be made of this network: {why}. Its file can be taken away under Use it."


def recorded(history: History, *, data: str, epoch: int | None) -> tuple[CapsuleTraining, CapsuleHistory]:
    """Return what went into a run's network and what came out on the way to it.

    Args:
        history: of the run, with its steps.
        data: digest of the data set.
        epoch: after which the network is; None for the moment at which the run was stopped within an epoch.

    Raises:
        ExportError: the run does not tell how this network came about.
    """
    kept, started = history.kept, history.started
    if history.damaged_rows:
        raise _not_provable("a part of its run's log is damaged, so what was done on the way may be missing")
    if started is None:
        raise _not_provable("its run does not say how it began")
    if epoch is not None and epoch == history.first_epoch:
        raise _not_provable("it was copied from another run, where this one began. Take the capsule of that run")
    if epoch is None:
        if kept is None:
            raise _not_provable("its run was not stopped within an epoch")
        at, step, last = kept.epoch, kept.step, kept.epoch - 1
    else:
        restored = history.restored is not None and history.restored.epoch == epoch
        at, step, last = epoch, None, history.last_epoch if restored else epoch
    epochs = tuple(one for one in history.epochs if one.epoch <= last)
    if [one.epoch for one in epochs] != list(range(history.first_epoch + 1, last + 1)):
        raise _not_provable("its run's log does not hold every epoch before it")
    seen = last * started.steps_per_epoch if step is None else step  # steps that the replay takes
    begun = history.branched
    training = CapsuleTraining(
        data=data,
        started=_plain(started),
        epoch=at,
        step=step,
        begun_from=replace(begun, parent="") if begun is not None else None,
        changes=tuple(change for change in history.changes if change.step < seen),
    )
    return training, CapsuleHistory(
        epochs=tuple(EpochFigures.of(one) for one in epochs),
        test=_test_of(history, epoch),
        steps=tuple((one.last_step, one.mean_loss, one.accuracy) for one in history.steps if one.last_step <= seen),
        steered=tuple(one for one in history.steered if one.step <= seen),
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


def _not_provable(why: str) -> ExportError:
    return ExportError(_NOT_PROVABLE.format(why=why))
