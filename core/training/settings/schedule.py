"""The schedules of the learning rate: what a run's rate is at each of its steps, as a number or within a graph."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Schedule = Literal["constant", "step", "cosine", "one_cycle"]

RISE_FRACTION = 0.3  # of all steps, in which one_cycle reaches its peak
FIRST_FRACTION = 1 / 25  # of the peak, where one_cycle begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """What computes a rate."""

    number: Callable[[Any], Any] = float  # of a whole number
    cos: Callable[[Any], Any] = math.cos
    where: Callable[[Any, Any, Any], Any] = lambda condition, yes, no: yes if condition else no


PLAIN = Operations()


def planned_rate(
    schedule: Schedule,
    *,
    peak: Any,
    step: Any,
    total_steps: int,
    warmup_steps: int = 0,
    fall_steps: int = 1,
    fall_factor: float = 1.0,
    by: Operations = PLAIN,
) -> Any:
    """Return the learning rate of a step.

    It may rise from 0 to the peak in a straight line first, and the schedule has the other steps, as Keras's
    CosineDecay has it.

    "step" falls by a factor after so many steps, again and again. "cosine" falls from the peak to 0 along half a
    cosine (Loshchilov and Hutter, 2017, without restarts). "one_cycle" rises along half a cosine from
    `FIRST_FRACTION` of the peak to the peak, then falls to 0 along another (Smith and Topin, 2018, in the shape that
    fastai gave it).

    Args:
        schedule: its name.
        peak: the largest learning rate.
        step: from 0 to total_steps - 1, counted over the whole run.
        total_steps: of the whole run.
        warmup_steps: in which it rises.
        fall_steps: "step": steps between two falls.
        fall_factor: "step": what the learning rate is multiplied by at each.
        by: computes it, of plain numbers by default.
    """

    def half_cosine(part: Any) -> Any:
        """Return 1 where `part` is 0, 0 where it is 1."""
        return 0.5 * (1.0 + by.cos(math.pi * part))

    done = by.number(step - warmup_steps) / float(total_steps - warmup_steps)
    match schedule:
        case "constant":
            later = peak
        case "step":
            later = peak * fall_factor ** by.number((step - warmup_steps) // fall_steps)
        case "cosine":
            later = peak * half_cosine(done)
        case "one_cycle":
            rising = 1.0 - (1.0 - FIRST_FRACTION) * half_cosine(done / RISE_FRACTION)
            falling = half_cosine((done - RISE_FRACTION) / (1.0 - RISE_FRACTION))
            later = peak * by.where(done < RISE_FRACTION, rising, falling)
    if not warmup_steps:
        return later
    return by.where(step < warmup_steps, peak * by.number(step) / float(warmup_steps), later)
