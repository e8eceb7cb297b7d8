"""What a person waits for on Browse: `python -m benchmarks.browser --page browse`; its parts lie in `browse/`.

How much the server grows is measured on one of its own, by a hand that clicks all four tabs.
"""

from __future__ import annotations

import psutil

from benchmarks import harness
from benchmarks.browse import digit, grid, growth
from benchmarks.browse import map as data_map

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
PARTS = (grid, digit, data_map)


def measure(*, clicks: int, hour: int = growth.CLICKS) -> dict[str, list[float]]:
    """Return the single measurements behind each figure, in the order of their budgets.

    Args:
        clicks: waits of each kind.
        hour: clicks after which the server's growth is read.
    """
    found: dict[str, list[float]] = {}
    with harness.launch() as browser:
        with harness.serve() as server, harness.visit(browser) as seen:
            for part in PARTS:
                found |= part.measure(seen.page, server.url, clicks)
        with harness.serve() as server, harness.visit(browser) as seen:
            found |= growth.measure(seen.page, server.url, hour, process=psutil.Process(server.process.pid))
    return in_order(found)


def in_order(found: dict[str, list[float]]) -> dict[str, list[float]]:
    """Return figures in the order of their budgets, those without one last; none for what the page does not have."""
    return {name: found.get(name, []) for name in (*BUDGETS, *(name for name in found if name not in BUDGETS))}
