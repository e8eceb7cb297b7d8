"""The learning rate as a function of the step, computed in the graph and never accumulated: a resumed run meets it."""

from __future__ import annotations

from functools import partial
from typing import Any

import tensorflow as tf

from core.training.settings.schedule import Operations, Schedule, planned_rate

_IN_GRAPH = Operations(number=partial(tf.cast, dtype=tf.float32), cos=tf.cos, where=tf.where)


def learning_rate_at(schedule: Schedule, *, peak: Any, step: Any, **course: Any) -> Any:
    """Return the learning rate of a step as a float32 scalar tensor.

    Args:
        schedule: its name.
        peak: the largest learning rate, a number or a float32 scalar tensor.
        step: from 0, counted over the whole run: an integer scalar tensor.
        course: as `planned_rate` takes it.
    """
    return planned_rate(schedule, peak=tf.convert_to_tensor(peak, tf.float32), step=step, by=_IN_GRAPH, **course)
