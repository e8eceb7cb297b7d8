"""The schedules of the learning rate: what a run's rate is at each of its steps, as a plain number."""

from __future__ import annotations

import math
from typing import Literal

Schedule = Literal["constant", "step", "cosine", "one_cycle"]

RISE_FRACTION = 0.3  # of all steps, in which one_cycle reaches its peak
FIRST_FRACTION = 1 / 25  # of the peak, where one_cycle begins


def planned_rate(
    schedule: Schedule,
    *,
    peak: float,
    step: int,
    total_steps: int,
    warmup_steps: int = 0,
    fall_steps: int = 1,
    fall_factor: float = 1.0,
) -> float:
    """Return the learning rate that `core.training.graph.schedule` computes in the graph: for charts of a schedule."""
    if step < warmup_steps:
        return peak * step / warmup_steps
    step, total_steps = step - warmup_steps, total_steps - warmup_steps
    done = step / total_steps
    match schedule:
        case "constant":
            return peak
        case "step":
            return peak * fall_factor ** (step // fall_steps)
        case "cosine":
            return peak * 0.5 * (1.0 + math.cos(math.pi * done))
        case "one_cycle":
            if done < RISE_FRACTION:
                rising = 0.5 * (1.0 + math.cos(math.pi * done / RISE_FRACTION))
                return peak * (1.0 - (1.0 - FIRST_FRACTION) * rising)
            falling = (done - RISE_FRACTION) / (1.0 - RISE_FRACTION)
            return peak * 0.5 * (1.0 + math.cos(math.pi * falling))
