"""Which epochs keep their weights: all of them within a budget; beyond it the best, the last and every n-th.

`checkpoint_retention` gives it before a run begins, its log holds it in `RunStarted.keep_every`, and
`History.kept_epochs` follows from that and the epochs alone. The server removes the files of the others once the row of
a later epoch is durable, so that no row loses its checkpoint whatever is killed in between.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from core.training.record.checkpoints import EVERY_OPTIMIZER, RECENT_OPTIMIZERS
from core.training.record.history import History
from core.training.settings.config import TrainingConfig
from core.training.settings.optimizers import moments
from models.layers import BYTES_PER_WEIGHT
from models.spec import NetworkSpec

BUDGET_BYTES = 1_000_000_000  # of one run's checkpoints
STRIDES = (1, 2, 3, 4, 5, 10, 20, 25, 50, 100, 200)  # of epochs, the smallest that fits; numbers that are easy to say


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointRetention:
    """What a run keeps on the disk, in bytes: estimates, without the files' headers."""

    every: int  # 1: every epoch; n: every n-th, the best and the last
    size_bytes: int  # at most at any time
    whole_size_bytes: int  # if every epoch were kept


def checkpoint_retention(spec: NetworkSpec, config: TrainingConfig) -> CheckpointRetention:
    """Return what a run of this network with these settings will keep."""
    sizes = {every: _size(spec, config, every) for every in STRIDES}
    every = next((every for every, size in sizes.items() if size <= BUDGET_BYTES), STRIDES[-1])
    return CheckpointRetention(every=every, size_bytes=sizes[every], whole_size_bytes=sizes[1])


def keeps_optimizer(history: History, epoch: int) -> bool:
    """Return whether a kept epoch's optimizer state is kept too: beyond the budget only the last one's."""
    if history.keep_every > 1:
        return epoch == history.last_epoch
    return epoch > history.last_epoch - RECENT_OPTIMIZERS or epoch % EVERY_OPTIMIZER == 0


def remove_dropped(folder: Path, history: History) -> None:
    """Remove the files of a run's epochs that are no longer kept; what cannot be removed now is tried another time.

    Args:
        folder: of the run.
        history: of the run; its rows are durable.
    """
    if history.keep_every == 1:
        return  # the trainer removes optimizer states itself
    kept = {epoch.epoch for epoch in history.kept_epochs}
    weights = [epoch.checkpoint for epoch in history.epochs if epoch.epoch not in kept]
    for file in (*weights, *(epoch.optimizer for epoch in history.epochs[:-1])):
        with contextlib.suppress(OSError):
            (folder / file.name).unlink(missing_ok=True)


def _size(spec: NetworkSpec, config: TrainingConfig, every: int) -> int:
    epochs = config.epochs
    weights = BYTES_PER_WEIGHT * spec.parameters
    state = BYTES_PER_WEIGHT * moments(config) * spec.trainable_parameters
    if every == 1:
        old_states = max(0, epochs - RECENT_OPTIMIZERS) // EVERY_OPTIMIZER
        return epochs * weights + (min(epochs, RECENT_OPTIMIZERS) + old_states) * state
    beside = 3  # the best, the last, and the one before until the last one's row is written
    return (epochs // every + beside) * weights + 2 * state
