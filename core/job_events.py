"""What a longer job tells from its engine: how far it is, again and again, and what came of it, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobProgress:
    """How far a job is, from 0 to 1, and what there is to see by now."""

    share: float
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobResult:
    """What came of a job: plain arrays by name, kept on disk."""

    arrays: Mapping[str, np.ndarray]
