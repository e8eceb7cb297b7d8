"""The learning rate as a function of the step, computed in the graph and never accumulated: a resumed run meets it."""

from __future__ import annotations

import math
from typing import Any

import tensorflow as tf

from core.training.settings.schedule import FIRST_FRACTION, RISE_FRACTION, Schedule


def learning_rate_at(
    schedule: Schedule, *, peak: Any, step: Any, total_steps: int, fall_steps: int = 1, fall_factor: float = 1.0
) -> Any:
    """Return the learning rate of a step as a float32 scalar tensor.

    "step" falls by a factor after so many steps, again and again. "cosine" falls from the peak to 0 along half a
    cosine (Loshchilov and Hutter, 2017, without restarts). "one_cycle" rises along half a cosine from
    `FIRST_FRACTION` of the peak to the peak, then falls to 0 along another (Smith and Topin, 2018, in the shape that
    fastai gave it).

    Args:
        schedule: its name.
        peak: the largest learning rate, a number or a float32 scalar tensor.
        step: from 0 to total_steps - 1, counted over the whole run: an integer scalar tensor.
        total_steps: of the whole run.
        fall_steps: "step": steps between two falls.
        fall_factor: "step": what the learning rate is multiplied by at each.
    """
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
