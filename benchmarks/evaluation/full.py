"""How long the full evaluation of the pretrained network takes: 10,000 images, its matrix, its calibration."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from core.data.dataset import Dataset
from core.evaluation.calibration import ece_interval, reliability, surenesses
from core.evaluation.class_scores import class_scores
from core.inference.pretrained import pretrained
from core.results.result_files import ResultFiles
from core.runs.scheduling.engine_kinds import inference_engine
from core.serving.evaluation.evaluation_queue import EvaluationQueue
from core.serving.evaluation.evaluations import all_test_images
from core.serving.inference_client import InferenceClient

LOOK_SECONDS = 0.01


def measure(dataset: Dataset, times: int) -> list[float]:
    """Return the seconds from the question to all that Score and Trust say of it, each time with nothing kept.

    Args:
        dataset: real MNIST.
        times: how often.
    """
    network, seconds = pretrained().network, []
    with tempfile.TemporaryDirectory(prefix="digitlab-") as folder:
        engine = inference_engine(log_folder=Path(folder) / "logs")
        try:
            InferenceClient(engine).predict(network, np.zeros((1, 28, 28), np.uint8))  # loaded and traced
            for number in range(times):
                files = ResultFiles(Path(folder) / f"evaluations-{number}")
                queue = EvaluationQueue(InferenceClient(engine, evaluations=files))
                wanted = [(network, all_test_images(dataset))]
                began = time.perf_counter()
                while (whole := queue.ask(wanted, dataset, asker="benchmark").whole) is None:
                    time.sleep(LOOK_SECONDS)
                (evaluation,) = whole
                sureness = surenesses(evaluation.probabilities, evaluation.predicted_digits)
                is_right = evaluation.predicted_digits == evaluation.labels
                found = reliability(sureness, is_right)
                low, high = ece_interval(sureness, is_right)
                worst = min(class_scores(evaluation.confusion), key=lambda score: score.f1 or 0.0)
                seconds.append(time.perf_counter() - began)
        finally:
            engine.close()
    print(
        f"{evaluation.correct:,} of {evaluation.count:,} right; lowest F1 {worst.f1:.4f} ({worst.digit}); calibration "
        f"error {100 * found.ece:.2f} points ({100 * low:.2f} to {100 * high:.2f})"
    )
    return seconds
