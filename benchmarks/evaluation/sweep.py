"""How long a sweep takes: the pretrained network on 2,000 test images under nine conditions in eight strengths each.

On an inference engine of its own, as the server asks it: in pieces, in the background.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from core.data.dataset import Dataset
from core.inference.pretrained import pretrained
from core.results.result_files import ResultFiles
from core.runs.scheduling.engine_kinds import inference_engine
from core.serving.inference_client import InferenceClient
from core.serving.robustness.sweeps import SweepClient, expected_seconds

MOST_SECONDS = 60.0  # at most
LOOK_SECONDS = 0.1


def measure(dataset: Dataset) -> float:
    """Return the seconds from the question to the whole sweep, and print what it came to; the engine is awake before.

    Args:
        dataset: real MNIST.
    """
    network = pretrained().network
    with tempfile.TemporaryDirectory(prefix="digitlab-") as folder:
        engine = inference_engine(log_folder=Path(folder) / "logs")
        try:
            inference = InferenceClient(engine)
            inference.predict(network, np.zeros((1, 28, 28), np.uint8))  # loaded and traced
            client = SweepClient(inference, ResultFiles(Path(folder) / "toughness"))
            began = time.perf_counter()
            while not (known := client.sweep(network, dataset, asker="benchmark")).sweep.is_whole:
                time.sleep(LOOK_SECONDS)
            seconds = time.perf_counter() - began
        finally:
            engine.close()
    sweep, mean = known.sweep, known.sweep.mean_accuracy
    assert mean is not None
    print(
        f"sweep of {sweep.right.size} x {sweep.count:,} images: {seconds:.1f} s (at most {MOST_SECONDS:.0f}; said on "
        f"the button: {expected_seconds(network.spec, dataset):.0f} s), mean accuracy {100 * mean:.1f} %"
    )
    return seconds
