"""The two kinds of run that race to 99 % of the test images, and the clock that stops while they are read.

accuracy.py says what is counted. TensorFlow must have been imported before a run.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.article_code import article_4
from benchmarks.pretrained import THREADS
from core.data.dataset import Dataset
from core.recipes import recipe
from core.training.record import checkpoints
from core.training.record.events import EpochEnded, TestEnded
from models.build import build
from models.spec import NetworkSpec
from models.weights import assign, variables_by_name

RECIPE = "quick-99"
GOAL = 0.99  # of the test images
ARTICLE_EPOCHS = 10
READ_AT_ONCE = 500  # test images


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """How one run went."""

    epochs: int  # until the goal; where it was not reached, all
    seconds: float  # until then
    accuracy: float  # of the test images then
    reached: bool
    final_accuracy: float  # at the end of the run; the article's ends at the goal
    cores: float  # processor seconds per second, in the time that counts


class Clock:
    """Seconds and processor seconds while it runs; it runs from the beginning."""

    def __init__(self) -> None:
        self.seconds = self.processor_seconds = 0.0
        self._began = time.perf_counter(), time.process_time()

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop the clock within."""
        self.seconds += time.perf_counter() - self._began[0]
        self.processor_seconds += time.process_time() - self._began[1]
        yield
        self._began = time.perf_counter(), time.process_time()


def run_ours(dataset: Dataset, seed: int) -> Race:
    """Train our recipe to its end with the app's loop; TensorFlow must have been loaded as an engine loads it."""
    from core.training.loop.loop import train  # once TensorFlow is loaded as an engine loads it

    chosen = recipe(RECIPE)
    assert chosen is not None
    config = dataclasses.replace(chosen.config, seed=seed)
    at_goal, last = None, None
    with tempfile.TemporaryDirectory(prefix="digitlab-accuracy-") as folder:
        clock = Clock()
        for event in train(chosen.spec, config, data_folder=str(dataset.folder), run_folder=folder, threads=THREADS):
            if isinstance(event, EpochEnded) and at_goal is None:
                with clock.stopped():
                    weights = checkpoints.read(Path(folder) / event.checkpoint.name)
                    last = _race(event.epoch, clock, _accuracy_of(chosen.spec, weights, dataset))
                    at_goal = last if last.reached else None
            elif isinstance(event, TestEnded):
                assert last is not None
                return dataclasses.replace(at_goal or last, final_accuracy=event.correct / event.count)
    raise RuntimeError("our training did not come to its end")


def run_article(dataset: Dataset, seed: int) -> Race:
    """Train with the fourth article's code, epoch after epoch of one `fit`, until the goal or its end."""
    import keras

    train_images, test_images = (  # float64, as the article has them
        np.asarray(images)[..., None] / 255.0 for images in (dataset.train_images, dataset.test_images)
    )
    train_labels = np.array(dataset.train_labels)
    races: list[Race] = []

    class Scorer(keras.callbacks.Callback):
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            with clock.stopped():
                races.append(_race(epoch + 1, clock, _accuracy(model, test_images, dataset)))
                model.stop_training = races[-1].reached

    keras.utils.set_random_seed(seed)
    clock = Clock()
    model = article_4()
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        model.fit(train_images, train_labels, epochs=ARTICLE_EPOCHS, callbacks=[Scorer()])
    return races[-1]


def _accuracy_of(spec: NetworkSpec, weights: dict[str, np.ndarray], dataset: Dataset) -> float:
    """Return the share of the test images that a network of ours reads right with these weights."""
    model = build(spec, seed=0)
    assign(variables_by_name(model), weights)
    images = np.asarray(dataset.test_images).reshape((-1, *spec.input_shape)) / 255.0
    return _accuracy(model, images, dataset)


def _accuracy(model: Any, images: np.ndarray, dataset: Dataset) -> float:
    """Return the share of the test images, as the model takes them, whose largest output is at their label."""
    right = 0
    for start in range(0, len(images), READ_AT_ONCE):
        part = slice(start, start + READ_AT_ONCE)
        answers = np.asarray(model(images[part].astype(np.float32), training=False)).argmax(axis=1)
        right += int((answers == dataset.test_labels[part]).sum())
    return right / len(images)


def _race(epochs: int, clock: Clock, accuracy: float) -> Race:
    return Race(
        epochs=epochs,
        seconds=clock.seconds,
        accuracy=accuracy,
        reached=accuracy >= GOAL,
        final_accuracy=accuracy,
        cores=clock.processor_seconds / clock.seconds,
    )
