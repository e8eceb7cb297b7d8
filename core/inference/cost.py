"""How much computing an image takes, and so how many of them fit into one request to the engine.

The cost is counted in multiply-adds, of which two processors do 2e10 to 1e11 a second. What other layers do is counted
as what takes as long: a value that pooling looks at as one, one that a layer gives as ten (measured: 1, and 10 to 30).
"""

from __future__ import annotations

import math

from models.spec import NetworkSpec

MAX_REQUEST_COST = 2_000_000_000  # of one request; the largest networks take eight times as much for a single image
_PER_VALUE = 10


def image_cost(spec: NetworkSpec, *, first: int = 0) -> int:
    """Return the cost of one image, in multiply-adds, at least 1; from layer `first` on."""
    total = 0
    for layer, row in zip(spec.layers[first:], spec.rows()[first:], strict=True):
        values = math.prod(row.output_shape)
        compared = layer.window.size**2 * values if layer.window is not None and not layer.kernels else 0
        total += row.multiply_adds + compared + _PER_VALUE * values
    return max(total, 1)


def images_per_request(spec: NetworkSpec, *, most: int) -> int:
    """Return how many images to send in one request about a network: from 1 to `most`."""
    return min(max(MAX_REQUEST_COST // image_cost(spec), 1), most)
