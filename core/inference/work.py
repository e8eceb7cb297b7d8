"""How much computing a picture takes, and so how many of them fit into one question to the engine.

Work is counted in multiply-adds, of which two processors do 2e10 to 1e11 in a second. What other layers do is counted
as what takes as long: a value that pooling looks at as one, one that a layer gives as ten (measured: 1, and 10 to 30).
"""

from __future__ import annotations

import math

from models.layers import AveragePooling2D, MaxPooling2D
from models.spec import NetworkSpec

MOST_WORK = 2_000_000_000  # of one question; the largest networks take eight times as much for their one picture
_PER_VALUE = 10


def work(spec: NetworkSpec) -> int:
    """Return the work of one picture, in multiply-adds, at least 1."""
    total = 0
    for layer, row in zip(spec.layers, spec.rows(), strict=True):
        values = math.prod(row.output_shape)
        looked_at = layer.pool_size**2 * values if isinstance(layer, AveragePooling2D | MaxPooling2D) else 0
        total += row.multiply_adds + looked_at + _PER_VALUE * values
    return max(total, 1)


def pictures_at_once(spec: NetworkSpec, *, most: int) -> int:
    """Return how many pictures to ask a network about in one question: from 1 to `most`."""
    return min(max(MOST_WORK // work(spec), 1), most)
