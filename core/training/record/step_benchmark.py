"""How long the steps of a run take, as an engine measured it: what the server estimates an epoch from.

`core.training.loop.step_benchmark` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBenchmark:
    """How long the parts of an epoch take, on the engine that timed them."""

    seconds_per_step: float  # an optimizer step with a whole batch
    seconds_per_read: float  # 500 images read without learning
