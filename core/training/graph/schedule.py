"""The learning rate as a function of the step, computed in the graph and never accumulated: a resumed run meets it."""

from __future__ import annotations

import math
from typing import Any

import tensorflow as tf

from core.training.settings.schedule import FIRST_FRACTION, RISE_FRACTION, Schedule


def learning_rate_at(
    schedule: Schedule, *, peak: Any, step: Any, total_steps: int, warmup_steps: int = 0, **falls: Any
) -> Any:
    """Return the learning rate of a step as a float32 scalar tensor.

    It may rise from 0 to the peak in a straight line first, and the schedule has the other steps, as Keras's
    CosineDecay has it.

    "step" falls by a factor after so many steps, again and again. "cosine" falls from the peak to 0 along half a
    cosine (Loshchilov and Hutter, 2017, without restarts). "one_cycle" rises along half a cosine from
    `FIRST_FRACTION` of the peak to the peak, then falls to 0 along another (Smith and Topin, 2018, in the shape that
    fastai gave it).

    Args:
        schedule: its name.
        peak: the largest learning rate, a number or a float32 scalar tensor.
        step: from 0 to total_steps - 1, counted over the whole run: an integer scalar tensor.
        total_steps: of the whole run.
        warmup_steps: in which it rises.
        falls: "step": `fall_steps` between two falls, and the `fall_factor` at each.
    """
    later = _scheduled(schedule, peak=peak, step=step - warmup_steps, total_steps=total_steps - warmup_steps, **falls)
    if not warmup_steps:
        return later
    return tf.where(step < warmup_steps, peak * tf.cast(step, tf.float32) / float(warmup_steps), later)


def _scheduled(
    schedule: Schedule, *, peak: Any, step: Any, total_steps: int, fall_steps: int = 1, fall_factor: float = 1.0
) -> Any:
    done = tf.cast(step, tf.float32) / float(total_steps)
    match schedule:
        case "constant":
            return tf.convert_to_tensor(peak, tf.float32)
        case "step":
            falls = tf.cast(step // fall_steps, tf.float32)
            return peak * tf.pow(tf.constant(fall_factor, tf.float32), falls)
        case "cosine":
            return peak * _half_cosine(done)
        case "one_cycle":
            rising = 1.0 - (1.0 - FIRST_FRACTION) * _half_cosine(done / RISE_FRACTION)
            falling = _half_cosine((done - RISE_FRACTION) / (1.0 - RISE_FRACTION))
            return peak * tf.where(done < RISE_FRACTION, rising, falling)


def _half_cosine(part: Any) -> Any:
    """Return 1 where `part` is 0, 0 where it is 1."""
    return 0.5 * (1.0 + tf.cos(math.pi * part))
