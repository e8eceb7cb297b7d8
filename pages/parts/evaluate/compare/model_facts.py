"""What a network costs: its parameters and multiply-adds, the seconds that it was trained here, its file of weights."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from core import lab
from core.runs.log.models import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A network's figures.

    Attributes:
        parameters: numbers that were learned.
        multiply_adds: of one image.
        seconds: of training and validating here, up to this moment of its run; None where nobody knows.
        is_further: these came on top of what another network had been trained before.
        weights_bytes: of the file that holds its weights here; None where that is gone.
    """

    parameters: int
    multiply_adds: int
    seconds: float | None
    is_further: bool
    weights_bytes: int | None


def facts_of(model: Model) -> Facts:
    """Return a model's figures."""
    seconds, is_further, weights_bytes = None, False, None
    if model.record is not None:
        outline, moment = lab.current().histories.outline(model.record.id), model.name.moment
        until = moment if isinstance(moment, int) else outline.last_epoch
        seconds = sum(ended.duration_seconds for ended in outline.epochs if ended.epoch <= until)
        is_further = outline.has_taught or outline.first_epoch > 0
    with contextlib.suppress(OSError):
        weights_bytes = Path(model.network.path).stat().st_size
    return Facts(
        parameters=model.network.spec.parameters,
        multiply_adds=model.network.spec.multiply_adds,
        seconds=seconds,
        is_further=is_further,
        weights_bytes=weights_bytes,
    )
