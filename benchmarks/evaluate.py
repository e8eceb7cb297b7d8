"""What Evaluate takes: the full evaluation, the sweep over damaged images, the images of a cell.

`python -m benchmarks.evaluate`; its parts lie in `evaluation/`, with DIGITLAB_DATA naming real MNIST.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import harness
from benchmarks.accuracy import real_mnist
from benchmarks.evaluation import cell, full, sweep
from benchmarks.figures_table import figure, rows

BUDGETS = {"evaluate_s": 3.0, "sweep_s": 60.0, "cell_p95_s": 0.5}


def main() -> None:
    """Print a line a figure, and all of them in the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="full evaluations")
    parser.add_argument("--clicks", type=int, default=30, help="cells of the matrix")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="digitlab-") as home:
        dataset = real_mnist(Path(home))
        found = {"evaluate_s": full.measure(dataset, arguments.times), "sweep_s": [sweep.measure(dataset)]}
    with harness.serve() as server, harness.launch() as browser, harness.visit(browser) as seen:
        found["cell_p95_s"] = cell.measure(seen.page, server.url, arguments.clicks)
    print("\n".join(rows(found, BUDGETS)))
    print("figures: " + " ".join(f"{name}={figure(name, values):.2f}" for name, values in found.items()))


if __name__ == "__main__":
    main()
