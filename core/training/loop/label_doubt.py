"""The job that looks for doubtful labels: small networks, each asked about images that it has not learned from.

All images are parted into folds; each fold is judged by a network that learned from the training images of the others.
The parting is done again with another seed, and what an image's networks say is averaged: a single network's whims
count less. Test images are judged like training images, by as many networks: the answers of more would be milder, and
their labels less doubted. What follows from the answers is core.data.doubt's.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from core.data.dataset import Dataset, open_dataset
from core.data.doubt.cross_validation import epochs_of, learned_count, partings
from core.data.doubt.label_doubts import find_doubts
from core.data.input_scaling import UNIT
from core.errors import DataError
from core.job_events import JobProgress, JobResult
from core.messages.data import doubt as messages
from core.training.graph.losses import per_image_loss
from core.training.graph.optimizers import make_optimizer
from core.training.graph.steps import make_take_steps
from core.training.graph.training_graph import IN_GRAPH
from core.training.loop.chunk_length import ChunkLength
from core.training.settings.config import TrainingConfig
from core.training.settings.schedule import planned_rate
from models.build import build
from models.spec import NetworkSpec
from models.weights import assign, variables_by_name

FEWEST_IMAGES = 50  # to be parted
READ_TOGETHER = 500  # images

_PARTING_STREAM = 1
_ORDER_STREAM = 2

Job = Generator[JobProgress | JobResult | None, Any, None]


def find_label_doubts(
    spec: NetworkSpec, config: TrainingConfig, data_folder: str, folds: int, repeats: int, seed: int
) -> Job:
    """Yield how far it is, and last the arrays of `LabelDoubts`; the same seed gives the same on the same machine.

    Args:
        spec: each network.
        config: how each is trained; small data sets for more epochs, as `epochs_of` has it.
        data_folder: of a prepared data set, as `core.data.dataset.open_dataset` takes it.
        folds: parts of the training images.
        repeats: how often they are parted anew.
        seed: of all that is random.

    Raises:
        DataError: there are too few training images.
    """
    dataset = open_dataset(Path(data_folder))
    train_count = dataset.train_count
    if train_count < FEWEST_IMAGES:
        raise DataError(messages.too_few_to_part(count=train_count, fewest=FEWEST_IMAGES))
    learned_from = learned_count(train_count, folds)
    judge = _Judge(spec, config, dataset, learned_from=learned_from)
    train, test = np.zeros((train_count, 10)), np.zeros((dataset.test_count, 10))
    every = folds * repeats
    for number, (repeat, fold) in enumerate(np.ndindex(repeats, folds)):
        held_out, tested = (
            partings(count, folds, np.random.default_rng([seed, _PARTING_STREAM, repeat]))[fold]
            for count in (train_count, dataset.test_count)
        )
        learned = np.setdiff1d(np.arange(train_count), held_out)
        for share in judge.learn(learned, seed=seed + number):
            yield JobProgress(share=(number + share) / every)
        for images, sums, rows in ((judge.train_images, train, held_out), (judge.test_images, test, tested)):
            for part in range(0, len(rows), READ_TOGETHER):
                some = rows[part : part + READ_TOGETHER]
                sums[some] += judge.read(images, some)
                yield None
        yield JobProgress(share=(number + 1) / every)
    doubts = find_doubts(
        train / repeats,
        test / repeats,
        train_labels=dataset.train_labels,
        test_labels=dataset.test_labels,
        folds=folds,
        repeats=repeats,
        epochs=judge.epochs,
        learned_from=learned_from,
    )
    yield JobResult(arrays=doubts.to_arrays())


class _Judge:
    """A network that learns anew from other images each time; it is traced once."""

    def __init__(self, spec: NetworkSpec, config: TrainingConfig, dataset: Dataset, *, learned_from: int) -> None:
        self.train_images, self.test_images = tf.constant(dataset.train_images), tf.constant(dataset.test_images)
        self._labels = tf.constant(dataset.train_labels, tf.int32)
        self._spec = spec
        self._batch_size = min(config.batch_size, learned_from)
        self._steps_per_epoch = learned_from // self._batch_size
        self.epochs = epochs_of(learned_from, batch_size=config.batch_size, epochs=config.epochs)
        self._model = build(spec, seed=0)
        self._optimizer = make_optimizer(config, self._model.trainable_variables)
        self._order = tf.Variable(tf.zeros([self._batch_size * self._steps_per_epoch], tf.int32), trainable=False)
        self._steps_before = tf.Variable(tf.zeros([], tf.int32), trainable=False)
        course = replace(config, epochs=self.epochs).course(self._steps_per_epoch)
        self._take_steps = make_take_steps(
            self._model,
            self._optimizer,
            batch=self._batch,
            loss=per_image_loss(config.loss_choice, from_logits=spec.from_logits),
            penalties=(),
            learning_rate=lambda index: planned_rate(
                peak=config.learning_rate, step=self._steps_before + index, by=IN_GRAPH, **course
            ),
            compiled=spec.is_compiled,
            own_gradients=not spec.is_compiled and not tf.config.list_logical_devices("GPU"),
        )
        self._read = tf.function(self._probabilities, autograph=False, reduce_retracing=True)

    def learn(self, rows: np.ndarray, *, seed: int) -> Generator[float, None, None]:
        """Forget all, learn from these training images, and yield how far that is, 0 to 1, several times a second."""
        fresh = variables_by_name(build(self._spec, seed=seed))
        assign(variables_by_name(self._model), {name: np.asarray(variable) for name, variable in fresh.items()})
        for variable in self._optimizer.variables:
            variable.assign(tf.zeros_like(variable))  # the learning rate is set by each step
        chunk, all_steps = ChunkLength(), self.epochs * self._steps_per_epoch
        for epoch in range(self.epochs):
            order = np.random.default_rng([seed, _ORDER_STREAM, epoch]).permutation(rows)
            self._order.assign(order[: self._batch_size * self._steps_per_epoch].astype(np.int32))
            self._steps_before.assign(epoch * self._steps_per_epoch)
            step = 0
            while step < self._steps_per_epoch:
                end = min(step + chunk.begin(), self._steps_per_epoch)
                self._take_steps(tf.constant(step), tf.constant(end))[0].numpy()  # waits for the last of them
                chunk.end(end - step)
                step = end
                yield (epoch * self._steps_per_epoch + step) / all_steps

    def read(self, images: Any, rows: np.ndarray) -> np.ndarray:
        """Return what the network says of some images, (N, 10) float32."""
        return self._read(images, tf.constant(rows, tf.int32)).numpy()

    def _batch(self, index: Any) -> tuple[Any, Any]:
        rows = tf.slice(self._order, [index * self._batch_size], [self._batch_size])
        inputs = self._inputs(tf.gather(self.train_images, rows), self._batch_size)
        return inputs, tf.gather(self._labels, rows)

    def _probabilities(self, images: Any, rows: Any) -> Any:
        outputs = self._model(self._inputs(tf.gather(images, rows), -1), training=False)
        return tf.nn.softmax(outputs) if self._spec.from_logits else outputs

    def _inputs(self, images: Any, count: int) -> Any:
        values = UNIT.inputs_in_graph(tf.cast(images, tf.float32))
        return tf.reshape(values, [count, *self._spec.input_shape])
