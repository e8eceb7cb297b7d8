"""What a person waits for on Browse: `python -m benchmarks.browser --page browse`; its parts lie in `browse/`."""

from __future__ import annotations

BUDGETS = {
    "grid_p95_s": 0.5,
    "digit_p95_s": 0.4,
    "filter_p95_s": 0.5,
    "pixel_p95_s": 0.4,
    "mosaic_kb": 120.0,
    "neighbours_p95_s": 0.7,
    "tsne_s": 60.0,
    "grown_mib": 50.0,
}
