"""A run's step values, bounded in number: where there are too many, older neighbours become their mean.

The diagnosis and the training speed need the newest values, and an epoch's first and last one: these stay as logged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.training.record.events import StepsEnded

# Two neighbours that stay apart cover more than their share of the steps, so merging leaves at most 2 x WANTED, and
# three more per epoch, and the newest: always below MOST, for the 200 epochs that a run may have.
MOST_POINTS = 2000  # where one more comes, neighbours are merged
WANTED_POINTS = 500  # of the run so far, each of about as many steps; a chart draws 400
NEWEST_POINTS = 100  # that stay as they were logged: ten seconds of training


def joined(points: Sequence[StepsEnded], more: Iterable[StepsEnded]) -> tuple[StepsEnded, ...]:
    """Return a run's step values with more of them, at most `MOST_POINTS`.

    The same values give the same points, in however many parts they come. Each point is the mean over its steps,
    all of one epoch; together they cover every step once. Steps that come again take the place of the first.
    """
    kept = list(points)
    for steps in more:
        if steps.last_step < steps.first_step:
            continue  # damaged, and says nothing
        while kept and kept[-1].last_step >= steps.first_step:
            kept.pop()  # where it is not known that the run was resumed, its steps come twice
        kept.append(steps)
        if len(kept) > MOST_POINTS:
            kept = _merged(kept)
    return tuple(kept)


def _merged(points: list[StepsEnded]) -> list[StepsEnded]:
    width = (points[-1].last_step - points[0].first_step + 1) / WANTED_POINTS
    older = len(points) - NEWEST_POINTS
    merged = points[:1]
    can_grow = False
    for before, point, after in zip(points, points[1:older], points[2:], strict=False):
        is_inner = before.epoch == point.epoch == after.epoch
        if is_inner and can_grow and point.last_step - merged[-1].first_step + 1 <= width:
            merged[-1] = _mean_of(merged[-1], point)
        else:
            merged.append(point)
        can_grow = is_inner
    return merged + points[older:]


def _mean_of(first: StepsEnded, second: StepsEnded) -> StepsEnded:
    """Return the mean of two neighbours; only an epoch's last batch may be smaller, and no inner point holds it."""
    share = second.count / (first.count + second.count)
    return StepsEnded(
        epoch=first.epoch,
        first_step=first.first_step,
        last_step=second.last_step,
        mean_loss=first.mean_loss + share * (second.mean_loss - first.mean_loss),
        accuracy=first.accuracy + share * (second.accuracy - first.accuracy),
        seconds=second.seconds,
    )
